"""What is published when a period is closed, and that nobody changes it."""

import pytest

from remine_portal.domain.mass import Mass
from remine_portal.domain.sum_tree import EMPTY
from remine_portal.services import transferring
from remine_portal.services.credit_checking import differences
from tests.books import DEMO, ELV, Q2, Q3, RECYCLED
from tests.by_hand import refused, run, spoil
from tests.full_ledger import UNTIL_SUMMER, WIDE, close_periods
from tests.published import Copper, come_back, figures, shown, statement

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
    return Copper(books, desk).declare


@pytest.fixture
def hundred_tonnes(books):
    return books.receive(kg=100_000, on=Q2)


def desk_day(books, year, month, day):
    return books.now.replace(year=year, month=month, day=day)


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


def test_a_period_without_attributions_has_the_root_of_nothing(books, hundred_tonnes):
    close_periods(books, UNTIL_SUMMER)

    for account in ("NAOSHIMA-CU-recycled", "NAOSHIMA-CU-elv"):
        assert statement(books, account=account).root == EMPTY.hash
    assert figures(statement(books, AUTUMN)) == {}


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
