"""The check of the books: whatever somebody changes in the tables by hand is named, and only that.

A clean ledger has no differences. Each test spoils one thing, most of them with the guards of the
database out of the way, and the check says which.
"""

from datetime import timedelta
from typing import Any

import pytest

from remine_portal.domain.credits import Reason
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.ledger import DeficitRow, Posting, find_account, find_batch, post
from remine_portal.services.credit_checking import differences
from tests.books import ELV, Q2, Q3, RECYCLED, Books
from tests.by_hand import spoil
from tests.full_ledger import UNTIL_SUMMER, close_periods, everything_happens

SUMMER = "The period of NAOSHIMA from 2026-07-01 "


@pytest.fixture(autouse=True)
def the_desk_works_when_the_books_are_kept(desk, books):
    desk.now = books.now


@pytest.fixture
def two_inputs(books):
    """Batch 1 is 100 kg of recycled material, batch 2 is 50 kg of Onahama's vehicles."""
    books.receive(kg=100, receipt_no="R-1")
    books.receive(kg=50, receipt_no="R-2", kind=ELV, site_code="ONAHAMA")


@pytest.fixture
def draft(books, desk, two_inputs):
    """It holds 40 kg of batch 1."""
    books.ship(tonnes="0.1")
    return desk.prepare(attributions={RECYCLED: "40"})


@pytest.fixture
def declared(books, desk, draft):
    """The declaration that attributes the 40 kg."""
    desk.hand_over(draft)
    return desk.issue(draft)


def post_by_hand(books: Books, reason: Reason, kilograms: int, **fields: Any) -> int:
    """An entry of batch 1 that no service would post, though the tables take it."""
    with books.writing() as work:
        given = {"period_id": period_of(work, 1), "effective_on": Q3, **fields}
        [entry] = post(work, [Posting(batch_id=1, reason=reason, kilograms=kilograms, **given)])
        return entry


def period_of(work: UnitOfWork, batch: int) -> int:
    return find_batch(work, batch).period_id


def named(books: Books) -> list[str]:
    with books.reading() as work:
        return [str(each) for each in differences(work)]


def the_difference(books: Books) -> str:
    [said] = named(books)
    return said


def test_books_in_which_everything_has_happened_agree(books, desk):
    everything_happens(books, desk)
    assert {each.reason for each in books.entries()} == set(Reason)

    assert named(books) == []


def test_what_falls_due_is_no_difference(books, draft):
    books.now += timedelta(days=1000)

    assert named(books) == []


def test_a_receipt_that_weighs_something_else(books, two_inputs):
    """12. Credit issue on contained metal, reckoned once more."""
    spoil(books, "UPDATE input_receipt SET gross_mass = 2 * gross_mass WHERE id = 1")

    assert the_difference(books) == (
        "Receipt R-1 shows 100 kg of credits, and its mass, assay and the factor of policy DEMO "
        "come to 200 kg."
    )


def test_an_entry_that_books_something_else(books, two_inputs):
    spoil(books, "UPDATE credit_entry SET kilograms = 101 WHERE id = 1")
    spoil(books, "UPDATE credit_batch SET available_kg = 101 WHERE id = 1")

    assert the_difference(books) == (
        "Receipt R-1 shows 100 kg of credits, and the entries book 101 kg."
    )


def test_a_batch_in_an_account_of_another_kind(books, two_inputs):
    """20. Types do not mix."""
    spoil(books, "UPDATE credit_batch SET account_id = account_id + 1 WHERE id = 1")

    assert the_difference(books) == (
        "Batch 1 is in account NAOSHIMA-CU-elv, and its receipt R-1 belongs to "
        "NAOSHIMA-CU-recycled."
    )


def test_a_batch_that_lasts_too_long(books, two_inputs):
    """29. Month-end, and every other last day."""
    spoil(books, "UPDATE credit_batch SET expires_on = '2029-07-01' WHERE id = 1")

    assert the_difference(books) == (
        "Batch 1 of NAOSHIMA-CU-recycled ends on 2029-07-01, and its receipt R-1 gives it until "
        "2028-07-01."
    )


@pytest.mark.parametrize(("reason", "due"), [(Reason.TRUE_UP, 0), (Reason.DISALLOW, 100)])
def test_a_receipt_of_which_something_else_is_struck_off(books, two_inputs, reason, due):
    """32, 37. A true-up by the measured yield, and an input not eligible as a whole."""
    post_by_hand(books, reason, 5, corrects_id=1)

    assert the_difference(books) == (
        f"5 kg were struck off for receipt R-1, and {due} kg should have been."
    )


def test_a_batch_that_holds_more_than_its_entries(books, draft):
    """15. No overdraft: what is shown as available is what was booked, less what was taken."""
    spoil(books, "UPDATE credit_batch SET available_kg = 61 WHERE id = 1")

    assert the_difference(books) == (
        "Batch 1 of NAOSHIMA-CU-recycled shows 61 / 40 / 0 / 0 kg (available, reserved, "
        "attributed, expired), and its entries come to 60 / 40 / 0 / 0 kg."
    )


def test_an_entry_that_counts_in_another_boundarys_period(books, two_inputs):
    """24. Boundary."""
    with books.reading() as work:
        elsewhere = period_of(work, 2)

    entry = post_by_hand(books, Reason.EXPIRE, 1, period_id=elsewhere)

    assert the_difference(books) == (
        f"Entry {entry} moves credits of NAOSHIMA-CU-recycled, and counts for ONAHAMA."
    )


def test_an_entry_that_covers_another_accounts_deficit(books, two_inputs):
    """20. Types do not mix, to cover a deficit neither."""
    deficit = a_deficit(books, account="ONAHAMA-CU-elv")

    entry = post_by_hand(books, Reason.SETTLE, 1, deficit_id=deficit)

    assert the_difference(books) == (
        f"Entry {entry} moves credits of NAOSHIMA-CU-recycled, and counts for ONAHAMA-CU-elv."
    )


def test_a_deficit_that_is_covered_by_more_than_it_is(books, two_inputs):
    deficit = a_deficit(books, account="NAOSHIMA-CU-recycled")

    post_by_hand(books, Reason.SETTLE, 4, deficit_id=deficit)

    assert the_difference(books) == (
        f"Deficit {deficit} of NAOSHIMA-CU-recycled is 3 kg, and 4 kg cover it."
    )


def a_deficit(books: Books, *, account: str) -> int:
    """3 kg that an account lacks; no receipt brought them in."""
    with books.writing() as work:
        lacking = find_account(work, account)
        assert lacking is not None, account
        row = DeficitRow(
            account_id=lacking.id,
            reason=Reason.TRUE_UP,
            kilograms=3,
            period_id=period_of(work, 1),
            opened_by="hand",
            opened_at=work.now,
        )
        work.session.add(row)
        work.session.flush()
        return row.id


def test_a_gap_between_two_periods(books, two_inputs):
    """25. Contiguous periods."""
    spoil(
        books,
        "UPDATE balance_period SET last_day = '2026-06-29' "
        "WHERE boundary = 'NAOSHIMA' AND first_day = '2026-04-01'",
    )

    assert the_difference(books) == (
        SUMMER + "does not begin on the day after 2026-06-29, when the one before it ends."
    )


def test_a_period_that_counts_something_else(books, draft):
    """21. Output limit: what a period has used is what its entries reserve and attribute."""
    spoil(books, "UPDATE balance_period SET reserved_kg = 39 WHERE reserved_kg = 40")

    assert the_difference(books) == (
        SUMMER + "shows 39 / 0 kg (reserved, attributed), and its entries come to 40 / 0 kg."
    )


def test_a_closed_period_that_put_out_less_than_was_attributed(books, declared):
    """21. Output limit."""
    books.now += timedelta(days=90)
    close_periods(books, [*UNTIL_SUMMER, Q3])
    spoil(books, "UPDATE production_record SET output = 39000000")

    assert the_difference(books) == (
        "40 kg are attributed in the closed period of NAOSHIMA from 2026-07-01, "
        "and its output was 39 kg."
    )


def test_something_else_is_carried_over(books):
    """26. Roll-over."""
    books.receive(kg=80, on=Q2)
    close_periods(books, UNTIL_SUMMER)
    spoil(books, "UPDATE credit_entry SET kilograms = 81 WHERE reason = 'carry-over'")

    assert the_difference(books) == (
        "81 kg of batch 1 were carried into the period of NAOSHIMA from 2026-07-01, "
        "and 80 kg should have been."
    )


def test_a_draft_that_gave_back_what_another_reserved(books, desk, draft):
    """38. Draft reservation."""
    books.ship("SH-2", "0.1")
    other = desk.prepare("SH-2", attributions={RECYCLED: "10"})
    desk.withdraw(other)

    post_by_hand(books, Reason.RELEASE, 3, draft_id=other)

    assert the_difference(books) == (
        f"Draft {other} released or attributed 3 kg more of batch 1 than it reserved."
    )


@pytest.mark.parametrize("change", ["withdrawn_at = CURRENT_TIMESTAMP", "reserved_until = NULL"])
def test_a_draft_that_holds_credits_without_a_right_to_them(books, draft, change):
    """38. Draft reservation."""
    spoil(books, f"UPDATE draft SET {change}")

    assert the_difference(books) == (
        f"Draft {draft} holds 40 kg of batch 1, and has no reservation that stands."
    )


def test_a_declaration_whose_credits_were_taken_back(books, declared):
    """36. Revocation alone gives everything back, and goods returned their share."""
    post_by_hand(books, Reason.RETURN, 2, draft_id=declared.draft_id, corrects_id=4)

    assert the_difference(books) == (
        f"Declaration {declared.number} stands for 40 kg of NAOSHIMA-CU-recycled, "
        "and its entries attribute 38 kg."
    )


def test_credits_that_are_attributed_without_a_declaration(books, draft):
    """22. Physical link."""
    post_by_hand(books, Reason.ATTRIBUTE, 40, draft_id=draft)

    assert the_difference(books) == (
        f"40 kg of NAOSHIMA-CU-recycled are attributed for draft {draft}, "
        "from which nothing was issued."
    )


def test_a_declaration_that_names_other_entries(books, declared):
    statement = "UPDATE declaration SET snapshot = replace(snapshot, :said, :other)"
    spoil(books, statement, said="NAOSHIMA-CU-recycled 4", other="NAOSHIMA-CU-recycled 2")

    assert the_difference(books) == (
        f"Declaration {declared.number} names other entries than those that attribute its credits."
    )
