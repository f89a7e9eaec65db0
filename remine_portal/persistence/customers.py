"""Customers: the companies that buy, and the names the ERP proposes for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, String, func, or_, select, true, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from remine_portal.domain.catalog import Text
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.schema import Key, Row, UtcDateTime


class CustomerRow(Row):
    """A company. Its names change only when staff say so."""

    __tablename__ = "customer"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    code: Mapped[str] = mapped_column(String(64), unique=True)
    name_en: Mapped[str] = mapped_column(String(200))
    name_ja: Mapped[str] = mapped_column(String(200))
    address: Mapped[str | None] = mapped_column(String(400))
    sample: Mapped[bool] = mapped_column(default=False)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def name(self) -> Text:
        return Text(en=self.name_en or self.name_ja, ja=self.name_ja or self.name_en)


class NameProposalRow(Row):
    """A changed name that an import brought; staff accept or dismiss it."""

    __tablename__ = "name_proposal"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    name_en: Mapped[str] = mapped_column(String(200))
    name_ja: Mapped[str] = mapped_column(String(200))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(200))
    accepted: Mapped[bool | None]

    customer: Mapped[CustomerRow] = relationship(lazy="raise")


def find_customer(work: UnitOfWork, code: str) -> CustomerRow | None:
    return work.session.scalar(select(CustomerRow).where(CustomerRow.code == code))


def find_customer_by_id(work: UnitOfWork, customer_id: int) -> CustomerRow | None:
    return work.session.get(CustomerRow, customer_id)


def all_customers(work: UnitOfWork) -> list[CustomerRow]:
    """Every company, by its code."""
    return list(work.session.scalars(select(CustomerRow).order_by(CustomerRow.code)))


def find_open_proposal(work: UnitOfWork, customer: CustomerRow) -> NameProposalRow | None:
    """The name that waits for staff to judge it, kept from them until the work ends.

    There is at most one a company.
    """
    return work.session.scalar(
        select(NameProposalRow)
        .where(NameProposalRow.customer_id == customer.id, NameProposalRow.decided_at.is_(None))
        .with_for_update()
    )


def names_heard(work: UnitOfWork) -> set[tuple[int, str, str]]:
    """(company, English, Japanese) of proposals that wait for an answer, or were dismissed."""
    proposals = work.session.execute(
        select(NameProposalRow.customer_id, NameProposalRow.name_en, NameProposalRow.name_ja).where(
            NameProposalRow.decided_at.is_(None) | NameProposalRow.accepted.is_(False)
        )
    )
    return {(customer_id, en, ja) for customer_id, en, ja in proposals}


def companies_from(
    work: UnitOfWork, *, words: str = "", after: str = "", limit: int = 50
) -> list[CustomerRow]:
    """By code, beginning behind `after`; `words` are looked for in codes and names."""
    query = select(CustomerRow).where(CustomerRow.code > after, _named(words))
    return list(work.session.scalars(query.order_by(CustomerRow.code).limit(limit)))


def count_companies_named(work: UnitOfWork, words: str) -> int:
    """How many `companies_from` finds from the beginning."""
    return work.session.scalar(select(func.count(CustomerRow.id)).where(_named(words))) or 0


def _named(words: str) -> ColumnElement[bool]:
    if not words:
        return true()
    columns = (CustomerRow.code, CustomerRow.name_en, CustomerRow.name_ja)
    return or_(*(each.icontains(words, autoescape=True) for each in columns))


def open_proposals(work: UnitOfWork) -> list[NameProposalRow]:
    """Names that wait for staff to judge them, oldest first, each with its company."""
    return list(
        work.session.scalars(
            select(NameProposalRow)
            .where(NameProposalRow.decided_at.is_(None))
            .options(joinedload(NameProposalRow.customer))
            .order_by(NameProposalRow.proposed_at, NameProposalRow.id)
        )
    )


def close_proposal(
    work: UnitOfWork, proposal_id: int, *, proposed_at: datetime, accepted: bool
) -> NameProposalRow | None:
    """Decide on the name that was proposed then; None when it is decided or another one by now."""
    return work.session.scalar(
        update(NameProposalRow)
        .where(
            NameProposalRow.id == proposal_id,
            NameProposalRow.proposed_at == proposed_at,
            NameProposalRow.decided_at.is_(None),
        )
        .values(
            decided_at=work.now,
            decided_by=work.actor.email or work.actor.name,
            accepted=accepted,
        )
        .returning(NameProposalRow)
    )
