"""Attribution: debits are rounded up, printed masses down, and a lot carries 100 % at most."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remine_portal.domain.attribution import (
    Attribution,
    AttributionAboveShipment,
    CharacteristicTwice,
    ShareOutOfRange,
    credits_after_return,
    refuse_above_shipment,
    refuse_impossible_shares,
    unattributed,
)
from remine_portal.domain.mass import Mass
from tests.books import ELV, RECYCLED

MASSES = st.integers(min_value=1, max_value=10**15).map(Mass)
PERCENTS = st.decimals("0.001", 100, places=3)


def tonnes(value):
    return Mass.of(value, "t")


def share(percent, characteristic=RECYCLED):
    return Attribution(characteristic, Decimal(percent))


@pytest.mark.parametrize(
    ("net_mass", "percent", "debit", "printed", "rest"),
    [
        ("50", "40", 20_000, 20_000, "30"),
        ("24.9995", "33.3", 8_325, 8_324, "16.6755"),
        ("50", "100", 50_000, 50_000, "0"),
        ("0.001", "0.001", 1, 0, "0.001"),
        ("0.0005", "100", 1, 0, "0.0005"),
    ],
)
def test_a_share_of_a_shipment(net_mass, percent, debit, printed, rest):
    """17. and 19.: 50 t at 40 %, and 24.9995 t at 33.3 %, of which 8.3248335 t are attributed."""
    attribution, mass = share(percent), tonnes(net_mass)

    assert attribution.debit_kg(mass) == debit
    assert attribution.printed_kg(mass) == printed
    assert unattributed(mass, [printed]) == tonnes(rest)


@given(mass=MASSES, percent=PERCENTS)
def test_no_more_is_printed_than_was_attributed_and_no_less_is_taken(mass, percent):
    """19. For every shipment there can be."""
    exact = Fraction(mass.milligrams, 10**6) * Fraction(percent) / 100
    attribution = Attribution(RECYCLED, percent)

    assert exact - 1 < attribution.printed_kg(mass) <= exact
    assert exact <= attribution.debit_kg(mass) < exact + 1


@given(mass=MASSES, percents=st.lists(PERCENTS, min_size=2, max_size=2))
def test_what_is_printed_of_all_characteristics_is_never_more_than_the_shipment(mass, percents):
    """17. Attributed and unattributed make the net mass, to the milligram."""
    if sum(percents) <= 100:
        printed = [share(each).printed_kg(mass) for each in percents]

        assert unattributed(mass, printed).milligrams + sum(printed) * 10**6 == mass.milligrams


@pytest.mark.parametrize("percents", [("70", "40"), ("70", "30.001"), ("33.334",) * 3])
def test_a_lot_carries_all_of_itself_at_most(percents):
    """18. Cumulative cap: 70 % then 40 % is 110 %, and a thousandth too much is too much."""
    with pytest.raises(AttributionAboveShipment, match="lot CU-1"):
        refuse_above_shipment("CU-1", map(Decimal, percents))


@pytest.mark.parametrize("percents", [(), ("100",), ("70", "30"), ("33.333", "33.333", "33.334")])
def test_a_lot_carries_any_shares_that_come_to_all_of_it(percents):
    """18. Cumulative cap, up to the last thousandth."""
    refuse_above_shipment("CU-1", map(Decimal, percents))


@pytest.mark.parametrize("percent", ["0", "-1", "100.001", "33.3333"])
def test_a_share_of_nothing_or_above_all_or_too_fine_is_none(percent):
    with pytest.raises(ShareOutOfRange):
        refuse_impossible_shares([share(percent)])


def test_a_characteristic_has_one_share_in_a_draft():
    refuse_impossible_shares([share("40"), share("40", ELV)])

    with pytest.raises(CharacteristicTwice):
        refuse_impossible_shares([share("40"), share("20")])


@pytest.mark.parametrize(
    ("percent", "kept", "attributed", "goes_back"),
    [
        ("40", "30", 20_000, 8_000),
        ("40", "50", 20_000, 0),
        ("40", "0", 20_000, 20_000),
        ("33.3", "24.999", 8_325, 0),
        ("33.3", "24.99", 8_325, 3),
        ("40", "30", 11_000, 0),
    ],
)
def test_credits_of_goods_that_came_back(percent, kept, attributed, goes_back):
    """35. 50 t at 40 %, 20 t returned: 12 stay, 8 return; the share that stays is rounded up."""
    going = credits_after_return(share(percent), kept=tonnes(kept), attributed_kg=attributed)

    assert going == goes_back
