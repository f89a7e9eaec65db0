"""Inputs found not eligible: their credits are struck off, and a deficit freezes the account."""

from __future__ import annotations

from remine_portal.domain.credits import Reason
from remine_portal.domain.errors import N_, NotFound, Refusal
from remine_portal.persistence import audit, corrections, credit_positions, ledger, receipts
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.ledger import Posting
from remine_portal.services.bookkeeping import (
    Strike,
    cover_deficits,
    hold_books,
    release_drafts,
    strike_off,
)
from remine_portal.services.periods import open_period_on


class NothingToStrike(Refusal):
    sentence = N_("Receipt {receipt} brought in no credits, or they have been struck off already.")


def disallow_input(work: UnitOfWork, receipt_no: str, *, note: str) -> list[DeclarationRow]:
    """Strike off the credits of an input found not eligible; the declarations that drew on it.

    Attributed credits are not returned: what is missing becomes a deficit, which freezes the
    account (DOMAIN.md rule 37). Drafts that hold some of it lose their reservation, and what was
    transferred is struck off where it is now. Refuses a receipt that is not booked, or that has no
    credits left to strike.
    """
    receipt = receipts.find_receipt(work, receipt_no)
    if receipt is None:
        raise NotFound(thing=receipt_no)
    boundaries = sorted({each.boundary for each in ledger.all_accounts(work)})
    held = {each: hold_books(work, each, receipt.metal) for each in boundaries}
    books = held[receipt.boundary]
    kilograms = receipt.credited_kg - corrections.struck_off_kg(work, receipt.id)
    if kilograms <= 0:
        raise NothingToStrike(receipt=receipt.receipt_no)
    own, *transferred = corrections.batches_of_receipt(work, receipt.id)
    batch_ids = [own.id, *(each.id for each in transferred)]
    drafts = credit_positions.drafts_holding(work, batch_ids)
    for each in held.values():
        release_drafts(work, each, drafts)
    here = kilograms
    for batch in transferred:
        here -= _strike_transferred(work, batch.id, here, own_id=own.id, note=note)
    period = open_period_on(work, books.boundary, books.metal, receipt.received_on)
    strike = Strike(own.account_id, Reason.DISALLOW, here, own.id, receipt.id, note)
    missing = strike_off(work, strike, period)
    cover_deficits(work, books)
    audit.record(
        work,
        "input:disallowed",
        receipt.receipt_no,
        detail=f"{kilograms} kg, deficit {missing} kg: {note}",
    )
    return corrections.declarations_drawing_on(work, batch_ids)


def _strike_transferred(
    work: UnitOfWork, batch_id: int, most: int, *, own_id: int, note: str
) -> int:
    """Strike off what a batch of another boundary still has of the input; so many kilograms."""
    batch = ledger.find_batch(work, batch_id)
    kilograms = min(batch.available_kg, most)
    if not kilograms:
        return 0
    period = open_period_on(work, batch.account.boundary, batch.account.metal, work.today)
    strike = Posting(
        batch_id=batch.id,
        reason=Reason.DISALLOW,
        kilograms=kilograms,
        period_id=period.id,
        effective_on=work.today,
        corrects_id=ledger.entry_that_booked(work, own_id),
        note=note,
    )
    ledger.post(work, [strike])
    return kilograms
