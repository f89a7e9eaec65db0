"""The issuer's own lines on a declaration: how to reach us, and how long records are kept."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.persistence.evidence import issuer_statement
from remine_portal.services import evidence
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.evidence import blueprint
from remine_portal.web.evidence.forms import IssuerForm
from remine_portal.web.languages import gettext


@blueprint.route("/issuer")
@requires(Permission.EVIDENCE_READ)
def show_issuer() -> ResponseReturnValue:
    with reading() as work:
        return render_template("evidence/show_issuer.html", issuer=issuer_statement(work))


@blueprint.route("/issuer/new", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_WRITE)
def enter_issuer_statement() -> ResponseReturnValue:
    with reading() as work:
        form = IssuerForm(request.form, obj=issuer_statement(work))
    if form.submitted():
        try:
            with writing() as work:
                evidence.say_as_issuer(work, contact=form.contact, retention=form.retention)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("New declarations carry these lines from now on"))
            return redirect(url_for("evidence.show_issuer"), 303)

    return render_template("evidence/enter_issuer_statement.html", form=form)
