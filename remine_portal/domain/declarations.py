"""The declaration: a frozen snapshot of what was said, its statuses, and its canonical bytes."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Protocol, TypeVar

import rfc8785

from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.mass import Mass


class Status(StrEnum):
    """The life of a declaration (DOMAIN.md 7a)."""

    ISSUED = "issued"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


STATUS_NAMES: Mapping[Status, str] = {
    Status.ISSUED: N_("Current"),
    Status.SUPERSEDED: N_("Superseded"),
    Status.REVOKED: N_("Revoked"),
}


class DocumentLanguage(StrEnum):
    """The language a declaration is printed in, chosen apart from the page's."""

    JAPANESE = "ja"
    ENGLISH = "en"
    BOTH = "ja-en"

    @property
    def printed(self) -> tuple[str, ...]:
        return ("ja", "en") if self is DocumentLanguage.BOTH else (self.value,)


DOCUMENT_LANGUAGE_NAMES: Mapping[DocumentLanguage, str] = {
    DocumentLanguage.JAPANESE: N_("Japanese"),
    DocumentLanguage.ENGLISH: N_("English"),
    DocumentLanguage.BOTH: N_("Japanese and English"),
}


class AlreadyIssued(Refusal):
    """One current declaration a lot: the same metal is never declared twice."""

    code = "ALREADY_ISSUED"
    sentence = N_(
        "Lot {lot} is already declared in {number}. Use that declaration, or leave the lot out."
    )


class DraftIssued(AlreadyIssued):
    """A draft is issued once, however often the button is pressed."""

    sentence = N_("This draft has been issued, as declaration {number}.")


class SameHands(Refusal):
    """DOMAIN.md rule 39."""

    code = "SAME_HANDS"
    sentence = N_("You prepared this draft, so a colleague must issue it.")


class DraftStale(Refusal):
    code = "DRAFT_STALE"
    sentence = N_(
        "Something this draft rests on has changed since it was handed over. "
        "Whoever prepared it looks at the new preview and hands it over again."
    )


class GlyphMissing(Refusal):
    """A document with a hole in a name is not issued (QUALITY.md M11)."""

    code = "GLYPH_MISSING"
    sentence = N_(
        "The document's fonts lack the character {characters}. "
        "Write the name with other characters, then prepare it again."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredLot:
    """One lot as declared. What is true per lot stays per lot (DOMAIN.md 7a)."""

    line_no: int
    lot_no: str
    produced_on: date
    net_mass: Mass
    site: Text
    entity: Text
    customer_po: str | None = None
    order_no: str | None = None
    order_item: str | None = None


class NamedLot(Protocol):
    """A lot as declared, or as read back."""

    @property
    def lot_no(self) -> str: ...


Lot = TypeVar("Lot", bound=NamedLot)
Shared = TypeVar("Shared", bound=Hashable)


def grouped(lots: Iterable[Lot], of: Callable[[Lot], Shared]) -> list[tuple[Shared, str | None]]:
    """Each different value with the lots that have it; none are named when all have the same."""
    found: dict[Shared, dict[str, None]] = {}
    for lot in lots:
        found.setdefault(of(lot), {})[lot.lot_no] = None
    alone = len(found) == 1
    return [(value, None if alone else ", ".join(names)) for value, names in found.items()]


@dataclass(frozen=True, slots=True)
class Recipient:
    """The legal entity a declaration is made to, as printed."""

    name: str
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationSnapshot:
    """What declarations of both series say. `number` and what follows it are None in a draft.

    `replaces` is the number of the version before this one, None in a first version.
    """

    language: DocumentLanguage
    issuer: Text
    recipient: Recipient
    shipment_no: str
    ship_date: date
    invoice_no: str | None
    product_code: str
    product: Text
    element: str
    series: Series
    unit: str
    lines: tuple[Any, ...]
    notices: tuple[Text, ...]
    prepared_by: str
    sample: bool
    remarks: str | None = None
    issuer_contact: Text | None = None
    retention: Text | None = None
    version: int = 1
    replaces: str | None = None
    number: str | None = None
    verification_id: str | None = None
    code: str | None = None
    issued_by: str | None = None
    issued_at: datetime | None = None

    @property
    def is_draft(self) -> bool:
        return self.number is None

    @property
    def net_mass(self) -> Mass:
        return Mass.total(line.net_mass for line in self.lines)

    @property
    def entity(self) -> Text | None:
        """The producing entity, named in the head only when all lines agree."""
        entities = {line.entity for line in self.lines}
        return entities.pop() if len(entities) == 1 else None

    def canonical(self) -> str:
        """The same text for the same content: sorted keys, no spaces, no floats (RFC 8785)."""
        return rfc8785.dumps(_plain(asdict(self))).decode()

    def sha256(self) -> str:
        return hashlib.sha256(self.canonical().encode()).hexdigest()


def ship_date_in(canonical: str) -> date:
    """The day on which the goods left as a snapshot states it, whatever the ERP says since."""
    return date.fromisoformat(json.loads(canonical)["ship_date"])


def _plain(value: Any) -> Any:
    """Masses as milligrams, decimals and dates as text: nothing a reader could round."""
    match value:
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case tuple() | list():
            return [_plain(each) for each in value]
        case Decimal() | StrEnum():
            return str(value)
        case date():
            return value.isoformat()
        case _:
            return value


CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_verification_id() -> str:
    """26 characters of Crockford base32, 130 bits from a secure source."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(26))


def new_code() -> str:
    """The 8 characters printed beside the number; random, and no part of the id."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(8))


def read_crockford(typed: str) -> str:
    """What a person meant who typed O for 0, I or L for 1, small letters, spaces or dashes."""
    letters = "".join(each for each in typed.upper() if each.isalnum())
    return letters.translate(str.maketrans("OIL", "011"))
