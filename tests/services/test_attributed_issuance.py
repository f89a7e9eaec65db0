"""Issuing a declaration of copper: what it takes from which batch, what it says, what stays."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from remine_portal.domain.credits import AccountFrozen
from remine_portal.domain.periods import OutputLimit, PeriodClosed
from remine_portal.persistence.declarations import find_declaration
from remine_portal.services import correcting
from remine_portal.services.credit_checking import differences
from tests.books import DEMO, ELV, Q2, Q3, RECYCLED
from tests.full_ledger import UNTIL_SUMMER, close_periods

BEFORE_THE_LAST_DAY = date(2028, 1, 14)
AFTER_THE_LAST_DAY = date(2028, 1, 16)


@pytest.fixture(autouse=True)
def the_desk_works_when_the_books_are_kept(desk, books):
    desk.now = books.now


@pytest.fixture(autouse=True)
def the_books_agree_in_the_end(books, desk):
    yield
    with books.reading() as work:
        assert [str(each) for each in differences(work)] == []


def it_is(books, desk, day):
    """Noon in Japan."""
    books.now = desk.now = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def attributed(books):
    """Kilograms by the last day of the batch they came from, two years after its input."""
    last_days = {}
    for entry in books.entries("book-input"):
        last_days[entry.batch_id] = entry.effective_on.replace(year=entry.effective_on.year + 2)
    return sorted((last_days[each.batch_id], each.kilograms) for each in books.entries("attribute"))


def test_a_debit_is_rounded_up_and_what_is_printed_down(books, desk):
    """19. Rounding: 24.9995 t × 33.3 % = 8.3248335 → debit 8.325, print 8.324."""
    books.receive(kg=20_000)
    books.ship(tonnes="24.9995")

    draft_id = desk.ready(attributions={RECYCLED: "33.3"})
    said = desk.snapshot(draft_id)
    desk.issue(draft_id)

    assert [(share.attributed_kg, share.debit_kg) for share in said.shares] == [(8_324, 8_325)]
    assert said.unattributed.in_unit("t") == Decimal("16.6755")
    assert books.position().attributed_kg == 8_325


def test_a_shipment_of_less_than_a_kilogram_takes_a_whole_one(books, desk):
    """19. Rounding: 0.5 kg at 100 %: debit 1 kg, and 0 kg of it is printed."""
    books.receive(kg=1)
    books.ship(tonnes="0.0005")

    draft_id = desk.ready(attributions={RECYCLED: "100"})

    assert [share.attributed_kg for share in desk.snapshot(draft_id).shares] == [0]
    assert books.position().reserved_kg == 1


def test_two_characteristics_leave_the_rest_unattributed(books, desk):
    """17. Partial attribution: 50 t at 40 % and 25 % leave 17.5 t."""
    books.receive(kg=20_000)
    books.receive(kg=12_500, kind=ELV)
    books.ship(tonnes="50")

    draft_id = desk.ready(attributions={RECYCLED: "40", ELV: "25"})
    said = desk.snapshot(draft_id)

    assert {share.characteristic: share.attributed_kg for share in said.shares} == {
        RECYCLED: 20_000,
        ELV: 12_500,
    }
    assert said.unattributed.in_unit("t") == Decimal("17.5")


def test_a_declaration_names_its_ledger_entries(books, desk):
    """22. Physical link: each debit reaches a shipment, and the paper says which debits."""
    books.receive(kg=40_000, on=Q2)
    books.receive(kg=100_000, on=Q3)
    books.ship(tonnes="50")

    number = desk.declare(attributions={RECYCLED: "100"}).number

    with books.reading() as work:
        snapshot = find_declaration(work, number).snapshot
    for entry in books.entries("attribute"):
        assert f"NAOSHIMA-CU-recycled {entry.id}" in snapshot


@pytest.fixture
def a_forty_and_b_hundred(books):
    """A 40 t, issued 2026-01-15 with the last day 2028-01-15; B 100 t a month later."""
    books.receive(kg=40_000, on=date(2026, 1, 15))
    books.receive(kg=100_000, on=date(2026, 2, 15))


def test_the_oldest_expiry_is_attributed_first(books, desk, a_forty_and_b_hundred):
    """28. Allocate 50 on 2028-01-14 → A 40 + B 10."""
    it_is(books, desk, BEFORE_THE_LAST_DAY)
    books.ship(tonnes="50", on=BEFORE_THE_LAST_DAY)

    desk.declare(attributions={RECYCLED: "100"})

    assert attributed(books) == [(date(2028, 1, 15), 40_000), (date(2028, 2, 15), 10_000)]


def test_what_has_expired_is_not_attributed(books, desk, a_forty_and_b_hundred):
    """28. On 2028-01-16 A is gone → B 50."""
    it_is(books, desk, AFTER_THE_LAST_DAY)
    books.ship(tonnes="50", on=AFTER_THE_LAST_DAY)

    desk.declare(attributions={RECYCLED: "100"})

    assert attributed(books) == [(date(2028, 2, 15), 50_000)]
    assert (books.available(), books.position().expired_kg) == (50_000, 40_000)


def test_the_order_of_booking_does_not_matter(books, desk):
    """28. Oldest expiry first, though the older input was booked after the younger one."""
    books.receive(kg=100_000, on=date(2026, 2, 15))
    books.receive(kg=40_000, on=date(2026, 1, 15))
    books.ship(tonnes="50")

    desk.declare(attributions={RECYCLED: "100"})

    assert [kilograms for _, kilograms in attributed(books)] == [40_000, 10_000]


def test_credits_must_last_until_the_goods_leave(books, desk, a_forty_and_b_hundred):
    """28. Reserved on 2028-01-14 for copper that is shipped on 2028-01-16: B 50."""
    it_is(books, desk, BEFORE_THE_LAST_DAY)
    books.ship(tonnes="50", on=AFTER_THE_LAST_DAY)

    desk.declare(attributions={RECYCLED: "100"})

    assert attributed(books) == [(date(2028, 2, 15), 50_000)]


def test_the_ship_date_decides_the_period(books, desk):
    """7a and 30.: copper of June is attributed in the second quarter, in August."""
    books.receive(kg=10_000, on=Q2)
    books.ship(tonnes="10", on=date(2026, 6, 30))

    desk.declare(attributions={RECYCLED: "100"})

    [booked], [entry] = books.entries("book-input"), books.entries("attribute")
    assert entry.period_id == booked.period_id
    assert entry.effective_on == date(2026, 6, 30)


def test_copper_of_a_closed_period_is_not_attributed_to(books, desk):
    """30. Closed period, back-dated."""
    books.receive(kg=10_000, on=Q2)
    books.ship(tonnes="10", on=date(2026, 6, 30))
    close_periods(books, UNTIL_SUMMER)

    with pytest.raises(PeriodClosed, match="2026-04-01 to 2026-06-30"):
        desk.prepare(attributions={RECYCLED: "100"})


def test_a_limit_holds_for_what_is_reserved_as_well(books, desk):
    """21. Output limit: 8,980 t attributed and 10 t reserved of 9,000, and another 20 t."""
    books.receive(kg=10_000_000)
    books.produce(output="9000")
    for number, tonnes in (("SH-1", "8980"), ("SH-2", "10"), ("SH-3", "20")):
        books.ship(number, tonnes)
    desk.declare("SH-1", attributions={RECYCLED: "100"})
    draft_id = desk.prepare("SH-2", attributions={RECYCLED: "100"})

    with pytest.raises(OutputLimit, match="8990000 kg of the 9000000 kg"):
        desk.prepare("SH-3", attributions={RECYCLED: "100"})

    desk.withdraw(draft_id)
    desk.prepare("SH-3", attributions={RECYCLED: "100"})


def test_one_period_does_not_use_the_output_of_another(books, desk):
    """21. Output limit, of each period by itself."""
    books.receive(kg=100_000, on=Q2)
    books.produce(Q2, output="10")
    books.produce(Q3, output="10")
    books.ship("SH-1", "10", on=Q2)
    books.ship("SH-2", "11", on=Q3)
    desk.declare("SH-1", attributions={RECYCLED: "100"})

    with pytest.raises(OutputLimit):
        desk.prepare("SH-2", attributions={RECYCLED: "100"})


def test_what_was_issued_stays_when_the_factor_changes(books, desk):
    """31. Factor version: issued documents stay."""
    books.receive(kg=10_000)
    books.ship(tonnes="10")
    number = desk.declare(attributions={RECYCLED: "100"}).number
    with books.reading() as work:
        before = find_declaration(work, number).snapshot

    lower = {"Cu": Decimal("0.965")}
    books.enter(replace(DEMO, effective_from=date(2026, 10, 1), conversion_factors=lower))

    with books.reading() as work:
        assert find_declaration(work, number).snapshot == before
    assert books.position().attributed_kg == 10_000


def test_a_frozen_account_issues_no_draft_that_was_ready(books, desk):
    """37. Invalid input: a draft that holds credits of eligible input waits as well."""
    invalid = books.receive(kg=10_000, on=Q2)
    books.receive(kg=10_000, on=Q3)
    books.ship("SH-1", "10")
    books.ship("SH-2", "10")
    desk.declare("SH-1", attributions={RECYCLED: "100"})
    draft_id = desk.ready("SH-2", attributions={RECYCLED: "100"})
    with books.writing() as work:
        correcting.disallow_input(work, invalid.receipt_no, note="Not eligible")

    with pytest.raises(AccountFrozen, match="lacks 10000 kg"):
        desk.issue(draft_id)

    books.receive(kg=10_000, on=Q3)
    assert desk.issue(draft_id).number == "RM-2026-000002"
