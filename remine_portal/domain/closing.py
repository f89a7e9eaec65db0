"""What closing a period does to every batch: trued up, capped, carried over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from remine_portal.domain.credits import Characteristic
from remine_portal.domain.mass import Mass
from remine_portal.domain.periods import beyond_carry_over


@dataclass(slots=True)
class StandingBatch:
    """A batch at the end of a period, in kilograms.

    `closing_kg` is what the period's entries leave in it, available or reserved; `available_kg` is
    what can still be taken from it, which is less where later shipments have drawn on it.
    """

    id: int
    characteristic: Characteristic
    expires_on: date
    closing_kg: int
    available_kg: int

    def give(self, most: int) -> int:
        """Take so much from it, or all there is."""
        given = min(self.available_kg, self.closing_kg, most)
        self.available_kg -= given
        self.closing_kg -= given
        return given


@dataclass(frozen=True, slots=True)
class OverIssue:
    """Credits of one input's batch above what the measured yield carries (DOMAIN.md rule 32)."""

    batch_id: int
    receipt_id: int
    characteristic: Characteristic
    kilograms: int


@dataclass(frozen=True, slots=True)
class Taken:
    """So many kilograms from a batch; for a strike, the over-issue it makes good."""

    batch_id: int
    characteristic: Characteristic
    kilograms: int
    over_issue: OverIssue | None = None


@dataclass(slots=True)
class Closing:
    """Everything that closing posts, in the order in which it does."""

    struck: list[Taken] = field(default_factory=list)
    deficits: list[Taken] = field(default_factory=list)
    expired: list[Taken] = field(default_factory=list)
    carried: list[Taken] = field(default_factory=list)

    def sha256(self) -> str:
        """The same for the same figures: what is confirmed is what was proposed."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def kilograms_of(taken: Iterable[Taken], characteristic: Characteristic) -> int:
    return sum(each.kilograms for each in taken if each.characteristic is characteristic)


def close_batches(
    batches: Iterable[StandingBatch],
    over_issues: Iterable[OverIssue],
    *,
    carry_over: bool,
    cap: Mass | None,
) -> Closing:
    """Close the batches of one boundary and metal (DOMAIN.md rules 26, 27 and 32).

    What was over-issued is struck off its own batch first, then off the account's oldest, and what
    is missing is a deficit. What may not be carried over expires, the oldest expiry first over all
    accounts of the boundary, because they share one physical stock.
    """
    oldest_first = sorted(batches, key=lambda each: (each.expires_on, each.id))
    closing = Closing()
    for over in over_issues:
        _strike(closing, oldest_first, over)
    total = sum(each.closing_kg for each in oldest_first)
    excess = beyond_carry_over(total, carry_over=carry_over, cap=cap)
    for batch in oldest_first:
        if given := batch.give(excess):
            excess -= given
            closing.expired.append(Taken(batch.id, batch.characteristic, given))
    closing.carried = [
        Taken(each.id, each.characteristic, each.closing_kg)
        for each in oldest_first
        if each.closing_kg
    ]
    return closing


def _strike(closing: Closing, oldest_first: Sequence[StandingBatch], over: OverIssue) -> None:
    missing = over.kilograms
    own = [each for each in oldest_first if each.id == over.batch_id]
    others = [each for each in oldest_first if each.characteristic is over.characteristic]
    for batch in own + others:
        if given := batch.give(missing):
            missing -= given
            closing.struck.append(Taken(batch.id, over.characteristic, given, over))
    if missing:
        closing.deficits.append(Taken(over.batch_id, over.characteristic, missing, over))
