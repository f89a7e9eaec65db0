"""Saved views: the address of a list, kept under a name by one person, or shown to colleagues."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Select, String, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from remine_portal.domain.people import Actor
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.schema import Key, Row, UtcDateTime


class SavedViewRow(Row):
    """A view of the download centre. `query` is what stands behind ? in its address.

    A shared one is seen by everybody of the same company; `customer_id` is None for staff.
    """

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("person_id", "name", name="uq_saved_view_person_id"),
        Index("ix_saved_view_customer_id", "customer_id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    name: Mapped[str] = mapped_column(String(100))
    query: Mapped[str] = mapped_column(String(3000))
    shared: Mapped[bool]
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[PersonRow] = relationship(lazy="raise")


def visible_to(actor: Actor) -> Select[SavedViewRow]:
    """One's own, and what colleagues of the same company share (DOMAIN.md rule 40)."""
    colleagues = SavedViewRow.customer_id.is_not_distinct_from(actor.customer_id)
    own = SavedViewRow.person_id == actor.person_id
    return select(SavedViewRow).where(or_(own, and_(SavedViewRow.shared, colleagues)))


def saved_views(work: UnitOfWork) -> list[SavedViewRow]:
    """By name, with whose they are."""
    return list(
        work.session.scalars(
            visible_to(work.actor)
            .order_by(SavedViewRow.name, SavedViewRow.id)
            .options(joinedload(SavedViewRow.person))
        )
    )


def find_own_view(work: UnitOfWork, view_id: int) -> SavedViewRow | None:
    """One that the acting person has saved; None for a colleague's, which only they may change."""
    return work.session.scalar(
        visible_to(work.actor).where(
            SavedViewRow.id == view_id, SavedViewRow.person_id == work.actor.person_id
        )
    )


def own_view_named(work: UnitOfWork, name: str) -> SavedViewRow | None:
    return work.session.scalar(
        select(SavedViewRow).where(
            SavedViewRow.person_id == work.actor.person_id, SavedViewRow.name == name
        )
    )
