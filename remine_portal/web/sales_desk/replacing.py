"""A new version of a declaration: prepared from the old one, then issued like any other."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.declarations import Status
from remine_portal.domain.endings import NotCurrent
from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow, find_declaration
from remine_portal.persistence.drafts import DraftRow, find_draft
from remine_portal.persistence.shipments import find_shipment
from remine_portal.services import drafting
from remine_portal.services.drafting import Replacing, Wording
from remine_portal.services.ending_outlook import consequences_of_ending
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.languages import gettext
from remine_portal.web.sales_desk import blueprint
from remine_portal.web.sales_desk.forms import ReplacementForm
from remine_portal.web.sales_desk.showing import draft_form


@blueprint.route("/replace/<number>", methods=["GET", "POST"])
@requires(Permission.DECLARATIONS_PREPARE)
def replace_declaration(number: str) -> ResponseReturnValue:
    form = ReplacementForm(request.form)
    if form.submitted():
        try:
            with writing() as work:
                draft = _prepare(work, find_declaration(work, number) or abort(404), form)
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("Draft prepared. Look at the preview, then hand it over."))
            return redirect(url_for("sales_desk.show_draft", draft_id=draft.id), 303)

    with reading() as work:
        old = find_declaration(work, number) or abort(404)
        if old.status is not Status.ISSUED:
            raise NotCurrent(number=number)
        return _form_page(work, old, form)


def _prepare(work: UnitOfWork, old: DeclarationRow, form: ReplacementForm) -> DraftRow:
    return drafting.prepare_draft(
        work,
        find_shipment(work, old.shipment.shipment_no) or abort(404),
        line_nos=form.line_nos,
        wording=Wording(form.recipient, form.document_language, form.remarks.data),
        attributions=form.attributions,
        replacing=Replacing(old, form.named_cause, form.because.data),
    )


def _form_page(work: UnitOfWork, old: DeclarationRow, form: ReplacementForm) -> str:
    """The old version, to be corrected, and what follows when the new one is issued."""
    form.old = find_draft(work, old.draft_id) or abort(404)
    shipment = find_shipment(work, old.shipment.shipment_no) or abort(404)
    return render_template(
        "sales_desk/replace_declaration.html",
        old=old,
        consequences=consequences_of_ending(work, old),
        **draft_form(work, shipment, form, replacing=old.number),
    )
