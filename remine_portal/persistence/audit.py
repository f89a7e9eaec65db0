"""The audit trail: what was done, by whom, when. Append-only in the database itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Select, String, false, or_, select, true
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from remine_portal.domain.people import CUSTOMER_ROLES, Actor, Permission
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.paging import Page, Turn, page_of
from remine_portal.persistence.schema import Key, Row, UtcDateTime


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
    """Deeds an actor may read about: where every query for them starts (DOMAIN.md 7a)."""
    if not actor.may(Permission.AUDIT_READ):
        return select(AuditEventRow).where(false())
    own = AuditEventRow.customer_id == actor.customer_id if actor.role in CUSTOMER_ROLES else true()
    return select(AuditEventRow).where(own)


def page_of_events(
    work: UnitOfWork, turn: Turn, *, event: str = "", words: str = ""
) -> Page[AuditEventRow]:
    """Newest first; `words` are looked for in who did it and to what."""
    query = visible_to(work.actor).options(joinedload(AuditEventRow.customer))
    if event:
        query = query.where(AuditEventRow.event == event)
    if words:
        columns = (AuditEventRow.done_by, AuditEventRow.subject)
        query = query.where(or_(*(each.icontains(words, autoescape=True) for each in columns)))
    return page_of(work, query, (AuditEventRow.id,), turn)
