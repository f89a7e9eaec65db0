"""The oracle's books, and what can be read of them."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import ceil

from tests.oracle_records import (
    Account,
    Batch,
    Deficit,
    Draft,
    Input,
    Lot,
    Terms,
    quarter,
    quarter_after,
    quarters,
)


@dataclass
class Books:
    terms: list[Terms]
    today: date
    inputs: dict[str, Input] = field(default_factory=dict)
    batches: list[Batch] = field(default_factory=list)
    deficits: list[Deficit] = field(default_factory=list)
    lots: dict[str, Lot] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    closed: set[tuple[str, date]] = field(default_factory=set)
    output: dict[tuple[str, date], Fraction] = field(default_factory=dict)
    attributed: dict[tuple[str, date], int] = field(default_factory=dict)

    def positions(self) -> dict[Account, tuple[int, int, int, int, int]]:
        """Available, reserved, attributed, expired and lacking, of every account with a batch."""
        found = {}
        for account in {each.account for each in self.batches}:
            ours = [each for each in self.batches if each.account == account]
            found[account] = (
                sum(each.available for each in ours),
                sum(sum(each.held.values()) for each in ours),
                sum(sum(each.taken.values()) for each in ours),
                sum(each.expired for each in ours),
                self.lacking(account),
            )
        return found

    def lacking(self, account: Account) -> int:
        return sum(each.kilograms for each in self.deficits if each.account == account)

    def in_force(self, day: date) -> Terms:
        return [each for each in self.terms if each.first_day <= day][-1]

    def open_period(self, boundary: str, day: date) -> date:
        """Rule 30: the first open one from a day on."""
        period = quarter(day)
        while (boundary, period) in self.closed:
            period = quarter_after(period)
        return period

    def _oldest_first(self, boundary: str) -> list[Batch]:
        ours = [each for each in self.batches if each.account[0] == boundary]
        return sorted(ours, key=lambda each: each.last_day)

    def _usable(self, account: Account, period: date, *, until: date = date.min) -> list[Batch]:
        """Rules 26 and 27: where not all is carried over, credits come across by closing alone."""
        first = date.min
        for earlier in quarters(self.terms[0].first_day, period):
            terms = self.in_force(earlier)
            if (terms.capped or not terms.carry_over) and (account[0], earlier) not in self.closed:
                first = quarter_after(earlier)
        return [
            each
            for each in self._oldest_first(account[0])
            if each.account == account and first <= each.begins <= period and until <= each.last_day
        ]

    def _output_limit(self, lot: Lot) -> int:
        """Rule 21: the output that is booked, else what was shipped."""
        booked = self.output.get((lot.boundary, lot.period))
        if booked is not None:
            return ceil(booked)
        shipped = (lot.boundary, lot.period)
        return sum(
            ceil(each.mass)
            for each in self.lots.values()
            if (each.boundary, each.period) == shipped
        )

    def _holds(self, name: str) -> bool:
        return any(name in each.held for each in self.batches)

    def _release(self, name: str) -> None:
        for batch in self.batches:
            batch.available += batch.held.pop(name, 0)
        self.drafts[name].until = None


def debits_of(draft: Draft) -> dict[Account, int]:
    """Rules 17 and 19: by account, each rounded up."""
    lot = draft.lot
    return {(lot.boundary, kind): ceil(lot.mass * each) for kind, each in draft.shares.items()}
