"""What is published when a period is closed, and what each declaration shows of it afterwards."""

import hashlib
import json

import pytest

from remine_portal.domain.balance_statement import BalanceStatement
from remine_portal.domain.credits import METALS
from remine_portal.domain.endings import Cause
from remine_portal.domain.mass import Mass
from remine_portal.domain.people import Actor, Role
from remine_portal.domain.register import Proof, read_entry
from remine_portal.domain.sum_proof import check_sum_proof
from remine_portal.domain.sum_tree import EMPTY
from remine_portal.persistence import balance_statements
from remine_portal.persistence.customers import find_customer
from remine_portal.services import registering, returning, transferring
from remine_portal.services.balance_publishing import NothingStated, sum_proof_of
from remine_portal.services.credit_checking import differences
from tests.books import DEMO, ELV, Q2, Q3, RECYCLED
from tests.by_hand import refused, run, spoil
from tests.desk import declared, found
from tests.factories import RIVAL
from tests.full_ledger import UNTIL_SUMMER, WIDE, close_periods

AUTUMN, WINTER = UNTIL_SUMMER[:2]

ANOTHER_SHARE = """
INSERT INTO stated_share (period_id, account_id, declaration_id, kilograms)
SELECT period_id, account_id + 1, declaration_id, 1 FROM stated_share
"""
AN_OPEN_PERIOD = """
INSERT INTO balance_statement (period_id, document, secret, entry_index)
SELECT (SELECT max(id) FROM balance_period), document, secret, 99 FROM balance_statement
"""
ANOTHER_SECRET = """
UPDATE balance_statement
SET secret = (SELECT substr(hashes, 1, 32) FROM register_entry WHERE entry_index = 0)
"""


@pytest.fixture(autouse=True)
def the_desk_works_when_the_books_are_kept(desk, books):
    desk.now = books.now


@pytest.fixture
def declare(books, desk):
    """Declare a lot of the second quarter, so many tonnes and percent of each kind."""
    numbers = iter(range(1, 100))

    def prepare_and_issue(tonnes="50", *, company="C1001", on=Q2, **percents):
        number = f"SH-{next(numbers)}"
        books.ship(number, tonnes, on=on, company=company)
        shares = {RECYCLED: percents.get("recycled", "40")}
        return desk.declare(number, attributions=shares | percents.get("also", {}))

    return prepare_and_issue


@pytest.fixture
def hundred_tonnes(books):
    return books.receive(kg=100_000, on=Q2)


def statement(books, first_day=Q2, account="NAOSHIMA-CU-recycled"):
    """An account of the published statement."""
    with books.reading() as work:
        row = balance_statements.statement_of(work, "NAOSHIMA", METALS[0], first_day)
        accounts = BalanceStatement.read(row.document).accounts
        return {each.account: each for each in accounts}[account]


def figures(stated):
    return {
        name.removesuffix("_kg"): kilograms
        for name, kilograms in stated.said().items()
        if name.endswith("_kg") and kilograms
    }


def proof(books, declaration):
    """As its holder downloads it: what has gone through JSON."""
    with books.reading() as work:
        shown = sum_proof_of(work, declared(work, declaration), office=books.office)
    return json.loads(json.dumps(shown))


def shown(books, declaration):
    """By account, what the proof shows, and under which number."""
    return {
        each.share.account: (each.share.declaration, each.share.kilograms)
        for each in check_sum_proof(proof(books, declaration))
    }


def come_back(books, declaration, tonnes, reference="RN-1"):
    with books.writing() as work:
        draft = found(work, declaration.draft_id)
        mass, on = Mass.of(tonnes, "t"), work.today
        returning.book_goods_return(work, draft, net_mass=mass, returned_on=on, reference=reference)


def test_a_closed_period_states_what_came_in_and_where_it_went(books, declare):
    books.receive(kg=30_000, on=WINTER)
    books.receive(kg=200_000, on=Q2)
    declare("150", recycled="100")

    close_periods(books, UNTIL_SUMMER)

    assert figures(statement(books)) == {
        "opening": 30_000,
        "booked": 200_000,
        "attributed": 150_000,
        "closing": 80_000,
    }
    assert statement(books).is_within


def test_the_inputs_of_an_account_stand_beside_its_credits(books):
    """Input × factor, each input rounded down to a whole kilogram."""
    for tonnes in ("1.0005", "2.0005"):
        books.receive(gross=tonnes, assay="99.5", on=Q2)
    books.receive(gross="5", on=Q2, kind=ELV)
    books.receive(gross="7", on=Q2, kind=None)

    close_periods(books, UNTIL_SUMMER)

    [brought_in] = statement(books).inputs
    assert (brought_in.inputs, brought_in.factor) == (2, DEMO.conversion_factors["Cu"])
    assert brought_in.contained == Mass.of("2.985995", "t")
    assert brought_in.booked_kg == statement(books).booked_kg == 965 + 1930


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


def test_a_period_without_attributions_has_the_root_of_nothing(books, hundred_tonnes):
    close_periods(books, UNTIL_SUMMER)

    for account in ("NAOSHIMA-CU-recycled", "NAOSHIMA-CU-elv"):
        assert statement(books, account=account).root == EMPTY.hash
    assert figures(statement(books, AUTUMN)) == {}


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


def test_what_comes_back_before_the_closing_is_not_attributed(books, declare, hundred_tonnes):
    """35. Goods returned: 50 t at 40 %, of which 20 t come back: 12 stay."""
    declaration = declare()
    come_back(books, declaration, "20")

    close_periods(books, UNTIL_SUMMER)

    assert shown(books, declaration) == {"NAOSHIMA-CU-recycled": (declaration.number, 12_000)}
    assert figures(statement(books)) == {
        "booked": 100_000,
        "attributed": 12_000,
        "closing": 88_000,
    }


def test_what_comes_back_of_an_earlier_period_is_stated_as_that(books, declare, hundred_tonnes):
    books.receive(kg=5_000, on=WINTER)
    declaration = declare("10", on=WINTER, recycled="40")
    close_periods(books, [AUTUMN, WINTER])
    books.now = desk_day(books, 2026, 6, 1)
    come_back(books, declaration, "5")
    books.now = desk_day(books, 2026, 8, 20)

    close_periods(books, [Q2])

    assert figures(statement(books)) == {
        "opening": 1_000,
        "booked": 100_000,
        "returned": 2_000,
        "closing": 103_000,
    }


def desk_day(books, year, month, day):
    return books.now.replace(year=year, month=month, day=day)


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


def test_what_a_true_up_strikes_off_and_finds_missing_is_stated(books, declare):
    """32. True-up: yield 0.955 → over-issue 15; balance 12 → deficit 3."""
    books.receive(gross="1000", on=Q2)
    declare("958", recycled="100")

    close_periods(books, UNTIL_SUMMER, measured_yield="0.955")

    assert figures(statement(books)) == {
        "booked": 970_000,
        "attributed": 958_000,
        "struck_off": 12_000,
        "deficit": 3_000,
    }


def test_what_expires_at_the_closing_is_stated(books):
    """27. Capped carry-over."""
    books.enter(WIDE)
    books.receive(kg=100_000, on=Q2)

    close_periods(books, UNTIL_SUMMER)

    assert figures(statement(books)) == {"booked": 100_000, "expired": 40_000, "closing": 60_000}


def test_what_is_transferred_is_stated(books):
    """24. Transfers, in the period in which they are made."""
    books.enter(WIDE)
    books.receive(kg=100_000, on=Q2)
    close_periods(books, UNTIL_SUMMER)
    with books.writing() as work:
        transferring.transfer(
            work, source="NAOSHIMA", target="ONAHAMA", characteristic=RECYCLED, kilograms=5_000
        )
    books.now = desk_day(books, 2026, 10, 1)

    close_periods(books, [Q3])

    assert figures(statement(books, Q3)) == {
        "opening": 60_000,
        "transferred_out": 5_000,
        "closing": 55_000,
    }


@pytest.mark.parametrize(
    ("by_hand", "because"),
    [
        ("UPDATE balance_statement SET document = '{}'", "append-only"),
        ("DELETE FROM balance_statement", "append-only"),
        ("UPDATE stated_share SET kilograms = kilograms + 1", "append-only"),
        ("DELETE FROM stated_share", "append-only"),
        (ANOTHER_SHARE, "a closed period is stated once"),
        (AN_OPEN_PERIOD, "only a closed period is stated"),
    ],
)
def test_what_was_published_is_not_changed_by_hand(
    books, declare, hundred_tonnes, by_hand, because
):
    declare()
    close_periods(books, UNTIL_SUMMER)

    with refused(books, because) as work:
        run(work, by_hand)


@pytest.mark.parametrize(
    "by_hand",
    [
        "UPDATE stated_share SET kilograms = kilograms + 1",
        "DELETE FROM stated_share",
        "UPDATE balance_statement SET document = replace(document, '20000', '20001')",
        ANOTHER_SECRET,
    ],
)
def test_the_check_of_the_books_names_a_statement_that_was_changed(
    books, declare, hundred_tonnes, by_hand
):
    declare()
    close_periods(books, UNTIL_SUMMER)

    spoil(books, by_hand)

    with books.reading() as work:
        [said] = [str(each) for each in differences(work)]
    assert said.startswith("What was published of the period of NAOSHIMA from 2026-04-01 is not")
