"""One balance period: reconciled back to its receipts, and what production records say of it."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from flask import Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from remine_portal.documents.ledger_pictures import period_sankey
from remine_portal.documents.ledger_wording import MINUS
from remine_portal.documents.reconciliation import render_reconciliation
from remine_portal.documents.reconciliation_workbook import write_reconciliation
from remine_portal.domain.credits import CHARACTERISTIC_NAMES, REASON_NAMES, Reason
from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.domain.periods import COMING_IN, GOING_OUT
from remine_portal.domain.reconciliation import Reconciliation
from remine_portal.persistence.periods import production_of
from remine_portal.services import producing
from remine_portal.services.reconciling import reconcile
from remine_portal.web.access import actor, reading, requires, writing
from remine_portal.web.credits import blueprint
from remine_portal.web.credits.forms import ProductionForm
from remine_portal.web.credits.showing import period_named, state_of
from remine_portal.web.languages import gettext, language
from remine_portal.web.pdf import pdf_response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FEW = 100
"""Lines of each kind that the page shows; the workbook has them all."""


@blueprint.route("/periods/<string:boundary>/<string:first_day>")
@requires(Permission.CREDITS_READ)
def show_period(boundary: str, first_day: str) -> ResponseReturnValue:
    with reading() as work:
        period = period_named(work, boundary, first_day)
        report = reconcile(work, period, reader=actor())
        return render_template(
            "credits/show_period.html",
            period=period,
            report=report,
            state=state_of(period, work.today),
            sankey=period_sankey(report, language=language()),
            lines=list(_lines_of(report)),
            reasons=REASON_NAMES,
            characteristics=CHARACTERISTIC_NAMES,
            few=FEW,
        )


def _lines_of(report: Reconciliation) -> Iterator[tuple[str, Reason]]:
    """What moved in any account, with its sign in the balance."""
    for sign, kinds in (("+", COMING_IN), (MINUS, GOING_OUT)):
        for reason in kinds:
            if any(each.balance.moved.get(reason) for each in report.accounts):
                yield sign, reason


@blueprint.route("/periods/<string:boundary>/<string:first_day>.pdf")
@requires(Permission.CREDITS_READ)
def download_reconciliation(boundary: str, first_day: str) -> ResponseReturnValue:
    with reading() as work:
        report = reconcile(work, period_named(work, boundary, first_day), reader=actor())
        pdf = render_reconciliation(report, language=language(), printed_on=work.today)
    return pdf_response(pdf, f"{boundary}-{first_day}.pdf")


@blueprint.route("/periods/<string:boundary>/<string:first_day>.xlsx")
@requires(Permission.CREDITS_READ)
def download_workbook(boundary: str, first_day: str) -> Response:
    with reading() as work:
        report = reconcile(work, period_named(work, boundary, first_day), reader=actor())
    return send_file(
        BytesIO(write_reconciliation(report, language=language())),
        mimetype=XLSX,
        as_attachment=True,
        download_name=f"{boundary}-{first_day}.xlsx",
    )


@blueprint.route(
    "/periods/<string:boundary>/<string:first_day>/production", methods=["GET", "POST"]
)
@requires(Permission.CREDITS_WRITE)
def book_production(boundary: str, first_day: str) -> ResponseReturnValue:
    with reading() as work:
        period = period_named(work, boundary, first_day)
        form = ProductionForm.showing(request.form, production_of(work, period))
    if form.submitted():
        try:
            with writing() as work:
                producing.book_production(work, form.production(period))
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("The figures are booked"))
            return redirect(
                url_for("credits.show_period", boundary=boundary, first_day=first_day), 303
            )

    return render_template("credits/book_production.html", form=form, period=period)
