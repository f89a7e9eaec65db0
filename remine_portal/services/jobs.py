"""Ordering jobs, and doing them one by one: each has its effect once, whatever dies meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from remine_portal.domain.errors import Refusal
from remine_portal.domain.jobs import HELD_FOR, MOST_TRIES, JobKind, JobState, pause_after
from remine_portal.domain.people import Actor
from remine_portal.persistence import jobs
from remine_portal.persistence.database import Database, UnitOfWork
from remine_portal.persistence.jobs import JobRow
from remine_portal.services.office import Office

WORKER = Actor(name="worker")

log = logging.getLogger(__name__)


class NothingHappened(Exception):
    """A job failed before it had any effect outside, so that it may be tried again."""


@dataclass(frozen=True)
class Task:
    """A job in the hands of a worker, who tells how far it is and so keeps it."""

    database: Database
    office: Office
    job_id: int
    about: str
    tries: int
    clock: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    def tell(self, done: int, of: int) -> None:
        """Say that `done` of `of` steps are behind us. Keeps the job for some minutes more."""
        with self.database.writing(WORKER, self.clock()) as work:
            if row := jobs.held_job(work, self.job_id, self.tries):
                row.steps, row.steps_done = of, done
                row.held_until = work.now + HELD_FOR


Finish = Callable[[UnitOfWork], None]
"""What a job writes down at its end, in the transaction that marks it done."""

Handler = Callable[[Task], Finish]
"""Does what takes long, outside every transaction, and gives what is to be written down."""


def order(work: UnitOfWork, kind: JobKind, about: str, *, key: str | None = None) -> JobRow | None:
    """Put a job on the table, to be done when this transaction is safe.

    One whose `key` has been ordered before is not ordered again: the answer is None.
    """
    if key is not None and is_ordered(work, key):
        return None
    row = JobRow(
        kind=kind,
        about=about,
        key=key,
        state=JobState.WAITING,
        ordered_at=work.now,
        due_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def is_ordered(work: UnitOfWork, key: str) -> bool:
    """Whether a job of that key has been ordered, done or not."""
    return jobs.job_named(work, key) is not None


def work_off(
    database: Database,
    office: Office,
    handlers: Mapping[JobKind, Handler],
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> bool:
    """Do the job that has waited longest. False when none is due.

    A job that fails waits and is tried again, five times in all, and is then parked. One that must
    not be repeated is parked at once when nobody knows whether it had its effect.
    """
    with database.reading(WORKER, clock()) as work:
        if not jobs.is_any_due(work):
            return False
    with database.writing(WORKER, clock()) as work:
        row = jobs.next_due(work)
        if row is None:
            return False
        if not _take(work, row):
            return True
        task = Task(database, office, row.id, row.about, row.tries, clock)
    _do(task, row.kind, handlers[row.kind])
    return True


def try_again(work: UnitOfWork, row: JobRow) -> None:
    """Let a parked job be tried anew, because somebody has looked at it."""
    if row.state is JobState.PARKED:
        row.state, row.tries, row.due_at, row.held_until = JobState.WAITING, 0, work.now, None


def _take(work: UnitOfWork, row: JobRow) -> bool:
    """Hold the job, unless it has been begun too often already."""
    abandoned = row.held_until is not None
    if row.tries >= MOST_TRIES or (abandoned and not row.kind.may_be_repeated):
        row.state, row.held_until = JobState.PARKED, None
        row.failure = row.failure or "The worker died while it did this."
        return False
    row.tries += 1
    row.held_until = work.now + HELD_FOR
    return True


def _do(task: Task, kind: JobKind, handler: Handler) -> None:
    try:
        finish = handler(task)
        with task.database.writing(WORKER, task.clock()) as work:
            row = jobs.held_job(work, task.job_id, task.tries)
            if row is None:
                return
            finish(work)
            row.state, row.done_at, row.held_until = JobState.DONE, work.now, None
    except Exception as failure:
        log.exception("job %s (%s) failed", task.job_id, kind)
        _put_back(task, kind, failure)


def _put_back(task: Task, kind: JobKind, failure: Exception) -> None:
    with task.database.writing(WORKER, task.clock()) as work:
        row = jobs.held_job(work, task.job_id, task.tries)
        if row is None:
            return
        harmless = kind.may_be_repeated or isinstance(failure, (NothingHappened, Refusal))
        row.failure = f"{type(failure).__name__}: {failure}"[:1000]
        row.held_until = None
        if harmless and row.tries < MOST_TRIES:
            row.due_at = work.now + pause_after(row.tries)
        else:
            row.state = JobState.PARKED
