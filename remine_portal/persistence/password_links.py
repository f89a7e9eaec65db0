"""Links with which somebody who has lost the password chooses a new one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, String, select, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.schema import Key, Row, UtcDateTime


class PasswordLinkRow(Row):
    """One link for one person, once, for a short while. Only its hash is kept."""

    __tablename__ = "password_link"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_by: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[PersonRow] = relationship(lazy="raise")


def find_link(work: UnitOfWork, token_sha256: str) -> PasswordLinkRow | None:
    """With its person and their company, while it works. Asking does not use it up."""
    return work.session.scalar(
        select(PasswordLinkRow)
        .where(PasswordLinkRow.token_sha256 == token_sha256, *_open(work.now))
        .options(joinedload(PasswordLinkRow.person).joinedload(PersonRow.customer))
    )


def close_links(work: UnitOfWork, person_id: int) -> bool:
    """Make all links of the person worthless; False when there was none that still worked."""
    closed = work.session.scalars(
        update(PasswordLinkRow)
        .where(PasswordLinkRow.person_id == person_id, *_open(work.now))
        .values(closed_at=work.now)
        .returning(PasswordLinkRow.id)
    )
    return bool(closed.all())


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (PasswordLinkRow.closed_at.is_(None), PasswordLinkRow.expires_at > now)
