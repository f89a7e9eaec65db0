"""Closing a period: checked, simulated, proposed by one person and confirmed by another."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.closing import kilograms_of
from remine_portal.domain.credits import CHARACTERISTIC_NAMES
from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.periods import PeriodRow
from remine_portal.services import closing
from remine_portal.services.periods import policy_of
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.belongings import office
from remine_portal.web.credits import blueprint
from remine_portal.web.credits.forms import DecisionForm
from remine_portal.web.credits.showing import period_named, state_of
from remine_portal.web.languages import gettext


@blueprint.route("/periods/<string:boundary>/<string:first_day>/close")
@requires(Permission.CREDITS_READ)
def show_closing(boundary: str, first_day: str) -> ResponseReturnValue:
    with reading() as work:
        return _closing_page(work, period_named(work, boundary, first_day), DecisionForm())


@blueprint.route("/periods/<string:boundary>/<string:first_day>/propose", methods=["POST"])
@requires(Permission.CREDITS_WRITE)
def propose_closing(boundary: str, first_day: str) -> ResponseReturnValue:
    form = DecisionForm(request.form)
    try:
        with writing() as work:
            closing.propose_closing(work, period_named(work, boundary, first_day))
    except Refusal as refusal:
        form.show(refusal)
    else:
        flash(gettext("Closing proposed. A colleague can confirm it now."))
        there = url_for("credits.show_closing", boundary=boundary, first_day=first_day)
        return redirect(there, 303)

    with reading() as work:
        return _closing_page(work, period_named(work, boundary, first_day), form)


@blueprint.route("/periods/<string:boundary>/<string:first_day>/confirm", methods=["POST"])
@requires(Permission.CREDITS_WRITE)
def confirm_closing(boundary: str, first_day: str) -> ResponseReturnValue:
    form = DecisionForm(request.form)
    try:
        with writing() as work:
            period = period_named(work, boundary, first_day)
            closing.confirm_closing(work, period, office=office())
    except Refusal as refusal:
        form.show(refusal)
    else:
        flash(gettext("The period is closed"))
        there = url_for("credits.show_period", boundary=boundary, first_day=first_day)
        return redirect(there, 303)

    with reading() as work:
        return _closing_page(work, period_named(work, boundary, first_day), form)


def _closing_page(work: UnitOfWork, period: PeriodRow, form: DecisionForm) -> str:
    """The checklist and what closing would do now; of a closed period, who closed it."""
    if period.is_closed:
        return render_template("credits/show_closed.html", form=form, period=period)
    simulation = closing.simulate(work, period)
    return render_template(
        "credits/show_closing.html",
        form=form,
        period=period,
        state=state_of(period, work.today),
        simulation=simulation,
        policy=policy_of(work, period.first_day),
        is_proposed=closing.is_proposed(work, period),
        kilograms_of=kilograms_of,
        characteristics=CHARACTERISTIC_NAMES,
    )
