"""Names of companies that imports have brought: staff take them, or leave the ones on file."""

from __future__ import annotations

from datetime import datetime

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.persistence import customers
from remine_portal.services import companies
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.admin import blueprint
from remine_portal.web.languages import gettext


@blueprint.route("/admin/name-proposals")
@requires(Permission.COMPANY_NAMES_DECIDE)
def list_name_proposals() -> ResponseReturnValue:
    with reading() as work:
        return render_template(
            "admin/list_name_proposals.html", proposals=customers.open_proposals(work)
        )


@blueprint.route("/admin/name-proposals/<int:proposal_id>/decide", methods=["POST"])
@requires(Permission.COMPANY_NAMES_DECIDE)
def decide_name(proposal_id: int) -> ResponseReturnValue:
    """On the name that was shown: `proposed_at` tells it from one that has come since."""
    decision = request.form.get("decision")
    if decision not in ("accept", "dismiss"):
        abort(400)
    accept = decision == "accept"
    proposed_at = _moment(request.form.get("proposed_at", ""))
    with writing() as work:
        companies.decide_name(work, proposal_id, proposed_at=proposed_at, accept=accept)
    flash(gettext("The new name is on file.") if accept else gettext("The name on file stays."))
    return redirect(url_for("admin.list_name_proposals"), 303)


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        abort(400)
    return moment if moment.tzinfo else abort(400)
