"""Certificates are kept as received, and go to a company only on its own approved request."""

import json
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from remine_portal.domain.catalog import Series
from remine_portal.domain.certificates import (
    CertificateKind,
    CertificateNotApproved,
    ReferenceOnFile,
    ScopeUnclear,
)
from remine_portal.domain.claim_lint import BannedWording
from remine_portal.domain.errors import NotFound
from remine_portal.domain.people import COMMAND_LINE, Actor
from remine_portal.persistence.certificates import find_certificate
from remine_portal.persistence.declarations import DeclarationLineRow, DeclarationRow
from remine_portal.persistence.shipments import ShipmentLineRow
from remine_portal.services import certificates
from remine_portal.services.evidence import DaysOutOfOrder
from tests.certified import a_certificate, a_release, a_request, certified, reviewed
from tests.factories import RIVAL, a_person, a_verification, the_catalogue

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


def a_declaration(series, *lots, **snapshot):
    """Of lots that are (number, product, site, produced on), shipped on 1 June 2026."""
    lines = [
        ShipmentLineRow(
            lot_no=lot,
            product_code=product,
            site_code=site,
            production_date=produced_on,
            ship_date=date(2026, 6, 1),
        )
        for lot, product, site, produced_on in lots
    ]
    return DeclarationRow(
        series=series,
        snapshot=json.dumps(snapshot),
        lines=[DeclarationLineRow(shipment_line=line) for line in lines],
    )


def named_for(database, declaration):
    with database.reading(COMMAND_LINE) as work:
        found = certificates.in_force_for(work, declaration)
        return {
            each.lots: each.certificate.reference if each.certificate else None for each in found
        }


def test_each_lot_names_the_certificate_in_force_when_it_was_made(database, given):
    given(the_catalogue)
    for reference, first_day, last_day in (
        ("OLD", date(2022, 4, 1), date(2026, 3, 31)),
        ("NEW", date(2026, 3, 1), date(2028, 3, 31)),
    ):
        certificate = certified(reference=reference, valid_from=first_day, valid_to=last_day)
        given(a_certificate, certificate=certificate)
    declaration = a_declaration(
        Series.ISO_14021,
        ("L-1", "REM-SN", "IKUNO", date(2026, 2, 28)),
        ("L-2", "REM-SN", "IKUNO", date(2026, 3, 1)),
        ("L-3", "REM-SN", "IKUNO", date(2026, 5, 1)),
        ("L-4", "REM-SN", "HOSOKURA", date(2026, 5, 1)),
    )

    expected = {("L-1",): "OLD", ("L-2", "L-3"): "NEW", ("L-4",): None}
    assert named_for(database, declaration) == expected


def test_copper_names_the_review_of_its_guideline_on_the_ship_date(database, given):
    given(the_catalogue)
    given(a_certificate, certificate=certified())
    for version, first_day in (("1", date(2026, 1, 28)), ("2", date(2026, 6, 2))):
        review = reviewed(guideline_version=version, reference=version, valid_from=first_day)
        given(a_certificate, certificate=review)
    lot = ("L-1", "REM-CU", "NAOSHIMA", date(2025, 12, 1))

    for version, expected in (("1", "1"), ("2", None), ("3", None)):
        declaration = a_declaration(Series.ISO_22095, lot, guideline={"version": version})
        assert named_for(database, declaration) == {("L-1",): expected}


def test_a_verification_has_the_certificate_of_the_same_party_behind_it(database, given):
    given(the_catalogue)
    row = given(a_certificate)
    tin, lead = given(a_verification), given(a_verification, product="REM-PB")

    with database.reading(COMMAND_LINE) as work:
        found = certificates.behind(work, [tin, lead])

    assert {key: each.id for key, each in found.items()} == {tin.id: row.id}


def test_a_title_that_claims_too_much_is_not_printed_on_a_covering_page(database, given):
    given(the_catalogue)

    with pytest.raises(BannedWording), database.writing(COMMAND_LINE) as work:
        a_certificate(work, certified(title="Certificate of green tin"))
