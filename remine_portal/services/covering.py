"""What the covering page of a released certificate says."""

from __future__ import annotations

from remine_portal.documents.covering_page import CoveringPage
from remine_portal.domain import series_wording
from remine_portal.domain.certificate_claims import notices_beside
from remine_portal.domain.declarations import Recipient
from remine_portal.persistence.certificates import CertificateRow, ReleaseRow


def covering_page(certificate: CertificateRow, release: ReleaseRow) -> CoveringPage:
    """The page for one company, in the words of the day on which the certificate was released.

    The certificate must be loaded as by `find_certificate`.
    """
    elements = [each.product.element for each in certificate.scopes]
    return CoveringPage(
        language=release.language,
        issuer=series_wording.ISSUER,
        recipient=Recipient(release.recipient, release.recipient_address),
        request_number=release.request_number,
        released_on=release.released_on,
        certificate=certificate.certificate,
        scope=release.scope,
        notices=notices_beside(certificate.kind, elements),
        file_name=certificate.file_name,
        file_bytes=certificate.file_bytes,
        sha256=certificate.sha256,
    )
