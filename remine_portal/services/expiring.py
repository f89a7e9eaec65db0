"""Warning of certificates that end soon: the staff who release them, and each company with one."""

from __future__ import annotations

from datetime import timedelta

from remine_portal.domain.certificates import WARNED_AHEAD, warning_due
from remine_portal.domain.notices import NoticeKind
from remine_portal.persistence import audit, certificate_releases, certificates
from remine_portal.persistence.certificates import CertificateRow, ExpiryWarningRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.services import notifying
from remine_portal.services.jobs import Finish, Task


def warn_daily(_task: Task) -> Finish:
    """The job of the day. It has no long part: all of it is written at once."""
    return warn_of_ends


def warn_of_ends(work: UnitOfWork) -> None:
    """Tell of each certificate that ends in 90, 30 or 7 days, for each of these numbers once.

    A day on which nobody looked is made up for. Of one that is entered late, only the nearest
    number is told.
    """
    last_day = work.today + timedelta(max(WARNED_AHEAD))
    for row in certificates.ending_from(work, work.today, last_day):
        days_ahead = warning_due(row.certificate.days_left(work.today))
        if days_ahead and row.id not in certificate_releases.warnings_given(work, days_ahead):
            _warn(work, row, days_ahead)


def _warn(work: UnitOfWork, row: CertificateRow, days_ahead: int) -> None:
    work.session.add(
        ExpiryWarningRow(certificate_id=row.id, days_ahead=days_ahead, warned_at=work.now)
    )
    work.session.flush()
    audit.record(work, "certificate:end-announced", row.reference, detail=str(row.valid_to))
    kind, about = NoticeKind.CERTIFICATE_EXPIRING, str(row.id)
    notifying.tell_staff(work, kind, about=about)
    for release in certificate_releases.releases_of(work, row):
        notifying.tell_company(work, kind, customer_id=release.customer_id, about=about)
