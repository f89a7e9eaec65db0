"""Sample certificates: for tin, lead, platinum and palladium, and the review of the guideline."""

from __future__ import annotations

from datetime import date

from remine_portal.documents.sample_certificate import sample_certificate
from remine_portal.domain.certificates import Certificate, CertificateKind
from remine_portal.domain.declarations import DocumentLanguage, Recipient
from remine_portal.domain.requests import RequestKind
from remine_portal.persistence.certificates import find_reference
from remine_portal.persistence.customers import CustomerRow, find_customer_by_id
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.requests import RequestRow
from remine_portal.services import certificates, request_drafting, requesting
from remine_portal.services.office import Office
from remine_portal.services.request_drafting import Document

SGS, JLCAF = "SGS Japan Inc.", "Japan Life Cycle Assessment Facilitation Centre (JLCAF)"
RELEASED = (SGS, "SAMPLE-C-SN-1")


def _of_content(reference: str, title: str, *scope: tuple[str, str], to: date) -> Certificate:
    return Certificate(
        kind=CertificateKind.CONTENT,
        issuer=SGS,
        reference=reference,
        title=f"SAMPLE: recycled content of {title}",
        valid_from=date(2024, 4, 1),
        valid_to=to,
        scope=frozenset(scope),
        sample=True,
    )


CERTIFICATES = (
    _of_content("SAMPLE-C-SN-1", "electrolytic tin", ("REM-SN", "IKUNO"), to=date(2027, 3, 31)),
    _of_content("SAMPLE-C-PB-1", "electrolytic lead", ("REM-PB", "HOSOKURA"), to=date(2027, 1, 31)),
    _of_content(
        "SAMPLE-C-PGM-1",
        "platinum sponge and palladium powder",
        ("REM-PT", "ONAHAMA-PGM"),
        ("REM-PD", "ONAHAMA-PGM"),
        to=date(2027, 3, 31),
    ),
    Certificate(
        kind=CertificateKind.GUIDELINE,
        issuer=JLCAF,
        reference="SAMPLE-C-GL-1",
        title="SAMPLE: critical review of the guideline",
        valid_from=date(2026, 1, 28),
        guideline_version="SAMPLE",
        sample=True,
    ),
)


def enter_certificates(work: UnitOfWork, office: Office) -> None:
    """Put them on file with their pages. Nothing else is known of any of them."""
    for each in CERTIFICATES:
        pdf = sample_certificate(each.reference, each.title)
        name = f"{each.reference}.pdf"
        file = certificates.ReceivedFile(office.blobs.put(pdf), name, len(pdf))
        certificates.enter(work, each, file)


def request_certificate(work: UnitOfWork) -> RequestRow:
    """A request by the acting person for the one that is released to their company."""
    row, company = find_reference(work, *RELEASED), _company(work)
    assert row is not None
    draft = request_drafting.start(work, kind=RequestKind.CERTIFICATE, certificate_id=row.id)
    document = Document(Recipient(company.name.ja), DocumentLanguage.BOTH)
    request_drafting.describe_document(work, draft, document)
    request_drafting.leave_contact(draft, work.actor.email or work.actor.name)
    return requesting.submit(work, draft)


def approve_request(work: UnitOfWork, request: RequestRow) -> None:
    """The sales desk takes it and approves it, which releases the certificate."""
    requesting.take(work, request)
    requesting.approve(work, request)


def _company(work: UnitOfWork) -> CustomerRow:
    company = find_customer_by_id(work, work.actor.customer_id or 0)
    assert company is not None, "somebody of a company asks"
    return company
