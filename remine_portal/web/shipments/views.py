"""What was sent, and what is in the metal."""

from functools import cache, partial
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.documents.pictures import content_bar
from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.claims import NO_MASS_BALANCE, notices_for, renewable_note
from remine_portal.domain.credits import CHARACTERISTIC_NAMES
from remine_portal.domain.declarations import STATUS_NAMES
from remine_portal.domain.people import Permission
from remine_portal.persistence import declarations
from remine_portal.persistence.attributions import shares_declared
from remine_portal.persistence.customers import all_customers
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declaration_search import number_of_declaration
from remine_portal.persistence.drafts import open_drafts
from remine_portal.persistence.endings import endings_of
from remine_portal.persistence.requests import open_requests_for
from remine_portal.persistence.shipment_history import revisions_of
from remine_portal.persistence.shipment_search import (
    number_of_shipment,
    page_of_shipments,
    products_shipped,
)
from remine_portal.persistence.shipments import ShipmentRow, find_shipment
from remine_portal.services.assessing import assess_shipments
from remine_portal.services.attribution_outlook import outlook
from remine_portal.web.access import actor, reading, requires
from remine_portal.web.languages import language
from remine_portal.web.listing import chips, dated_place, page_links, size_links, turn_asked_for
from remine_portal.web.reasons import reason_in_short
from remine_portal.web.shipments import blueprint
from remine_portal.web.shipments.attributed import attributed_to
from remine_portal.web.shipments.forms import ShipmentFilterForm
from remine_portal.web.shipments.history import corrected_since, corrections_of, events_of


@blueprint.route("/shipments")
@requires(Permission.SHIPMENTS_READ)
def list_shipments() -> ResponseReturnValue:
    form = ShipmentFilterForm(request.args)
    with reading() as work:
        if found := address_of(work, form.q.data):
            return redirect(found, 303)
        form.offer(products_shipped(work), all_customers(work) if actor().is_staff else [])
        page = page_of_shipments(work, form.wanted(), turn_asked_for(dated_place))
        return render_template(
            "shipments/list_shipments.html",
            filter=form,
            chips=chips(form),
            shipments=page.rows,
            total=page.total,
            assessed=assess_shipments(work, page.rows),
            declared=declarations.current_numbers(work, [each.id for each in page.rows]),
            shares=shares_declared(work, [each.id for each in page.rows]),
            characteristic_names=CHARACTERISTIC_NAMES,
            links=page_links(page, lambda row: f"{row.ship_date}.{row.id}"),
            sizes=size_links(),
            why=reason_in_short,
            bar=cache(partial(content_bar, language=language(), size="small")),
        )


def address_of(work: UnitOfWork, typed: str | None) -> str | None:
    """Where a number typed in full leads: to its shipment or its declaration."""
    if not typed:
        return None
    if number := number_of_shipment(work, typed):
        return url_for("shipments.show_shipment", number=number)
    if number := number_of_declaration(work, typed):
        return url_for("declarations.show_declaration", number=number)
    return None


@blueprint.route("/shipments/<path:number>", merge_slashes=False)
@requires(Permission.SHIPMENTS_READ)
def show_shipment(number: str) -> ResponseReturnValue:
    with reading() as work:
        shipment = find_shipment(work, number)
        if shipment is None:
            found = number_of_shipment(work, number) or abort(404)
            return redirect(url_for("shipments.show_shipment", number=found), 303)
        return render_template("shipments/show_shipment.html", **said_of(work, shipment))


def said_of(work: UnitOfWork, shipment: ShipmentRow) -> dict[str, Any]:
    """Everything that its page says of a shipment, by the evidence on file now."""
    revisions = revisions_of(work, shipment)
    declared = declarations.declared_lines(work, [shipment.id])
    issued = list(dict.fromkeys(declaration for _, declaration in declared))
    copper = any(each.series is Series.ISO_22095 for each in issued)
    desk = actor().may(Permission.SALES_DESK_READ)
    drafts = open_drafts(work, shipment) if desk else []
    asks = actor().may(Permission.REQUESTS_READ)
    return {
        "shipment": shipment,
        "assessed": assess_shipments(work, [shipment])[shipment.id],
        "attributed": attributed_to(work, shipment) if copper else [],
        "can_attribute": bool(desk and outlook(work, shipment).boundaries),
        "declarations": issued,
        "covered": {line.line_no: each.number for line, each in declared if line.is_current},
        "corrected": corrected_since(revisions, declared),
        "corrections": corrections_of(revisions),
        "events": events_of(shipment, revisions, declared, endings_of(work, issued), drafts),
        "drafts": drafts,
        "requested_in": open_requests_for(work, [shipment.id]).get(shipment.id) if asks else None,
        "notices": notices_of(shipment),
        "no_mass_balance": NO_MASS_BALANCE,
        "renewable_note": renewable_note,
        "status_names": STATUS_NAMES,
        "today": work.today,
        "why": reason_in_short,
        "bar": partial(content_bar, language=language()),
    }


def notices_of(shipment: ShipmentRow) -> list[Text]:
    """The notices of every product in the shipment, each once."""
    products = {line.product.code: line.product for line in shipment.lines}
    every = [notices_for(each.series, each.element) for each in products.values()]
    return list(dict.fromkeys(notice for notices in every for notice in notices))
