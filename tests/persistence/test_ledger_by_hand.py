"""What no row of the ledger may say, whoever writes it: the tables refuse it, on both engines."""

import pytest

from remine_portal.domain.credits import Reason
from tests.books import ELV, Q2, Q3, RECYCLED
from tests.by_hand import OF_A_DRAFT, add_batch, refused, run, write_entry

CLOSE = (
    "UPDATE balance_period SET proposed_by_id = :one, closed_by_id = :other, "
    "closed_at = CURRENT_TIMESTAMP WHERE first_day = '2026-04-01'"
)
PERIOD = """
INSERT INTO balance_period (boundary, metal, first_day, last_day, reserved_kg, attributed_kg,
                            last_entry_id, closed_at, proposed_by_id, closed_by_id)
SELECT boundary, metal, '2030-01-01', '2030-03-31', :reserved, :attributed, :last,
       CASE WHEN :closed = 1 THEN CURRENT_TIMESTAMP END,
       (SELECT min(id) FROM person), (SELECT max(id) FROM person)
FROM balance_period WHERE first_day = '2026-04-01'
"""
RECEIPT = """
INSERT INTO input_receipt (receipt_no, matching_no, matching_ticket, boundary, site_code, metal,
    received_on, material, supplier_ref, gross_mass, unit, assay_percent, weight_ticket,
    assay_report, policy_id, factor_millionths, credited_kg, period_id, sample, booked_by,
    booked_at)
SELECT receipt_no, {number}, {ticket}, boundary, site_code, metal, received_on, material,
    supplier_ref, gross_mass, unit, assay_percent, weight_ticket, assay_report, policy_id,
    factor_millionths, 0, period_id, sample, booked_by, booked_at
FROM input_receipt WHERE id = 1
"""


@pytest.fixture
def ledger(books, desk):
    """100 kg of the second quarter, of which a draft of the third reserves 40; an empty receipt."""
    desk.now = books.now
    books.receive(kg=100, on=Q2)
    books.receive(kind=None, on=Q2)
    books.ship(tonnes="0.1", on=Q3)
    desk.prepare(attributions={RECYCLED: "40"})
    return books


def people(books):
    with books.reading() as work:
        return run(work, "SELECT min(id), max(id) FROM person").one()


def close_second_quarter(books):
    one, other = people(books)
    with books.writing() as work:
        run(work, CLOSE, one=one, other=other)


@pytest.mark.parametrize("reason", Reason)
def test_a_closed_period_takes_no_entry(ledger, reason):
    """30. Closed period, whatever the entry is for."""
    close_second_quarter(ledger)

    with refused(ledger, "the balance period is closed") as work:
        write_entry(work, reason)


@pytest.mark.parametrize(
    "change",
    [
        "closed_at = NULL",
        "closed_at = CURRENT_TIMESTAMP",
        "attributed_kg = 1",
        "proposed_sha256 = 'f'",
        "last_day = '2026-06-29'",
        "boundary = boundary",
    ],
)
def test_a_closed_period_stays_as_it_was_closed(ledger, change):
    """30. Closed period: nor is it opened again."""
    close_second_quarter(ledger)

    with refused(ledger, "a closed period is closed") as work:
        run(work, f"UPDATE balance_period SET {change} WHERE first_day = '2026-04-01'")


@pytest.mark.parametrize("whose", ["the same person", "nobody's", "nobody proposed"])
def test_a_period_is_closed_by_two_people(ledger, whose):
    """39. Four eyes, for the books."""
    one, other = people(ledger)
    hands = {"the same person": (one, one), "nobody's": (one, None), "nobody proposed": (None, one)}
    assert one != other

    with refused(ledger, "ck_balance_period_closed_by_two") as work:
        run(work, CLOSE, one=hands[whose][0], other=hands[whose][1])


@pytest.mark.parametrize(
    "figures",
    [{"reserved": 1}, {"attributed": 1}, {"last": 1}, {"reserved": 1, "last": -1}, {"closed": 1}],
)
def test_a_period_begins_open_and_empty(ledger, figures):
    with refused(ledger, "a period begins open and empty") as work:
        run(work, PERIOD, **{"reserved": 0, "attributed": 0, "last": 0, "closed": 0, **figures})


@pytest.mark.parametrize(
    "holding",
    [
        {"available_kg": 5},
        {"reserved_kg": 5},
        {"attributed_kg": 5},
        {"expired_kg": 5},
        {"available_kg": 5, "last_entry_id": -5},
    ],
)
def test_a_batch_begins_empty(ledger, holding):
    with refused(ledger, "a batch begins empty") as work:
        add_batch(work, receipt=2, **holding)


@pytest.mark.parametrize("reason", OF_A_DRAFT)
def test_credits_of_a_shipment_name_its_draft(ledger, reason):
    """22. Physical link: without a draft, and so a shipment, nothing is reserved or attributed."""
    with refused(ledger, "ck_credit_entry_reaches_a_shipment") as work:
        write_entry(work, reason, of_a_draft=0)


@pytest.mark.parametrize("reason", [each for each in Reason if each not in OF_A_DRAFT])
def test_no_other_entry_names_a_draft(ledger, reason):
    """22. Physical link: a draft's credits move by the entries of a shipment alone."""
    with refused(
        ledger, "ck_credit_entry_reaches_a_shipment|brings_a_batch_in_once|not replaced"
    ) as work:
        write_entry(work, reason, of_a_draft=1)


def test_a_return_says_what_it_returns(ledger):
    with refused(ledger, "ck_credit_entry_returns_what") as work:
        write_entry(work, Reason.RETURN, corrects=None)


def test_a_settlement_says_what_it_settles(ledger):
    with refused(ledger, "ck_credit_entry_settles_what") as work:
        write_entry(work, Reason.SETTLE, deficit=None)


def test_nothing_else_settles_a_deficit(ledger):
    with refused(ledger, "ck_credit_entry_settles_what|fk_credit_entry_deficit|FOREIGN") as work:
        write_entry(work, Reason.DISALLOW, deficit=1)


@pytest.mark.parametrize("kilograms", [0, -1])
def test_an_entry_moves_something(ledger, kilograms):
    with refused(ledger, "ck_credit_entry_moves_something") as work:
        write_entry(work, Reason.RESERVE, kilograms)


@pytest.mark.parametrize("reason", [Reason.BOOK_INPUT, Reason.TRANSFER_IN])
def test_a_batch_is_booked_in_once(ledger, reason):
    """14. One input, one claim."""
    with refused(ledger, "uq_credit_entry_brings_a_batch_in_once|entry is not replaced") as work:
        write_entry(work, reason, 100)


def test_an_input_has_one_batch(ledger):
    """14. One input, one claim: a second batch of a receipt is refused before it is booked in."""
    with refused(ledger, "uq_credit_batch_one_an_input|batch is not replaced") as work:
        add_batch(work, receipt=1)


@pytest.mark.parametrize(
    ("number", "ticket", "because"),
    [
        ("matching_no", "'another'", "matching_no"),
        ("'another'", "matching_ticket", "matching_ticket"),
    ],
)
def test_a_number_and_a_weight_ticket_count_once(ledger, number, ticket, because):
    """14. One input, one claim: not under the same number, nor the same weighing under another."""
    with refused(ledger, because) as work:
        run(work, RECEIPT.format(number=number, ticket=ticket))


def test_an_account_is_one_of_its_kind(ledger):
    with refused(ledger, "credit_account") as work:
        run(
            work,
            "INSERT INTO credit_account (name, boundary, metal, characteristic) "
            "SELECT 'another', boundary, metal, characteristic FROM credit_account",
        )
    assert ledger.position(f"NAOSHIMA-CU-{ELV}").available_kg == 0
