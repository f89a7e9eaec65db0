"""One answer for a number, whatever its lots are, and what can be done with all of them."""

from datetime import date

import pytest

from remine_portal.domain.catalog import Text
from remine_portal.domain.coverage import Answer, Coverage, LotAnswer, ReferenceAnswer, agree
from remine_portal.domain.mass import Mass


def a_lot(answer, shipment="SH-1", kg=2000, **more):
    return LotAnswer(
        answer=answer,
        shipment_no=shipment,
        line_no=1,
        ship_date=date(2026, 6, 1),
        lot_no="LOT-1",
        product=Text("Tin", "錫"),
        net_mass=Mass.of(kg, "kg"),
        unit="kg",
        **more,
    )


def a_reference(*lots, stated=(), times=1):
    return ReferenceAnswer("PO-1", times, tuple(Mass.of(each, "kg") for each in stated), lots)


@pytest.mark.parametrize(
    ("lots", "answer"),
    [
        ([], Answer.UNKNOWN),
        ([Answer.DECLARED, Answer.DECLARED], Answer.DECLARED),
        ([Answer.DECLARED, Answer.NOT_ELIGIBLE], Answer.NOT_ELIGIBLE),
        ([Answer.NOT_ELIGIBLE, Answer.NOT_ISSUED], Answer.NOT_ISSUED),
        ([Answer.NOT_ISSUED, Answer.SUPERSEDED], Answer.SUPERSEDED),
        ([Answer.DECLARED, Answer.REVOKED], Answer.REVOKED),
    ],
)
def test_what_most_needs_an_eye_is_the_answer(lots, answer):
    assert a_reference(*map(a_lot, lots)).answer is answer


def test_a_mass_that_differs_comes_before_everything_else_that_is_known():
    assert a_reference(a_lot(Answer.REVOKED), stated=["1999.999"]).answer is Answer.MASS_DIFFERS
    assert a_reference(stated=["2000"]).answer is Answer.UNKNOWN


@pytest.mark.parametrize(
    ("stated", "ours", "agrees"),
    [
        ([], "4000", True),
        (["4000"], "4000", True),
        (["4000", "4000"], "4000", True),
        (["2000", "2000"], "4000", True),
        (["1000", "3000"], "4000", True),
        (["4000", "1000"], "4000", False),
        (["4000.000001"], "4000", False),
    ],
)
def test_rows_may_repeat_the_mass_of_a_number_or_divide_it(stated, ours, agrees):
    assert agree([Mass.of(each, "kg") for each in stated], Mass.of(ours, "kg")) is agrees


def test_a_mass_that_a_list_repeats_is_not_doubled():
    lot = a_lot(Answer.DECLARED)

    assert a_reference(lot, stated=["2000", "2000"]).stated_mass == Mass.of(2000, "kg")
    assert a_reference(lot, stated=["1500", "2000"]).stated_mass == Mass.of(3500, "kg")
    assert a_reference(lot).stated_mass is None


def test_what_is_missing_is_requested_a_shipment_once():
    missing = a_lot(Answer.NOT_ISSUED, "SH-2", is_missing=True)
    requested = a_lot(Answer.NOT_ISSUED, "SH-3", requested_in="RQ-2026-000001")

    assert Coverage((a_reference(missing, missing, requested), a_reference(missing))).missing == [
        "SH-2"
    ]


def test_the_declarations_to_download_are_the_current_ones():
    lots = (
        a_lot(Answer.DECLARED, number="RM-2026-000001"),
        a_lot(Answer.SUPERSEDED, number="RM-2026-000002", successor="RM-2026-000003"),
        a_lot(Answer.REVOKED, number="RM-2026-000004"),
        a_lot(Answer.NOT_ISSUED),
    )

    found = Coverage((a_reference(*lots), a_reference(*lots)))

    assert found.declarations == ["RM-2026-000001", "RM-2026-000003"]


def test_every_number_counts_under_one_answer():
    found = Coverage((a_reference(), a_reference(a_lot(Answer.DECLARED), times=3)))

    assert found.counts[Answer.UNKNOWN] == found.counts[Answer.DECLARED] == 1
    assert sum(found.counts.values()) == 2
    assert found.repeated == 2
