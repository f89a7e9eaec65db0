"""Transfers between boundaries, where the policy declares them."""

from __future__ import annotations

from remine_portal.domain.batches import split_over
from remine_portal.domain.credits import METALS, Characteristic, Reason, account_name
from remine_portal.persistence import audit, ledger
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.ledger import BatchRow, Posting
from remine_portal.persistence.periods import PeriodRow
from remine_portal.services.bookkeeping import Books, cover_deficits, hold_books, refuse_frozen
from remine_portal.services.periods import first_day_to_spend, open_period_on, policy_of


def transfer(
    work: UnitOfWork,
    *,
    source: str,
    target: str,
    characteristic: Characteristic,
    kilograms: int,
) -> None:
    """Move credits to another boundary, where the policy declares it (DOMAIN.md rule 24).

    Two entries that come to zero, for each batch, which keeps its last day. Refuses a frozen
    account and one that holds too little.
    """
    metal = METALS[0]
    policy_of(work, work.today).refuse_transfer(source, target)
    books = {name: hold_books(work, name, metal) for name in sorted({source, target})}
    giver = books[source].accounts[characteristic]
    refuse_frozen(work, giver)
    from_period = open_period_on(work, source, metal, work.today)
    to_period = open_period_on(work, target, metal, work.today)
    spendable = ledger.batches_to_spend(
        work,
        giver.id,
        first_day=first_day_to_spend(work, from_period),
        last_day=from_period.first_day,
    )
    for batch, share in split_over(spendable, kilograms, account=giver.name):
        out = Posting(
            batch_id=batch.id,
            reason=Reason.TRANSFER_OUT,
            kilograms=share,
            period_id=from_period.id,
            effective_on=work.today,
            note=account_name(target, metal, characteristic),
        )
        taken_over = _batch_from(work, batch.id, books[target], characteristic, to_period)
        _cross(work, out, taken_over, note=giver.name)
    cover_deficits(work, books[target])
    audit.record(work, "credits:transferred", giver.name, detail=f"{kilograms} kg to {target}")


def _cross(work: UnitOfWork, out: Posting, taken_over: BatchRow, *, note: str) -> None:
    """Both entries: out of one batch, into the other, which names where they came from."""
    [entry_id] = ledger.post(work, [out])
    into = Posting(
        batch_id=taken_over.id,
        reason=Reason.TRANSFER_IN,
        kilograms=out.kilograms,
        period_id=taken_over.period_id,
        effective_on=out.effective_on,
        corrects_id=entry_id,
        note=note,
    )
    ledger.post(work, [into])


def _batch_from(
    work: UnitOfWork, batch_id: int, books: Books, kind: Characteristic, period: PeriodRow
) -> BatchRow:
    """A batch of the other boundary for what comes across, with the same last day."""
    origin = ledger.find_batch(work, batch_id)
    batch = BatchRow(
        account_id=books.accounts[kind].id,
        receipt_id=origin.receipt_id,
        from_batch_id=origin.id,
        period_id=period.id,
        period_from=period.first_day,
        booked_on=origin.booked_on,
        expires_on=origin.expires_on,
    )
    work.session.add(batch)
    work.session.flush()
    return batch
