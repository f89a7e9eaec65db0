"""Verifications: what a third party verified, with the reference that declarations name."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.persistence.catalog import all_products, sites_by_code
from remine_portal.persistence.evidence import VerificationRow, verification_rows
from remine_portal.services import certificates, evidence
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.evidence import blueprint
from remine_portal.web.evidence.forms import VerificationForm
from remine_portal.web.languages import gettext


@blueprint.route("")
@requires(Permission.EVIDENCE_READ)
def show_evidence() -> ResponseReturnValue:
    with reading() as work:
        verifications = verification_rows(work)
        return render_template(
            "evidence/show_evidence.html",
            verifications=verifications,
            certificates=certificates.behind(work, verifications),
            products={each.code: each for each in all_products(work)},
            sites=sites_by_code(work),
            state_of=lambda row: state_of(row, work.today),
        )


def state_of(row: VerificationRow, today: date) -> tuple[str, str]:
    """Look and word for a verification on a day."""
    if row.verification.in_force_on(today):
        return "done", gettext("In force")
    return (
        ("new", gettext("Not yet in force"))
        if today < row.valid_from
        else (
            "past",
            gettext("Ended"),
        )
    )


@blueprint.route("/verifications/new", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_WRITE)
def enter_verification() -> ResponseReturnValue:
    with reading() as work:
        form = VerificationForm(request.form)
        form.offer(all_products(work), sites_by_code(work).values())
    if form.submitted():
        try:
            with writing() as work:
                evidence.enter_verification(work, form.verification)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("The verification is on file"))
            return redirect(url_for("evidence.show_evidence"), 303)

    return render_template("evidence/enter_verification.html", form=form)
