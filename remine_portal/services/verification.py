"""What anybody may learn of a document: that it is genuine and current, and never whose it is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hmac import compare_digest

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload

from remine_portal.documents.keys import NoSigningService, Use
from remine_portal.documents.trust import Trust
from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.declarations import Status, read_crockford
from remine_portal.domain.endings import Cause
from remine_portal.domain.errors import N_, Refusal
from remine_portal.persistence.database import JAPAN, UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.endings import EndingRow, ending_of
from remine_portal.services.office import Office
from remine_portal.services.register_standing import RegisterSays, Standing, standing_of
from remine_portal.services.registering import verifier_keys

NUMBER = re.compile(r"RM(\d{4})(\d{6})")


class Answer(StrEnum):
    """The one word on a document. Only the first three call it genuine.

    DOUBTFUL is ours in our books, but signature or register do not bear it out; CHANGED names a
    declaration of ours and has other bytes.
    """

    CURRENT = "current"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    DOUBTFUL = "doubtful"
    CHANGED = "changed"
    UNKNOWN = "unknown"


ANSWERS = {
    Status.ISSUED: Answer.CURRENT,
    Status.SUPERSEDED: Answer.REPLACED,
    Status.REVOKED: Answer.WITHDRAWN,
}


class KeysUnreachable(Refusal):
    sentence = N_(
        "Signatures cannot be checked at the moment. Try again in a few minutes; number and check "
        "code give an answer meanwhile."
    )


class DayAnswer(StrEnum):
    """Whether a declaration was valid on a day. Days are those of Japan."""

    CURRENT = "current"
    NOT_YET_ISSUED = "not-yet-issued"
    ENDED = "ended"
    NOT_YET_COME = "not-yet-come"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All that is told without an account (DOMAIN.md rule 41).

    No recipient, order, lot, mass or figure: a copied code must not open a customer's business. Of
    an ending the day, the kind of reason and the successor's number are told.
    """

    verification_id: str
    number: str
    status: Status
    issued_on: date
    series: Series
    product: Text
    pdf_sha256: str
    sample: bool
    register: Standing
    ended_on: date | None = None
    cause: Cause | None = None
    replaced_by: str | None = None

    @property
    def answer(self) -> Answer:
        if self.register.says is RegisterSays.OTHERWISE:
            return Answer.DOUBTFUL
        return ANSWERS[self.status]

    def on(self, day: date, today: date) -> DayAnswer:
        """The day of issue counts as valid, the day on which it ended no longer."""
        if day > today:
            return DayAnswer.NOT_YET_COME
        if day < self.issued_on:
            return DayAnswer.NOT_YET_ISSUED
        if self.ended_on is not None and day >= self.ended_on:
            return DayAnswer.ENDED
        return DayAnswer.CURRENT


def trust_of(office: Office) -> Trust:
    """Whose signatures stand for this portal: its present keys and all earlier ones."""
    try:
        return Trust.of(
            office.keys.published(Use.DOCUMENT),
            verifier_keys(office),
            office.keys.published(Use.PACK),
        )
    except NoSigningService:
        raise KeysUnreachable from None


def verdict_on(work: UnitOfWork, verification_id: str, *, office: Office) -> Verdict | None:
    """The verdict behind a QR code, however its letters were typed; None for what is not ours."""
    found = find_issued(work, verification_id)
    return told_of(work, found, office=office) if found else None


def find_issued(work: UnitOfWork, verification_id: str) -> DeclarationRow | None:
    return work.session.scalar(
        select(DeclarationRow)
        .where(DeclarationRow.verification_id == _letters(verification_id))
        .options(joinedload(DeclarationRow.product), defer(DeclarationRow.snapshot))
    )


def told_of(work: UnitOfWork, declaration: DeclarationRow, *, office: Office) -> Verdict:
    """What the public is told of a declaration, which comes with its product."""
    ending = ending_of(work, declaration)
    return Verdict(
        verification_id=declaration.verification_id,
        number=declaration.number,
        status=declaration.status,
        issued_on=_in_japan(declaration.issued_at),
        series=declaration.series,
        product=declaration.product.name,
        pdf_sha256=declaration.pdf_sha256,
        sample=declaration.sample,
        register=standing_of(work, declaration, office=office),
        ended_on=_in_japan(ending.ended_at) if ending else None,
        cause=ending.cause if ending else None,
        replaced_by=_successor(work, ending) if ending else None,
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


def _successor(work: UnitOfWork, ending: EndingRow) -> str | None:
    return work.session.scalar(
        select(DeclarationRow.number).where(DeclarationRow.id == ending.successor_id)
    )


def _letters(typed: str) -> str:
    return read_crockford(unicodedata.normalize("NFKC", typed))


def _in_japan(when: datetime) -> date:
    return when.astimezone(JAPAN).date()
