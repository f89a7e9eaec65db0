"""The signed credential of each declaration, by its hash; the token itself is a file."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.schema import Row


class CredentialRow(Row):
    """What was signed for programs when the declaration was issued."""

    __tablename__ = "declaration_credential"

    declaration_id: Mapped[int] = mapped_column(ForeignKey("declaration.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))


def credential_of(work: UnitOfWork, declaration: DeclarationRow) -> CredentialRow | None:
    return work.session.get(CredentialRow, declaration.id)
