"""What anybody may learn of a document: that it is genuine and current, and never whose it is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from hmac import compare_digest

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.declarations import Status, read_crockford
from remine_portal.persistence.database import JAPAN, UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow

NUMBER = re.compile(r"RM(\d{4})(\d{6})")


@dataclass(frozen=True, slots=True)
class Verdict:
    """All that is told without an account (DOMAIN.md rule 41).

    No recipient, order, lot, mass or figure: a copied code must not open a customer's business.
    """

    number: str
    status: Status
    issued_on: date
    series: Series
    product: Text
    pdf_sha256: str
    sample: bool


def verdict_on(work: UnitOfWork, verification_id: str) -> Verdict | None:
    """The verdict behind a QR code, however its letters were typed; None for what is not ours."""
    found = work.session.scalar(
        select(DeclarationRow)
        .where(DeclarationRow.verification_id == _letters(verification_id))
        .options(joinedload(DeclarationRow.product), defer(DeclarationRow.snapshot))
    )
    if found is None:
        return None
    return Verdict(
        number=found.number,
        status=found.status,
        issued_on=found.issued_at.astimezone(JAPAN).date(),
        series=found.series,
        product=found.product.name,
        pdf_sha256=found.pdf_sha256,
        sample=found.sample,
    )


def find_verification_id(work: UnitOfWork, *, number: str, code: str) -> str | None:
    """The id behind a number with its code; None when either is wrong, with no word of which.

    O is read as 0, I and L as 1; full width, case, spaces and dashes make no difference.
    """
    parts = NUMBER.fullmatch(_letters(number))
    printed = f"RM-{parts[1]}-{parts[2]}" if parts else ""
    found = work.session.execute(
        select(DeclarationRow.verification_id, DeclarationRow.code).where(
            DeclarationRow.number == printed
        )
    ).one_or_none()
    verification_id, right_code = found or ("", "")
    matches = compare_digest(_letters(code).encode(), right_code.encode())
    return verification_id if found and matches else None


def _letters(typed: str) -> str:
    return read_crockford(unicodedata.normalize("NFKC", typed))
