"""The desk and the books of copper, for what happens to credits after an issue."""

import pytest

from remine_portal.services.credit_checking import differences
from tests.books import Q3, RECYCLED


@pytest.fixture
def the_desk_works_when_the_books_are_kept(desk, books):
    desk.now = books.now


@pytest.fixture
def the_books_agree_in_the_end(books, desk):
    yield
    with books.reading() as work:
        assert [str(each) for each in differences(work)] == []


@pytest.fixture
def declare(books, desk):
    """Declare 50 t of one lot, at 40 % of recycled material unless said otherwise."""

    def prepare_and_issue(percent="40", *, on=Q3):
        books.ship(tonnes="50", on=on)
        return desk.declare(attributions={RECYCLED: percent})

    return prepare_and_issue
