"""Two drafts at the same moment, with credits for both, and a limit that lets through only one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import UUID

import pytest

from remine_portal.domain.attribution import AttributionAboveShipment
from remine_portal.domain.periods import OutputLimit
from tests.books import RECYCLED


@pytest.fixture(autouse=True)
def the_desk_works_when_the_books_are_kept(desk, books):
    desk.now = books.now


def prepared_at_once(desk, percent, *numbers):
    """A draft for each number, or why there is none; all begin together."""
    barrier = Barrier(len(numbers))

    def prepare(number):
        barrier.wait()
        try:
            return desk.prepare(number, attributions={RECYCLED: percent})
        except (AttributionAboveShipment, OutputLimit) as refusal:
            return refusal

    with ThreadPoolExecutor(len(numbers)) as threads:
        return list(threads.map(prepare, numbers))


def test_two_do_not_share_the_last_of_the_output(books, desk):
    """16. and 21.: 100 t put out, two concurrent 60s → exactly one succeeds."""
    books.receive(kg=200_000)
    books.produce(output="100")
    books.ship("SH-1", "60")
    books.ship("SH-2", "60")

    results = prepared_at_once(desk, "100", "SH-1", "SH-2")

    assert {type(each) for each in results} == {UUID, OutputLimit}
    assert books.available() == 140_000


def test_two_drafts_of_one_lot_do_not_both_have_60_percent(books, desk):
    """16. and 18.: the sum over drafts holds when both are prepared at once."""
    books.receive(kg=200_000)
    books.ship(tonnes="100")

    results = prepared_at_once(desk, "60", "SH-1", "SH-1")

    assert {type(each) for each in results} == {UUID, AttributionAboveShipment}
    assert books.position().reserved_kg == 60_000
