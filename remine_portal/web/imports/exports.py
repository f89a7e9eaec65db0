"""The list of imports as a file."""

from __future__ import annotations

from collections.abc import Iterator

from flask.typing import ResponseReturnValue

from remine_portal.documents.exports import Value
from remine_portal.domain.errors import N_
from remine_portal.domain.people import Permission
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.imports import page_of_runs
from remine_portal.services.importing import KIND_NAMES, ImportKind
from remine_portal.web.access import reading, requires
from remine_portal.web.exporting import slices, table_response
from remine_portal.web.imports import blueprint
from remine_portal.web.languages import gettext

COLUMNS = (
    N_("File"),
    N_("Holds"),
    N_("Handed in"),
    N_("Handed in by"),
    N_("New lines"),
    N_("Changed lines"),
    N_("Unchanged lines"),
    N_("Refused rows"),
    N_("Applied at"),
    N_("Applied by"),
    N_("SHA-256"),
)


@blueprint.route("/imports.<any(csv, xlsx):form>")
@requires(Permission.IMPORTS_READ)
def export_imports(form: str) -> ResponseReturnValue:
    with reading() as work:
        return table_response(COLUMNS, _exported(work), name="imports", form=form)


def _exported(work: UnitOfWork) -> Iterator[tuple[Value, ...]]:
    """A row a file, in the order of COLUMNS."""
    for some in slices(
        lambda turn: page_of_runs(work, turn), lambda row: (row.handed_in_at, row.id)
    ):
        for run in some:
            yield (
                run.file_name,
                gettext(KIND_NAMES[ImportKind(run.kind)]),
                run.handed_in_at,
                run.handed_in_by,
                run.new_count,
                run.changed_count,
                run.unchanged_count,
                run.refused_count,
                run.applied_at,
                run.applied_by,
                run.file_sha256,
            )
