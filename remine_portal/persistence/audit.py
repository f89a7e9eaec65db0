"""The audit trail: what was done, by whom, when. Append-only in the database itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Select,
    String,
    and_,
    false,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from remine_portal.domain.people import CUSTOMER_ROLES, Actor, Permission
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import JAPAN, UnitOfWork
from remine_portal.persistence.paging import Page, Turn, page_of
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.schema import Key, Row, UtcDateTime

ONE_DAY = timedelta(days=1)
DOWNLOADS = (
    "certificate:downloaded",
    "declaration:downloaded",
    "pack:downloaded",
    "statement:downloaded",
)
"""That somebody took a document; the subject is its number."""

AT_THE_DESK = ("draft:handed-over", "draft:prepared", "draft:withdrawn")
"""What the desk does about a customer's goods before it issues anything."""


@dataclass(frozen=True, slots=True)
class DownloadFilter:
    """What a list of downloads is narrowed to; both days are in it, None leaves it open."""

    text: str | None = None
    event: str | None = None
    person: str | None = None
    first_day: date | None = None
    last_day: date | None = None
    customer_id: int | None = None


class AuditEventRow(Row):
    """One deed. `event` is <thing>:<done>, like declaration:issued."""

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    event: Mapped[str] = mapped_column(String(64), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str | None] = mapped_column(String(1000))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    done_by: Mapped[str] = mapped_column(String(200))
    done_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    customer: Mapped[CustomerRow | None] = relationship(lazy="raise")


def record(
    work: UnitOfWork,
    event: str,
    subject: str,
    *,
    customer_id: int | None = None,
    detail: str | None = None,
) -> None:
    """Write down a deed of the acting person, in the same transaction as the deed."""
    work.session.add(
        AuditEventRow(
            event=event,
            subject=subject[:200],
            detail=detail[:1000] if detail else None,
            customer_id=customer_id,
            done_by=work.actor.email or work.actor.name,
            done_at=work.now,
        )
    )


def visible_to(actor: Actor) -> Select[AuditEventRow]:
    """Deeds an actor may read about: where every query for them starts (DOMAIN.md 7a).

    Customers read about their own company, once the desk has done something to it.
    """
    if not actor.may(Permission.AUDIT_READ):
        return select(AuditEventRow).where(false())
    if actor.role not in CUSTOMER_ROLES:
        return select(AuditEventRow)
    return select(AuditEventRow).where(
        AuditEventRow.customer_id == actor.customer_id, AuditEventRow.event.not_in(AT_THE_DESK)
    )


def page_of_events(
    work: UnitOfWork, turn: Turn, *, event: str = "", words: str = ""
) -> Page[AuditEventRow]:
    """Newest first; `words` are looked for in who did it and to what.

    Customers look for their own people only: of the staff they learn what was done, not by whom.
    """
    query = visible_to(work.actor).options(joinedload(AuditEventRow.customer))
    if event:
        query = query.where(AuditEventRow.event == event)
    if words:
        query = query.where(_about(work.actor, words))
    return page_of(work, query, (AuditEventRow.id,), turn)


def page_of_downloads(work: UnitOfWork, turn: Turn, wanted: DownloadFilter) -> Page[AuditEventRow]:
    """Who took which document, newest first; customers read of their own people.

    The kinds of events are kept from SQLite's index of them, by which it would sort every download
    for each page.
    """
    query = (
        visible_to(work.actor)
        .where((AuditEventRow.event + "").in_(DOWNLOADS), _by_own_people(work.actor))
        .options(joinedload(AuditEventRow.customer))
    )
    if wanted.text:
        query = query.where(_about(work.actor, wanted.text))
    if wanted.event:
        query = query.where(AuditEventRow.event == wanted.event)
    if wanted.person:
        query = query.where(AuditEventRow.done_by == wanted.person)
    if wanted.first_day:
        query = query.where(AuditEventRow.done_at >= _midnight(wanted.first_day))
    if wanted.last_day:
        query = query.where(AuditEventRow.done_at < _midnight(wanted.last_day + ONE_DAY))
    if wanted.customer_id is not None:
        query = query.where(AuditEventRow.customer_id == wanted.customer_id)
    return page_of(work, query, (AuditEventRow.id,), turn)


def _about(actor: Actor, words: str) -> ColumnElement[bool]:
    done_by = AuditEventRow.done_by.icontains(words, autoescape=True)
    return or_(
        AuditEventRow.subject.icontains(words, autoescape=True),
        and_(done_by, _by_own_people(actor)),
    )


def _by_own_people(actor: Actor) -> ColumnElement[bool]:
    """Done by somebody whom the actor may know."""
    if actor.role not in CUSTOMER_ROLES:
        return true()
    own = select(PersonRow.email).where(PersonRow.customer_id == actor.customer_id)
    return AuditEventRow.done_by.in_(own)


def _midnight(day: date) -> datetime:
    """When a day of business begins."""
    return datetime.combine(day, time.min, JAPAN)
