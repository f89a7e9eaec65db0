"""A list of numbers is asked about, and answered on the page that was posted."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from remine_portal.documents.reference_lists import ReferenceList
from remine_portal.documents.spreadsheets import LARGEST_FILE_MB
from remine_portal.domain.coverage import ANSWER_NAMES, Coverage
from remine_portal.domain.people import Permission
from remine_portal.domain.references import MOST_REFERENCES
from remine_portal.domain.requests import MOST_SHIPMENTS
from remine_portal.persistence.customers import all_customers
from remine_portal.persistence.database import UnitOfWork
from remine_portal.services import coverage
from remine_portal.web.access import actor, reading, requires
from remine_portal.web.coverage import blueprint
from remine_portal.web.coverage.exports import COLUMNS, rows_of
from remine_portal.web.coverage.forms import CoverageForm
from remine_portal.web.coverage.turning import Turn
from remine_portal.web.exporting import table_response
from remine_portal.web.formats import because
from remine_portal.web.reasons import reason_in_short

FEW = 10
"""Lots of one number that the page shows; the file has them all."""


@dataclass(frozen=True)
class Answered:
    """A list, and what was answered."""

    asked: ReferenceList
    coverage: Coverage


@blueprint.route("/coverage", methods=["GET", "POST"])
@requires(Permission.COVERAGE_READ)
def ask() -> ResponseReturnValue:
    """Nothing is kept of a list: it stands in the form, and every way on posts it again."""
    with reading() as work:
        form = form_for(work)
        return page(form, answered(work, form))


@blueprint.route("/coverage.<any(csv, xlsx):form>", methods=["POST"])
@requires(Permission.COVERAGE_READ)
def export_answers(form: str) -> ResponseReturnValue:
    """The answers that the page shows, a row a lot; the page itself where there are none."""
    with reading() as work:
        asking = form_for(work)
        found = answered(work, asking)
        if found is None:
            return page(asking, found)
        wanted = Turn.asked_for(found.coverage).wanted
        return table_response(COLUMNS, rows_of(wanted), name="coverage", form=form)


def form_for(work: UnitOfWork) -> CoverageForm:
    form = CoverageForm(CombinedMultiDict([request.form, request.files]))
    form.offer(all_customers(work) if actor().is_staff else [])
    return form


def answered(work: UnitOfWork, form: CoverageForm) -> Answered | None:
    """None where nothing was asked, or it was asked badly."""
    if not form.submitted() or (asked := form.read()) is None:
        return None
    return Answered(asked, coverage.answer(work, asked.references, form.customer_id))


def page(form: CoverageForm, found: Answered | None) -> str:
    return render_template(
        "coverage/ask.html",
        form=form,
        found=found,
        turn=Turn.asked_for(found.coverage) if found else None,
        answer_names=ANSWER_NAMES,
        most=MOST_REFERENCES,
        most_shipments=MOST_SHIPMENTS,
        largest_mb=LARGEST_FILE_MB,
        few=FEW,
        why=reason_in_short,
        because=because,
    )
