"""Inviting people, and taking an invitation back."""

from __future__ import annotations

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.services import accounts, invitations
from remine_portal.web.access import actor, requires, writing
from remine_portal.web.admin import blueprint
from remine_portal.web.admin.forms import InvitationForm
from remine_portal.web.languages import gettext


@blueprint.route("/admin/people/invite", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def invite_person() -> ResponseReturnValue:
    """The link is shown once, in the answer to the form, because it is kept nowhere."""
    form = InvitationForm(request.form)
    form.offer(accounts.roles_to_give(actor()))
    link = None
    if form.submitted():
        try:
            with writing() as work:
                token = invitations.invite(
                    work, form.email.data, role=form.wanted, company=form.company.data or ""
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            link = public_address(url_for("account.accept_invitation", token=token))
    return render_template("admin/invite_person.html", form=form, link=link)


@blueprint.route("/admin/invitations/<int:invitation_id>/withdraw", methods=["POST"])
@requires(Permission.PEOPLE_MANAGE)
def withdraw_invitation(invitation_id: int) -> ResponseReturnValue:
    with writing() as work:
        invitation = invitations.withdraw(work, invitation_id) or abort(404)
        email = invitation.email
    flash(gettext("The invitation of %(email)s is withdrawn.") % {"email": email})
    return redirect(url_for("admin.list_people"), 303)


def public_address(path: str) -> str:
    """Built from the settings, never from what a request says its host is (QUALITY.md M15)."""
    return f"{current_app.extensions['settings'].base_url}{path}"
