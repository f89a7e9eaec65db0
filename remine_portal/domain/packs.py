"""Packs: what somebody asked for in one file, as of a day, and what is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import rfc8785

from remine_portal.domain.errors import N_, Refusal

MOST_DOCUMENTS = 5_000
MOST_AT_ONCE = 10
"""Packs of one company that wait to be made or are being made: one worker does everything in turn,
so whoever ordered hundreds would keep everybody else waiting, for their mails too."""
LINK_LASTS = timedelta(hours=24)


class NothingSelected(Refusal):
    sentence = N_(
        "Select at least one document, or order a pack of all documents that match the filters."
    )


class TooManyDocuments(Refusal):
    sentence = N_(
        "A pack can hold up to {most} documents. Narrow the selection and order several packs."
    )


class TooManyAtOnce(Refusal):
    sentence = N_(
        "{most} packs of this company are waiting or being made. Order another when one is ready."
    )


class DayToCome(Refusal):
    sentence = N_(
        "{day} is in the future, so it is not known what will be valid then. "
        "Enter today or an earlier day."
    )


class NothingFound(Refusal):
    code = "NOT_FOUND"
    sentence = N_("None of these is the number of a declaration. Check the numbers and try again.")


class NothingIssuedYet(DayToCome):
    sentence = N_("None of these declarations had been issued by {day}. Choose a later day.")


class SeveralCompanies(Refusal):
    """A pack is one company's: it leaves the house as a whole."""

    sentence = N_(
        "These documents belong to several companies. Narrow the list to one company, and order "
        "a pack for each."
    )


class PackState(StrEnum):
    """Where a pack stands. One that failed waits for people; one that expired can be made again."""

    WAITING = "waiting"
    BEING_MADE = "being_made"
    TO_BE_TRIED_AGAIN = "to_be_tried_again"
    READY = "ready"
    EXPIRED = "expired"
    FAILED = "failed"

    @property
    def is_under_way(self) -> bool:
        """Whether it changes by itself."""
        return self not in (PackState.READY, PackState.EXPIRED, PackState.FAILED)


PACK_STATE_NAMES: Mapping[PackState, str] = {
    PackState.WAITING: N_("Waiting"),
    PackState.BEING_MADE: N_("Being made"),
    PackState.TO_BE_TRIED_AGAIN: N_("Will be tried again"),
    PackState.READY: N_("Ready"),
    PackState.EXPIRED: N_("Link expired"),
    PackState.FAILED: N_("Failed"),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for: declarations by number, in order, the day that counts, and the names.

    `numbers` holds also those that nobody knows: the pack says of them that they are missing.
    """

    numbers: tuple[str, ...]
    as_of: date
    pattern: str

    def key(self, facts: Mapping[str, Any]) -> str:
        """The same for the same selection as long as the facts of its day are the same.

        Facts of a day that is over do not change any more; those of today may.
        """
        asked: dict[str, Any] = {
            "as_of": self.as_of.isoformat(),
            "facts": dict(facts),
            "numbers": list(self.numbers),
            "pattern": self.pattern,
        }
        return hashlib.sha256(rfc8785.dumps(asked)).hexdigest()
