"""Jobs: work that is done after the commit that ordered it, by a worker, each with one effect."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from remine_portal.domain.errors import N_

MOST_TRIES = 5
"""A job that has failed so often is parked, and staff see it (QUALITY.md T16)."""

HELD_FOR = timedelta(minutes=10)
"""A worker that says nothing for so long is taken for dead, and its job is tried again."""


class JobKind(StrEnum):
    """What a worker can do."""

    MAIL = "mail"
    PACK = "pack"
    EXPIRY = "expiry"

    @property
    def may_be_repeated(self) -> bool:
        """Whether it may be begun anew when nobody knows how far it came.

        A mail may have left before the worker died, and nobody gets one twice.
        """
        return self is not JobKind.MAIL


JOB_NAMES: Mapping[JobKind, str] = {
    JobKind.MAIL: N_("Email of a notice"),
    JobKind.PACK: N_("Pack of documents"),
    JobKind.EXPIRY: N_("Search for expiring certificates"),
}


class JobState(StrEnum):
    """A job waits until it is done, or parked for people to look at, who may drop it."""

    WAITING = "waiting"
    DONE = "done"
    PARKED = "parked"
    DROPPED = "dropped"


def is_last(tries: int) -> bool:
    """Whether this try was the last before people look at it. Tries are counted for good."""
    return tries % MOST_TRIES == 0


def pause_after(tries: int) -> timedelta:
    """How long a job that failed waits: one minute, then five, then ever longer."""
    return timedelta(minutes=5 ** ((tries - 1) % MOST_TRIES))
