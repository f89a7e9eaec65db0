"""Sessions are rows: signing out ends them on the server (QUALITY.md M1, M2)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.schema import Key, Row, UtcDateTime


class SessionRow(Row):
    """One browser signed in. The cookie holds a random reference; only its hash is kept here."""

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    reference_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    browser: Mapped[str] = mapped_column(String(200))

    person: Mapped[PersonRow] = relationship(lazy="raise")


def sessions_of(
    work: UnitOfWork, person_id: int, *, seen_since: datetime, begun_since: datetime
) -> list[SessionRow]:
    """A person's sessions that have not ended, used last first."""
    return list(
        work.session.scalars(
            select(SessionRow)
            .where(
                SessionRow.person_id == person_id,
                SessionRow.ended_at.is_(None),
                SessionRow.seen_at >= seen_since,
                SessionRow.began_at >= begun_since,
            )
            .order_by(SessionRow.seen_at.desc(), SessionRow.id.desc())
        )
    )
