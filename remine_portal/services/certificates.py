"""Third parties' certificates: kept as received, released on an approved request, named by lot."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from remine_portal.documents.fonts import refuse_missing_glyphs
from remine_portal.documents.received_pdf import refuse_unfit
from remine_portal.documents.wording import filled
from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.certificates import (
    GUIDELINE_OF_COPPER,
    Certificate,
    CertificateKind,
    CertificateNotApproved,
    ReferenceOnFile,
)
from remine_portal.domain.claim_lint import refuse_banned_wording
from remine_portal.domain.errors import NotFound
from remine_portal.domain.notices import NoticeKind
from remine_portal.persistence import audit, catalog, certificate_releases, certificates
from remine_portal.persistence.certificates import (
    CertificateDownloadRow,
    CertificateRow,
    ReleaseRow,
    ScopeRow,
)
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationLineRow, DeclarationRow
from remine_portal.persistence.evidence import VerificationRow
from remine_portal.persistence.requests import RequestRow, approved_certificate_request
from remine_portal.services import notifying
from remine_portal.services.evidence import DaysOutOfOrder
from remine_portal.services.importing import printable_name
from remine_portal.services.office import Office


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file that the office keeps, as it was received."""

    sha256: str
    name: str
    size: int


def keep_file(office: Office, content: bytes, name: str) -> ReceivedFile:
    """Keep a PDF as it was received, before it is on file; of no use by itself.

    Refuses what is no PDF by its content, what does not open for everybody, and what would act on
    its reader. Takes a moment, so no transaction should wait for it.
    """
    refuse_unfit(content)
    refuse_missing_glyphs([printable_name(name)])
    return ReceivedFile(office.blobs.put(content), printable_name(name), len(content))


def enter(work: UnitOfWork, certificate: Certificate, file: ReceivedFile) -> CertificateRow:
    """Put a certificate on file, for ever.

    Refuses days out of order, a scope that is none, products and sites that do not exist, an
    issuer's reference that is on file, and words that claim too much or cannot be printed: the
    covering page says them (rules 44 and 45).
    """
    _refuse_impossible(work, certificate)
    row = CertificateRow(
        kind=certificate.kind,
        issuer=certificate.issuer,
        reference=certificate.reference,
        title=certificate.title,
        valid_from=certificate.valid_from,
        valid_to=certificate.valid_to,
        guideline_version=certificate.guideline_version,
        sha256=file.sha256,
        file_name=file.name,
        file_bytes=file.size,
        sample=certificate.sample,
        entered_by=work.actor.email or work.actor.name,
        entered_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    for product_code, site_code in sorted(certificate.scope):
        work.session.add(
            ScopeRow(certificate_id=row.id, product_code=product_code, site_code=site_code)
        )
    work.session.flush()
    audit.record(work, "certificate:entered", row.reference, detail=row.sha256)
    return row


def _refuse_impossible(work: UnitOfWork, certificate: Certificate) -> None:
    copper = certificate.kind is CertificateKind.GUIDELINE
    refuse_banned_wording(certificate.title, series=Series.ISO_22095 if copper else None)
    refuse_missing_glyphs([certificate.title, certificate.issuer, certificate.reference])
    first_day, last_day = certificate.valid_from, certificate.valid_to
    if last_day is not None and last_day < first_day:
        raise DaysOutOfOrder(first_day=first_day, last_day=last_day)
    certificate.refuse_unclear_scope()
    sites = catalog.sites_by_code(work)
    series = {each.code: each.series for each in catalog.all_products(work)}
    for product_code, site_code in sorted(certificate.scope):
        if site_code not in sites or series.get(product_code) is not Series.ISO_14021:
            raise NotFound(thing=f"{product_code}, {site_code}")
    if certificates.find_reference(work, certificate.issuer, certificate.reference):
        raise ReferenceOnFile(reference=certificate.reference, issuer=certificate.issuer)


def release(work: UnitOfWork, request: RequestRow) -> ReleaseRow:
    """Give the certificate of an approved request to the company that asked (DOMAIN.md rule 11).

    What a company has been given it has for good, and is not given twice. Nobody else gets
    anything by it. Refuses a request that is not approved, and one for no certificate.
    """
    row = certificates.find_certificate(work, request.certificate_id or 0)
    if row is None:
        raise NotFound(thing=request.number)
    if approved_certificate_request(work, row.id, request.customer_id) is None:
        raise CertificateNotApproved(reference=row.reference)
    if given := certificate_releases.release_of(work, row, request.customer_id):
        return given
    scope = scope_of(row)
    given = ReleaseRow(
        certificate_id=row.id,
        customer_id=request.customer_id,
        request_number=request.number,
        recipient=request.recipient_name,
        recipient_address=request.recipient_address,
        language=request.language,
        scope_en=scope.en,
        scope_ja=scope.ja,
        released_by=work.actor.name,
        released_at=work.now,
    )
    work.session.add(given)
    work.session.flush()
    company = given.customer_id
    audit.record(
        work, "certificate:released", row.reference, customer_id=company, detail=request.number
    )
    notifying.tell_company(
        work, NoticeKind.CERTIFICATE_RELEASED, customer_id=company, about=str(row.id)
    )
    return given


def released_to(work: UnitOfWork, customer_id: int) -> list[CertificateRow]:
    """The certificates that a company may have, by issuer and reference, with their scopes."""
    return [each.certificate for each in certificate_releases.releases_to(work, customer_id)]


def record_download(work: UnitOfWork, certificate: CertificateRow) -> None:
    """Write down that the acting person takes a certificate, before they get its first byte.

    Refuses a customer to whose company it was not released (DOMAIN.md rule 11).
    """
    actor = work.actor
    assert actor.person_id is not None, "a certificate goes to nobody who is not signed in"
    if not actor.is_staff:
        assert actor.customer_id is not None, "who is not staff has a company"
        if certificate_releases.release_of(work, certificate, actor.customer_id) is None:
            raise CertificateNotApproved(reference=certificate.reference)
    work.session.add(
        CertificateDownloadRow(
            certificate_id=certificate.id, person_id=actor.person_id, downloaded_at=work.now
        )
    )
    audit.record(
        work, "certificate:downloaded", certificate.reference, customer_id=actor.customer_id
    )


def scope_of(row: CertificateRow) -> Text:
    """What a certificate covers, in words; `scopes` must be loaded."""
    if row.guideline_version is not None:
        return filled(GUIDELINE_OF_COPPER, version=row.guideline_version)
    pairs = [(each.product.name, each.site.name) for each in row.scopes]
    return Text(
        en="; ".join(f"{product.en}, {site.en}" for product, site in pairs),
        ja="、".join(f"{product.ja}({site.ja})" for product, site in pairs),
    )


def behind(work: UnitOfWork, verifications: Iterable[VerificationRow]) -> dict[int, CertificateRow]:
    """The certificate that stands behind each verification, by the verification's key.

    It is by the same party, for the same product and site, and in force on the first day. Nobody
    says so: it is found by what both say.
    """
    rows = [(row, row.certificate) for row in certificates.certificate_rows(work)]
    found = {}
    for each in verifications:
        made = each.product_code, each.site_code, each.valid_from
        of_same = (row for row, it in rows if it.issuer == each.verifier and it.covers(*made))
        if row := next(of_same, None):
            found[each.id] = row
    return found


@dataclass(frozen=True, slots=True)
class NamedCertificate:
    """The certificate that was in force for some lots of a declaration; None where none was."""

    lots: tuple[str, ...]
    certificate: CertificateRow | None


def in_force_for(work: UnitOfWork, declaration: DeclarationRow) -> list[NamedCertificate]:
    """The certificates in force for a declaration's lots, those of one certificate together.

    What a lot contains is certified for its product, site and production date. For copper it is
    the guideline that was reviewed, in its version of the declaration and on the ship date. Of
    several the one of the newest validity is named. `declaration` is one by `find_declaration`.
    """
    return in_force_among(certificates.certificate_rows(work), declaration)


def in_force_among(
    known: Iterable[CertificateRow], declaration: DeclarationRow
) -> list[NamedCertificate]:
    """The same of certificates that are known already, the newest validity first."""
    rows = [(row, row.certificate) for row in known]
    version = json.loads(declaration.snapshot).get("guideline", {}).get("version", "")

    def named(line: DeclarationLineRow) -> CertificateRow | None:
        lot = line.shipment_line
        if declaration.series is Series.ISO_22095:
            return next((row for row, it in rows if it.reviews(version, lot.ship_date)), None)
        made = lot.product_code, lot.site_code, lot.production_date
        return next((row for row, it in rows if it.covers(*made)), None)

    found: dict[CertificateRow | None, list[str]] = {}
    for line in declaration.lines:
        found.setdefault(named(line), []).append(line.shipment_line.lot_no)
    return [NamedCertificate(tuple(lots), row) for row, lots in found.items()]
