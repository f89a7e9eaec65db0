"""Policies of the ledger: every version with its terms, and a new one from a day on."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.credits import CHARACTERISTIC_NAMES
from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.domain.policy import CAP_NAMES
from remine_portal.persistence.catalog import sites_by_code
from remine_portal.persistence.policies import policy_rows
from remine_portal.services import policies
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.credits import blueprint
from remine_portal.web.credits.policy_form import PolicyForm
from remine_portal.web.credits.showing import METAL, policy_in_force
from remine_portal.web.languages import gettext


@blueprint.route("/policies")
@requires(Permission.CREDITS_READ)
def list_policies() -> ResponseReturnValue:
    with reading() as work:
        current = policy_in_force(work)
        return render_template(
            "credits/list_policies.html",
            rows=policy_rows(work),
            since=current and current.effective_from,
            caps=CAP_NAMES,
            metal=METAL,
        )


@blueprint.route("/policies/<string:first_day>")
@requires(Permission.CREDITS_READ)
def show_policy(first_day: str) -> ResponseReturnValue:
    with reading() as work:
        rows = {row.effective_from.isoformat(): row for row in policy_rows(work)}
        row = rows.get(first_day) or abort(404)
        current = policy_in_force(work)
        return render_template(
            "credits/show_policy.html",
            row=row,
            policy=row.policy,
            since=current and current.effective_from,
            sites=sites_by_code(work),
            caps=CAP_NAMES,
            characteristics=CHARACTERISTIC_NAMES,
            metal=METAL,
        )


@blueprint.route("/policies/new", methods=["GET", "POST"])
@requires(Permission.CREDITS_WRITE)
def enter_policy() -> ResponseReturnValue:
    """Begun with the newest terms, so that only what changes is typed."""
    with reading() as work:
        form = PolicyForm.after(request.form, policy_rows(work))
    if form.submitted():
        try:
            with writing() as work:
                policies.enter_policy(work, form.policy)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("The policy is on file"))
            return redirect(url_for("credits.list_policies"), 303)

    return render_template(
        "credits/enter_policy.html", form=form, characteristics=CHARACTERISTIC_NAMES
    )
