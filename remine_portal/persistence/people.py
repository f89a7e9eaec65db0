"""People, and the invitations that bring them in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Select,
    String,
    false,
    func,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from remine_portal.domain.people import COMMAND_LINE, Actor, Role
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

    @property
    def may_come_in(self) -> bool:
        """Whether neither they nor their company are disabled; `customer` must be loaded."""
        return not (self.disabled_at or (self.customer and self.customer.disabled_at))

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


def folded(email: str) -> str:
    """An address as it is kept, whatever its case."""
    return email.strip().lower()


def find_person(work: UnitOfWork, email: str) -> PersonRow | None:
    """By address, whatever its case."""
    return work.session.scalar(
        select(PersonRow)
        .where(PersonRow.email == folded(email))
        .options(joinedload(PersonRow.customer))
    )


def hold_person(work: UnitOfWork, person_id: int) -> None:
    """Let nobody else write down anything of a person who holds them too, until the work ends."""
    held = select(PersonRow.id).where(PersonRow.id == person_id)
    work.session.execute(held.with_for_update(key_share=True))


def addresses_of(work: UnitOfWork, customer_id: int) -> frozenset[str]:
    """Of everybody who belongs to the company, or has belonged to it."""
    return frozenset(
        work.session.scalars(select(PersonRow.email).where(PersonRow.customer_id == customer_id))
    )


def names_of(work: UnitOfWork, addresses: Iterable[str]) -> dict[str, str]:
    """The name of each person by address; whoever has no account has none."""
    found = work.session.execute(
        select(PersonRow.email, PersonRow.name).where(PersonRow.email.in_(list(addresses)))
    )
    return {email: name for email, name in found}


def hold_administrators(work: UnitOfWork, person: PersonRow) -> set[int]:
    """Who else of the person's company, or of the staff, may sign in with the same role; their ids.

    Nobody changes them, or the person, until the work is done: whoever would waits.
    """
    ids = work.session.scalars(
        select(PersonRow.id)
        .where(
            PersonRow.role == person.role,
            PersonRow.customer_id == person.customer_id,
            PersonRow.disabled_at.is_(None),
        )
        .order_by(PersonRow.id)
        .with_for_update()
    )
    return set(ids) - {person.id}


def nobody_yet(work: UnitOfWork) -> bool:
    """Whether the portal has no people at all."""
    return work.session.scalar(select(func.count()).select_from(PersonRow)) == 0


def manageable_by(actor: Actor, rows: type[PersonRow] | type[InvitationRow]) -> ColumnElement[bool]:
    """Whose people, or invitations, an actor looks after: where every query for them starts.

    Portal administrators look after all, company administrators after their own company's
    (DOMAIN.md 7a), others after none.
    """
    if actor.role is Role.ADMINISTRATOR or actor == COMMAND_LINE:
        return true()
    if actor.role is Role.COMPANY_ADMINISTRATOR and actor.customer_id is not None:
        return rows.customer_id == actor.customer_id
    return false()


def visible_to(actor: Actor) -> Select[PersonRow]:
    """People whom an actor looks after, each with the company."""
    return (
        select(PersonRow)
        .where(manageable_by(actor, PersonRow))
        .options(joinedload(PersonRow.customer))
    )


def find_colleague(work: UnitOfWork, person_id: int) -> PersonRow | None:
    """None when there is no such person, or not among those whom the actor looks after."""
    return work.session.scalar(visible_to(work.actor).where(PersonRow.id == person_id))


def people_from(
    work: UnitOfWork, *, words: str = "", after: str = "", limit: int = 50
) -> list[PersonRow]:
    """By address, beginning behind `after`; `words` are looked for in names and addresses."""
    query = visible_to(work.actor).where(PersonRow.email > after, _named(words))
    return list(work.session.scalars(query.order_by(PersonRow.email).limit(limit)))


def count_people_named(work: UnitOfWork, words: str) -> int:
    """How many `people_from` finds from the beginning."""
    found = visible_to(work.actor).where(_named(words)).with_only_columns(func.count())
    return work.session.scalar(found) or 0


def _named(words: str) -> ColumnElement[bool]:
    if not words:
        return true()
    columns = (PersonRow.name, PersonRow.email)
    return or_(*(each.icontains(words, autoescape=True) for each in columns))


def people_of_company(work: UnitOfWork, customer_id: int) -> list[PersonRow]:
    """Everybody who belongs to the company, by address."""
    return list(
        work.session.scalars(
            select(PersonRow).where(PersonRow.customer_id == customer_id).order_by(PersonRow.email)
        )
    )


def count_people(work: UnitOfWork, customer_ids: list[int]) -> dict[int, int]:
    """How many people each of the companies has that may sign in."""
    counts = work.session.execute(
        select(PersonRow.customer_id, func.count())
        .where(PersonRow.customer_id.in_(customer_ids), PersonRow.disabled_at.is_(None))
        .group_by(PersonRow.customer_id)
    )
    return {customer_id: count for customer_id, count in counts if customer_id is not None}


def open_invitations(work: UnitOfWork) -> list[InvitationRow]:
    """Those that can still be accepted and that the actor looks after, newest first."""
    return list(
        work.session.scalars(
            select(InvitationRow)
            .where(manageable_by(work.actor, InvitationRow), *_still_open(work.now))
            .options(joinedload(InvitationRow.customer))
            .order_by(InvitationRow.id.desc())
        )
    )


def find_invitation(work: UnitOfWork, token_sha256: str) -> InvitationRow | None:
    """The one with this token, while it can be accepted. Asking does not use it up."""
    return work.session.scalar(
        select(InvitationRow)
        .where(InvitationRow.token_sha256 == token_sha256, *_still_open(work.now))
        .options(joinedload(InvitationRow.customer))
    )


def take_invitation(work: UnitOfWork, invitation: InvitationRow) -> bool:
    """Use it up; False when somebody else has done so a moment ago."""
    taken = work.session.execute(
        update(InvitationRow)
        .where(InvitationRow.id == invitation.id, *_still_open(work.now))
        .values(accepted_at=work.now)
        .returning(InvitationRow.id)
    )
    return taken.first() is not None


def withdraw_invitations(work: UnitOfWork, which: ColumnElement[bool]) -> list[InvitationRow]:
    """Close open invitations that the actor looks after, and say which."""
    return list(
        work.session.scalars(
            update(InvitationRow)
            .where(manageable_by(work.actor, InvitationRow), *_still_open(work.now), which)
            .values(withdrawn_at=work.now)
            .returning(InvitationRow)
        )
    )


def _still_open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        InvitationRow.accepted_at.is_(None),
        InvitationRow.withdrawn_at.is_(None),
        InvitationRow.expires_at > now,
    )
