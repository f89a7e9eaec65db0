"""One's own account: language, password, and the browsers that are signed in."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import ROLE_NAMES, Permission
from remine_portal.services import accounts, sessions, sign_in
from remine_portal.web.access import actor, reading, requires, writing
from remine_portal.web.account import blueprint, door
from remine_portal.web.account.browsers import name_browser
from remine_portal.web.account.forms import ChangePasswordForm, LanguageForm
from remine_portal.web.account.signing_in import too_many_tries
from remine_portal.web.languages import gettext
from remine_portal.web.network import network


@blueprint.route("/account")
@requires(Permission.ACCOUNT_MANAGE)
def show_account() -> ResponseReturnValue:
    with reading() as work:
        person = accounts.get_self(work)
        return render_template(
            "account/show_account.html",
            person=person,
            role=gettext(ROLE_NAMES[person.role]),
            form=LanguageForm(language=person.language),
            sessions=sessions.living_sessions(work, person.id),
            this_session=sessions.sha256(door.session_reference()),
            name_browser=name_browser,
        )


@blueprint.route("/account/language", methods=["POST"])
@requires(Permission.ACCOUNT_MANAGE)
def change_language() -> ResponseReturnValue:
    form = LanguageForm(request.form)
    if not form.submitted():
        return redirect(url_for("account.show_account"), 303)
    with writing() as work:
        accounts.change_language(work, form.language.data)
    return redirect(url_for("account.show_account", lang=form.language.data), 303)


@blueprint.route("/account/password", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_MANAGE)
def change_password() -> ResponseReturnValue:
    form = ChangePasswordForm(request.form)
    if form.submitted():
        try:
            _change_password(form)
        except sign_in.TooManyTries as refusal:
            return too_many_tries(form, refusal, "account/change_password.html")
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("Your password has been changed. All other browsers are signed out."))
            return redirect(url_for("account.show_account"), 303)
    return render_template("account/change_password.html", form=form)


@blueprint.route("/account/sessions/end", methods=["POST"])
@requires(Permission.ACCOUNT_MANAGE)
def end_other_sessions() -> ResponseReturnValue:
    with writing() as work:
        accounts.end_own_sessions(work, but=door.session_reference())
    flash(gettext("All other browsers are signed out."))
    return redirect(url_for("account.show_account"), 303)


@blueprint.route("/account/sessions/<int:session_id>/end", methods=["POST"])
@requires(Permission.ACCOUNT_MANAGE)
def end_session(session_id: int) -> ResponseReturnValue:
    with writing() as work:
        sessions.end_own_session(work, session_id)
    flash(gettext("That browser is signed out."))
    return redirect(url_for("account.show_account"), 303)


def _change_password(form: ChangePasswordForm) -> None:
    if not door.shows_password(actor().email or "", form.current.data):
        raise accounts.WrongCurrentPassword()
    with writing() as work:
        accounts.change_password(work, form.password.data, this_session=door.session_reference())
        sign_in.forgive(work, actor().email or "", network())
