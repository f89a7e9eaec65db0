"""Yearly statements, to read, with what has changed under them since they were made."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from remine_portal.documents import yearly_wording as heads
from remine_portal.documents.pictures import attributed_bar, content_bar
from remine_portal.documents.yearly_statement import WRITTEN
from remine_portal.domain.catalog import Series
from remine_portal.domain.claims import NO_MASS_BALANCE, NOT_PHYSICAL, NOTICES
from remine_portal.domain.people import Permission
from remine_portal.domain.yearly_statements import YearlyFigures
from remine_portal.persistence.customers import all_customers
from remine_portal.persistence.statements import (
    find_statement,
    newest_of_years,
    page_of_statements,
)
from remine_portal.services.yearly_statements import changes_since, figures_in
from remine_portal.web.access import actor, reading, requires
from remine_portal.web.languages import language
from remine_portal.web.listing import chips, key_place, page_links, turn_asked_for
from remine_portal.web.statements import blueprint
from remine_portal.web.statements.forms import StatementFilterForm

FEW = 50
"""Declarations and lots that the page shows; the workbook has them all."""


@blueprint.route("/statements")
@requires(Permission.STATEMENTS_READ)
def list_statements() -> ResponseReturnValue:
    filters = StatementFilterForm(request.args)
    with reading() as work:
        filters.offer(all_customers(work) if actor().is_staff else [])
        page = page_of_statements(work, filters.customer_id, turn_asked_for(key_place))
        return render_template(
            "statements/list_statements.html",
            filter=filters,
            chips=chips(filters),
            statements=page.rows,
            total=page.total,
            changes=changes_since(work, page.rows),
            newest=newest_of_years(work, page.rows),
            links=page_links(page, lambda row: str(row.id)),
        )


@blueprint.route("/statements/<int:statement_id>")
@requires(Permission.STATEMENTS_READ)
def show_statement(statement_id: int) -> ResponseReturnValue:
    with reading() as work:
        statement = find_statement(work, statement_id) or abort(404)
        return render_template(
            "statements/show_statement.html",
            statement=statement,
            changes=changes_since(work, [statement])[statement.id],
            newest=newest_of_years(work, [statement])[statement.id],
            **said_in(figures_in(statement)),
        )


def said_in(figures: YearlyFigures) -> dict[str, Any]:
    """What the statement says, in the words of its paper; the page's language writes them."""
    return {
        "figures": figures,
        "heads": heads,
        "few": FEW,
        "no_mass_balance": NO_MASS_BALANCE,
        "not_physical": NOT_PHYSICAL,
        "service": NOTICES[Series.ISO_22095][0],
        "metal_bar": partial(content_bar, language=language(), size="small"),
        "credit_bar": partial(attributed_bar, language=language(), size="small"),
        **WRITTEN,
    }
