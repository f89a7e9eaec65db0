"""What people have been told, whether they have read it, and what they want by mail."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Computed,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    func,
    select,
    update,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from remine_portal.domain.notices import IMPORTANT, RECIPIENTS, NoticeKind, kinds_for
from remine_portal.domain.people import Actor
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.paging import Page, Turn, page_of
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.schema import EnumColumn, Key, Row, UtcDateTime


class NoticeRow(Row):
    """Tells one person of one deed, once. `about` is a number, or the key of what it leads to."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "about", "made_at", name="uq_notice_deed"),
        Index("ix_notice_inbox", "person_id", "is_unread", "id", "kind"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[NoticeKind] = mapped_column(EnumColumn(NoticeKind))
    about: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_unread: Mapped[bool] = mapped_column(Computed("read_at IS NULL"), nullable=True)

    person: Mapped[PersonRow] = relationship(lazy="raise")


class NoticeChoiceRow(Row):
    """Whether a person wants mails of a kind; whoever has none has never chosen."""

    __tablename__ = "notice_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[NoticeKind] = mapped_column(EnumColumn(NoticeKind), primary_key=True)
    by_mail: Mapped[bool] = mapped_column()


def visible_to(actor: Actor) -> Select[NoticeRow]:
    """A person's own notices, of what their role can open: where every query for them starts."""
    return select(NoticeRow).where(
        NoticeRow.person_id == actor.person_id, NoticeRow.kind.in_(kinds_for(actor.role))
    )


def find_notice(work: UnitOfWork, notice_id: int) -> NoticeRow | None:
    """A notice to the acting person; None when it is not theirs."""
    return work.session.scalar(visible_to(work.actor).where(NoticeRow.id == notice_id))


def page_of_notices(
    work: UnitOfWork, turn: Turn, *, kind: NoticeKind | None = None, unread: bool | None = None
) -> Page[NoticeRow]:
    """The unread ones first, and of both the newest first."""
    query = visible_to(work.actor)
    if kind is not None:
        query = query.where(NoticeRow.kind == kind)
    if unread is not None:
        query = query.where(NoticeRow.is_unread == unread)
    return page_of(work, query, (NoticeRow.is_unread, NoticeRow.id), turn)


def count_unread(work: UnitOfWork) -> int:
    """How many notices the acting person has not read."""
    unread = visible_to(work.actor).where(NoticeRow.is_unread)
    return work.session.scalar(unread.with_only_columns(func.count())) or 0


def important_unread(work: UnitOfWork, limit: int) -> list[NoticeRow]:
    """What the acting person asked for or has to do, and has not read: the newest first."""
    return list(
        work.session.scalars(
            visible_to(work.actor)
            .where(NoticeRow.is_unread, NoticeRow.kind.in_(IMPORTANT))
            .order_by(NoticeRow.id.desc())
            .limit(limit)
        )
    )


def newest(work: UnitOfWork) -> int:
    """The key of the newest notice to the acting person; 0 where there is none."""
    query = visible_to(work.actor).with_only_columns(func.max(NoticeRow.id))
    return work.session.scalar(query) or 0


def mark_read(work: UnitOfWork, notice_id: int) -> None:
    """Note that the acting person has read a notice of theirs."""
    _mark(work, NoticeRow.id == notice_id)


def mark_all_read(work: UnitOfWork, up_to: int) -> None:
    """Note that the acting person has read every notice up to the one with this key."""
    _mark(work, NoticeRow.id <= up_to)


def _mark(work: UnitOfWork, which: ColumnElement[bool]) -> None:
    """Once: whoever does it a second time, at the same moment or later, changes nothing."""
    work.session.execute(
        update(NoticeRow)
        .where(which, NoticeRow.person_id == work.actor.person_id, NoticeRow.is_unread)
        .values(read_at=work.now)
    )


def notice_to_send(work: UnitOfWork, notice_id: int) -> NoticeRow | None:
    """A notice with the person whom it tells and their company, for the worker; None if none is."""
    return work.session.scalar(
        select(NoticeRow)
        .where(NoticeRow.id == notice_id)
        .options(joinedload(NoticeRow.person).joinedload(PersonRow.customer))
    )


def addresses_of(work: UnitOfWork, notice_ids: Iterable[int]) -> dict[int, str]:
    """Whom the notices tell, by the notices' keys."""
    query = (
        select(NoticeRow.id, PersonRow.email)
        .join(NoticeRow.person)
        .where(NoticeRow.id.in_(list(notice_ids)))
    )
    return {notice_id: email for notice_id, email in work.session.execute(query)}


def people_to_tell(
    work: UnitOfWork, kind: NoticeKind, about: str, whom: ColumnElement[bool]
) -> list[PersonRow]:
    """Those of them who may sign in and get notices of the kind.

    Not the acting person, nor whoever has been told of this very deed.
    """
    told = select(NoticeRow.person_id).where(
        NoticeRow.kind == kind, NoticeRow.about == about, NoticeRow.made_at == work.now
    )
    query = (
        select(PersonRow)
        .where(
            whom,
            PersonRow.role.in_(RECIPIENTS[kind]),
            PersonRow.disabled_at.is_(None),
            PersonRow.id.not_in(told),
            PersonRow.id != (work.actor.person_id or 0),
        )
        .order_by(PersonRow.id)
    )
    return list(work.session.scalars(query))


def choices_of(work: UnitOfWork, person_ids: Iterable[int]) -> dict[tuple[int, NoticeKind], bool]:
    """What people have chosen: whether a person wants mails of a kind."""
    query = select(NoticeChoiceRow).where(NoticeChoiceRow.person_id.in_(list(person_ids)))
    return {(row.person_id, row.kind): row.by_mail for row in work.session.scalars(query)}
