"""A statement to take home: its paper as it was made, and a workbook that says what has changed."""

from __future__ import annotations

from io import BytesIO

from flask import Response, abort, request, send_file, url_for
from flask.typing import ResponseReturnValue

from remine_portal.documents.yearly_workbook import write_yearly_statement
from remine_portal.domain.people import Permission
from remine_portal.persistence.statements import StatementRow, find_statement
from remine_portal.services.yearly_statements import changes_since, figures_in, record_download
from remine_portal.web.access import noting, reading, requires
from remine_portal.web.belongings import blobs, settings
from remine_portal.web.exporting import FORMS
from remine_portal.web.languages import language
from remine_portal.web.pdf import pdf_response
from remine_portal.web.statements import blueprint


@blueprint.route("/statements/<int:statement_id>.<any(ja, en):printed_in>.pdf")
@requires(Permission.STATEMENTS_READ)
def download_statement(statement_id: int, printed_in: str) -> ResponseReturnValue:
    """The very bytes that were made, out of date or not."""
    with reading() as work:
        statement = find_statement(work, statement_id) or abort(404)
        content = blobs().get(statement.pdf_sha256(printed_in))
    _note(statement)
    return pdf_response(content, f"{_name(statement)}.{printed_in}.pdf")


@blueprint.route("/statements/<int:statement_id>.xlsx")
@requires(Permission.STATEMENTS_READ)
def download_workbook(statement_id: int) -> Response:
    """The figures as they were, and what has changed since in every sheet's title."""
    with reading() as work:
        statement = find_statement(work, statement_id) or abort(404)
        content = write_yearly_statement(
            figures_in(statement),
            changes_since(work, [statement])[statement.id],
            language=language(),
            address=f"{settings().base_url}{url_for('statements.list_statements')}",
        )
    _note(statement)
    _, mimetype = FORMS["xlsx"]
    return send_file(
        BytesIO(content),
        mimetype=mimetype,
        as_attachment=True,
        download_name=f"{_name(statement)}.xlsx",
    )


def _note(statement: StatementRow) -> None:
    """Before the first byte leaves."""
    if request.method == "GET":
        with noting() as work:
            record_download(work, statement)


def _name(statement: StatementRow) -> str:
    return f"{statement.customer.code}-{statement.first_day}-{statement.last_day}"
