"""Electricity evidence: what a facility consumed, and what retired certificates cover."""

from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.domain.renewable import CoverageBelowClaim
from remine_portal.persistence.catalog import sites_by_code
from remine_portal.persistence.evidence import ElectricityEvidenceRow, electricity_rows
from remine_portal.services import evidence
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.evidence import blueprint
from remine_portal.web.evidence.forms import ElectricityForm
from remine_portal.web.formats import say
from remine_portal.web.languages import gettext


@blueprint.route("/electricity")
@requires(Permission.EVIDENCE_READ)
def show_electricity() -> ResponseReturnValue:
    with reading() as work:
        rows = electricity_rows(work)
        return render_template(
            "evidence/show_electricity.html",
            rows=rows,
            replaced=replaced_among(rows),
            sites=sites_by_code(work),
        )


def replaced_among(rows: Iterable[ElectricityEvidenceRow]) -> set[int]:
    """Entries for a range that a newer entry is for as well; the newest of a range comes first."""
    seen = set()
    replaced = set()
    for row in rows:
        key = (row.site_code, row.first_day, row.last_day)
        if key in seen:
            replaced.add(row.id)
        seen.add(key)
    return replaced


@blueprint.route("/electricity/new", methods=["GET", "POST"])
@requires(Permission.EVIDENCE_WRITE)
def enter_electricity() -> ResponseReturnValue:
    with reading() as work:
        form = ElectricityForm(request.form)
        form.offer(sites_by_code(work).values())
    if form.submitted():
        try:
            with writing() as work:
                row = evidence.enter_electricity(work, form.record)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("The electricity evidence is on file"))
            warn_of_missing_coverage(row)
            return redirect(url_for("evidence.show_electricity"), 303)

    return render_template("evidence/enter_electricity.html", form=form)


def warn_of_missing_coverage(row: ElectricityEvidenceRow) -> None:
    """Below 100 % it is evidence all the same, and permits no note (DOMAIN.md rule 43)."""
    try:
        row.evidence.refuse_less_than_everything()
    except CoverageBelowClaim as refusal:
        flash(say(refusal), "error")
