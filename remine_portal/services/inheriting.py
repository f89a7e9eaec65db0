"""What a new version takes over: credits that earlier versions attributed, and that stay or return.

A new version states its goods anew, so it needs the credits of all that it states. What the
versions before it attribute still counts towards that, where it was attributed from the same
account in the same period; only the difference is reserved, and the excess goes back (DOMAIN.md
rule 34). What came back with goods is not there any more and is not given back twice: goods that
have been returned are left out of the new version, or are attributed to again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from remine_portal.persistence import corrections, credit_positions, drafts
from remine_portal.persistence.credit_positions import Taken
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.drafts import DraftRow


@dataclass(frozen=True, slots=True)
class Inheritance:
    """What the versions before a draft attribute still, the batch that expires first, first.

    After a buyer has confirmed onward use of one of them, all of it stays consumed, as it does when
    a declaration is revoked (DOMAIN.md rule 36).
    """

    taken: tuple[Taken, ...] = ()
    period_id: int | None = None
    relied_on: bool = False

    def kept_kg(self, account: str) -> int:
        """What of an account needs not be taken again."""
        return sum(each.kilograms for each in self.taken if self._counts(each, account))

    def staying(self, debits: Mapping[str, int]) -> list[Taken]:
        """What stays attributed beside so many kilograms by account: the oldest of it."""
        if self.relied_on:
            return list(self.taken)
        left = dict(debits)
        staying = []
        for each in self.taken:
            share = min(each.kilograms, left.get(each.account, 0))
            if share and self._counts(each, each.account):
                left[each.account] -= share
                staying.append(replace(each, kilograms=share))
        return staying

    def going(self, debits: Mapping[str, int]) -> list[Taken]:
        """What goes back: all that does not stay."""
        staying = {each.entry_id: each.kilograms for each in self.staying(debits)}
        left = [
            replace(each, kilograms=each.kilograms - staying.get(each.entry_id, 0))
            for each in self.taken
        ]
        return [each for each in left if each.kilograms]

    def _counts(self, taken: Taken, account: str) -> bool:
        return taken.account == account and taken.period_id == self.period_id


def inherited_by(work: UnitOfWork, draft: DraftRow, period_id: int | None) -> Inheritance | None:
    """What a draft takes over, whose goods left in that period; None where it replaces nothing."""
    if draft.replacement is None:
        return None
    versions = drafts.versions_until(work, draft.replacement.declaration.draft_id)
    return Inheritance(
        taken=tuple(credit_positions.taken_by(work, versions)),
        period_id=period_id,
        relied_on=corrections.relied_on(work, versions),
    )
