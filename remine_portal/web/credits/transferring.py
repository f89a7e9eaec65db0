"""Credits that cross from one boundary to another, where the policy declares it."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.services import transferring
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.credits import blueprint
from remine_portal.web.credits.forms import TransferForm
from remine_portal.web.credits.showing import policy_in_force
from remine_portal.web.languages import gettext


@blueprint.route("/transfer", methods=["GET", "POST"])
@requires(Permission.CREDITS_WRITE)
def transfer_credits() -> ResponseReturnValue:
    form = TransferForm(request.form)
    with reading() as work:
        policy = policy_in_force(work)
        form.offer(policy.boundaries if policy else ())
    if form.submitted():
        try:
            with writing() as work:
                transferring.transfer(work, **form.transfer)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("The credits are transferred"))
            return redirect(url_for("credits.show_credits"), 303)

    return render_template("credits/transfer_credits.html", form=form, policy=policy)
