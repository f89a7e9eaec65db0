"""Keeping the books of one boundary: held for one work, brought up to the day, and posted to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from remine_portal.domain.credits import AccountFrozen, Characteristic, Reason
from remine_portal.domain.periods import ONE_DAY
from remine_portal.persistence import credit_positions, ledger
from remine_portal.persistence.credit_positions import Held
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.ledger import AccountRow, DeficitRow, Posting
from remine_portal.persistence.periods import PeriodRow
from remine_portal.services.periods import open_period_on

Accounts = Mapping[Characteristic, AccountRow]


@dataclass(frozen=True)
class Books:
    """The accounts of one boundary and metal, held until the work ends."""

    boundary: str
    metal: str
    accounts: Accounts

    @property
    def account_ids(self) -> list[int]:
        return [each.id for each in self.accounts.values()]


def hold_books(work: UnitOfWork, boundary: str, metal: str) -> Books:
    """Hold the accounts of a boundary, with everything posted that has fallen due by today.

    Expiry and release of reservations take effect by their date, and need no worker to have run
    (DOMAIN.md 7a, rules 28 and 38).
    """
    books = Books(boundary, metal, ledger.hold_accounts(work, boundary, metal))
    release_drafts(work, books, credit_positions.lapsed_drafts(work, work.today))
    return books


def release_drafts(work: UnitOfWork, books: Books, draft_ids: Iterable[UUID]) -> None:
    """Give back what drafts have reserved from these books (DOMAIN.md rule 38).

    What is available then expires or covers a deficit, where that has fallen due.
    """
    draft_ids = list(draft_ids)
    held = credit_positions.held_by(work, draft_ids) if draft_ids else []
    ours = [each for each in held if each.account_id in books.account_ids]
    if ours:
        ledger.post(work, [_release(work, each) for each in ours])
        credit_positions.forget_reservations(work, {each.draft_id for each in ours})
    expire_batches(work, books)
    cover_deficits(work, books)


def _release(work: UnitOfWork, held: Held) -> Posting:
    return Posting(
        batch_id=held.batch_id,
        reason=Reason.RELEASE,
        kilograms=held.kilograms,
        period_id=held.period_id,
        effective_on=work.today,
        draft_id=held.draft_id,
    )


def expire_batches(work: UnitOfWork, books: Books) -> None:
    """Post the expiry of what has outlived its last day, on the day after it (rule 28)."""
    postings = []
    for batch in ledger.expired_batches(work, books.account_ids, work.today):
        day = batch.expires_on + ONE_DAY
        period = open_period_on(work, books.boundary, books.metal, day)
        postings.append(
            Posting(
                batch_id=batch.id,
                reason=Reason.EXPIRE,
                kilograms=batch.available_kg,
                period_id=period.id,
                effective_on=day,
            )
        )
    ledger.post(work, postings)


def cover_deficits(work: UnitOfWork, books: Books) -> None:
    """Let whatever is available cover an account's deficits, the oldest first (rules 32, 37)."""
    for deficit, open_kg in credit_positions.open_deficits(work, books.account_ids):
        period = open_period_on(work, books.boundary, books.metal, work.today)
        spent = _spend(work, deficit.account_id, open_kg, period)
        ledger.post(
            work,
            [
                Posting(
                    batch_id=batch_id,
                    reason=Reason.SETTLE,
                    kilograms=kilograms,
                    period_id=period.id,
                    effective_on=work.today,
                    deficit_id=deficit.id,
                )
                for batch_id, kilograms in spent
            ],
        )


def refuse_frozen(work: UnitOfWork, account: AccountRow) -> None:
    """Refuse to attribute from an account with a deficit (DOMAIN.md rules 32 and 37)."""
    if deficit := sum(kg for _, kg in credit_positions.open_deficits(work, [account.id])):
        raise AccountFrozen(account=account.name, deficit=deficit)


@dataclass(frozen=True, slots=True)
class Strike:
    """So many credits that should never have been booked, and the input that brought them in."""

    account_id: int
    reason: Reason
    kilograms: int
    batch_id: int
    receipt_id: int
    note: str | None = None


def strike_off(work: UnitOfWork, strike: Strike, period: PeriodRow) -> int:
    """Strike credits off an account: of their own batch first, then the oldest expiry first.

    Of credits of that period or an earlier one, so that no period ends below zero. What is not
    there any more becomes a deficit, which freezes the account until it is covered; its kilograms
    are returned (DOMAIN.md rules 32 and 37).
    """
    own = ledger.find_batch(work, strike.batch_id)
    first = min(own.available_kg, strike.kilograms)
    spent = [(own.id, first)] if first else []
    ledger.post(work, [_struck(work, strike, period, each) for each in spent])
    spent = _spend(work, strike.account_id, strike.kilograms - first, period)
    ledger.post(work, [_struck(work, strike, period, each) for each in spent])
    missing = strike.kilograms - first - sum(kilograms for _, kilograms in spent)
    if missing:
        work.session.add(
            DeficitRow(
                account_id=strike.account_id,
                reason=strike.reason,
                kilograms=missing,
                period_id=period.id,
                receipt_id=strike.receipt_id,
                opened_by=work.actor.email or work.actor.name,
                opened_at=work.now,
            )
        )
        work.session.flush()
    return missing


def _struck(work: UnitOfWork, strike: Strike, period: PeriodRow, spent: tuple[int, int]) -> Posting:
    batch_id, kilograms = spent
    return Posting(
        batch_id=batch_id,
        reason=strike.reason,
        kilograms=kilograms,
        period_id=period.id,
        effective_on=min(work.today, period.last_day),
        corrects_id=ledger.entry_that_booked(work, strike.batch_id),
        note=strike.note,
    )


def _spend(
    work: UnitOfWork, account_id: int, most: int, period: PeriodRow
) -> list[tuple[int, int]]:
    """What batches can give of so many kilograms, the oldest expiry first; may be less."""
    spent: list[tuple[int, int]] = []
    missing = most
    batches = ledger.batches_to_spend(
        work, account_id, first_day=date.min, last_day=period.first_day
    )
    while missing and (batch := next(batches, None)):
        share = min(batch.available_kg, missing)
        spent.append((batch.id, share))
        missing -= share
    return spent
