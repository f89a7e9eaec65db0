"""The audit trail: what was done, by whom, when. Append-only in the database itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from remine_portal.persistence.database import UnitOfWork
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
