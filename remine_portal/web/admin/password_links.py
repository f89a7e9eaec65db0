"""Helping somebody to a new password."""

from __future__ import annotations

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.persistence import people
from remine_portal.services import password_links
from remine_portal.web.access import requires, writing
from remine_portal.web.admin import blueprint
from remine_portal.web.admin.invitations import public_address


@blueprint.route("/admin/people/<int:person_id>/password-link", methods=["POST"])
@requires(Permission.PEOPLE_MANAGE)
def make_password_link(person_id: int) -> ResponseReturnValue:
    """Shown once, in the answer to the form, because it is kept nowhere."""
    with writing() as work:
        person = people.find_colleague(work, person_id) or abort(404)
        token = password_links.make_link(work, person)
    link = public_address(url_for("account.choose_password", token=token))
    return render_template("admin/make_password_link.html", person=person, link=link)
