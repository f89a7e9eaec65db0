"""Reserving credits for a draft: for so many days, and for nobody else meanwhile."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from remine_portal.domain.credits import InsufficientCredits
from remine_portal.services.attributing import ReservationLapsed
from remine_portal.services.credit_checking import differences
from remine_portal.services.examining import examine
from tests.books import DEMO, Q3, RECYCLED
from tests.desk import found


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


@pytest.mark.parametrize(("days", "holds"), [(6, True), (7, False)])
def test_a_ready_draft_is_issued_until_it_is_seven_days_old(books, desk, days, holds):
    """38. Draft reservation: released when 7 days old, the last one inclusive."""
    books.receive(kg=20_000)
    books.ship(tonnes="50")
    draft_id = desk.ready(attributions={RECYCLED: "40"})
    books.now = desk.now = desk.now + timedelta(days=days)

    if holds:
        desk.issue(draft_id)
    else:
        with pytest.raises(ReservationLapsed, match="after 7 days"):
            desk.issue(draft_id)

    assert books.position().attributed_kg == (20_000 if holds else 0)


def test_a_reservation_ends_at_midnight_in_japan(books, desk):
    """38. Draft reservation, prepared on 20 August: until the last second of the 26th."""
    books.receive(kg=20_000)
    books.ship(tonnes="50")
    desk.prepare(attributions={RECYCLED: "40"})

    books.now = datetime(2026, 8, 26, 14, 59, 59, tzinfo=UTC)
    assert books.available() == 0

    books.now += timedelta(seconds=1)
    assert books.available() == 20_000


def test_the_days_of_a_reservation_are_those_of_the_policy(books, desk):
    """38. Draft reservation of three days."""
    books.enter(replace(DEMO, effective_from=Q3, reservation_days=3))
    books.receive(kg=20_000)
    books.ship(tonnes="50")
    desk.prepare(attributions={RECYCLED: "40"})

    books.now += timedelta(days=3)

    assert books.available() == 20_000


def test_what_a_lapsed_draft_held_counts_for_its_lot_no_more(books, desk):
    """18. and 38.: 70 % lapsed, so 40 % more is no 110 %."""
    books.receive(kg=40_000)
    books.ship(tonnes="50")
    desk.prepare(attributions={RECYCLED: "70"})
    books.now = desk.now = desk.now + timedelta(days=7)

    desk.declare(attributions={RECYCLED: "40"})

    assert books.position().attributed_kg == 20_000


def test_a_lapsed_draft_is_in_nobodys_way_before_anybody_posts(books, desk):
    """18., 21. and 38.: neither its 70 % of the lot nor its part of the output counts."""
    books.receive(kg=100_000)
    books.ship(tonnes="50")
    books.produce(output="50")
    first = desk.prepare(attributions={RECYCLED: "40"})
    desk.now += timedelta(days=7)
    desk.prepare(attributions={RECYCLED: "70"})

    books.now = desk.now + timedelta(days=7)

    with books.reading() as work:
        refusals = examine(work, found(work, first)).refusals
    assert [type(each) for each in refusals] == [ReservationLapsed]


def test_a_reserved_kilogram_is_not_there_for_another(books, desk):
    """15. No overdraft: balance 100 t, of which 60 t are reserved."""
    books.receive(kg=100_000)
    books.ship("SH-1", "60")
    books.ship("SH-2", "60")
    desk.prepare("SH-1", attributions={RECYCLED: "100"})

    with pytest.raises(InsufficientCredits, match=r"60000 kg .* 40000 kg can be used"):
        desk.prepare("SH-2", attributions={RECYCLED: "100"})


def test_credits_that_end_while_a_draft_holds_them_expire_with_it(books, desk):
    """28. and 38.: reserved on the last day but one, and not issued."""
    books.receive(kg=40_000, on=date(2026, 1, 15))
    it_is(books, desk, date(2028, 1, 14))
    books.ship(tonnes="40", on=date(2028, 1, 14))
    draft_id = desk.ready(attributions={RECYCLED: "100"})

    it_is(books, desk, date(2028, 1, 21))
    with pytest.raises(ReservationLapsed):
        desk.issue(draft_id)
    with pytest.raises(InsufficientCredits):
        desk.hand_over(draft_id)

    assert (books.available(), books.position().expired_kg) == (0, 40_000)
