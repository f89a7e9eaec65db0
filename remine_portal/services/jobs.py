"""Ordering jobs, and doing them one by one: each has its effect once, whatever dies meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from remine_portal.domain.jobs import HELD_FOR, JobKind, JobState, is_last, pause_after
from remine_portal.domain.people import Actor
from remine_portal.persistence import audit, jobs
from remine_portal.persistence.database import Database, UnitOfWork, this_moment
from remine_portal.persistence.jobs import JobRow
from remine_portal.services.office import Office

WORKER = Actor(name="worker")
DIED = "The worker died while it did this."
LONGEST_FAILURE = 1000

log = logging.getLogger(__name__)


class NothingHappened(Exception):
    """A job failed before it had any effect outside, so that it may be tried again."""


class TakenAway(Exception):
    """The worker has said nothing for so long that its job was given to another."""


Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Task:
    """A job in the hands of a worker, who tells how far it is and so keeps it."""

    database: Database
    office: Office
    job_id: int
    about: str
    tries: int
    clock: Clock = this_moment

    def tell(self, done: int, of: int) -> None:
        """Say that `done` of `of` steps are behind us. Keeps the job for some minutes more.

        Raises where the job is not ours any more: whatever we did for it would be for nothing.
        """
        with self.writing() as (work, row):
            row.steps, row.steps_done = of, done
            row.held_until = work.now + HELD_FOR

    @contextmanager
    def writing(self) -> Iterator[tuple[UnitOfWork, JobRow]]:
        """A unit of work with the job in it, which nobody else gets until it ends."""
        with self.database.writing(WORKER, self.clock()) as work:
            row = jobs.held_job(work, self.job_id, self.tries)
            if row is None:
                raise TakenAway
            yield work, row


Finish = Callable[[UnitOfWork], None]
"""What a job writes down at its end, in the transaction that marks it done."""

Handler = Callable[[Task], Finish]
"""Does what takes long, outside every transaction, and gives what is to be written down."""


def order(work: UnitOfWork, kind: JobKind, about: str, *, key: str | None = None) -> JobRow | None:
    """Put a job on the table, to be done when this transaction is safe.

    One whose `key` has been ordered before is not ordered again: the answer is None. Of two who
    order it at once, one waits for the other.
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
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:
        return None
    return row


def is_ordered(work: UnitOfWork, key: str) -> bool:
    """Whether a job of that key has been ordered, done or not."""
    return jobs.job_named(work, key) is not None


def work_off(
    database: Database,
    office: Office,
    handlers: Mapping[JobKind, Handler],
    clock: Clock = this_moment,
) -> bool:
    """Do the job that has waited longest, of those that have a handler. False when none is due.

    A job that fails waits and is tried again, five times in all, and is then parked. One that must
    not be repeated is parked at once when nobody knows whether it had its effect.
    """
    with database.reading(WORKER, clock()) as work:
        if not jobs.is_any_due(work, handlers):
            return False
    with database.writing(WORKER, clock()) as work:
        row = jobs.next_due(work, handlers)
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
        row.state, row.due_at = JobState.WAITING, work.now
        _record(work, "job:tried-again", row)


def drop(work: UnitOfWork, row: JobRow) -> None:
    """Let a parked job be, because somebody has looked at it and it is not to be done."""
    if row.state is JobState.PARKED:
        row.state = JobState.DROPPED
        _record(work, "job:dropped", row)


def _take(work: UnitOfWork, row: JobRow) -> bool:
    """Hold the job, unless a worker died over it and it must not be begun once more."""
    if row.held_until is not None:
        row.failure = DIED
        if is_last(row.tries) or not row.kind.may_be_repeated:
            row.state, row.held_until = JobState.PARKED, None
            return False
    row.tries += 1
    row.held_until = work.now + HELD_FOR
    return True


def _do(task: Task, kind: JobKind, handler: Handler) -> None:
    try:
        finish = handler(task)
        with task.writing() as (work, row):
            finish(work)
            row.state, row.done_at, row.held_until = JobState.DONE, work.now, None
    except TakenAway:
        log.warning("job %s (%s) was given to another worker", task.job_id, kind)
    except NothingHappened as failure:
        log.warning("job %s (%s) is put off: %s", task.job_id, kind, failure)
        _put_back(task, failure, harmless=True)
    except Exception as failure:
        log.exception("job %s (%s) failed", task.job_id, kind)
        _put_back(task, failure, harmless=kind.may_be_repeated)


def _put_back(task: Task, failure: Exception, *, harmless: bool) -> None:
    """Let it wait for its next try, or park it: after the last, or where it may have happened."""
    with suppress(TakenAway), task.writing() as (work, row):
        row.failure = _in_words(failure)
        row.held_until = None
        if harmless and not is_last(row.tries):
            row.due_at = work.now + pause_after(row.tries)
        else:
            row.state = JobState.PARKED


def _in_words(failure: Exception) -> str:
    """In one line that any database can keep; what is said by us needs no name of its kind."""
    said = str(failure) if isinstance(failure, NothingHappened) else ""
    said = said or f"{type(failure).__name__}: {failure}"
    return "".join(each if each.isprintable() else " " for each in said)[:LONGEST_FAILURE]


def _record(work: UnitOfWork, event: str, row: JobRow) -> None:
    audit.record(work, event, f"{row.kind} {row.about}", detail=row.failure)
