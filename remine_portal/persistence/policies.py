"""The policies of the credit ledger, each from its first day on. Never changed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from remine_portal.domain.policy import Policy
from remine_portal.domain.policy_terms import read_terms
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.schema import Key, Row, UtcDateTime


class PolicyRow(Row):
    """The terms in force from a day on, in canonical form."""

    __tablename__ = "credit_policy"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    effective_from: Mapped[date] = mapped_column(unique=True)
    terms: Mapped[str] = mapped_column(Text)
    sample: Mapped[bool]
    entered_by: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def policy(self) -> Policy:
        return read_terms(self.terms, sample=self.sample)


def policy_rows(work: UnitOfWork) -> list[PolicyRow]:
    """Every policy, the one with the latest first day first."""
    return list(work.session.scalars(select(PolicyRow).order_by(PolicyRow.effective_from.desc())))


def all_policies(work: UnitOfWork) -> list[Policy]:
    return [row.policy for row in policy_rows(work)]
