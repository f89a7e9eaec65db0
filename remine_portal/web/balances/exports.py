"""The list of closed balance periods as a file."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from remine_portal.domain.balance_statement import BalanceStatement
from remine_portal.domain.credits import CHARACTERISTIC_NAMES
from remine_portal.domain.errors import N_
from remine_portal.domain.people import Permission
from remine_portal.persistence.balance_statements import statements
from remine_portal.web.access import reading, requires
from remine_portal.web.balances import blueprint
from remine_portal.web.exporting import table_response
from remine_portal.web.languages import in_language

COLUMNS = (
    N_("Boundary"),
    N_("First day"),
    N_("Last day"),
    N_("Characteristic"),
    N_("Carried over (kg)"),
    N_("Came in (kg)"),
    N_("Attributed (kg)"),
)


@blueprint.route("/closed.<any(csv, xlsx):form>")
@requires(Permission.PUBLIC)
def export_balances(form: str) -> ResponseReturnValue:
    with reading() as work:
        stated = [BalanceStatement.read(each.document) for each in statements(work)]
        rows = [
            (
                each.boundary,
                each.period.first_day,
                each.period.last_day,
                in_language(CHARACTERISTIC_NAMES[account.characteristic]),
                account.opening_kg,
                account.came_in_kg - account.opening_kg,
                account.attributed_kg,
            )
            for each in stated
            for account in each.accounts
        ]
        return table_response(COLUMNS, rows, name="closed-balance-periods", form=form)
