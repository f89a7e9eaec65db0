"""Credits that a revocation gives back, to where they came from and only once.

This is the ledger's side alone: what becomes of the declaration is decided where it is revoked.
"""

import pytest

from remine_portal.domain.mass import Mass
from remine_portal.persistence import corrections
from remine_portal.services import returning
from tests.books import RECYCLED
from tests.desk import found


@pytest.fixture(autouse=True)
def the_desk_works_when_the_books_are_kept(desk, books):
    desk.now = books.now


@pytest.fixture
def declare(books, desk):
    """Declare 50 t, at 40 % of recycled material unless said otherwise; the draft."""

    def prepare_and_issue(attributions=None):
        books.ship(tonnes="50")
        draft_id = desk.ready(attributions=attributions or {RECYCLED: "40"})
        desk.issue(draft_id)
        return draft_id

    return prepare_and_issue


def revoke(books, draft_id):
    with books.writing() as work:
        return returning.return_for_revocation(work, found(work, draft_id))


def confirm_onward_use(books, draft_id, by="Acme Metals"):
    with books.writing() as work:
        draft = found(work, draft_id)
        return returning.confirm_onward_use(
            work, draft, confirmed_on=work.today, confirmed_by=by
        ).confirmed_by


def standing(books, name="NAOSHIMA-CU-recycled"):
    """Available and attributed."""
    position = books.position(name)
    return position.available_kg, position.attributed_kg


def test_credits_of_a_revoked_declaration_go_back_once(books, declare):
    """36. Revocation: a second one is a no-op."""
    books.receive(kg=20_000)
    draft_id = declare()

    assert (revoke(books, draft_id), revoke(books, draft_id)) == (True, False)

    assert standing(books) == (20_000, 0)
    assert [each.kilograms for each in books.entries("return")] == [20_000]


def test_after_onward_use_credits_stay_consumed(books, declare):
    """36. Revocation after the buyer confirmed onward use."""
    books.receive(kg=20_000)
    draft_id = declare()
    confirm_onward_use(books, draft_id)

    assert not revoke(books, draft_id)

    assert standing(books) == (0, 20_000)


def test_a_revocation_gives_back_what_goods_returned_have_left(books, declare):
    """35. and 36.: 8 t went back with the goods, 12 t go back with the paper."""
    books.receive(kg=20_000)
    draft_id = declare()
    with books.writing() as work:
        returning.book_goods_return(
            work,
            found(work, draft_id),
            net_mass=Mass.of("20", "t"),
            returned_on=work.today,
            reference="RN-1",
        )

    assert revoke(books, draft_id)

    assert [each.kilograms for each in books.entries("return")] == [8_000, 12_000]
    assert standing(books) == (20_000, 0)


def test_onward_use_is_confirmed_once(books, declare):
    """36. Revocation: the first confirmation stands."""
    books.receive(kg=20_000)
    draft_id = declare()

    assert confirm_onward_use(books, draft_id, by="Acme Metals") == "Acme Metals"
    assert confirm_onward_use(books, draft_id, by="Somebody else") == "Acme Metals"

    with books.reading() as work:
        assert corrections.onward_use_of(work, draft_id).confirmed_by == "Acme Metals"
