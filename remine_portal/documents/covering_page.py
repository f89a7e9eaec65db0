"""The covering page of a certificate: to whom it was released, when, and what it is and is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from remine_portal.documents import covering_wording, wording
from remine_portal.documents.printing import Size, print_pdf
from remine_portal.documents.wording import filled, written_date, written_range
from remine_portal.domain.catalog import SERIES_TITLES, Text
from remine_portal.domain.certificate_claims import SERIES_OF, WHAT_IT_IS, WHAT_IT_IS_NOT
from remine_portal.domain.certificates import Certificate
from remine_portal.domain.declarations import DocumentLanguage, Recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveringPage:
    """A certificate released to a company, in the words of the day of its release.

    `file_name`, `file_bytes` and `sha256` are those of the certificate's own file.
    """

    language: DocumentLanguage
    issuer: Text
    recipient: Recipient
    request_number: str
    released_on: date
    certificate: Certificate
    scope: Text
    notices: tuple[Text, ...]
    file_name: str
    file_bytes: int
    sha256: str


def render_covering_page(page: CoveringPage) -> bytes:
    """The covering page as PDF, the same bytes for the same release.

    Refuses GlyphMissing when the fonts lack one of its characters.
    """
    certificate = page.certificate
    facts = {
        "languages": page.language.printed,
        "marks": [(wording.SAMPLE, covering_wording.SAMPLE_MEANS)] if certificate.sample else [],
        "page": page,
        "certificate": certificate,
        "series": SERIES_TITLES[SERIES_OF[certificate.kind]],
        "cover": covering_wording,
        "released": written_date(page.released_on),
        "valid": _validity(certificate),
        "is_this": WHAT_IT_IS[certificate.kind],
        "is_not": WHAT_IT_IS_NOT[certificate.kind],
    }
    return print_pdf("covering_page.html", facts, sizes=(Size.ROOMY, Size.USUAL))


def _validity(certificate: Certificate) -> Text:
    if certificate.valid_to is None:
        return filled(covering_wording.NO_END, day=written_date(certificate.valid_from))
    return written_range(certificate.valid_from, certificate.valid_to)
