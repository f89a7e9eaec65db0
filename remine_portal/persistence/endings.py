"""How declarations ended: superseded or revoked, proposals to revoke, and who is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, defer, joinedload, mapped_column, relationship

from remine_portal.domain.declarations import Status
from remine_portal.domain.endings import Cause
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow, DownloadRow, visible_to
from remine_portal.persistence.drafts import ReplacementRow
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.schema import EnumColumn, Key, Row, UtcDateTime, where_given


class EndingRow(Row):
    """The end of a declaration, by two people. The database moves its status with it, once."""

    __tablename__ = "declaration_ending"
    __table_args__ = (
        CheckConstraint(
            "(status = 'superseded') = (successor_id IS NOT NULL)", name="by_a_new_version"
        ),
        CheckConstraint("successor_id <> declaration_id", name="by_another"),
        CheckConstraint("proposed_by_id <> ended_by_id", name="by_two"),
    )

    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), primary_key=True)
    status: Mapped[Status] = mapped_column(EnumColumn(Status))
    cause: Mapped[Cause] = mapped_column(EnumColumn(Cause))
    because: Mapped[str] = mapped_column(String(1000))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("declaration.id"), unique=True)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ended_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime] = mapped_column(UtcDateTime)

    declaration: Mapped[DeclarationRow] = relationship(
        lazy="raise", foreign_keys="EndingRow.declaration_id"
    )
    proposed_by: Mapped[PersonRow] = relationship(
        lazy="raise", foreign_keys="EndingRow.proposed_by_id"
    )
    ended_by: Mapped[PersonRow] = relationship(lazy="raise", foreign_keys="EndingRow.ended_by_id")


class RevocationRow(Row):
    """A proposal to revoke a declaration; open until a colleague confirms it or it is withdrawn."""

    __tablename__ = "revocation"
    __table_args__ = (
        CheckConstraint(
            "(withdrawn_by_id IS NULL) = (withdrawn_at IS NULL)", name="withdrawn_by_somebody"
        ),
        where_given("uq_revocation_open", "withdrawn_at IS NULL", "declaration_id", unique=True),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), index=True)
    cause: Mapped[Cause] = mapped_column(EnumColumn(Cause))
    because: Mapped[str] = mapped_column(String(1000))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    declaration: Mapped[DeclarationRow] = relationship(lazy="raise")
    proposed_by: Mapped[PersonRow] = relationship(
        lazy="raise", foreign_keys="RevocationRow.proposed_by_id"
    )


class EndingNoticeRow(Row):
    """Tells one person who took a document that it has ended; they acknowledge it once."""

    __tablename__ = "ending_notice"
    __table_args__ = (
        UniqueConstraint("declaration_id", "person_id", name="uq_ending_notice_declaration_id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration_ending.declaration_id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    ending: Mapped[EndingRow] = relationship(lazy="raise")
    person: Mapped[PersonRow] = relationship(lazy="raise")


def ending_of(work: UnitOfWork, declaration: DeclarationRow) -> EndingRow | None:
    """With who proposed and who ended it; None while the declaration is current."""
    return work.session.scalar(
        select(EndingRow)
        .where(EndingRow.declaration_id == declaration.id)
        .options(joinedload(EndingRow.proposed_by), joinedload(EndingRow.ended_by))
    )


def has_ended(work: UnitOfWork, declaration: DeclarationRow) -> bool:
    """Whether a declaration has ended by now; nobody ends it until the work is done."""
    return bool(ended_among(work, [declaration.id]))


def ended_among(work: UnitOfWork, ids: Collection[int]) -> set[int]:
    """Those of the declarations that have ended by now; nobody ends one until the work is done.

    Whoever ends one meanwhile waits, and sees what was written here. On SQLite all writers queue.
    """
    work.session.execute(
        select(DeclarationRow.id)
        .where(DeclarationRow.id.in_(ids))
        .order_by(DeclarationRow.id)
        .with_for_update(read=True)
    )
    ended = select(EndingRow.declaration_id).where(EndingRow.declaration_id.in_(ids))
    return set(work.session.scalars(ended))


def endings_of(work: UnitOfWork, declarations: Iterable[DeclarationRow]) -> list[EndingRow]:
    """The ends of those declarations that have ended, each with its declaration and its people."""
    ended = [each.id for each in declarations if each.status is not Status.ISSUED]
    if not ended:
        return []
    return list(
        work.session.scalars(
            select(EndingRow)
            .where(EndingRow.declaration_id.in_(ended))
            .options(
                joinedload(EndingRow.declaration).defer(DeclarationRow.snapshot),
                joinedload(EndingRow.proposed_by),
                joinedload(EndingRow.ended_by),
            )
        )
    )


def open_revocation(work: UnitOfWork, declaration: DeclarationRow) -> RevocationRow | None:
    """The proposal to revoke a current declaration, with who made it."""
    return work.session.scalar(
        select(RevocationRow)
        .join(RevocationRow.declaration)
        .where(
            RevocationRow.declaration_id == declaration.id,
            RevocationRow.withdrawn_at.is_(None),
            DeclarationRow.status == Status.ISSUED,
        )
        .options(joinedload(RevocationRow.proposed_by))
    )


def open_revocations(work: UnitOfWork) -> list[RevocationRow]:
    """Every proposal that waits for a colleague, the oldest first, with declaration and company."""
    return list(
        work.session.scalars(
            select(RevocationRow)
            .join(RevocationRow.declaration)
            .where(RevocationRow.withdrawn_at.is_(None), DeclarationRow.status == Status.ISSUED)
            .order_by(RevocationRow.id)
            .options(
                joinedload(RevocationRow.proposed_by),
                joinedload(RevocationRow.declaration).options(
                    defer(DeclarationRow.snapshot), joinedload(DeclarationRow.customer)
                ),
            )
        )
    )


def predecessor_of(work: UnitOfWork, declaration: DeclarationRow) -> DeclarationRow | None:
    """The version that a declaration replaced; None when it is a first one, or not theirs."""
    replaced = select(EndingRow.declaration_id).where(EndingRow.successor_id == declaration.id)
    return work.session.scalar(visible_to(work.actor).where(DeclarationRow.id.in_(replaced)))


def successor_of(work: UnitOfWork, declaration: DeclarationRow) -> DeclarationRow | None:
    """The version that replaced a declaration; None when nothing did, or not theirs."""
    successor = select(EndingRow.successor_id).where(EndingRow.declaration_id == declaration.id)
    return work.session.scalar(visible_to(work.actor).where(DeclarationRow.id.in_(successor)))


def chain_of(work: UnitOfWork, declaration: DeclarationRow) -> list[DeclarationRow]:
    """Every version that the actor may see, the first one first, with their snapshots."""
    chain = [declaration]
    while before := predecessor_of(work, chain[0]):
        chain.insert(0, before)
    while chain[-1].status is Status.SUPERSEDED and (after := successor_of(work, chain[-1])):
        chain.append(after)
    return chain


def replacing(work: UnitOfWork, declaration: DeclarationRow) -> list[ReplacementRow]:
    """What drafts are to replace a declaration, the latest last, with the drafts."""
    return list(
        work.session.scalars(
            select(ReplacementRow)
            .join(ReplacementRow.draft)
            .where(ReplacementRow.declaration_id == declaration.id)
            .options(joinedload(ReplacementRow.draft))
        )
    )


def notices_to(work: UnitOfWork) -> list[EndingNoticeRow]:
    """What the acting person has not acknowledged yet, the latest ending first."""
    return list(
        work.session.scalars(
            select(EndingNoticeRow)
            .join(EndingNoticeRow.ending)
            .where(
                EndingNoticeRow.person_id == work.actor.person_id,
                EndingNoticeRow.acknowledged_at.is_(None),
            )
            .order_by(EndingRow.ended_at.desc(), EndingNoticeRow.id.desc())
            .options(
                joinedload(EndingNoticeRow.ending)
                .joinedload(EndingRow.declaration)
                .defer(DeclarationRow.snapshot)
            )
        )
    )


def find_notice(work: UnitOfWork, notice_id: int) -> EndingNoticeRow | None:
    """A notice to the acting person, with the declaration it is about; None when not theirs."""
    return work.session.scalar(
        select(EndingNoticeRow)
        .where(EndingNoticeRow.id == notice_id, EndingNoticeRow.person_id == work.actor.person_id)
        .options(
            joinedload(EndingNoticeRow.ending)
            .joinedload(EndingRow.declaration)
            .defer(DeclarationRow.snapshot)
        )
    )


def notices_about(work: UnitOfWork, declaration: DeclarationRow) -> list[EndingNoticeRow]:
    """Who was told of a declaration's end, whoever has not acknowledged it first; with people."""
    return list(
        work.session.scalars(
            select(EndingNoticeRow)
            .where(EndingNoticeRow.declaration_id == declaration.id)
            .order_by(EndingNoticeRow.acknowledged_at.is_not(None), EndingNoticeRow.id)
            .options(joinedload(EndingNoticeRow.person).joinedload(PersonRow.customer))
        )
    )


def tell_downloaders(work: UnitOfWork, declaration: DeclarationRow) -> None:
    """A notice to each person who took the document and has none yet."""
    told = select(EndingNoticeRow.person_id).where(EndingNoticeRow.declaration_id == declaration.id)
    untold = (
        select(DownloadRow.person_id)
        .where(DownloadRow.declaration_id == declaration.id, DownloadRow.person_id.not_in(told))
        .distinct()
        .order_by(DownloadRow.person_id)
    )
    work.session.add_all(
        EndingNoticeRow(declaration_id=declaration.id, person_id=person_id)
        for person_id in work.session.scalars(untold).all()
    )
    work.session.flush()
