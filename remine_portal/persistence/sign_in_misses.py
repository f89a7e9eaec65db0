"""Wrong passwords at the door: what the throttle counts. Kept for an hour or two, not for ever."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Index, String, delete, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.schema import Key, Row, UtcDateTime


class SignInMissRow(Row):
    """A wrong password, by account and by address: what the throttle counts."""

    __tablename__ = "sign_in_miss"
    __table_args__ = (
        Index("ix_sign_in_miss_email", "email", "missed_at"),
        Index("ix_sign_in_miss_address", "address", "missed_at"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    address: Mapped[str] = mapped_column(String(64))
    missed_at: Mapped[datetime] = mapped_column(UtcDateTime)


def of_account(email: str) -> ColumnElement[bool]:
    return SignInMissRow.email == email


def of_address(address: str) -> ColumnElement[bool]:
    return SignInMissRow.address == address


def count_misses(
    work: UnitOfWork, since: datetime, *which: ColumnElement[bool]
) -> tuple[int, datetime | None]:
    """How many there were, and when the last one was."""
    count, last = work.session.execute(
        select(func.count(), func.max(SignInMissRow.missed_at)).where(
            SignInMissRow.missed_at > since, *which
        )
    ).one()
    return count, last


def write_down(work: UnitOfWork, email: str, address: str) -> None:
    work.session.add(SignInMissRow(email=email, address=address, missed_at=work.now))


def forget(work: UnitOfWork, *which: ColumnElement[bool]) -> None:
    work.session.execute(delete(SignInMissRow).where(*which))


def forget_old(work: UnitOfWork, before: datetime, email: str, address: str) -> None:
    """Sweep where we stand anyway, so that the table does not grow for ever."""
    forget(
        work,
        SignInMissRow.missed_at < before,
        or_(of_account(email), of_address(address)),
    )


def queue_at_the_door(work: UnitOfWork, email: str) -> None:
    """Let tries for one account come one by one, so that a crowd cannot slip past the count.

    On SQLite all writers queue already.
    """
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(email))))
