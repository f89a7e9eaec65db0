"""To whom certificates were released, who asks for them, who took them, who was told of the end."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from remine_portal.domain.requests import OPEN, RequestStatus
from remine_portal.persistence.certificates import (
    CertificateDownloadRow,
    CertificateRow,
    ExpiryWarningRow,
    ReleaseRow,
    ScopeRow,
)
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.requests import RequestRow, visible_to


def release_of(
    work: UnitOfWork, certificate: CertificateRow, customer_id: int
) -> ReleaseRow | None:
    """The release of a certificate to a company; None where there is none."""
    return work.session.scalar(
        select(ReleaseRow)
        .where(ReleaseRow.certificate_id == certificate.id, ReleaseRow.customer_id == customer_id)
        .options(joinedload(ReleaseRow.customer))
    )


def releases_of(work: UnitOfWork, certificate: CertificateRow) -> list[ReleaseRow]:
    """To whom a certificate was released, the latest first, with their companies."""
    return list(
        work.session.scalars(
            select(ReleaseRow)
            .where(ReleaseRow.certificate_id == certificate.id)
            .order_by(ReleaseRow.id.desc())
            .options(joinedload(ReleaseRow.customer))
        )
    )


def releases_to(work: UnitOfWork, customer_id: int) -> list[ReleaseRow]:
    """What a company was given, with the certificates and their scopes, by issuer and reference."""
    return list(
        work.session.scalars(
            select(ReleaseRow)
            .join(ReleaseRow.certificate)
            .where(ReleaseRow.customer_id == customer_id)
            .order_by(CertificateRow.issuer, CertificateRow.reference)
            .options(
                joinedload(ReleaseRow.certificate)
                .selectinload(CertificateRow.scopes)
                .options(joinedload(ScopeRow.product), joinedload(ScopeRow.site))
            )
        )
    )


def release_counts(work: UnitOfWork) -> dict[int, int]:
    """To how many companies each certificate was released, by its key."""
    counts = work.session.execute(
        select(ReleaseRow.certificate_id, func.count()).group_by(ReleaseRow.certificate_id)
    )
    return dict(counts.all())


def requests_waiting(work: UnitOfWork, certificate: CertificateRow) -> list[RequestRow]:
    """Requests for a certificate that could be approved now, the oldest first, with companies."""
    query = visible_to(work.actor).where(
        RequestRow.certificate_id == certificate.id,
        RequestRow.status.in_((RequestStatus.RECEIVED, RequestStatus.IN_REVIEW)),
    )
    query = query.order_by(RequestRow.id).options(joinedload(RequestRow.customer))
    return list(work.session.scalars(query))


def open_requests(work: UnitOfWork) -> dict[int, RequestRow]:
    """The acting company's latest open request for each certificate, by the certificate's key."""
    query = visible_to(work.actor).where(
        RequestRow.certificate_id.is_not(None), RequestRow.status.in_(OPEN)
    )
    found = work.session.scalars(query.order_by(RequestRow.id))
    return {row.certificate_id: row for row in found if row.certificate_id is not None}


def warnings_given(work: UnitOfWork, days_ahead: int) -> set[int]:
    """Of which certificates people were told that many days ahead."""
    given = select(ExpiryWarningRow.certificate_id).where(ExpiryWarningRow.days_ahead == days_ahead)
    return set(work.session.scalars(given))


def downloads_of(
    work: UnitOfWork, certificate: CertificateRow
) -> list[tuple[CertificateDownloadRow, PersonRow]]:
    """Who took the certificate, the latest first, with their company."""
    found = work.session.execute(
        select(CertificateDownloadRow, PersonRow)
        .join(PersonRow, PersonRow.id == CertificateDownloadRow.person_id)
        .where(CertificateDownloadRow.certificate_id == certificate.id)
        .order_by(CertificateDownloadRow.id.desc())
        .options(joinedload(PersonRow.customer))
    )
    return [(download, person) for download, person in found]
