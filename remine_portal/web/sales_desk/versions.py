"""A draft that takes the place of a declaration: what differs, and what issuing it does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.drafts import DraftRow
from remine_portal.services.attribution_outlook import DraftCredits
from remine_portal.services.ending_outlook import consequences_of_ending
from remine_portal.services.stating import snapshot_of
from remine_portal.web.differences import Difference, differences_between
from remine_portal.web.formats import number
from remine_portal.web.languages import gettext


@dataclass(frozen=True)
class Replaced:
    """The declaration that a draft takes the place of, whom its end is told to, what differs."""

    declaration: DeclarationRow
    told: int
    differences: list[Difference]


def replaced_by(work: UnitOfWork, draft: DraftRow, *, sound: bool) -> Replaced | None:
    """Nothing differs yet in a draft that states nothing, for something stands in its way."""
    if draft.replacement is None:
        return None
    old = draft.replacement.declaration
    told = consequences_of_ending(work, old).told
    if draft.declaration is not None or not sound:
        return Replaced(old, told, [])
    now = snapshot_of(work, draft).canonical()
    return Replaced(old, told, differences_between(old.snapshot, now))


def deed_of(draft: DraftRow, credits: DraftCredits | None) -> str:
    """What issuing the draft does, as its button says it; kinds of credits are not added up."""
    taken = _kilograms(use.taken_kg for use in credits.uses) if credits else ""
    back = _kilograms(credits.going_back.values()) if credits else ""
    if draft.replacement is None:
        sentence = (
            gettext("Issue declaration and take %(taken)s kg of credits")
            if taken
            else gettext("Issue declaration")
        )
    else:
        sentence = _replacing(taken, back)
    number = draft.replacement.declaration.number if draft.replacement else ""
    return sentence % {"number": number, "taken": taken, "back": back}


def _replacing(taken: str, back: str) -> str:
    if taken and back:
        return gettext(
            "Issue declaration, replace %(number)s, take %(taken)s kg of credits and return "
            "%(back)s kg"
        )
    if taken:
        return gettext("Issue declaration, replace %(number)s and take %(taken)s kg of credits")
    if back:
        return gettext("Issue declaration, replace %(number)s and return %(back)s kg of credits")
    return gettext("Issue declaration and replace %(number)s")


def _kilograms(amounts: Iterable[int]) -> str:
    return " kg + ".join(number(each) for each in amounts if each)
