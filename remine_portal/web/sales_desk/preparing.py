"""The first pair of hands: prepare a draft, look at it, hand it over or withdraw it."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.documents.declaration import render_declaration
from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.drafts import find_draft
from remine_portal.persistence.requests import RequestRow, find_request
from remine_portal.persistence.shipments import ShipmentRow, find_shipment
from remine_portal.services import drafting
from remine_portal.services.drafting import Wording
from remine_portal.services.stating import snapshot_of
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.belongings import settings
from remine_portal.web.languages import gettext
from remine_portal.web.pdf import pdf_response
from remine_portal.web.sales_desk import blueprint
from remine_portal.web.sales_desk.forms import DecisionForm, DraftForm
from remine_portal.web.sales_desk.showing import draft_form, draft_page


@blueprint.route("/prepare/<path:number>", methods=["GET", "POST"], merge_slashes=False)
@requires(Permission.DECLARATIONS_PREPARE)
def prepare_draft(number: str) -> ResponseReturnValue:
    form = DraftForm(request.form)
    if form.submitted():
        try:
            with writing() as work:
                draft = drafting.prepare_draft(
                    work,
                    find_shipment(work, number) or abort(404),
                    line_nos=form.line_nos,
                    wording=Wording(form.recipient, form.document_language, form.remarks.data),
                    attributions=form.attributions,
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("Draft prepared. Look at the preview, then hand it over."))
            return redirect(url_for("sales_desk.show_draft", draft_id=draft.id), 303)

    with reading() as work:
        shipment = find_shipment(work, number) or abort(404)
        form.asked_for = request_for(work, shipment)
        return render_template("sales_desk/prepare_draft.html", **draft_form(work, shipment, form))


def request_for(work: UnitOfWork, shipment: ShipmentRow) -> RequestRow | None:
    """The request that the address names, if it is of the shipment's company."""
    named = find_request(work, request.args.get("request", ""))
    return named if named and named.customer_id == shipment.customer_id else None


@blueprint.route("/drafts/<uuid:draft_id>")
@requires(Permission.SALES_DESK_READ)
def show_draft(draft_id: UUID) -> ResponseReturnValue:
    with reading() as work:
        draft = find_draft(work, draft_id) or abort(404)
        return draft_page(work, draft, DecisionForm())


@blueprint.route("/drafts/<uuid:draft_id>/preview.pdf")
@requires(Permission.SALES_DESK_READ)
def preview_draft(draft_id: UUID) -> ResponseReturnValue:
    """The real document, marked as a draft; what forbids it is said instead of it."""
    with reading() as work:
        draft = find_draft(work, draft_id) or abort(404)
        snapshot = snapshot_of(work, draft)
    pdf = render_declaration(snapshot, verify_base=settings().base_url)
    return pdf_response(pdf, f"DRAFT-{draft_id.hex[:8]}.pdf")


@blueprint.route("/drafts/<uuid:draft_id>/hand-over", methods=["POST"])
@requires(Permission.DECLARATIONS_PREPARE)
def hand_over_draft(draft_id: UUID) -> ResponseReturnValue:
    form = DecisionForm(request.form)
    try:
        with writing() as work:
            drafting.hand_over(work, find_draft(work, draft_id) or abort(404))
    except Refusal as refusal:
        form.show(refusal)
    else:
        flash(gettext("Draft handed over. A colleague can issue it now."))
        return redirect(url_for("sales_desk.show_draft", draft_id=draft_id), 303)

    with reading() as work:
        return draft_page(work, find_draft(work, draft_id) or abort(404), form)


@blueprint.route("/drafts/<uuid:draft_id>/withdraw", methods=["POST"])
@requires(Permission.DECLARATIONS_PREPARE)
def withdraw_draft(draft_id: UUID) -> ResponseReturnValue:
    form = DecisionForm(request.form)
    try:
        with writing() as work:
            drafting.withdraw(work, find_draft(work, draft_id) or abort(404))
    except Refusal as refusal:
        form.show(refusal)
    else:
        flash(gettext("Draft withdrawn. The shipment can be declared with another draft."))
        return redirect(url_for("sales_desk.show_queue"), 303)

    with reading() as work:
        return draft_page(work, find_draft(work, draft_id) or abort(404), form)
