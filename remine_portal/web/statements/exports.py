"""The list of yearly statements as a file."""

from __future__ import annotations

from collections.abc import Iterator

from flask import request
from flask.typing import ResponseReturnValue

from remine_portal.documents.exports import Value
from remine_portal.domain.errors import N_
from remine_portal.domain.people import Permission
from remine_portal.persistence.customers import all_customers
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.statements import page_of_statements
from remine_portal.services.yearly_statements import changes_since
from remine_portal.web.access import actor, reading, requires
from remine_portal.web.exporting import slices, table_response
from remine_portal.web.languages import gettext, in_language
from remine_portal.web.statements import blueprint
from remine_portal.web.statements.forms import StatementFilterForm

COLUMNS = (
    N_("First day"),
    N_("Last day"),
    N_("Company"),
    N_("Counted until"),
    N_("Made at"),
    N_("Made by"),
    N_("Status"),
    N_("Replaced or revoked since"),
    N_("Issued since"),
    N_("Goods returned since"),
    N_("SHA-256"),
)


@blueprint.route("/statements.<any(csv, xlsx):form>")
@requires(Permission.STATEMENTS_READ)
def export_statements(form: str) -> ResponseReturnValue:
    filters = StatementFilterForm(request.args)
    with reading() as work:
        filters.offer(all_customers(work) if actor().is_staff else [])
        rows = _exported(work, filters.customer_id)
        return table_response(COLUMNS, rows, name="yearly-statements", form=form)


def _exported(work: UnitOfWork, customer_id: int | None) -> Iterator[tuple[Value, ...]]:
    """A row a statement, in the order of COLUMNS."""
    for some in slices(
        lambda turn: page_of_statements(work, customer_id, turn), lambda row: (row.id,)
    ):
        changes = changes_since(work, some)
        for each in some:
            changed = changes[each.id]
            yield (
                each.first_day,
                each.last_day,
                in_language(each.customer.name),
                each.until,
                each.made_at,
                each.made_by,
                gettext("Out of date") if changed else gettext("Up to date"),
                ", ".join(number for number, _ in changed.ended),
                ", ".join(changed.issued),
                ", ".join(changed.returned),
                each.figures_sha256,
            )
