"""Booking inputs: the credits they bring in, in which period and until when, and only once."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from remine_portal.domain.credits import METALS
from remine_portal.domain.mass import Mass
from remine_portal.domain.periods import NoPeriod, PeriodClosed
from remine_portal.domain.policy import NoPolicy, OutsideBoundary
from remine_portal.domain.receipts import (
    EvidenceMissing,
    InputAlreadyUsed,
    TicketAlreadyUsed,
    UsedElsewhere,
)
from remine_portal.persistence.periods import periods_of
from remine_portal.services import receiving
from tests.books import DEMO, ELV, Q2, Q3, RECYCLED, Books, an_input
from tests.factories import the_catalogue
from tests.full_ledger import UNTIL_SUMMER, close_periods

LAST_SECOND = datetime(2028, 1, 15, 14, 59, 59, tzinfo=UTC)
"""Of 15 January 2028 in Japan."""


def book(books, receipt, *, late=False):
    with books.writing() as work:
        receiving.book_receipt(work, receipt, late=late)


def first_days(books, boundary="NAOSHIMA"):
    with books.reading() as work:
        return {each.id: each.first_day for each in periods_of(work, boundary, METALS[0])}


def test_credits_are_issued_on_contained_metal(books):
    """12. Credit issue: 1,000 t of scrap with 22 % of copper by factor 0.970 give 213.4 t."""
    books.receive(gross="1000", assay="22.0")

    assert books.available() == 213_400
    assert [each.kilograms for each in books.entries("book-input")] == [213_400]


def test_an_input_without_a_characteristic_brings_in_nothing(books):
    """12. Credit issue: concentrate is booked, and has no credits."""
    books.receive(gross="1000", assay="30", kind=None)

    assert books.entries() == []


def test_an_input_so_small_that_it_rounds_to_nothing_is_booked_without_credits(books):
    """12. Credit issue: of 1 kg at 99 %, not a whole kilogram is left."""
    receipt = books.receive(gross="0.001", assay="99")
    book(books, receipt)

    assert books.entries() == []


def test_credits_are_rounded_down(books):
    """19. Rounding: 24.9995 t at 33.3 % come to 8.3248335, and 8.324 t are issued."""
    books.enter(replace(DEMO, effective_from=Q3, conversion_factors={"Cu": Decimal(1)}))

    books.receive(gross="24.9995", assay="33.3", on=Q3)

    assert books.available() == 8_324


@pytest.mark.parametrize("lacking", ["weight_ticket", "assay_report"])
@pytest.mark.parametrize("kind", [RECYCLED, None])
@pytest.mark.parametrize("nothing", [None, ""])
def test_an_input_needs_its_weight_ticket_and_its_assay(books, lacking, kind, nothing):
    """13. Receipt evidence, of an input without credits as well."""
    with pytest.raises(EvidenceMissing):
        books.receive(kg=100, kind=kind, **{lacking: nothing})

    assert books.entries() == []


def test_the_same_input_again_changes_nothing(books):
    """14. One input, one claim: booked again, it is unchanged (7a)."""
    receipt = books.receive(kg=100)

    book(books, receipt)

    assert books.available() == 100


@pytest.mark.parametrize(
    "other",
    [
        {"gross": Mass.of("2", "t")},
        {"assay_percent": Decimal("99.999")},
        {"characteristic": ELV},
        {"received_on": date(2026, 7, 2)},
        {"site_code": "ONAHAMA"},
        {"weight_ticket": "WT-another"},
    ],
)
def test_a_number_that_is_booked_is_never_booked_with_other_figures(books, other):
    """14. One input, one claim."""
    receipt = books.receive(gross="1")

    with pytest.raises(InputAlreadyUsed, match=receipt.receipt_no):
        book(books, replace(receipt, **other))


@pytest.mark.parametrize("number", ["r-100", " R-100", "Ｒ-１００"])
def test_a_number_is_the_same_however_it_is_written(books, number):
    """14. One input, one claim, in lower case or full width."""
    receipt = books.receive(kg=100, receipt_no="R-100")

    book(books, replace(receipt, receipt_no=number))

    assert books.available() == 100


def test_one_weighing_counts_once(books):
    """14. One input, one claim: the same ticket of the same supplier under another number."""
    receipt = books.receive(kg=100)

    with pytest.raises(TicketAlreadyUsed, match=f"as receipt {receipt.receipt_no}"):
        book(books, replace(receipt, receipt_no="R-another"))


def test_two_suppliers_may_number_their_tickets_alike(books):
    books.receive(kg=100, supplier_ref="S1", weight_ticket="WT-1")
    books.receive(kg=100, supplier_ref="S2", weight_ticket="WT-1")

    assert books.available() == 200


def test_an_input_that_another_claim_counts_brings_in_nothing(books):
    """14. One input, one claim: used in an ISO 14021 figure or another scheme."""
    with pytest.raises(UsedElsewhere, match="ISCC PLUS"):
        books.receive(kg=100, also_used_in="ISCC PLUS")

    assert books.entries() == []


def test_types_have_accounts_of_their_own(books):
    """20. Types do not mix: 50 t of ELV and 163.4 t of general recycled material."""
    books.receive(kg=50_000, kind=ELV)
    books.receive(kg=163_400)

    assert books.available("NAOSHIMA-CU-elv") == 50_000
    assert books.available("NAOSHIMA-CU-recycled") == 163_400


def test_each_site_has_the_account_of_its_boundary(books):
    """24. Boundary: account boundary = declared site."""
    books.receive(kg=100, site_code="ONAHAMA")

    assert (books.available("ONAHAMA-CU-recycled"), books.available()) == (100, 0)


def test_an_input_of_a_site_outside_every_boundary_is_refused(books):
    """24. Boundary."""
    with pytest.raises(OutsideBoundary, match="IKUNO"):
        books.receive(kg=100, site_code="IKUNO")


def test_the_first_input_opens_every_period_until_its_own(books):
    """25. Contiguous periods, from the first day of the policy on."""
    books.receive(kg=100, on=date(2026, 8, 20))

    assert list(first_days(books).values()) == [*UNTIL_SUMMER, Q3]


def test_an_input_of_an_earlier_period_leaves_the_later_ones_as_they_are(books):
    """25. Contiguous periods, in whatever order the inputs come."""
    books.receive(kg=100, on=Q3)
    books.receive(kg=100, on=date(2025, 10, 1))

    assert list(first_days(books).values()) == [*UNTIL_SUMMER, Q3]


def test_an_input_before_the_first_policy_is_refused(books):
    with pytest.raises(NoPeriod, match=r"2025-09-30 is before .* 2025-10-01"):
        books.receive(kg=100, on=date(2025, 9, 30))


def test_without_a_policy_nothing_is_booked(database, given):
    given(the_catalogue)

    with pytest.raises(NoPolicy, match="2026-07-01"):
        Books(database).receive(kg=100)


def test_credits_last_until_the_end_of_their_last_day_in_japan(books):
    """28. Issued on 15 January 2026, gone on 16 January 2028, whether anybody posts or not."""
    books.receive(kg=40_000, on=date(2026, 1, 15))

    books.now = LAST_SECOND
    assert books.available() == 40_000

    books.now = LAST_SECOND.replace(hour=15, minute=0, second=0)
    assert (books.available(), books.position().expired_kg) == (0, 40_000)


@pytest.mark.parametrize(
    ("received_on", "last_day"),
    [(date(2026, 8, 31), date(2027, 2, 28)), (date(2027, 8, 31), date(2028, 2, 29))],
)
def test_credits_of_the_end_of_a_month_last_until_the_end_of_a_shorter_one(
    books, received_on, last_day
):
    """29. Month-end: six months from 31 August."""
    books.enter(replace(DEMO, effective_from=Q3, validity_months=6))
    books.receive(kg=100, on=received_on)

    books.now = datetime(last_day.year, last_day.month, last_day.day, 3, tzinfo=UTC)
    assert books.available() == 100

    books.now = books.now.replace(month=3, day=1)
    assert books.available() == 0


def test_an_input_of_a_closed_period_is_refused(books):
    """30. Closed period, back-dated."""
    close_periods(books, UNTIL_SUMMER)

    with pytest.raises(PeriodClosed, match="2026-04-01 to 2026-06-30"):
        books.receive(kg=100, on=date(2026, 6, 30))

    assert books.available() == 0


def test_a_late_input_is_an_adjustment_of_the_open_period(books):
    """30. Closed period: posted in the open one, and it lasts no longer for being late."""
    close_periods(books, UNTIL_SUMMER)

    books.receive(kg=100, on=date(2026, 6, 30), late=True)

    [entry] = books.entries("book-input")
    assert first_days(books)[entry.period_id] == Q3
    assert entry.effective_on == date(2026, 6, 30)
    books.now = datetime(2028, 7, 1, 3, tzinfo=UTC)
    assert books.available() == 0


def test_an_input_that_is_late_for_its_own_period_alone_stays_in_it(books):
    books.receive(kg=100, on=Q2, late=True)

    [entry] = books.entries()
    assert first_days(books)[entry.period_id] == Q2


def test_an_input_that_comes_after_its_credits_have_ended_expires_at_once(books):
    """28. and 30.: booked by the day of receipt, it has nothing to give any more."""
    books.now = datetime(2029, 1, 10, 3, tzinfo=UTC)

    books.receive(kg=100, on=Q3)

    assert [each.reason.value for each in books.entries()] == ["book-input", "expire"]
    assert books.entries("expire")[0].effective_on == date(2028, 7, 2)


@pytest.mark.parametrize(
    ("received_on", "kilograms"), [(date(2026, 9, 30), 194_000), (date(2026, 10, 1), 193_000)]
)
def test_the_factor_is_that_of_the_day_of_receipt(books, received_on, kilograms):
    """31. Factor version: 200 t by 0.970 until 30 September, by 0.965 from 1 October."""
    books.now = datetime(2026, 10, 5, 3, tzinfo=UTC)
    books.enter(lower_factor(date(2026, 10, 1)))

    books.receive(gross="200", on=received_on)

    assert books.available() == kilograms


def test_a_factor_may_change_in_the_middle_of_a_period(books):
    """31. Factor version: from 15 August on, in a quarter that stays the quarter it was."""
    books.receive(gross="200", on=date(2026, 8, 14))
    books.now = datetime(2026, 11, 5, 3, tzinfo=UTC)
    books.enter(replace(lower_factor(date(2026, 8, 15)), period_months=1))

    books.receive(gross="200", on=date(2026, 8, 15))
    books.receive(gross="200", on=date(2026, 10, 31))

    assert [each.kilograms for each in books.entries()] == [194_000, 193_000, 193_000]
    assert list(first_days(books).values()) == [*UNTIL_SUMMER, Q3, date(2026, 10, 1)]


def lower_factor(first_day):
    return replace(
        DEMO, name="LOWER", effective_from=first_day, conversion_factors={"Cu": Decimal("0.965")}
    )


def test_inputs_of_one_file_are_spent_in_the_order_of_their_receipt(books):
    """28. Oldest expiry first, whatever the order of the rows."""
    younger, older = an_input(kg=100, on=date(2026, 8, 1)), an_input(kg=40, on=Q3)

    with books.writing() as work:
        receiving.book_receipts(work, [younger, older])

    assert [each.kilograms for each in books.entries()] == [40, 100]
