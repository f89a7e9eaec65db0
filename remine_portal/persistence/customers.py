"""Customers: the companies that buy, and the names the ERP proposes for them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

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


def all_customers(work: UnitOfWork) -> list[CustomerRow]:
    """Every company, by its code."""
    return list(work.session.scalars(select(CustomerRow).order_by(CustomerRow.code)))
