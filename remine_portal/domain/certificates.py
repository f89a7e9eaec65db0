"""Third parties' certificates: what they are about, how long they hold, when their end nears."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from remine_portal.domain.catalog import Text
from remine_portal.domain.errors import N_, Refusal


class CertificateKind(StrEnum):
    """What a third party looked at. It is never a shipment, and never copper (DOMAIN.md 5)."""

    CONTENT = "content"
    GUIDELINE = "guideline"


KIND_NAMES: Mapping[CertificateKind, str] = {
    CertificateKind.CONTENT: N_("Recycled content of products (ISO 14021 Series)"),
    CertificateKind.GUIDELINE: N_("The guideline for copper products (ISO 22095 Series)"),
}

GUIDELINE_OF_COPPER = Text(
    en="Guideline for the mass balance credit model of copper products, version {version}",
    ja="銅製品のマスバランスクレジットモデルガイドライン(版：{version})",
)
"""What a review covers."""

WARNED_AHEAD = (7, 30, 90)
"""So many days before its end people are told of it, each time once."""


class CertificateNotApproved(Refusal):
    """DOMAIN.md rule 11."""

    code = "CERTIFICATE_NOT_APPROVED"
    sentence = N_(
        "The certificate {reference} has not been released to your company. "
        "Request it on its page; once we have approved the request, you can download it."
    )


class ScopeUnclear(Refusal):
    """What a certificate covers decides which declarations name it."""

    sentence = N_(
        "Say what the certificate covers: products with their sites for recycled content, or the "
        "version of the guideline. It cannot be both."
    )


class ReferenceOnFile(Refusal):
    sentence = N_(
        "The certificate {reference} of {issuer} is on file already. A certificate is never "
        "changed: enter the new one under its own reference."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A certificate as its issuer wrote it. Both days are inclusive; some name no last one.

    `scope` holds product and site codes in pairs. A review of the guideline has its version
    instead.
    """

    kind: CertificateKind
    issuer: str
    reference: str
    title: str
    valid_from: date
    valid_to: date | None = None
    scope: frozenset[tuple[str, str]] = frozenset()
    guideline_version: str | None = None
    sample: bool = False

    def refuse_unclear_scope(self) -> None:
        """Refuse one that covers nothing, or products and the guideline at once."""
        of_guideline = self.kind is CertificateKind.GUIDELINE
        if bool(self.scope) is of_guideline or bool(self.guideline_version) is not of_guideline:
            raise ScopeUnclear

    def in_force_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def covers(self, product_code: str, site_code: str | None, produced_on: date) -> bool:
        """Whether it is about the product as made at that site on that day."""
        return (product_code, site_code) in self.scope and self.in_force_on(produced_on)

    def reviews(self, guideline_version: str, shipped_on: date) -> bool:
        """Whether it is about that version of the guideline, on the ship date."""
        return self.guideline_version == guideline_version and self.in_force_on(shipped_on)

    def days_left(self, today: date) -> int | None:
        """How many days it is still in force after today; None where no end is stated."""
        return None if self.valid_to is None else (self.valid_to - today).days


def warning_due(days_left: int | None) -> int | None:
    """Which of WARNED_AHEAD has been reached, the nearest one; None before it and after the end."""
    if days_left is None or days_left < 0:
        return None
    return next((days for days in WARNED_AHEAD if days_left <= days), None)
