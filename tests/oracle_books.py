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
    day_after,
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

    def keep_up(self, boundary: str) -> None:
        """What falls due by today: release, expiry, and what is available covers a deficit."""
        for name, draft in self.drafts.items():
            lapsed = draft.until is not None and draft.until < self.today
            if lapsed and draft.lot.boundary == boundary:
                self._release(name)
        for batch in self._oldest_first(boundary):
            if batch.available and batch.last_day < self.today:
                period = self.open_period(boundary, day_after(batch.last_day))
                batch.expire(period, batch.available)
        today = self.open_period(boundary, self.today)
        for each in self.deficits:
            if each.account[0] == boundary:
                each.kilograms -= self._take_out(each.account, each.kilograms, today)

    def _keep_up_all(self) -> None:
        for boundary in sorted({each.account[0] for each in self.batches}):
            self.keep_up(boundary)

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

    def _held(self, name: str) -> dict[Account, int]:
        """What a draft has reserved, by account."""
        held: dict[Account, int] = {}
        for batch in self.batches:
            if kilograms := batch.held.get(name, 0):
                held[batch.account] = held.get(batch.account, 0) + kilograms
        return held

    def _taken(self, name: str) -> dict[Account, int]:
        """What a declaration attributes, by account."""
        taken: dict[Account, int] = {}
        for batch in self.batches:
            if kilograms := batch.taken.get(name, 0):
                taken[batch.account] = taken.get(batch.account, 0) + kilograms
        return taken

    def _needs(self, draft: Draft) -> dict[Account, int]:
        """Rule 34: all that it takes, or of a new version, what the old one has not taken."""
        before = self._taken(draft.replaces) if draft.replaces else {}
        missing = {
            account: kilograms - before.get(account, 0)
            for account, kilograms in debits_of(draft).items()
        }
        return {account: kilograms for account, kilograms in missing.items() if kilograms > 0}

    def _holds(self, name: str) -> bool:
        return self._held(name) == self._needs(self.drafts[name])

    def _relied_on(self, name: str) -> bool:
        """Rule 36: a declaration, or any version before it."""
        draft = self.drafts[name]
        return draft.relied_on or (draft.replaces is not None and self._relied_on(draft.replaces))

    def _release(self, name: str) -> None:
        for batch in self.batches:
            batch.available += batch.held.pop(name, 0)
        self.drafts[name].until = None

    def _put_back(self, lot: Lot, batch: Batch, kilograms: int) -> None:
        """Rules 26, 30 and 35: in the first open period, for nothing where it has lapsed since."""
        boundary, since = lot.boundary, lot.period
        period = self.open_period(boundary, since)
        if period == since:
            self.attributed[boundary, since] -= kilograms
        batch.move(period, kilograms)
        let_lapse = any(not self.in_force(each).carry_over for each in quarters(since, period))
        if let_lapse or batch.last_day < self.today:
            batch.expire(period, kilograms)

    def _take_out(self, account: Account, most: int, period: date) -> int:
        """The oldest first, as much as there is; how much it was."""
        taken = 0
        for batch in self._oldest_first(account[0]):
            if batch.account == account and batch.begins <= period:
                share = max(0, min(batch.available, batch.stood_after(period), most - taken))
                batch.move(period, -share)
                taken += share
        return taken


def debits_of(draft: Draft) -> dict[Account, int]:
    """Rules 17 and 19: by account, each rounded up."""
    lot = draft.lot
    return {(lot.boundary, kind): ceil(lot.mass * each) for kind, each in draft.shares.items()}
