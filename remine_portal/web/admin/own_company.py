"""A customer's own company: its administrator reads what the portal's staff keep of it."""

from __future__ import annotations

from collections import Counter

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import CUSTOMER_ROLES, ROLE_NAMES, Permission, Role
from remine_portal.persistence import customers, people
from remine_portal.web.access import actor, reading, requires
from remine_portal.web.admin import blueprint


@blueprint.route("/admin/company")
@requires(Permission.PEOPLE_MANAGE)
def show_own_company() -> ResponseReturnValue:
    """Staff belong to no company, and have the list of all."""
    own = actor().customer_id
    if own is None:
        abort(404)
    with reading() as work:
        everybody = people.people_of_company(work, own)
        active = Counter(each.role for each in everybody if each.disabled_at is None)
        return render_template(
            "admin/show_own_company.html",
            company=customers.find_customer_by_id(work, own) or abort(404),
            counts=[(ROLE_NAMES[role], active[role]) for role in Role if role in CUSTOMER_ROLES],
            disabled=sum(each.disabled_at is not None for each in everybody),
            invitations=len(people.open_invitations(work)),
        )
