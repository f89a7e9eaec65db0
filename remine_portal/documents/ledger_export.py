"""The whole ledger for other programs: as beancount, whose `bean-check` reckons it again, and CSV.

In beancount every standing of an account is an account of its own, and an entry a transaction
between two of them. Credits of a metal and characteristic are a commodity, counted in kilograms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date

from remine_portal.documents.exports import write_csv
from remine_portal.domain.credits import (
    CHARACTERISTIC_NAMES,
    MOVES,
    Characteristic,
    Standing,
)
from remine_portal.domain.periods import ONE_DAY
from remine_portal.domain.reconciliation import EntryLine

KINDS: Mapping[Standing, str] = {
    Standing.OUTSIDE: "Equity",
    Standing.AVAILABLE: "Assets",
    Standing.RESERVED: "Assets",
    Standing.ATTRIBUTED: "Expenses",
    Standing.EXPIRED: "Expenses",
}
"""Of the five kinds of account that beancount knows, the one that each standing is."""

COLUMNS = (
    "entry",
    "account",
    "batch",
    "receipt_no",
    "reason",
    "from",
    "to",
    "kilograms",
    "period",
    "effective_on",
    "shipment_no",
    "declaration",
    "corrects",
    "note",
    "posted_by",
    "posted_at",
)


@dataclass(frozen=True, slots=True)
class LedgerAccount:
    """An account with what stands where in it, in kilograms."""

    name: str
    metal: str
    characteristic: Characteristic
    standings: Mapping[Standing, int]

    @property
    def commodity(self) -> str:
        return f"{self.metal}-{self.characteristic}".upper()

    def standing(self, standing: Standing) -> str:
        """The name of one standing in beancount, like Assets:Available:NAOSHIMA-CU-recycled."""
        return f"{KINDS[standing]}:{standing.title()}:{self.name}"


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every account as of a day, and every entry with the first day of the period it counts in."""

    as_of: date
    accounts: Sequence[LedgerAccount]
    entries: Sequence[tuple[date, EntryLine]]


def write_beancount(ledger: Ledger) -> str:
    """Entries on the day they take effect, then what must stand in each account after all of them.

    `bean-check` refuses the file where the entries come to anything else.
    """
    days = [ledger.as_of, *(entry.effective_on for _, entry in ledger.entries)]
    parts = (
        ['option "title" "REMINE credit ledger"'],
        _commodities(ledger, min(days)),
        _openings(ledger, min(days)),
        _transactions(ledger),
        _balances(ledger, max(days) + ONE_DAY),
    )
    return "".join(f"{line}\n" for part in parts for line in (*part, ""))


def write_entries_csv(ledger: Ledger) -> bytes:
    """A line each, in the order of posting; its reason is what moved credits from where to where.

    Times are UTC.
    """
    return write_csv(
        (
            (
                entry.id,
                entry.account,
                entry.batch_id,
                entry.receipt_no,
                entry.reason.value,
                MOVES[entry.reason].source.value,
                MOVES[entry.reason].target.value,
                entry.kilograms,
                period,
                entry.effective_on,
                entry.shipment_no,
                entry.declaration,
                entry.corrects_id,
                entry.note,
                entry.posted_by,
                _posted_at(entry),
            )
            for period, entry in ledger.entries
        ),
        COLUMNS,
    )


def _commodities(ledger: Ledger, day: date) -> Iterator[str]:
    for account in {each.commodity: each for each in ledger.accounts}.values():
        name = f"{CHARACTERISTIC_NAMES[account.characteristic].en}, kg of {account.metal}"
        yield f"{day} commodity {account.commodity}"
        yield f"  name: {_quoted(name)}"


def _openings(ledger: Ledger, day: date) -> Iterator[str]:
    for account in ledger.accounts:
        for standing in KINDS:
            yield f"{day} open {account.standing(standing)} {account.commodity}"


def _transactions(ledger: Ledger) -> Iterator[str]:
    accounts = {each.name: each for each in ledger.accounts}
    for period, entry in ledger.entries:
        account, move = accounts[entry.account], MOVES[entry.reason]
        yield f"{entry.effective_on} * {_quoted(entry.reason)} {_quoted(entry.note or '')}"
        yield from (f"  {name}: {said}" for name, said in _facts(period, entry))
        yield f"  {account.standing(move.source)}  -{entry.kilograms} {account.commodity}"
        yield f"  {account.standing(move.target)}  {entry.kilograms} {account.commodity}"
        yield ""


def _balances(ledger: Ledger, day: date) -> Iterator[str]:
    """On the morning of the day after everything."""
    for account in ledger.accounts:
        for standing, kilograms in account.standings.items():
            yield f"{day} balance {account.standing(standing)}  {kilograms} {account.commodity}"


def _facts(period: date, entry: EntryLine) -> Iterator[tuple[str, object]]:
    yield "entry", entry.id
    yield "batch", entry.batch_id
    yield "period", period
    for name, text in (
        ("receipt", entry.receipt_no),
        ("shipment", entry.shipment_no),
        ("declaration", entry.declaration),
        ("posted-by", entry.posted_by),
        ("posted-at", _posted_at(entry)),
    ):
        if text is not None:
            yield name, _quoted(text)
    if entry.corrects_id is not None:
        yield "corrects", entry.corrects_id


def _posted_at(entry: EntryLine) -> str:
    return f"{entry.posted_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _quoted(text: str) -> str:
    """Text as beancount reads it back."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
