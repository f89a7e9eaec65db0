"""Signing in and out, one's own account, and accepting an invitation."""

from flask import abort
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.web.access import requires
from remine_portal.web.account import blueprint


@blueprint.route("/sign-in")
@requires(Permission.PUBLIC)
def sign_in() -> ResponseReturnValue:
    abort(404)


@blueprint.route("/sign-out")
@requires(Permission.PUBLIC)
def sign_out() -> ResponseReturnValue:
    abort(404)


@blueprint.route("/account")
@requires(Permission.ACCOUNT_MANAGE)
def show_account() -> ResponseReturnValue:
    abort(404)
