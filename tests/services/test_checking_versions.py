"""Checking the books where declarations were superseded or revoked: all versions count together."""

import pytest

from remine_portal.domain.credits import Reason
from remine_portal.persistence.ledger import Posting, find_batch, post
from remine_portal.services.credit_checking import differences
from tests.books import Q3, RECYCLED
from tests.by_hand import spoil


@pytest.fixture(autouse=True)
def one_clock(desk, books):
    desk.now = books.now


@pytest.fixture
def old(desk, books):
    """50 t at 40 %; 10 t of credits are left."""
    books.receive(kg=30_000)
    books.ship(tonnes="50")
    return desk.declare(attributions={RECYCLED: "40"})


def post_by_hand(books, reason, kilograms, **fields):
    with books.writing() as work:
        period = find_batch(work, 1).period_id
        given = {"period_id": period, "effective_on": Q3, **fields}
        post(work, [Posting(batch_id=1, reason=reason, kilograms=kilograms, **given)])


def the_difference(books):
    with books.reading() as work:
        [said] = differences(work)
    return str(said)


def give_back_by_hand(books, declaration, kilograms):
    [first, *_] = books.entries("attribute")
    post_by_hand(
        books, Reason.RETURN, kilograms, draft_id=declaration.draft_id, corrects_id=first.id
    )


def test_a_version_that_stands_for_more_than_is_left_of_the_first(desk, books, old):
    """34. Supersede: v2 stands for what v1 took as well."""
    new = desk.supersede(old, attributions={RECYCLED: "50"})

    give_back_by_hand(books, old, 1)

    assert the_difference(books) == (
        f"Declaration {new.number} stands for 25000 kg of NAOSHIMA-CU-recycled, and its entries "
        "attribute 24999 kg."
    )


def test_a_version_whose_excess_has_not_gone_back(desk, books, old):
    """34. Supersede: 5 of 20 were to return, and the entry that did so is gone."""
    new = desk.supersede(old, attributions={RECYCLED: "30"})

    spoil(books, "DELETE FROM credit_entry WHERE reason = 'return'")
    spoil(books, "UPDATE credit_batch SET available_kg = 10000, attributed_kg = 20000")
    spoil(books, "UPDATE balance_period SET attributed_kg = 20000 WHERE first_day = :q3", q3=Q3)

    assert the_difference(books) == (
        f"Declaration {new.number} stands for 15000 kg of NAOSHIMA-CU-recycled, and its entries "
        "attribute 20000 kg."
    )


def test_a_version_that_leaves_out_an_entry_it_goes_on_with(desk, books, old):
    """34. Supersede: the entries of v1 are named by v2 too."""
    new = desk.supersede(old, attributions={RECYCLED: "50"})
    first = books.entries("attribute")[0].id

    spoil(
        books,
        "UPDATE declaration SET snapshot = replace(snapshot, :named, '') WHERE id = :id",
        named=f'"NAOSHIMA-CU-recycled {first}",',
        id=new.id,
    )

    assert the_difference(books) == (
        f"Declaration {new.number} names other entries than those that attribute its credits."
    )


def test_a_revoked_declaration_that_attributes_still(desk, books, old):
    """36. Revocation: all of it was to go back."""
    desk.revoke(old)

    spoil(books, "DELETE FROM credit_entry WHERE reason = 'return'")
    spoil(books, "UPDATE credit_batch SET available_kg = 10000, attributed_kg = 20000")
    spoil(books, "UPDATE balance_period SET attributed_kg = 20000 WHERE first_day = :q3", q3=Q3)

    assert the_difference(books) == (
        f"Declaration {old.number} stands for 0 kg of NAOSHIMA-CU-recycled, and its entries "
        "attribute 20000 kg."
    )
