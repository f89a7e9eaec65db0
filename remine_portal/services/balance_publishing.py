"""Publishing what a closed period's credits come to, and proving a declaration's share of it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from remine_portal.domain.balance_statement import (
    STRUCK_OFF,
    AccountStatement,
    BalanceStatement,
    EligibleInput,
)
from remine_portal.domain.catalog import Series
from remine_portal.domain.credits import Characteristic, Reason
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.mass import Mass
from remine_portal.domain.periods import PeriodBalance
from remine_portal.domain.sum_proof import VERSION, Share, inclusion, tree_over
from remine_portal.persistence import (
    attribution_audits,
    balance_statements,
    credit_closings,
    credit_positions,
    drafts,
    ledger,
)
from remine_portal.persistence.balance_statements import BalanceStatementRow, StatedShareRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.periods import PeriodRow
from remine_portal.persistence.receipts import ReceiptRow
from remine_portal.services import registering
from remine_portal.services.office import Office
from remine_portal.services.periods import policy_of
from remine_portal.services.registering import NotPublishedYet


class NothingStated(Refusal):
    code = "NOT_FOUND"
    sentence = N_(
        "No published balance holds credits of {number}: the balance period of its shipment is "
        "open still, or nothing was attributed by it any more when that was closed."
    )


def publish_statement(
    work: UnitOfWork, period: PeriodRow, *, office: Office
) -> BalanceStatementRow:
    """State a period that has just been closed, and write the statement into the register.

    What each declaration takes is kept with it, so that it can be shown however much is given back
    in later periods. Refuses a database that is behind the register.
    """
    work.session.add_all(_shares(work, period))
    work.session.flush()
    secret = secrets.token_bytes(32)
    document = restated(work, period, secret).canonical()
    entry = registering.record_period(
        work,
        (period.boundary, period.metal),
        (period.first_day, period.last_day),
        document_sha256=hashlib.sha256(document.encode()).hexdigest(),
        office=office,
    )
    row = BalanceStatementRow(
        period_id=period.id, document=document, secret=secret, entry_index=entry.index
    )
    work.session.add(row)
    work.session.flush()
    return row


def _shares(work: UnitOfWork, period: PeriodRow) -> Iterator[StatedShareRow]:
    """What each declaration takes, with what it goes on with from the versions before it."""
    successors = attribution_audits.successors(work)
    taken: dict[tuple[UUID, int], int] = {}
    for (draft, account), kilograms in balance_statements.attributed_in(work, period).items():
        latest = draft
        while latest in successors:
            latest = successors[latest]
        taken[latest, account] = taken.get((latest, account), 0) + kilograms
    declared = balance_statements.declared_from(work, (draft for draft, _ in taken))
    for (draft, account), kilograms in taken.items():
        yield StatedShareRow(
            period_id=period.id,
            account_id=account,
            declaration_id=declared[draft],
            kilograms=kilograms,
        )


def restated(work: UnitOfWork, period: PeriodRow, secret: bytes) -> BalanceStatement:
    """What a closed period's statement says, by its entries and shares: always the same."""
    assert period.closed_at is not None, "an open period is not stated"
    policy = policy_of(work, period.first_day)
    booked = [receipt for receipt, _ in credit_closings.booked_inputs(work, period)]
    balances = credit_positions.balances_until(work, period)
    taken = balance_statements.attributed_in(work, period)
    missing = balance_statements.found_missing_in(work, period)
    shares = balance_statements.shares_in(work, period.id)
    accounts = [
        AccountStatement(
            account=account.name,
            characteristic=account.characteristic,
            root=tree_over(_of_account(shares, account.id), secret).root.hash,
            inputs=tuple(_inputs(booked, account.characteristic)),
            deficit_kg=missing.get(account.id, 0),
            **_figures(
                balances[account.characteristic],
                sum(kilograms for (_, other), kilograms in taken.items() if other == account.id),
            ),
        )
        for account in ledger.accounts_of(work, period.boundary, period.metal)
    ]
    return BalanceStatement(
        boundary=period.boundary,
        metal=period.metal,
        period=period.period,
        closed_at=period.closed_at.replace(microsecond=0),
        policy=policy.name,
        accounts=tuple(accounts),
        sample=policy.sample or any(each.sample for each in booked),
    )


def _figures(balance: PeriodBalance, attributed_kg: int) -> dict[str, int]:
    """The balance, with what came back in the period of its own shipment taken off both sides."""
    moved = {reason: balance.moved.get(reason, 0) for reason in Reason}
    came_back_at_once = moved[Reason.ATTRIBUTE] - attributed_kg
    return {
        "opening_kg": balance.opening_kg,
        "booked_kg": moved[Reason.BOOK_INPUT],
        "transferred_in_kg": moved[Reason.TRANSFER_IN],
        "returned_kg": moved[Reason.RETURN] - came_back_at_once,
        "attributed_kg": attributed_kg,
        "expired_kg": moved[Reason.EXPIRE],
        "struck_off_kg": sum(moved[each] for each in STRUCK_OFF),
        "transferred_out_kg": moved[Reason.TRANSFER_OUT],
        "closing_kg": balance.closing_kg,
    }


def _inputs(booked: list[ReceiptRow], characteristic: Characteristic) -> Iterator[EligibleInput]:
    """Inputs of one kind by the factor they were booked with; the metal in them rounded down."""
    own = [each for each in booked if each.characteristic is characteristic]
    for factor in sorted({each.factor for each in own}):
        by_it = [each for each in own if each.factor == factor]
        thousandths = sum(
            each.gross_mass.milligrams * int(each.assay_percent * 1000) for each in by_it
        )
        yield EligibleInput(
            factor=factor,
            inputs=len(by_it),
            contained=Mass(thousandths // 100_000),
            booked_kg=sum(each.credited_kg for each in by_it),
        )


def is_stated(work: UnitOfWork, declaration: DeclarationRow) -> bool:
    """Whether there is a proof for it to take; of what takes no credits there is none."""
    return declaration.series is Series.ISO_22095 and bool(_shares_of(work, declaration))


def sum_proof_of(
    work: UnitOfWork, declaration: DeclarationRow, *, office: Office, until: datetime | None = None
) -> dict[str, Any]:
    """That what a declaration takes is in the published sums (`check_sum_proof`).

    As of the closing, so under the number of the version that stood then. It carries the statement
    itself, and its proof from the register as soon as that is published. Refuses a declaration that
    takes nothing in a closed period. `until` leaves out what was closed later.
    """
    shares = [
        each
        for each in _shares_of(work, declaration)
        if until is None or _closed_at(each.period) <= until
    ]
    if not shares:
        raise NothingStated(number=declaration.number)
    periods = {each.period_id: each.period for each in shares}
    return {
        "v": VERSION,
        "declaration": declaration.number,
        "periods": [
            _in_period(
                work, period, [each for each in shares if each.period_id == period.id], office
            )
            for period in periods.values()
        ],
    }


def _in_period(
    work: UnitOfWork, period: PeriodRow, own: list[StatedShareRow], office: Office
) -> dict[str, Any]:
    statement = balance_statements.statement_of(
        work, period.boundary, period.metal, period.first_day
    )
    assert statement is not None, "shares are kept with their statement"
    every = balance_statements.shares_in(work, period.id)
    trees = {
        each.account_id: tree_over(_of_account(every, each.account_id), statement.secret)
        for each in own
    }
    shown: dict[str, Any] = {
        "statement": statement.document,
        "statement_address": address_of(period, office),
        "shares": [
            inclusion(_share(each), trees[each.account_id], statement.secret) for each in own
        ],
    }
    with suppress(NotPublishedYet):
        shown["register_proof"] = registering.proof_of(work, statement.entry, office=office)
    return shown


def address_of(period: PeriodRow, office: Office) -> str:
    """Where anybody finds the statement of a period."""
    return f"{office.base_url}/register/periods/{period.boundary}/{period.first_day}.json"


def _closed_at(period: PeriodRow) -> datetime:
    assert period.closed_at is not None, "an open period is not stated"
    return period.closed_at


def _shares_of(work: UnitOfWork, declaration: DeclarationRow) -> list[StatedShareRow]:
    """Those of the declaration and of the versions before it, which it goes on with."""
    return balance_statements.shares_of(work, drafts.versions_until(work, declaration.draft_id))


def _of_account(shares: Iterable[StatedShareRow], account_id: int) -> list[Share]:
    return [_share(each) for each in shares if each.account_id == account_id]


def _share(row: StatedShareRow) -> Share:
    return Share(row.account.name, row.period.first_day, row.declaration.number, row.kilograms)
