"""Certificates to read about, and to take where they were released."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from remine_portal.documents.covering_page import render_covering_page
from remine_portal.domain.catalog import Text
from remine_portal.domain.certificate_claims import WHAT_IT_IS, WHAT_IT_IS_NOT
from remine_portal.domain.certificates import KIND_NAMES, CertificateNotApproved
from remine_portal.domain.people import Permission
from remine_portal.persistence import certificate_releases, certificates
from remine_portal.persistence.certificates import CertificateRow, ReleaseRow
from remine_portal.persistence.customers import find_customer
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.requests import RequestRow
from remine_portal.services.certificates import record_download, scope_of
from remine_portal.services.covering import covering_page
from remine_portal.web.access import actor, noting, reading, requires
from remine_portal.web.belongings import blobs
from remine_portal.web.certificates import blueprint
from remine_portal.web.pdf import pdf_response
from remine_portal.web.validity import state_of


@dataclass(frozen=True)
class Listed:
    """A certificate in a list, and how it stands with the reader's company, or with all of them."""

    row: CertificateRow
    scope: Text
    state: tuple[str, str]
    release: ReleaseRow | None
    requested: RequestRow | None
    companies: int


def listed(work: UnitOfWork) -> list[Listed]:
    """Every certificate the reader may know of, the newest first."""
    company = actor().customer_id
    releases = certificate_releases.releases_to(work, company) if company else []
    released = {each.certificate_id: each for each in releases}
    requested = certificate_releases.open_requests(work) if company else {}
    counts = certificate_releases.release_counts(work) if actor().is_staff else {}
    return [
        Listed(
            row=row,
            scope=scope_of(row),
            state=state_of(row.certificate, work.today),
            release=released.get(row.id),
            requested=requested.get(row.id),
            companies=counts.get(row.id, 0),
        )
        for row in certificates.certificate_rows(work)
    ]


@blueprint.route("/certificates")
@requires(Permission.CERTIFICATES_READ)
def list_certificates() -> ResponseReturnValue:
    with reading() as work:
        return render_template("certificates/list_certificates.html", certificates=listed(work))


@blueprint.route("/certificates/<int:certificate_id>")
@requires(Permission.CERTIFICATES_READ)
def show_certificate(certificate_id: int) -> ResponseReturnValue:
    staff = actor().is_staff
    with reading() as work:
        row = certificates.find_certificate(work, certificate_id) or abort(404)
        return render_template(
            "certificates/show_certificate.html",
            row=row,
            scope=scope_of(row),
            state=state_of(row.certificate, work.today),
            kind=KIND_NAMES[row.kind],
            is_this=WHAT_IT_IS[row.kind],
            is_not=WHAT_IT_IS_NOT[row.kind],
            release=_own_release(work, row),
            requested=None if staff else certificate_releases.open_requests(work).get(row.id),
            releases=certificate_releases.releases_of(work, row) if staff else [],
            waiting=certificate_releases.requests_waiting(work, row) if staff else [],
            downloads=certificate_releases.downloads_of(work, row) if staff else [],
        )


@blueprint.route("/certificates/<int:certificate_id>.pdf")
@requires(Permission.CERTIFICATES_READ)
def download_certificate(certificate_id: int) -> Response:
    """The very bytes that were received, for whom they were released to (DOMAIN.md rule 11).

    The taking is written down before the first byte leaves: a log that can lack one is none.
    """
    with reading() as work:
        row = certificates.find_certificate(work, certificate_id) or abort(404)
        _refuse_unreleased(work, row)
        content = blobs().get(row.sha256)
    if request.method == "GET":
        with noting() as work:
            record_download(work, row)
    return pdf_response(content, row.file_name)


@blueprint.route("/certificates/<int:certificate_id>/cover.pdf")
@requires(Permission.CERTIFICATES_READ)
def download_cover(certificate_id: int) -> Response:
    """The covering page of the reader's own release; staff name the company whose they want."""
    with reading() as work:
        row = certificates.find_certificate(work, certificate_id) or abort(404)
        _refuse_unreleased(work, row)
        release = _named_release(work, row) if actor().is_staff else _own_release(work, row)
        page = covering_page(row, release or abort(404))
    name = f"{page.request_number}-covering-page.pdf"
    return pdf_response(render_covering_page(page), name)


def _refuse_unreleased(work: UnitOfWork, row: CertificateRow) -> None:
    if not actor().is_staff and _own_release(work, row) is None:
        raise CertificateNotApproved(reference=row.reference)


def _own_release(work: UnitOfWork, row: CertificateRow) -> ReleaseRow | None:
    """By the company of whoever is signed in, whatever the address says."""
    company = actor().customer_id
    return certificate_releases.release_of(work, row, company) if company else None


def _named_release(work: UnitOfWork, row: CertificateRow) -> ReleaseRow | None:
    company = find_customer(work, request.args.get("company", ""))
    return certificate_releases.release_of(work, row, company.id) if company else None
