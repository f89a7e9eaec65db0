"""Coming in by an invitation."""

from __future__ import annotations

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import ROLE_NAMES, Permission
from remine_portal.services import invitations, sign_in
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.account import blueprint, door
from remine_portal.web.account.forms import AcceptInvitationForm
from remine_portal.web.languages import gettext, language


@blueprint.route("/invitations/<token>", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def accept_invitation(token: str) -> ResponseReturnValue:
    """Looking at it does not use it up: scanners of mail look at every link."""
    form = AcceptInvitationForm(request.form)
    if form.submitted():
        try:
            reference = _accept(token, form)
        except Refusal as refusal:
            form.show(refusal)
        else:
            response = door.welcome(reference, url_for("home.show_home"))
            flash(gettext("Your account is ready."))
            return response
    with reading() as work:
        try:
            invitation = invitations.find_invitation(work, token)
        except invitations.InvitationUsedUp:
            return render_template("account/invitation_over.html"), 404
        role = gettext(ROLE_NAMES[invitation.role])
        return render_template(
            "account/accept_invitation.html", form=form, invitation=invitation, role=role
        )


def _accept(token: str, form: AcceptInvitationForm) -> str:
    with writing() as work:
        person = invitations.accept(
            work,
            token,
            name=form.name.data,
            password=form.password.data,
            language=language(),
        )
        door.end_this_session(work)
        return sign_in.begin_session(work, person, door.browser())
