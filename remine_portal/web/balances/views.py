"""The published balances: a page for people, and the bytes that the register has the hash of."""

from __future__ import annotations

from datetime import date

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from remine_portal.domain.balance_statement import BalanceStatement
from remine_portal.domain.credits import CHARACTERISTIC_NAMES, METALS
from remine_portal.domain.people import Permission
from remine_portal.persistence import balance_statements
from remine_portal.persistence.balance_statements import BalanceStatementRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.services.balance_publishing import address_of
from remine_portal.web.access import reading, requires
from remine_portal.web.balances import blueprint
from remine_portal.web.belongings import office

MOVED = ("booked_kg", "transferred_in_kg", "returned_kg")
TAKEN = ("attributed_kg", "expired_kg", "struck_off_kg", "transferred_out_kg")


@blueprint.route("/")
@requires(Permission.PUBLIC)
def list_balances() -> ResponseReturnValue:
    with reading() as work:
        rows = balance_statements.statements(work)
        return render_template(
            "balances/list_balances.html",
            statements=[BalanceStatement.read(each.document) for each in rows],
            characteristics=CHARACTERISTIC_NAMES,
        )


@blueprint.route("/<string:boundary>/<string:first_day>")
@requires(Permission.PUBLIC)
def show_balance(boundary: str, first_day: str) -> ResponseReturnValue:
    with reading() as work:
        row = _named(work, boundary, first_day)
        statement = BalanceStatement.read(row.document)
        return render_template(
            "balances/show_balance.html",
            statement=statement,
            sha256=row.sha256,
            index=row.entry_index,
            address=address_of(row.period, office()),
            came_in=_that_moved(statement, MOVED),
            went_out=_that_moved(statement, TAKEN),
            characteristics=CHARACTERISTIC_NAMES,
        )


@blueprint.route("/<string:boundary>/<string:first_day>.json")
@requires(Permission.PUBLIC)
def show_statement(boundary: str, first_day: str) -> Response:
    with reading() as work:
        document = _named(work, boundary, first_day).document
    return Response(document.encode(), content_type="application/json")


def _named(work: UnitOfWork, boundary: str, first_day: str) -> BalanceStatementRow:
    """By its address. A period that is open is not there for the public."""
    try:
        day = date.fromisoformat(first_day)
    except ValueError:
        abort(404)
    if not boundary.isprintable():  # PostgreSQL takes no NUL for a text
        abort(404)
    return balance_statements.statement_of(work, boundary, METALS[0], day) or abort(404)


def _that_moved(statement: BalanceStatement, names: tuple[str, ...]) -> list[str]:
    """Of these figures, those that are something in any account; the first one always."""
    return [
        name
        for name in names
        if name == names[0] or any(getattr(each, name) for each in statement.accounts)
    ]
