"""What may be said of lines: each by its own evidence, and nothing added up over differences."""

from datetime import date

import pytest

from remine_portal.domain.people import COMMAND_LINE
from remine_portal.domain.recycled_content import BelowVerifiedFloor, OutsideVerification
from remine_portal.persistence.shipments import find_shipment
from remine_portal.services.assessing import assess_shipments
from tests.desk import a_correction
from tests.factories import (
    a_shipment,
    a_verification,
    electricity_evidence,
    lot_contents,
    the_catalogue,
)


@pytest.fixture(autouse=True)
def tin_is_verified(given):
    given(the_catalogue)
    given(a_verification)


@pytest.fixture
def assess(database):
    def look(*numbers):
        with database.reading(COMMAND_LINE) as work:
            shipments = [find_shipment(work, number) for number in numbers]
            assessed = assess_shipments(work, shipments)
            return [assessed[each.id] for each in shipments]

    return look


def test_lots_that_share_figure_and_verification_are_one_claim(given, assess):
    given(a_shipment, lots=("LOT-1", "LOT-2"))
    given(lot_contents, lot="LOT-1")

    (shipment,) = assess("SH-1")

    (claim,) = shipment.claims
    assert str(shipment.figure.percent) == "100"
    assert [each.line.lot_no for each in claim.lines] == ["LOT-1", "LOT-2"]
    assert str(claim.net_mass.in_unit("kg")) == "4000"
    assert not claim.calculated, "of one lot a calculation is on file, of the other none"


def test_a_lot_without_a_figure_takes_none_from_the_others(given, assess):
    given(a_shipment, lots=("LOT-1", "LOT-2"))
    given(a_correction, line_no=2, production_date=date(2023, 5, 1))

    (shipment,) = assess("SH-1")

    assert str(shipment.figure.percent) == "100"
    assert [each.line.lot_no for each in shipment.claims[0].lines] == ["LOT-1"]
    assert [type(each.refusal) for each in shipment.refused] == [OutsideVerification]


def test_a_refused_lot_claims_nothing_however_near_it_is(given, assess):
    given(a_shipment)
    given(lot_contents, post="1499")

    (shipment,) = assess("SH-1")

    assert shipment.claims == []
    assert isinstance(shipment.lines[0].refusal, BelowVerifiedFloor)


def test_8_lots_of_two_entities_have_none_in_common(given, assess):
    """8. Platinum made on 31 March and 1 April 2025 is of two entities."""
    given(a_verification, product="REM-PT", percent="90")
    given(a_shipment, product="REM-PT", lots=("P-1", "P-2"), produced_on=date(2025, 3, 31))
    given(a_correction, line_no=2, production_date=date(2025, 4, 1))

    (shipment,) = assess("SH-1")

    assert shipment.entity is None
    assert [each.entity.name.en[:6] for each in shipment.lines] == ["Materi", "Onaham"]
    assert str(shipment.figure.percent) == "90", "the figure is the same all the same"


def test_42_a_note_names_only_days_that_have_been(given, assess):
    """42. Evidence of a fiscal year; on 23 November 2026 the note ends on that day."""
    given(electricity_evidence)
    given(a_shipment, lots=("LOT-1", "LOT-2"))
    given(a_correction, line_no=2, production_date=date(2026, 3, 31))

    (shipment,) = assess("SH-1")

    covered = shipment.renewable_on(date(2026, 11, 23))
    assert {days: [each.line.lot_no for each in lots] for days, lots in covered.items()} == {
        (date(2026, 4, 1), date(2026, 11, 23)): ["LOT-1"]
    }


def test_shipments_are_assessed_together_and_told_apart(given, assess):
    given(a_shipment)
    given(a_shipment, number="SH-2", product="REM-CU", lots=("C-1",))

    tin, copper = assess("SH-1", "SH-2")

    assert tin.figure
    assert not tin.uses_credits
    assert copper.figure is None
    assert copper.uses_credits


def test_lots_of_different_figures_have_no_figure_in_common(given, assess):
    """Lines with different figures are shown one by one, with no total (DOMAIN.md 7a)."""
    given(a_verification, percent="97", valid_from=date(2026, 6, 1))
    given(a_shipment, lots=("LOT-1", "LOT-2"))
    given(a_correction, line_no=2, production_date=date(2026, 6, 1))

    (shipment,) = assess("SH-1")

    assert shipment.figure is None
    assert [str(claim.figure.percent) for claim in shipment.claims] == ["100", "97"]
