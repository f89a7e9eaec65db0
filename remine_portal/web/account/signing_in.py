"""Signing in and signing out."""

from __future__ import annotations

import math
from datetime import timedelta

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.services import sign_in as service
from remine_portal.web.access import actor, requires, writing
from remine_portal.web.account import blueprint, door
from remine_portal.web.account.forms import SignInForm
from remine_portal.web.formats import say
from remine_portal.web.languages import gettext, ngettext
from remine_portal.web.network import network


@blueprint.route("/sign-in", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def sign_in() -> ResponseReturnValue:
    form = SignInForm(request.form)
    if form.submitted():
        try:
            return door.welcome(_enter(form.email.data, form.password.data), door.wanted_page())
        except service.TooManyTries as refusal:
            return too_many_tries(form, refusal, "account/sign_in.html")
        except Refusal as refusal:
            form.show(refusal)
    elif actor().signed_in:
        return redirect(door.wanted_page(), 303)
    return render_template("account/sign_in.html", form=form)


@blueprint.route("/sign-out", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def sign_out() -> ResponseReturnValue:
    if request.method == "GET":
        return render_template("account/sign_out.html")
    with writing() as work:
        service.leave(work, door.session_reference())
    response = door.farewell(url_for("account.sign_in"))
    flash(gettext("You have signed out."))
    return response


def _enter(email: str, password: str) -> str:
    if not door.shows_password(email, password):
        raise service.WrongPassword()
    with writing() as work:
        door.end_this_session(work)
        return service.enter(work, email, password, address=network(), browser=door.browser())


def too_many_tries(form: SignInForm, refusal: service.TooManyTries, template: str) -> Response:
    """The page again, with the waiting time in words and, for programs, in Retry-After."""
    form.form_errors.append(f"{say(refusal)} {_wait_in_words(refusal.wait)}")
    response = make_response(render_template(template, form=form), 429)
    response.headers["Retry-After"] = str(math.ceil(refusal.wait.total_seconds()))
    return response


def _wait_in_words(wait: timedelta) -> str:
    seconds = math.ceil(wait.total_seconds())
    if seconds <= 90:
        return ngettext(
            "Wait %(num)s second, then try again.", "Wait %(num)s seconds, then try again.", seconds
        ) % {"num": seconds}
    minutes = math.ceil(seconds / 60)
    return ngettext(
        "Wait %(num)s minute, then try again.", "Wait %(num)s minutes, then try again.", minutes
    ) % {"num": minutes}
