"""Certificates on the pages: known to who buys, taken only by whom they were released to."""

from hashlib import sha256
from io import BytesIO

import pytest
from sqlalchemy import func, select

from remine_portal.documents.sample_certificate import sample_certificate
from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.domain.requests import RequestStatus
from remine_portal.persistence.audit import AuditEventRow
from remine_portal.persistence.certificates import (
    CertificateDownloadRow,
    CertificateRow,
    ReleaseRow,
)
from tests.certified import a_certificate, a_release, a_request, certified, reviewed
from tests.factories import RIVAL, a_person, a_shipment, a_verification, the_catalogue

ONE_PAGE = sample_certificate("C-1", "Recycled content")
PDF = b"%PDF-1.7 as it was received \x00\xff"


@pytest.fixture
def tin(app, given):
    """A certificate for tin with its file, which is released to ACME; both companies buy tin."""
    given(the_catalogue)
    given(a_shipment, number="SH-1")
    given(a_shipment, number="SH-2", company=RIVAL)
    kept = app.extensions["office"].blobs.put(PDF)
    row = given(a_certificate, certificate=certified(reference="C-TIN"), sha256=kept)
    given(a_release, certificate=row)
    return row


@pytest.fixture
def count(database):
    def rows(row, *conditions):
        with database.reading(COMMAND_LINE) as work:
            return work.session.scalar(select(func.count()).select_from(row).where(*conditions))

    return rows


def test_a_company_knows_of_certificates_about_what_it_buys_alone(browse, given, tin):
    lead = given(a_certificate, certificate=certified(("REM-PB", "HOSOKURA"), reference="C-LEAD"))
    review = given(a_certificate, certificate=reviewed(reference="C-REVIEW"))
    buyer = browse(given(a_person))

    said = buyer.get("/certificates").text
    assert "C-TIN" in said
    assert "C-LEAD" not in said
    assert "C-REVIEW" not in said
    for row in (lead, review):
        for address in ("", ".pdf", "/cover.pdf"):
            buyer.get(f"/certificates/{row.id}{address}", 404)


def test_what_was_released_to_one_company_opens_nothing_to_another(browse, given, tin, count):
    rival = browse(given(a_person, company=RIVAL))

    said = rival.get(f"/certificates/{tin.id}").text
    assert "Not released to your company" in said
    assert "Acme Metals K.K." not in said
    assert tin.sha256 not in said
    for address in (".pdf", "/cover.pdf", "/cover.pdf?company=C1001", ".pdf?company=C1001"):
        assert (
            "C-TIN has not been released" in rival.get(f"/certificates/{tin.id}{address}", 409).text
        )
    rival.post(f"/certificates/{tin.id}/releases", {"request": "RQ-2026-000001"}, 404)
    assert tin.sha256 not in rival.get("/certificates.csv").text
    assert count(CertificateDownloadRow) == 0


def test_the_very_bytes_leave_after_it_is_written_down_who_takes_them(browse, given, tin, count):
    buyer = given(a_person)
    browser = browse(buyer)

    browser.client.head(f"/certificates/{tin.id}.pdf")
    assert count(CertificateDownloadRow) == 0

    response = browser.get(f"/certificates/{tin.id}.pdf")
    assert sha256(response.data).hexdigest() == tin.sha256
    assert response.headers["Content-Disposition"] == "attachment; filename=certificate.pdf"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    taken = (
        CertificateDownloadRow.person_id == buyer.id,
        CertificateDownloadRow.certificate_id == tin.id,
    )
    assert count(CertificateDownloadRow, *taken) == 1
    noted = AuditEventRow.event == "certificate:downloaded"
    assert count(AuditEventRow, noted, AuditEventRow.customer_id == buyer.customer_id) == 1


def test_the_covering_page_is_that_of_the_own_release_and_staff_name_the_company(
    browse, given, tin
):
    auditor = browse(given(a_person, role=Role.AUDITOR))
    own = browse(given(a_person)).get(f"/certificates/{tin.id}/cover.pdf")

    assert auditor.get(f"/certificates/{tin.id}/cover.pdf?company=C1001").data == own.data
    auditor.get(f"/certificates/{tin.id}/cover.pdf?company={RIVAL}", 404)


def test_staff_put_a_certificate_on_file_as_it_was_received(browse, given, app, count):
    given(the_catalogue)
    browser = browse(given(a_person, role=Role.CREDITS))
    filled = {
        "kind": "content",
        "scope": ["REM-SN@IKUNO"],
        "issuer": "SGS Japan Inc.",
        "reference": "C-1",
        "title": "Recycled content",
        "valid_from": "2024-04-01",
        "valid_to": "2027-03-31",
    }

    def send(content, **changed):
        file = {"file": (BytesIO(content), "../C:\\received.pdf")}
        return {**filled, **changed, **file}

    refused = browser.post("/certificates/new", send(b"PK\x03\x04"), 200).text
    assert "not a PDF" in refused
    assert 'value="C-1"' in refused
    assert "cannot be both" in browser.post("/certificates/new", send(ONE_PAGE, scope=[]), 200).text
    assert count(CertificateRow) == 0

    answer = browser.post("/certificates/new", send(ONE_PAGE))
    said = browser.get(answer.location).text
    assert "received.pdf" in said
    assert sha256(ONE_PAGE).hexdigest() in said
    assert "Electrolytic tin, Ikuno" in said


def test_credits_release_on_a_request_for_that_very_certificate(browse, given, tin, count):
    waiting = ((None, RequestStatus.RECEIVED),)
    request = given(a_request, certificate=tin, company=RIVAL, until=waiting)
    other = given(a_certificate)
    browser = browse(given(a_person, role=Role.CREDITS))

    browser.post(f"/certificates/{other.id}/releases", {"request": request.number}, 404)
    assert "Approve and release to" in browser.get(f"/certificates/{tin.id}").text
    for _ in range(2):
        browser.post(f"/certificates/{tin.id}/releases", {"request": request.number})

    assert count(ReleaseRow, ReleaseRow.customer_id == request.customer_id) == 1
    browse(given(a_person, company=RIVAL)).get(f"/certificates/{tin.id}.pdf")


def test_a_declaration_names_the_certificate_that_was_in_force(browse, given, tin, desk):
    given(a_verification)
    declaration = desk.declare("SH-1")

    said = browse(given(a_person)).get(f"/declarations/{declaration.number}").text

    assert f'href="/certificates/{tin.id}"' in said
    assert "C-TIN" in said
