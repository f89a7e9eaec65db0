"""Recycled content: what counts, how it is rounded, and what a verification lets us print."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remine_portal.domain.catalog import (
    DeclaredByAttribution,
    Series,
    refuse_recycled_content,
)
from remine_portal.domain.mass import Mass
from remine_portal.domain.recycled_content import (
    BelowVerifiedFloor,
    ContentOutOfBounds,
    Figure,
    NoVerifiedFigure,
    Operator,
    OutsideVerification,
    RecycledContent,
    SiteNotKnown,
    Verification,
    figure_of_line,
    verification_of_line,
)


def kg(value):
    return Mass.of(value, "kg")


def content(product, pre="0", post="0", returns="0"):
    return RecycledContent("LOT-1", kg(product), kg(pre), kg(post), kg(returns))


def verified(percent="99.6", operator=Operator.AT_LEAST, **what):
    return Verification(
        **{
            "reference": "V-1",
            "product_code": "REM-PB",
            "site_code": "HOSOKURA",
            "figure": Figure(operator, Decimal(percent)),
            "standard_edition": "2016",
            "verifier": "SGS Japan Inc.",
            "valid_from": date(2024, 4, 1),
            "valid_to": date(2026, 6, 30),
            **what,
        }
    )


def found(verifications, **what):
    line = {
        "lot": "LOT-1",
        "product_code": "REM-PB",
        "site_code": "HOSOKURA",
        "produced_on": date(2026, 6, 30),
    }
    return verification_of_line(verifications, **{**line, **what})


def test_1_content_is_not_for_copper():
    """1. Series lock from the other side: no content figure where credits are attributed."""
    with pytest.raises(DeclaredByAttribution):
        refuse_recycled_content("REM-CU", Series.ISO_22095)
    refuse_recycled_content("REM-SN", Series.ISO_14021)


@pytest.mark.parametrize(
    ("pre", "post", "returns", "percent"),
    [
        ("2400", "7560", "40", "99.6"),
        ("0", "9960", "40", "99.6"),
        ("2400", "7560", "0", "99.6"),
        ("0", "0", "10000", "0.0"),
    ],
)
def test_3_returns_never_count_as_recycled(pre, post, returns, percent):
    """3. Formula: P 10,000 kg, pre 2,400, post 7,560, same-process returns 40 give 99.6 %."""
    assert content("10000", pre, post, returns).percent == Decimal(percent)


@pytest.mark.parametrize(
    ("pre", "post", "returns"),
    [("2400", "7560", "40.001"), ("0", "9960", "41"), ("0", "0", "10000.000001")],
)
def test_3_there_is_no_more_in_a_lot_than_there_is_of_it(pre, post, returns):
    """3. Pre- and post-consumer material and returns together are part of P."""
    with pytest.raises(ContentOutOfBounds, match="LOT-1"):
        content("10000", pre, post, returns)


@pytest.mark.parametrize(("product", "post"), [("0", "0"), ("0", "1"), ("10000", "10000.000001")])
def test_4_mass_is_above_zero_and_content_within_it(product, post):
    """4. Bounds: P = 0 or A > P is refused."""
    with pytest.raises(ContentOutOfBounds):
        content(product, post=post)


@pytest.mark.parametrize(
    ("recycled", "printed"),
    [
        ("99649", "99.6"),
        ("99599", "99.5"),
        ("99600", "99.6"),
        ("100000", "100.0"),
        ("99999", "99.9"),
    ],
)
def test_5_percentages_are_rounded_down(recycled, printed):
    """5. Round down: 99.649 prints 99.6, and 99.599 prints 99.5."""
    assert str(content("100000", post=recycled).percent) == printed


@st.composite
def lots(draw):
    product = draw(st.integers(1, 10**15))
    pre = draw(st.integers(0, product))
    post = draw(st.integers(0, product - pre))
    returns = draw(st.integers(0, product - pre - post))
    return RecycledContent("LOT-1", Mass(product), Mass(pre), Mass(post), Mass(returns))


@given(lots())
def test_5_a_percentage_is_never_above_the_exact_one_and_less_than_a_tenth_below(lot):
    """5. For every lot there can be, from a milligram to a million tonnes."""
    recycled, product = lot.recycled.milligrams * 1000, lot.product.milligrams
    printed = int(lot.percent * 10)

    assert printed * product <= recycled < (printed + 1) * product


@given(lots())
def test_3_returns_change_no_percentage(lot):
    """3. Whatever goes round within the process leaves the figure where it is."""
    without = RecycledContent("LOT-1", lot.product, lot.pre_consumer, lot.post_consumer)

    assert without.percent == lot.percent


def test_6_a_lot_below_the_verified_figure_blocks():
    """6. Verified floor: ≥ 99.6 % and a lot at 99.5 %."""
    with pytest.raises(BelowVerifiedFloor, match=r"99\.5 % recycled .* verified 99\.6 %"):
        figure_of_line(verified(), content("1000", post="995.9"), lot="LOT-1")


@pytest.mark.parametrize("post", ["996", "999", "1000"])
def test_6_the_verified_figure_is_printed_and_never_the_calculated_one(post):
    """6. At 99.9 %, print “99.6 % or more”, never 99.9."""
    figure = figure_of_line(verified(), content("1000", post=post), lot="LOT-1")

    assert figure == Figure(Operator.AT_LEAST, Decimal("99.6"))


def test_6_an_exact_hundred_blocks_below_a_hundred():
    """6. A verified "= 100 %" blocks below 100 as well."""
    exactly = verified("100", Operator.EXACTLY)

    assert figure_of_line(exactly, content("1000", post="1000"), lot="LOT-1").percent == 100
    with pytest.raises(BelowVerifiedFloor):
        figure_of_line(exactly, content("1000", post="999.999"), lot="LOT-1")


@given(lots(), st.decimals("0.1", "100", places=1))
def test_6_no_lot_below_the_verified_figure_ever_carries_it(lot, percent):
    """6. What is printed is true of the lot, whatever is in it."""
    try:
        figure = figure_of_line(verified(percent), lot, lot="LOT-1")
    except BelowVerifiedFloor:
        assert lot.percent < percent
    else:
        assert figure.percent == percent
        assert lot.recycled.milligrams * 100 >= percent * lot.product.milligrams


def test_7_without_a_verification_there_is_no_figure():
    """7. Missing figure: nothing is assumed, not even 0 %."""
    with pytest.raises(NoVerifiedFigure, match="REM-BI"):
        found([verified()], product_code="REM-BI")


@pytest.mark.parametrize(
    ("produced_on", "covered"),
    [
        (date(2024, 3, 31), False),
        (date(2024, 4, 1), True),
        (date(2026, 6, 30), True),
        (date(2026, 7, 1), False),
    ],
)
def test_9_a_verification_holds_from_its_first_to_its_last_day(produced_on, covered):
    """9. Verification window: valid to 2026-06-30, produced on 2026-07-01, then block."""
    if covered:
        assert found([verified()], produced_on=produced_on).reference == "V-1"
        return
    with pytest.raises(OutsideVerification):
        found([verified()], produced_on=produced_on)


def test_9_a_verification_holds_for_its_site_only():
    """9. The verified object is a product from a site."""
    with pytest.raises(OutsideVerification):
        found([verified()], site_code="IKUNO")
    with pytest.raises(SiteNotKnown):
        found([verified()], site_code=None)


def test_of_several_verifications_the_one_that_began_last_holds():
    older = verified(reference="V-OLD", valid_from=date(2023, 4, 1))

    assert found([older, verified()]).reference == "V-1"


def test_10_a_verification_names_its_own_edition_for_ever():
    """10. Edition: “ISO 14021:2016” after June 2026 too; 2026 needs a new verification."""
    assert verified().standard == "ISO 14021:2016"
    assert verified(standard_edition="2026").standard == "ISO 14021:2026"
