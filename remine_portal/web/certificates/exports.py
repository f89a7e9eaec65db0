"""The list of certificates as a file."""

from __future__ import annotations

from collections.abc import Iterator

from flask.typing import ResponseReturnValue

from remine_portal.documents.exports import Value
from remine_portal.domain.errors import N_
from remine_portal.domain.people import Permission
from remine_portal.persistence.database import UnitOfWork
from remine_portal.web.access import actor, reading, requires
from remine_portal.web.certificates import blueprint
from remine_portal.web.certificates.views import listed
from remine_portal.web.exporting import table_response
from remine_portal.web.languages import in_language

COLUMNS = (
    N_("Certificate no."),
    N_("Title"),
    N_("Issuer"),
    N_("Scope"),
    N_("Valid from"),
    N_("Valid until"),
    N_("Status"),
    N_("SHA-256 of the file"),
)


@blueprint.route("/certificates.<any(csv, xlsx):form>")
@requires(Permission.CERTIFICATES_READ)
def export_certificates(form: str) -> ResponseReturnValue:
    """With the day of release to the reader's company; for staff, with the number of companies."""
    last = N_("Released to companies") if actor().is_staff else N_("Released to you on")
    with reading() as work:
        return table_response((*COLUMNS, last), _rows(work), name="certificates", form=form)


def _rows(work: UnitOfWork) -> Iterator[tuple[Value, ...]]:
    staff = actor().is_staff
    for each in listed(work):
        row, release = each.row, each.release
        given: Value = release.released_on if release else None
        yield (
            row.reference,
            row.title,
            row.issuer,
            in_language(each.scope),
            row.valid_from,
            row.valid_to,
            each.state[1],
            row.sha256 if staff or release else None,
            each.companies if staff else given,
        )
