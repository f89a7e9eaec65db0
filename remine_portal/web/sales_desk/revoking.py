"""Revoking a declaration: one proposes it with a reason, a colleague confirms it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.endings import CAUSE_NAMES
from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.persistence import endings
from remine_portal.persistence.declarations import find_declaration
from remine_portal.services import ending
from remine_portal.services.ending_outlook import consequences_of_ending
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.belongings import office
from remine_portal.web.languages import gettext
from remine_portal.web.sales_desk import blueprint
from remine_portal.web.sales_desk.forms import DecisionForm, ProposalForm, TypedNumberForm


@blueprint.route("/revoke/<number>")
@requires(Permission.SALES_DESK_READ)
def revoke_declaration(number: str) -> ResponseReturnValue:
    return _page(number)


@blueprint.route("/revoke/<number>", methods=["POST"])
@requires(Permission.DECLARATIONS_REVOKE)
def propose_revocation(number: str) -> ResponseReturnValue:
    form = ProposalForm(request.form)
    form.right_number = number
    if form.submitted():
        try:
            with writing() as work:
                declaration = find_declaration(work, number) or abort(404)
                ending.propose_revocation(
                    work, declaration, cause=form.named_cause, because=form.because.data
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("Proposed. A colleague can confirm it now."))
            return redirect(url_for("sales_desk.revoke_declaration", number=number), 303)
    return _page(number, proposing=form)


@blueprint.route("/revoke/<number>/confirm", methods=["POST"])
@requires(Permission.DECLARATIONS_REVOKE)
def confirm_revocation(number: str) -> ResponseReturnValue:
    form = TypedNumberForm(request.form)
    form.right_number = number
    if form.submitted():
        try:
            with writing() as work:
                declaration = find_declaration(work, number) or abort(404)
                ending.confirm_revocation(work, declaration, office=office())
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("Declaration %(number)s revoked") % {"number": number})
            return redirect(url_for("declarations.show_declaration", number=number), 303)
    return _page(number, confirming=form)


@blueprint.route("/revoke/<number>/withdraw", methods=["POST"])
@requires(Permission.DECLARATIONS_REVOKE)
def withdraw_revocation(number: str) -> ResponseReturnValue:
    form = DecisionForm(request.form)
    try:
        with writing() as work:
            ending.withdraw_revocation(work, find_declaration(work, number) or abort(404))
    except Refusal as refusal:
        form.show(refusal)
        return _page(number, confirming=form)
    flash(gettext("Proposal withdrawn. The declaration stays current."))
    return redirect(url_for("declarations.show_declaration", number=number), 303)


def _page(
    number: str,
    *,
    proposing: ProposalForm | None = None,
    confirming: TypedNumberForm | DecisionForm | None = None,
) -> str:
    """What revoking it does, and the step that is next; `form` is the one just sent, if any."""
    with reading() as work:
        declaration = find_declaration(work, number) or abort(404)
        return render_template(
            "sales_desk/revoke_declaration.html",
            declaration=declaration,
            ended=endings.ending_of(work, declaration) is not None,
            proposal=endings.open_revocation(work, declaration),
            consequences=consequences_of_ending(work, declaration),
            sent=proposing or confirming or DecisionForm(),
            proposing=proposing or ProposalForm(),
            confirming=(
                confirming if isinstance(confirming, TypedNumberForm) else TypedNumberForm()
            ),
            cause_names=CAUSE_NAMES,
        )
