"""What ending a declaration would do, asked before anybody does it (DOMAIN.md rules 34 and 36)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from remine_portal.persistence import corrections, credit_positions, declarations, drafts
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow


@dataclass(frozen=True)
class Consequences:
    """Whom an end is told to, what it attributes by account, and whether that stays consumed."""

    told: int
    attributed_kg: Mapping[str, int]
    relied_on: bool


def consequences_of_ending(work: UnitOfWork, declaration: DeclarationRow) -> Consequences:
    """Of revoking a declaration: all that it and earlier versions attribute goes back.

    Unless the buyer confirmed onward use. Of a new version, what that needs less goes back.
    """
    versions = drafts.versions_until(work, declaration.draft_id)
    attributed: Counter[str] = Counter()
    for each in credit_positions.taken_by(work, versions):
        attributed[each.account] += each.kilograms
    takers = {person.id for _, person in declarations.downloads_of(work, declaration)}
    return Consequences(
        told=len(takers),
        attributed_kg=dict(sorted(attributed.items())),
        relied_on=corrections.relied_on(work, versions),
    )
