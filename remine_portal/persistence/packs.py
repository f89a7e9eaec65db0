"""Packs: who ordered which selection for whom, the job that makes it, and the file it became."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    func,
    select,
    true,
)
from sqlalchemy.orm import (
    Mapped,
    aliased,
    defer,
    joinedload,
    mapped_column,
    relationship,
    selectinload,
)

from remine_portal.domain.declarations import Status
from remine_portal.domain.jobs import JobState
from remine_portal.domain.packs import Selection
from remine_portal.domain.people import CUSTOMER_ROLES, Actor
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import JAPAN, UnitOfWork
from remine_portal.persistence.declarations import DeclarationLineRow, DeclarationRow
from remine_portal.persistence.declarations import visible_to as declarations_visible_to
from remine_portal.persistence.endings import EndingRow
from remine_portal.persistence.imports import chunks
from remine_portal.persistence.jobs import JobRow
from remine_portal.persistence.paging import Page, Turn, page_of
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.periods import PeriodRow
from remine_portal.persistence.schema import Key, Row, UtcDateTime


class PackRow(Row):
    """A pack. `key` is that of its selection and of the facts of its day: none is made twice.

    `documents` are the declarations in it, and `missing` what its list of missing things names.

    `sha256` is that of the file when it was last made; `expires_at` is when the file may go, and it
    is there as long as `is_kept`.
    """

    __tablename__ = "pack"
    __table_args__ = (
        UniqueConstraint("customer_id", "key", name="uq_pack_customer_id"),
        CheckConstraint(
            "(sha256 IS NULL) = (bytes IS NULL) AND (sha256 IS NULL) = (expires_at IS NULL)",
            name="made_as_a_whole",
        ),
        CheckConstraint("NOT is_kept OR sha256 IS NOT NULL", name="kept_when_made"),
        Index("ix_pack_customer_id", "customer_id", "id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    key: Mapped[str] = mapped_column(String(64))
    numbers: Mapped[str] = mapped_column(Text)
    as_of: Mapped[date]
    pattern: Mapped[str] = mapped_column(String(250))
    ordered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    documents: Mapped[int]
    missing: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str | None] = mapped_column(String(64))
    bytes: Mapped[int | None] = mapped_column(BigInteger)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    is_kept: Mapped[bool] = mapped_column(default=False)

    customer: Mapped[CustomerRow] = relationship(lazy="raise")
    ordered_by: Mapped[PersonRow] = relationship(lazy="raise")
    job: Mapped[JobRow] = relationship(lazy="raise")

    @property
    def until(self) -> datetime:
        """The moment that its facts are of: the end of its day, or when it was ordered on it.

        What happened later that day is for another pack, so this one can always be made again.
        """
        return min(self.ordered_at, last_moment_of(self.as_of))

    @property
    def selection(self) -> Selection:
        return Selection(tuple(json.loads(self.numbers)), self.as_of, self.pattern)


@dataclass(frozen=True, slots=True)
class Found:
    """A declaration that a selection names."""

    id: int
    number: str
    customer_id: int
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    """How a declaration had ended by a moment."""

    status: Status
    on: date
    replaced_by: str | None


def visible_to(actor: Actor) -> Select[PackRow]:
    """Packs an actor may see: where every query for them starts (DOMAIN.md rule 40)."""
    own = PackRow.customer_id == actor.customer_id if actor.role in CUSTOMER_ROLES else true()
    return select(PackRow).where(own)


def find_pack(work: UnitOfWork, pack_id: int) -> PackRow | None:
    """With company, who ordered it and the job; None when it is not there, or not theirs."""
    return work.session.scalar(_loaded(visible_to(work.actor).where(PackRow.id == pack_id)))


def pack_of_key(work: UnitOfWork, customer_id: int, key: str) -> PackRow | None:
    """The pack of that selection, with its job."""
    query = visible_to(work.actor).where(PackRow.customer_id == customer_id, PackRow.key == key)
    return work.session.scalar(_loaded(query))


def page_of_packs(work: UnitOfWork, turn: Turn) -> Page[PackRow]:
    """The latest first, loaded as by `find_pack`, without what was selected."""
    query = _loaded(visible_to(work.actor)).options(defer(PackRow.numbers))
    return page_of(work, query, (PackRow.id,), turn)


def count_under_way(work: UnitOfWork, customer_id: int) -> int:
    """How many packs of a company wait to be made, or are being made."""
    query = select(func.count()).select_from(PackRow).join(PackRow.job)
    mine = query.where(PackRow.customer_id == customer_id, JobRow.state == JobState.WAITING)
    return work.session.scalar(mine) or 0


def over(work: UnitOfWork) -> list[PackRow]:
    """Packs whose link has expired, and whose file is still kept."""
    query = select(PackRow).where(PackRow.is_kept, PackRow.expires_at <= work.now)
    return list(work.session.scalars(query))


def is_file_wanted(work: UnitOfWork, sha256: str) -> bool:
    """Whether some pack keeps the file of that hash."""
    query = select(PackRow.id).where(PackRow.is_kept, PackRow.sha256 == sha256).limit(1)
    return work.session.scalar(query) is not None


def found_by_number(work: UnitOfWork, numbers: Sequence[str]) -> list[Found]:
    """Those of the numbers that are declarations the actor may see."""
    columns = ("id", "number", "customer_id", "issued_at")
    query = declarations_visible_to(work.actor).with_only_columns(
        *(getattr(DeclarationRow, each) for each in columns)
    )
    return [
        Found(*row)
        for some in chunks(numbers)
        for row in work.session.execute(query.where(DeclarationRow.number.in_(some)))
    ]


def declarations_by_id(
    work: UnitOfWork, ids: Iterable[int], *, snapshots: bool = True
) -> list[DeclarationRow]:
    """In the order of their numbers, with lines and what they state unless that is not wanted."""
    query = select(DeclarationRow).where(DeclarationRow.id.in_(list(ids)))
    if snapshots:
        lines = selectinload(DeclarationRow.lines).joinedload(DeclarationLineRow.shipment_line)
        query = query.options(lines)
    else:
        query = query.options(defer(DeclarationRow.snapshot))
    return list(work.session.scalars(query.order_by(DeclarationRow.number)))


def ended_by(work: UnitOfWork, ids: Sequence[int], moment: datetime) -> dict[int, Ended]:
    """How those had ended that had by then, by their ids; on which day in Japan."""
    successor = aliased(DeclarationRow)
    query = (
        select(EndingRow.declaration_id, EndingRow.status, EndingRow.ended_at, successor.number)
        .outerjoin(successor, successor.id == EndingRow.successor_id)
        .where(EndingRow.ended_at <= moment)
    )
    return {
        declaration_id: Ended(status, ended_at.astimezone(JAPAN).date(), number)
        for some in chunks(ids)
        for declaration_id, status, ended_at, number in work.session.execute(
            query.where(EndingRow.declaration_id.in_(some))
        )
    }


def periods_closed_by(work: UnitOfWork, moment: datetime) -> int:
    """How many balance periods had been closed by then."""
    query = select(func.count()).where(PeriodRow.closed_at <= moment)
    return work.session.scalar(query) or 0


def last_moment_of(day: date) -> datetime:
    """Of a day in Japan."""
    return datetime.combine(day, time.max, JAPAN)


def _loaded(query: Select[PackRow]) -> Select[PackRow]:
    return query.options(
        joinedload(PackRow.customer), joinedload(PackRow.ordered_by), joinedload(PackRow.job)
    )
