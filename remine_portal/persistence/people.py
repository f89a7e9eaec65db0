"""People, the invitations that bring them in, and misses at the door."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from remine_portal.domain.people import Actor, Role
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.schema import EnumColumn, Key, Row, UtcDateTime


class PersonRow(Row):
    """Somebody who signs in: customers' people have a company, staff have none."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[Role] = mapped_column(EnumColumn(Role))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="ja")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sample: Mapped[bool] = mapped_column(default=False)

    customer: Mapped[CustomerRow | None] = relationship(lazy="raise")

    def actor(self, language: str = "en") -> Actor:
        """The person as whoever acts; `customer` must be loaded."""
        return Actor(
            name=self.name,
            role=self.role,
            person_id=self.id,
            email=self.email,
            customer_id=self.customer_id,
            customer_name=self.customer.name.in_language(language) if self.customer else None,
        )


class InvitationRow(Row):
    """A link that makes one person of one role, once, until it expires. Only its hash is kept."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    role: Mapped[Role] = mapped_column(EnumColumn(Role))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    invited_by: Mapped[str] = mapped_column(String(200))
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    customer: Mapped[CustomerRow | None] = relationship(lazy="raise")


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


def find_person(work: UnitOfWork, email: str) -> PersonRow | None:
    """By address, whatever its case."""
    return work.session.scalar(
        select(PersonRow)
        .where(PersonRow.email == email.strip().lower())
        .options(joinedload(PersonRow.customer))
    )


def nobody_yet(work: UnitOfWork) -> bool:
    """Whether the portal has no people at all."""
    return work.session.scalar(select(func.count()).select_from(PersonRow)) == 0
