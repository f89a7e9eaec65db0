"""Choosing a new password by a link that an administrator has made."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.services import password_links
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.account import blueprint
from remine_portal.web.account.forms import NewPasswordForm
from remine_portal.web.languages import gettext


@blueprint.route("/password-links/<token>", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def choose_password(token: str) -> ResponseReturnValue:
    """Looking at it does not use it up, and using it does not sign in."""
    form = NewPasswordForm(request.form)
    if form.submitted():
        try:
            with writing() as work:
                password_links.choose_password(work, token, form.password.data)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("Your new password is set. Sign in with it."))
            return redirect(url_for("account.sign_in"), 303)
    with reading() as work:
        try:
            link = password_links.find_link(work, token)
        except password_links.LinkUsedUp:
            return render_template("account/password_link_over.html"), 404
        return render_template("account/choose_password.html", form=form, link=link)
