"""Two colleagues book the same input at the same moment: it is booked once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from remine_portal.domain.receipts import InputAlreadyUsed, TicketAlreadyUsed
from remine_portal.services import receiving
from tests.books import an_input


def at_once(books, *inputs):
    """What booking each gives, or its refusal; all begin together."""
    barrier = Barrier(len(inputs))

    def book(receipt):
        barrier.wait()
        try:
            with books.writing() as work:
                receiving.book_receipt(work, receipt)
        except InputAlreadyUsed as refusal:
            return refusal

    with ThreadPoolExecutor(len(inputs)) as threads:
        return list(threads.map(book, inputs))


def test_the_same_input_booked_twice_at_once_is_booked_once(books):
    """14. One input, one claim."""
    receipt = an_input(kg=100)

    assert at_once(books, receipt, receipt, receipt) == [None, None, None]

    assert books.available() == 100


def test_one_weighing_booked_twice_at_once_counts_once(books):
    """14. One input, one claim: the same ticket under two numbers."""
    receipt = an_input(kg=100)

    results = at_once(books, receipt, replace(receipt, receipt_no="R-another"))

    assert [type(each) for each in results if each] == [TicketAlreadyUsed]
    assert books.available() == 100
