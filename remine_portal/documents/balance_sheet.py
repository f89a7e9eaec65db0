"""The balance of each account in a reconciliation workbook, calculated again line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from remine_portal.documents import reconciliation_wording as heads
from remine_portal.documents.formula_sheets import FIRST_ROW, Formula, sum_where
from remine_portal.documents.ledger_wording import MINUS, REASONS
from remine_portal.documents.reconciliation_sheets import (
    EntryColumn,
    ReceiptColumn,
    Rows,
    Say,
    ShipmentColumn,
    calculated_kg,
    verdict,
)
from remine_portal.domain.credits import Reason, account_name
from remine_portal.domain.periods import COMING_IN, GOING_OUT
from remine_portal.domain.reconciliation import AccountLine, Reconciliation

Sums = Counter[tuple[str, Reason]]
"""Kilograms by account and reason."""


class BalanceColumn(StrEnum):
    """Columns of the balance that formulas name."""

    ACCOUNT = "A"
    LINE = "B"
    REASON = "C"
    CALCULATED = "D"
    PORTAL = "E"
    DIFFERENCE = "F"
    VERDICT = "G"


ACCOUNT_OF_ROW = f"{BalanceColumn.ACCOUNT}{{row}}"
REASON_OF_ROW = f"{BalanceColumn.REASON}{{row}}"


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a balance: what the workbook calculates with its result, and the portal's."""

    label: str
    formula: str
    result: int
    portal: int
    reason: Reason | None = None


def balance_rows(report: Reconciliation, say: Say) -> Rows:
    """Account by account: opening + what came in − what went out = closing, each line compared."""
    sums, cross_sums = _sums(report)
    first_row = FIRST_ROW
    for account in report.accounts:
        lines = [
            *_balance(account, sums, first_row=first_row, say=say),
            *_cross_checks(account, cross_sums, say),
        ]
        for row, line in enumerate(lines, start=first_row):
            difference = line.result - line.portal
            compared = f"={BalanceColumn.CALCULATED}{row}-{BalanceColumn.PORTAL}{row}"
            yield (
                account.account,
                line.label,
                line.reason and line.reason.value,
                Formula(line.formula.format(row=row), line.result),
                line.portal,
                Formula(compared, difference),
                verdict(f"{BalanceColumn.DIFFERENCE}{row}", difference, say),
            )
        yield (None,) * len(BalanceColumn)
        first_row += len(lines) + 1


def _sums(report: Reconciliation) -> tuple[Sums, Sums]:
    """What the balance is summed from, and the same inputs and attributions by another way."""
    sums, cross_sums = Sums(), Sums()
    for entry in report.entries:
        by_receipts = entry.reason is Reason.BOOK_INPUT
        (cross_sums if by_receipts else sums)[entry.account, entry.reason] += entry.kilograms
    for line in report.inputs:
        if line.account:
            sums[line.account, Reason.BOOK_INPUT] += calculated_kg(line)
    for each in report.attributed:
        account = account_name(report.boundary, report.metal, each.characteristic)
        cross_sums[account, Reason.ATTRIBUTE] += each.kilograms
    return sums, cross_sums


def _balance(account: AccountLine, sums: Sums, *, first_row: int, say: Say) -> Iterator[_Line]:
    balance, name = account.balance, account.account
    opening = closing = balance.opening_kg
    yield _Line(say(heads.OPENING), f"={opening}", opening, opening)
    for sign, reasons in (("+", COMING_IN), (MINUS, GOING_OUT)):
        for reason in reasons:
            result = sums[name, reason]
            closing += result if sign == "+" else -result
            yield _Line(
                f"({sign}) {say(REASONS[reason])}",
                _received(say) if reason is Reason.BOOK_INPUT else _entered(say),
                result,
                balance.moved.get(reason, 0),
                reason,
            )
    came_in = range(first_row + 1, first_row + 1 + len(COMING_IN))
    went_out = range(came_in.stop, came_in.stop + len(GOING_OUT))
    formula = f"=D{first_row}+{_total(came_in)}-{_total(went_out)}"
    yield _Line(f"(=) {say(heads.CLOSING)}", formula, closing, balance.closing_kg)


def _cross_checks(account: AccountLine, cross_sums: Sums, say: Say) -> Iterator[_Line]:
    """Inputs by the entries instead of the receipts, attributions by the shipments."""
    for reason, label, formula in (
        (Reason.BOOK_INPUT, heads.BOOKED_BY_ENTRIES, _entered(say)),
        (Reason.ATTRIBUTE, heads.ATTRIBUTED_BY_SHIPMENTS, _shipped(say)),
    ):
        result = cross_sums[account.account, reason]
        yield _Line(say(label), formula, result, account.balance.moved.get(reason, 0), reason)


def _total(rows: range) -> str:
    return f"SUM({BalanceColumn.CALCULATED}{rows[0]}:{BalanceColumn.CALCULATED}{rows[-1]})"


def _received(say: Say) -> str:
    wanted = (ReceiptColumn.ACCOUNT, ACCOUNT_OF_ROW)
    return f"={sum_where(say(heads.RECEIPTS_SHEET), ReceiptColumn.CREDITS, wanted)}"


def _entered(say: Say) -> str:
    wanted = (EntryColumn.ACCOUNT, ACCOUNT_OF_ROW), (EntryColumn.REASON, REASON_OF_ROW)
    return f"={sum_where(say(heads.ENTRIES_SHEET), EntryColumn.KILOGRAMS, *wanted)}"


def _shipped(say: Say) -> str:
    wanted = (ShipmentColumn.ACCOUNT, ACCOUNT_OF_ROW)
    return f"={sum_where(say(heads.SHIPMENTS_SHEET), ShipmentColumn.KILOGRAMS, wanted)}"
