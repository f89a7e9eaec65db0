"""Sum proofs: what each declaration shows of what was published, and to whom."""

import hashlib
import json

import pytest

from remine_portal.domain.endings import Cause
from remine_portal.domain.people import Actor, Role
from remine_portal.domain.register import Proof, read_entry
from remine_portal.domain.sum_tree import EMPTY
from remine_portal.persistence.customers import find_customer
from remine_portal.services import registering
from remine_portal.services.balance_publishing import NothingStated, sum_proof_of
from remine_portal.services.credit_checking import differences
from tests.books import ELV, Q2, RECYCLED
from tests.desk import declared
from tests.factories import RIVAL
from tests.full_ledger import UNTIL_SUMMER, close_periods
from tests.published import Copper, come_back, proof, shown, statement


@pytest.fixture(autouse=True)
def the_desk_works_when_the_books_are_kept(desk, books):
    desk.now = books.now


@pytest.fixture
def declare(books, desk):
    return Copper(books, desk).declare


@pytest.fixture
def hundred_tonnes(books):
    return books.receive(kg=100_000, on=Q2)


def test_every_declaration_shows_its_kilograms_in_the_sum(books, declare, hundred_tonnes):
    books.receive(kg=50_000, on=Q2, kind=ELV)
    one = declare(recycled="40", also={ELV: "12.5"})
    other = declare("0.013", recycled="100", company=RIVAL)

    close_periods(books, UNTIL_SUMMER)

    assert shown(books, one) == {
        "NAOSHIMA-CU-recycled": (one.number, 20_000),
        "NAOSHIMA-CU-elv": (one.number, 6_250),
    }
    assert shown(books, other) == {"NAOSHIMA-CU-recycled": (other.number, 13)}
    assert statement(books).attributed_kg == 20_013


def test_a_proof_carries_the_statement_that_stands_in_the_register(books, declare, hundred_tonnes):
    declaration = declare()
    close_periods(books, UNTIL_SUMMER)

    [period] = proof(books, declaration)["periods"]

    registered = Proof.read(period["register_proof"])
    registered.verified(registering.verifier_keys(books.office))
    said = read_entry(registered.entry)
    assert said["document_sha256"] == hashlib.sha256(period["statement"].encode()).hexdigest()
    assert (said["boundary"], said["period_first_day"]) == ("NAOSHIMA", "2026-04-01")
    assert period["statement_address"] == (
        "https://remine.example/register/periods/NAOSHIMA/2026-04-01.json"
    )


def test_a_proof_says_nothing_of_another_customer(books, declare, hundred_tonnes):
    """40. Tenancy: neither number nor company, and of masses the sum of all."""
    ours = declare(recycled="39.999")
    theirs = declare("33.333", recycled="77.7", company=RIVAL)
    close_periods(books, UNTIL_SUMMER)

    said = json.dumps(proof(books, ours))

    for secret in (theirs.number, RIVAL, "SH-2", theirs.verification_id):
        assert secret not in said


def test_goods_that_come_back_after_the_closing_change_no_proof(books, declare, hundred_tonnes):
    """35. Goods returned: what was attributed as of the closing stays provable."""
    declaration = declare()
    close_periods(books, UNTIL_SUMMER)
    before = proof(books, declaration)

    come_back(books, declaration, "20")

    assert proof(books, declaration) == before
    assert shown(books, declaration) == {"NAOSHIMA-CU-recycled": (declaration.number, 20_000)}
    with books.reading() as work:
        assert not differences(work)


def test_the_version_that_stands_at_the_closing_shows_all(books, desk, declare, hundred_tonnes):
    """34. Supersede: v1 took 20, v2 takes 25, of which it goes on with 20."""
    old = declare()
    new = desk.supersede(old, attributions={RECYCLED: "50"})

    close_periods(books, UNTIL_SUMMER)

    assert shown(books, new) == {"NAOSHIMA-CU-recycled": (new.number, 25_000)}
    with pytest.raises(NothingStated, match=old.number):
        proof(books, old)


def test_a_version_of_later_shows_what_stood_at_the_closing(books, desk, declare, hundred_tonnes):
    """34. Supersede: 20 t under the old number, though 5 of them have gone back since."""
    old = declare()
    close_periods(books, UNTIL_SUMMER)

    new = desk.supersede(old, attributions={RECYCLED: "30"})

    assert shown(books, new) == {"NAOSHIMA-CU-recycled": (old.number, 20_000)}


def test_nobody_else_takes_a_proof(books, declare, hundred_tonnes):
    """40. Tenancy: not even with the declaration in hand."""
    ours = declare()
    declare("10", company=RIVAL)
    close_periods(books, UNTIL_SUMMER)

    with books.reading() as work:
        declaration = declared(work, ours)
        rival = find_customer(work, RIVAL)
        work.actor = Actor(name="Rival", role=Role.BUYER, customer_id=rival.id)
        with pytest.raises(NothingStated):
            sum_proof_of(work, declaration, office=books.office)


def test_what_was_revoked_before_the_closing_is_in_no_sum(books, desk, declare, hundred_tonnes):
    """36. Revocation: the credits have gone back."""
    declaration = declare()
    desk.revoke(declaration, cause=Cause.WORDING)

    close_periods(books, UNTIL_SUMMER)

    assert statement(books).root == EMPTY.hash
    with pytest.raises(NothingStated):
        proof(books, declaration)


def test_while_the_period_is_open_there_is_no_proof(books, declare, hundred_tonnes):
    with pytest.raises(NothingStated, match="is open still"):
        proof(books, declare())
