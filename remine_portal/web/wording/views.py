"""The calculator: declared metals and a product in, the sentence to print out."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request
from flask.typing import ResponseReturnValue

from remine_portal.domain.catalog import Series
from remine_portal.domain.credits import CHARACTERISTIC_NAMES
from remine_portal.domain.declarations import Status
from remine_portal.domain.errors import Refusal
from remine_portal.domain.mass import Mass
from remine_portal.domain.people import Permission
from remine_portal.domain.product_claims import (
    ProductBelowMetals,
    ProductClaim,
    claims_of_product,
)
from remine_portal.domain.written import OR_MORE
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declaration_search import DeclarationFilter, page_of_declarations
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.paging import Turn
from remine_portal.services import product_wording
from remine_portal.web.access import reading, requires
from remine_portal.web.formats import say
from remine_portal.web.wording import blueprint
from remine_portal.web.wording.forms import ADD_A_ROW, CalculatorForm, UsedForm

OFFERED = 50
"""So many of the latest declarations are offered while a number is typed."""

CURRENT = DeclarationFilter(statuses=(Status.ISSUED,))


@dataclass(frozen=True)
class Chosen:
    """A row whose number names a declaration that is current, and what the buyer has of it."""

    row: UsedForm
    declaration: DeclarationRow
    mass: Mass


@blueprint.route("/wording/calculator")
@requires(Permission.DECLARATIONS_READ)
def show_calculator() -> ResponseReturnValue:
    form = CalculatorForm.of(request.args)
    if form.is_asked:
        form.validate()
    with reading() as work:
        chosen = declarations_named(work, form)
        claims = work_out(form, chosen) if form.is_asked and not form.errors else []
        return render_template(
            "wording/show_calculator.html",
            form=form,
            add_a_row=ADD_A_ROW,
            offered=page_of_declarations(work, CURRENT, Turn(OFFERED)).rows,
            declared={each.row.number.id: each for each in chosen},
            apart=apart(form, chosen),
            claims=claims,
            characteristic_names=CHARACTERISTIC_NAMES,
            or_more=OR_MORE,
            sample=any(each.declaration.sample for each in chosen),
            today=work.today,
        )


def declarations_named(work: UnitOfWork, form: CalculatorForm) -> list[Chosen]:
    """What the rows name; a row that names nothing says so, once a sentence is asked for."""
    chosen = []
    for row in form.rows:
        if not row.number.data or row.number.errors:
            continue
        try:
            found = product_wording.find_declared(work, row.number.data)
            chosen.append(Chosen(row, found, product_wording.with_the_buyer(work, found)))
        except Refusal as refusal:
            if form.is_asked:
                form.show_at(row, "number", refusal)
    return chosen


def work_out(form: CalculatorForm, chosen: list[Chosen]) -> list[ProductClaim]:
    """The sentences; none where the form now says why not."""
    metals = []
    for each in chosen:
        try:
            metals.append(
                product_wording.metal_used(each.declaration, declared=each.mass, used=each.row.used)
            )
        except Refusal as refusal:
            form.show_at(each.row, "mass", refusal)
    if form.errors:
        return []
    try:
        product_wording.refuse_two_companies([each.declaration for each in chosen])
        return claims_of_product(metals, form.mass, unit=form.unit.data)
    except ProductBelowMetals as refusal:
        form.product.errors = [say(refusal)]
    except Refusal as refusal:
        form.show(refusal)
    return []


def apart(form: CalculatorForm, chosen: list[Chosen]) -> dict[Series, str]:
    """Where both series are chosen, the address of the sentence of each; else nothing."""
    rows = {
        series: [each.row for each in chosen if each.declaration.series is series]
        for series in Series
    }
    if not all(rows.values()):
        return {}
    return {series: form.address_of(of_series) for series, of_series in rows.items()}
