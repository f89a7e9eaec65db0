"""Third parties' certificates in a pack: those that the company has been given, each with its page.

Which are in force for its documents, and had not been given by then, the pack names as missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from remine_portal.documents.covering_page import render_covering_page
from remine_portal.documents.pack_index import Missing
from remine_portal.domain.catalog import Text
from remine_portal.domain.file_names import distinct, safe_name
from remine_portal.domain.written import filled
from remine_portal.persistence import certificate_releases, certificates
from remine_portal.persistence.certificates import CertificateRow, ReleaseRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.services.covering import covering_page
from remine_portal.services.office import Office

CERTIFICATE = Text(
    en="Third-party certificate, “{title}” of {issuer}", ja="第三者機関の証書「{title}」({issuer})"
)
NOT_RELEASED = Text(
    en=(
        "It is in force for documents of this pack, and had not been released to your company on "
        "the day named. It is released on request, in the portal."
    ),
    ja=(
        "このパックの文書について有効な証書ですが、基準日の時点で貴社に開示されていません。"
        "ポータルから依頼できます。"
    ),
)


def released_by(work: UnitOfWork, customer_id: int, moment: datetime) -> list[ReleaseRow]:
    """What a company had been given by then, with the certificates, by issuer and reference."""
    given = certificate_releases.releases_to(work, customer_id)
    by_then = [each for each in given if each.released_at <= moment]
    return sorted(by_then, key=lambda each: (each.certificate.issuer, each.certificate.reference))


def on_file_by(work: UnitOfWork, moment: datetime) -> list[CertificateRow]:
    """What had been entered by then, the newest validity first."""
    known = certificates.certificate_rows(work)
    return [each for each in known if each.entered_at <= moment]


def certificate_files(
    releases: Sequence[ReleaseRow], office: Office
) -> Iterator[tuple[str, bytes]]:
    """Each certificate byte for byte as received, and its covering page beside it."""
    certified = [each.certificate for each in releases]
    names = distinct(
        {str(each.id): safe_name(f"{each.issuer} {each.reference}") for each in certified}
    )
    for release, certificate in zip(releases, certified, strict=True):
        path = f"certificates/{names[str(certificate.id)]}"
        yield f"{path}.pdf", office.blobs.get(certificate.sha256)
        page = covering_page(certificate, release)
        yield f"{path} covering-page.pdf", render_covering_page(page)


def not_released(in_force: Iterable[CertificateRow]) -> Iterator[Missing]:
    for each in in_force:
        what = filled(CERTIFICATE, title=each.title, issuer=each.issuer)
        yield Missing(each.reference, what, NOT_RELEASED)
