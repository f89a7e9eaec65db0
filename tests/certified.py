"""Certificates of the tests, and the approved requests that they are released on."""

from datetime import date
from typing import Any
from uuid import uuid4

from remine_portal.domain.certificates import Certificate, CertificateKind
from remine_portal.domain.declarations import DocumentLanguage
from remine_portal.domain.people import Role
from remine_portal.domain.requests import OnePer, RequestKind, RequestStatus
from remine_portal.persistence.certificates import CertificateRow, ReleaseRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.request_drafts import RequestDraftRow
from remine_portal.persistence.requests import RequestEventRow, RequestRow, next_number
from remine_portal.services import certificates
from remine_portal.services.certificates import ReceivedFile
from tests.factories import ACME, a_person

TIN_AND_SITE = ("REM-SN", "IKUNO")
RECEIVED, IN_REVIEW = RequestStatus.RECEIVED, RequestStatus.IN_REVIEW
UNTIL_APPROVED = ((None, RECEIVED), (RECEIVED, IN_REVIEW), (IN_REVIEW, RequestStatus.APPROVED))


def certified(*scope: tuple[str, str], **what: Any) -> Certificate:
    """SGS Japan's certificate for tin of Ikuno, until March 2027, unless said otherwise."""
    fields: dict[str, Any] = {
        "kind": CertificateKind.CONTENT,
        "issuer": "SGS Japan Inc.",
        "reference": f"C-{uuid4().hex[:8]}",
        "title": "Recycled content",
        "valid_from": date(2024, 4, 1),
        "valid_to": date(2027, 3, 31),
        "scope": frozenset(scope or (TIN_AND_SITE,)),
    }
    return Certificate(**{**fields, **what})


def reviewed(**what: Any) -> Certificate:
    """The critical review of the guideline's version SAMPLE, which names no last day."""
    fields: dict[str, Any] = {
        "kind": CertificateKind.GUIDELINE,
        "issuer": "JLCAF",
        "title": "Critical review of the guideline",
        "valid_from": date(2026, 1, 28),
        "valid_to": None,
        "guideline_version": "SAMPLE",
        "scope": frozenset(),
    }
    return certified(**{**fields, **what})


def a_certificate(
    work: UnitOfWork, certificate: Certificate | None = None, sha256: str = "0" * 64
) -> CertificateRow:
    """On file; whose bytes are asked for must keep them under their SHA-256."""
    file = ReceivedFile(sha256=sha256, name="certificate.pdf", size=1234)
    return certificates.enter(work, certificate or certified(), file)


def a_request(
    work: UnitOfWork,
    certificate: CertificateRow,
    *,
    company: str = ACME,
    until: tuple[tuple[RequestStatus | None, RequestStatus], ...] = UNTIL_APPROVED,
) -> RequestRow:
    """A company's request for a certificate, taken and approved by the sales desk."""
    request = _sent(work, a_person(work, company=company), certificate)
    seller = a_person(work, role=Role.SALES)
    for position, (before, status) in enumerate(until, 1):
        work.session.add(
            RequestEventRow(
                request_id=request.id,
                position=position,
                before=before,
                status=status,
                done_by_id=seller.id,
                done_at=work.now,
            )
        )
        work.session.flush()
    return request


def _sent(work: UnitOfWork, buyer: PersonRow, certificate: CertificateRow) -> RequestRow:
    assert buyer.customer_id is not None
    draft_id = uuid4()
    work.session.add(
        RequestDraftRow(
            id=draft_id, made_by_id=buyer.id, begun_at=work.now, one_per=OnePer.SHIPMENT
        )
    )
    work.session.flush()
    request = RequestRow(
        number=next_number(work, work.today),
        draft_id=draft_id,
        kind=RequestKind.CERTIFICATE,
        status=RECEIVED,
        customer_id=buyer.customer_id,
        made_by_id=buyer.id,
        made_at=work.now,
        certificate_id=certificate.id,
        recipient_name="Acme Metals K.K.",
        language=DocumentLanguage.BOTH,
        one_per=OnePer.SHIPMENT,
        contact="Ann",
    )
    work.session.add(request)
    work.session.flush()
    return request


def a_release(work: UnitOfWork, certificate: CertificateRow, *, company: str = ACME) -> ReleaseRow:
    return certificates.release(work, a_request(work, certificate, company=company))
