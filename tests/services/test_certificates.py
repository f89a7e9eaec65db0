"""Certificates are kept as received, and go to a company only on its own approved request."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from remine_portal.domain.certificates import (
    CertificateKind,
    CertificateNotApproved,
    ReferenceOnFile,
    ScopeUnclear,
)
from remine_portal.domain.errors import NotFound
from remine_portal.domain.people import COMMAND_LINE, Actor
from remine_portal.persistence.certificates import find_certificate
from remine_portal.services import certificates
from remine_portal.services.evidence import DaysOutOfOrder
from tests.certified import a_certificate, a_release, a_request, certified, reviewed
from tests.factories import RIVAL, a_person, the_catalogue

IMPOSSIBLE = [
    (certified(valid_to=date(2024, 3, 31)), DaysOutOfOrder),
    (certified(scope=frozenset()), ScopeUnclear),
    (certified(guideline_version="1"), ScopeUnclear),
    (reviewed(guideline_version=None), ScopeUnclear),
    (certified(kind=CertificateKind.GUIDELINE), ScopeUnclear),
    (certified(("REM-SN", "NOWHERE")), NotFound),
    (certified(("REM-CU", "NAOSHIMA")), NotFound),
]


def test_a_certificate_that_cannot_be_is_refused(database, given):
    given(the_catalogue)

    for certificate, refusal in IMPOSSIBLE:
        with pytest.raises(refusal), database.writing(COMMAND_LINE) as work:
            a_certificate(work, certificate)


def test_a_certificate_is_never_entered_twice_nor_changed(database, given):
    given(the_catalogue)
    row = given(a_certificate)

    with pytest.raises(ReferenceOnFile), database.writing(COMMAND_LINE) as work:
        a_certificate(work, certified(issuer=row.issuer, reference=row.reference))
    with pytest.raises(DBAPIError, match="append-only"), database.writing(COMMAND_LINE) as work:
        work.session.execute(text("UPDATE certificate SET sha256 = 'other'"))


def test_a_release_names_who_asked_and_is_made_once(database, given):
    given(the_catalogue)
    row = given(a_certificate)
    release = given(a_release, certificate=row)

    with database.writing(COMMAND_LINE) as work:
        again = a_release(work, find_certificate(work, row.id))

        assert again.id == release.id
        assert again.recipient == "Acme Metals K.K."
        assert again.scope.ja == "電気錫(Ikuno)"
        assert certificates.released_to(work, release.customer_id) == [again.certificate]


def test_nothing_is_released_before_the_request_is_approved(database, given):
    given(the_catalogue)
    row = given(a_certificate)

    with pytest.raises(CertificateNotApproved), database.writing(COMMAND_LINE) as work:
        certificates.release(work, a_request(work, row, until=((None, "received"),)))


def test_who_was_given_nothing_takes_nothing_not_even_by_the_database(database, given):
    given(the_catalogue)
    row = given(a_certificate)
    given(a_release, certificate=row, company=RIVAL)
    buyer = given(a_person)

    actor = Actor(buyer.name, buyer.role, buyer.id, customer_id=buyer.customer_id)

    with pytest.raises(CertificateNotApproved), database.writing(actor) as work:
        certificates.record_download(work, row)
    with pytest.raises(DBAPIError, match="released to"), database.writing(COMMAND_LINE) as work:
        work.session.execute(
            text(
                "INSERT INTO certificate_download (certificate_id, person_id, downloaded_at) "
                "VALUES (:certificate, :person, '2026-11-23 00:00:00+00')"
            ),
            {"certificate": row.id, "person": buyer.id},
        )
