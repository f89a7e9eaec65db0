"""Accounts, balance periods and policies as files."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from remine_portal.domain.credits import CHARACTERISTIC_NAMES
from remine_portal.domain.errors import N_
from remine_portal.domain.people import Permission
from remine_portal.domain.policy import CAP_NAMES, Policy
from remine_portal.persistence.policies import policy_rows
from remine_portal.web.access import reading, requires
from remine_portal.web.credits import blueprint
from remine_portal.web.credits.showing import (
    METAL,
    boundaries_on,
    policy_in_force,
    state_of,
)
from remine_portal.web.exporting import table_response
from remine_portal.web.languages import gettext, in_language

ACCOUNT_COLUMNS = (
    N_("Credit account"),
    N_("Boundary"),
    N_("Characteristic"),
    N_("Available"),
    N_("Reserved"),
    N_("Attributed"),
    N_("Expired"),
    N_("Missing after a correction"),
    N_("Unit"),
    N_("As of"),
)
PERIOD_COLUMNS = (
    N_("Boundary"),
    N_("First day"),
    N_("Last day"),
    N_("Attributed (kg)"),
    N_("Reserved (kg)"),
    N_("Output of copper (kg)"),
    N_("Status"),
)
POLICY_COLUMNS = (
    N_("Policy"),
    N_("In force from"),
    N_("Conversion factor"),
    N_("Period (months)"),
    N_("Validity (months)"),
    N_("Carry-over"),
    N_("Boundaries"),
)


@blueprint.route("/accounts.<any(csv, xlsx):form>")
@requires(Permission.CREDITS_READ)
def export_accounts(form: str) -> ResponseReturnValue:
    with reading() as work:
        policy = policy_in_force(work)
        rows = [
            (
                account.name,
                boundary.name,
                in_language(CHARACTERISTIC_NAMES[account.characteristic]),
                position.available_kg,
                position.reserved_kg,
                position.attributed_kg,
                position.expired_kg,
                position.deficit_kg,
                "kg",
                work.today,
            )
            for boundary in (boundaries_on(work, policy) if policy else [])
            for account, position in boundary.accounts
        ]
        return table_response(ACCOUNT_COLUMNS, rows, name="credit-accounts", form=form)


@blueprint.route("/periods.<any(csv, xlsx):form>")
@requires(Permission.CREDITS_READ)
def export_periods(form: str) -> ResponseReturnValue:
    with reading() as work:
        policy = policy_in_force(work)
        rows = [
            (
                boundary.name,
                period.row.first_day,
                period.row.last_day,
                period.row.attributed_kg,
                period.row.reserved_kg,
                period.output.in_unit("kg"),
                state_of(period.row, work.today)[1],
            )
            for boundary in (boundaries_on(work, policy) if policy else [])
            for period in boundary.periods
        ]
        return table_response(PERIOD_COLUMNS, rows, name="balance-periods", form=form)


@blueprint.route("/policies.<any(csv, xlsx):form>")
@requires(Permission.CREDITS_READ)
def export_policies(form: str) -> ResponseReturnValue:
    with reading() as work:
        rows = [
            (
                row.name,
                row.effective_from,
                row.policy.conversion_factors[METAL],
                row.policy.period_months,
                row.policy.validity_months,
                _carried_over(row.policy),
                ", ".join(row.policy.boundaries),
            )
            for row in policy_rows(work)
        ]
        return table_response(POLICY_COLUMNS, rows, name="policies", form=form)


def _carried_over(policy: Policy) -> str:
    if not policy.carry_over:
        return gettext("Nothing: the balance expires")
    return gettext(CAP_NAMES[policy.carry_over_cap])
