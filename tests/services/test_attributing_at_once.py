"""Several people attribute at the same moment: together they take what is there, and no more."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from remine_portal.domain.credits import InsufficientCredits
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.services.credit_checking import differences
from tests.books import ELV, RECYCLED

PEOPLE = 8


@pytest.fixture(autouse=True)
def one_clock(desk, books):
    desk.now = books.now


def at_once(deeds):
    """What each deed gives, or that credits were lacking; all begin together."""
    barrier = Barrier(len(deeds))

    def do(deed):
        barrier.wait()
        try:
            return deed()
        except InsufficientCredits as refusal:
            return refusal

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))


def lacking(results):
    return [each for each in results if isinstance(each, InsufficientCredits)]


def test_of_two_who_want_sixty_of_a_hundred_one_gets_them(desk, books):
    """16. Race."""
    books.receive(kg=100_000)
    books.ship("SH-1", "60")
    books.ship("SH-2", "60")

    results = at_once(
        [
            lambda: desk.prepare("SH-1", attributions={RECYCLED: "100"}),
            lambda: desk.prepare("SH-2", attributions={RECYCLED: "100"}),
        ]
    )

    [refusal] = lacking(results)
    assert "60000 kg of credits are needed" in str(refusal)
    assert (books.available(), books.position().reserved_kg) == (40_000, 60_000)


def test_eight_at_one_pot_take_exactly_what_is_in_it(desk, books, database):
    """16. Race, with five takes for each of eight people, of which the pot holds twenty-five."""
    books.receive(kg=250)
    numbers = [f"SH-{at}" for at in range(PEOPLE * 5)]
    for number in numbers:
        books.ship(number, "0.01")

    def takes(mine):
        return lambda: sum(take(desk, number) for number in mine)

    results = at_once([takes(numbers[at::PEOPLE]) for at in range(PEOPLE)])

    assert sum(results) == 25
    assert (books.available(), books.position().reserved_kg) == (0, 250)
    with database.reading(COMMAND_LINE) as work:
        assert differences(work) == []


def test_two_pots_wanted_in_opposite_order_block_nobody(desk, books):
    """20. Types do not mix, nor do those who want both wait for each other for ever."""
    books.receive(kg=100_000)
    books.receive(kg=100_000, kind=ELV)
    for at in range(PEOPLE):
        books.ship(f"SH-{at}", "10")
    orders = [{RECYCLED: "50", ELV: "50"}, {ELV: "50", RECYCLED: "50"}]

    results = at_once(
        [
            lambda at=at: desk.prepare(f"SH-{at}", attributions=orders[at % 2])
            for at in range(PEOPLE)
        ]
    )

    assert lacking(results) == []
    assert books.available() == books.available("NAOSHIMA-CU-elv") == 60_000


def test_those_who_issue_and_withdraw_at_once_lose_nothing(desk, books):
    books.receive(kg=80_000)
    drafts = []
    for at in range(PEOPLE):
        books.ship(f"SH-{at}", "10")
        drafts.append(desk.ready(f"SH-{at}", attributions={RECYCLED: "100"}))

    at_once(
        [
            (lambda each=each: desk.issue(each))
            if at % 2
            else (lambda each=each: desk.withdraw(each))
            for at, each in enumerate(drafts)
        ]
    )

    assert (books.available(), books.position().attributed_kg) == (40_000, 40_000)


def take(desk, number):
    """1 when the credits were there, 0 when they were not."""
    try:
        desk.prepare(number, attributions={RECYCLED: "100"})
    except InsufficientCredits:
        return 0
    return 1
