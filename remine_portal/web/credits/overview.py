"""The books at a glance: each boundary as of today, and whether the books hold."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from remine_portal.domain.credits import CHARACTERISTIC_NAMES
from remine_portal.domain.people import Permission
from remine_portal.services.credit_checking import differences
from remine_portal.web.access import reading, requires
from remine_portal.web.credits import blueprint
from remine_portal.web.credits.showing import boundaries_on, policy_in_force, state_of


@blueprint.route("")
@requires(Permission.CREDITS_READ)
def show_credits() -> ResponseReturnValue:
    with reading() as work:
        policy = policy_in_force(work)
        return render_template(
            "credits/show_credits.html",
            policy=policy,
            boundaries=boundaries_on(work, policy) if policy else [],
            characteristics=CHARACTERISTIC_NAMES,
            state_of=lambda period: state_of(period, work.today),
            today=work.today,
        )


@blueprint.route("/check")
@requires(Permission.CREDITS_READ)
def check_books() -> ResponseReturnValue:
    """Everything is derived again from the entries; each difference is named."""
    with reading() as work:
        return render_template(
            "credits/check_books.html", differences=differences(work), checked_at=work.now
        )
