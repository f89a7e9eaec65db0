"""The job table: ordered in the transaction that needs it, taken by one worker at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint, Select, String, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from remine_portal.domain.jobs import JobKind, JobState
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.paging import Page, Turn, page_of
from remine_portal.persistence.schema import EnumColumn, Key, Row, UtcDateTime, where_given


class JobRow(Row):
    """One job. `about` is what its kind needs to know, `held_until` whether a worker has it now.

    `key` names a job that must not be ordered twice. `steps_done` of `steps` is for people who
    wait for it.
    """

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("(state = 'done') = (done_at IS NOT NULL)", name="done_at_a_moment"),
        CheckConstraint("steps_done >= 0 AND steps_done <= steps", name="steps_within"),
        where_given("ix_job_waiting", "state = 'waiting'", "due_at", "id"),
        where_given("ix_job_parked", "state = 'parked'", "id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[JobKind] = mapped_column(EnumColumn(JobKind))
    about: Mapped[str] = mapped_column(String(200))
    key: Mapped[str | None] = mapped_column(String(100), unique=True)
    state: Mapped[JobState] = mapped_column(EnumColumn(JobState))
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    held_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    steps: Mapped[int] = mapped_column(default=0)
    steps_done: Mapped[int] = mapped_column(default=0)
    failure: Mapped[str | None] = mapped_column(String(1000))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def job_named(work: UnitOfWork, key: str) -> JobRow | None:
    return work.session.scalar(select(JobRow).where(JobRow.key == key))


def is_any_due(work: UnitOfWork, kinds: Iterable[JobKind]) -> bool:
    """Whether a worker would find something, asked without stopping anybody who writes."""
    query = _due(work, kinds).with_only_columns(JobRow.id).limit(1)
    return work.session.scalar(query) is not None


def next_due(work: UnitOfWork, kinds: Iterable[JobKind]) -> JobRow | None:
    """The one that has waited longest, kept from other workers until the work ends."""
    query = _due(work, kinds).order_by(JobRow.due_at, JobRow.id).limit(1)
    return work.session.scalar(query.with_for_update(skip_locked=True))


def held_job(work: UnitOfWork, job_id: int, tries: int) -> JobRow | None:
    """A job that a worker still holds by that try; None when it was taken for dead."""
    return work.session.scalar(
        select(JobRow)
        .where(
            JobRow.id == job_id,
            JobRow.state == JobState.WAITING,
            JobRow.tries == tries,
            JobRow.held_until.is_not(None),
        )
        .with_for_update()
    )


def parked_job(work: UnitOfWork, job_id: int) -> JobRow | None:
    """One of them, kept from others until the work ends; None when it is not parked any more."""
    return work.session.scalar(
        select(JobRow).where(JobRow.id == job_id, JobRow.state == JobState.PARKED).with_for_update()
    )


def parked_jobs(work: UnitOfWork, turn: Turn) -> Page[JobRow]:
    """Those that people have to look at, the newest first."""
    return page_of(work, select(JobRow).where(JobRow.state == JobState.PARKED), (JobRow.id,), turn)


def count_jobs(work: UnitOfWork, state: JobState, kind: JobKind | None = None) -> int:
    """How many jobs are in a state, of one kind or of all."""
    query = select(func.count()).select_from(JobRow).where(JobRow.state == state)
    if kind is not None:
        query = query.where(JobRow.kind == kind)
    return work.session.scalar(query) or 0


def _due(work: UnitOfWork, kinds: Iterable[JobKind]) -> Select[JobRow]:
    free = or_(JobRow.held_until.is_(None), JobRow.held_until < work.now)
    return select(JobRow).where(
        JobRow.state == JobState.WAITING,
        JobRow.due_at <= work.now,
        free,
        JobRow.kind.in_(list(kinds)),
    )
