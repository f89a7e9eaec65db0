"""The questions of a request, one a page; every answer is kept on the server (DESIGN.md D.6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import NotFound, Refusal
from remine_portal.domain.people import Permission
from remine_portal.domain.requests import MOST_SHIPMENTS, RequestKind
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.request_drafts import RequestDraftRow
from remine_portal.services import request_drafting
from remine_portal.services.request_drafting import Question
from remine_portal.web.access import actor, reading, requires, writing
from remine_portal.web.formats import say
from remine_portal.web.forms import PortalForm
from remine_portal.web.listing import key_place
from remine_portal.web.requests import blueprint
from remine_portal.web.requests.choices import offer_certificates, offer_shipments
from remine_portal.web.requests.forms import (
    CertificateForm,
    ContactForm,
    DeclarationsForm,
    DocumentForm,
    PurposeForm,
    ShipmentsForm,
    beginning_of,
)
from remine_portal.web.requests.way import (
    address_before,
    address_to_go_on,
    next_address,
    steps_of,
    unsent,
)

FEW = 10


@blueprint.route("/requests", methods=["POST"])
@requires(Permission.REQUESTS_MAKE)
def start_request() -> ResponseReturnValue:
    """Begin a request with what a page knows already: shipments, a certificate, or nothing."""
    kind = next((each for each in RequestKind if each == request.form.get("kind")), None)
    (wanted,) = request.form.get("certificate", type=key_place) or (None,)
    with writing() as work:
        numbers = request.form.getlist("shipments")
        shipments, unknown = request_drafting.shipments_meant(work, numbers)
        draft = request_drafting.start(work, kind=kind, shipments=shipments, certificate_id=wanted)
        address = next_address(work, draft)
    if unknown:
        flash(say(_not_found(unknown)), "error")
    return redirect(address, 303)


@blueprint.route("/requests/drafts/<uuid:draft_id>/purpose", methods=["GET", "POST"])
@requires(Permission.REQUESTS_MAKE)
def ask_purpose(draft_id: UUID) -> ResponseReturnValue:
    form = PurposeForm(request.form)

    def keep(_work: UnitOfWork, draft: RequestDraftRow) -> None:
        request_drafting.choose_kind(draft, form.chosen)

    if address := _kept(draft_id, form, keep):
        return redirect(address, 303)
    with reading() as work:
        draft = unsent(work, draft_id)
        _begin(form, {"kind": draft.kind.value if draft.kind else None})
        return _page(Question.PURPOSE, draft, form)


@blueprint.route("/requests/drafts/<uuid:draft_id>/shipments", methods=["GET", "POST"])
@requires(Permission.REQUESTS_MAKE)
def ask_shipments(draft_id: UUID) -> ResponseReturnValue:
    form = ShipmentsForm(request.form)

    def keep(work: UnitOfWork, draft: RequestDraftRow) -> None:
        shipments, unknown = request_drafting.shipments_meant(work, form.typed)
        if unknown:
            raise _not_found(unknown)
        request_drafting.choose_shipments(draft, shipments)

    if address := _kept(draft_id, form, keep):
        return redirect(address, 303)
    with reading() as work:
        draft = unsent(work, draft_id)
        hints = offer_shipments(work, draft, form)
        return _page(Question.SHIPMENTS, draft, form, hints=hints, most=MOST_SHIPMENTS)


@blueprint.route("/requests/drafts/<uuid:draft_id>/certificate", methods=["GET", "POST"])
@requires(Permission.REQUESTS_MAKE)
def ask_certificate(draft_id: UUID) -> ResponseReturnValue:
    form = CertificateForm(request.form)
    with reading() as work:
        hints = offer_certificates(work, unsent(work, draft_id), form)

    def keep(work: UnitOfWork, draft: RequestDraftRow) -> None:
        company = form.companies.get(form.company.data)
        request_drafting.choose_certificate(work, draft, form.chosen, company)

    if address := _kept(draft_id, form, keep):
        return redirect(address, 303)
    with reading() as work:
        return _page(Question.CERTIFICATE, unsent(work, draft_id), form, hints=hints)


@blueprint.route("/requests/drafts/<uuid:draft_id>/document", methods=["GET", "POST"])
@requires(Permission.REQUESTS_MAKE)
def ask_document(draft_id: UUID) -> ResponseReturnValue:
    with reading() as work:
        draft = unsent(work, draft_id)
        certificate = draft.kind is RequestKind.CERTIFICATE
        form = DocumentForm(request.form) if certificate else DeclarationsForm(request.form)
        _begin(form, beginning_of(draft))

    def keep(work: UnitOfWork, draft: RequestDraftRow) -> None:
        request_drafting.describe_document(work, draft, form.document)

    if address := _kept(draft_id, form, keep):
        return redirect(address, 303)
    with reading() as work:
        return _page(Question.DOCUMENT, unsent(work, draft_id), form)


@blueprint.route("/requests/drafts/<uuid:draft_id>/contact", methods=["GET", "POST"])
@requires(Permission.REQUESTS_MAKE)
def ask_contact(draft_id: UUID) -> ResponseReturnValue:
    form = ContactForm(request.form)

    def keep(_work: UnitOfWork, draft: RequestDraftRow) -> None:
        request_drafting.leave_contact(draft, form.contact.data, form.note.data)

    if address := _kept(draft_id, form, keep):
        return redirect(address, 303)
    with reading() as work:
        draft = unsent(work, draft_id)
        myself = f"{actor().name}, {actor().email}"
        _begin(form, {"contact": draft.contact or myself, "note": draft.note})
        return _page(Question.CONTACT, draft, form)


def _kept(
    draft_id: UUID, form: PortalForm, keep: Callable[[UnitOfWork, RequestDraftRow], None]
) -> str | None:
    """Keep an answer; the address of the next question, or None where the form is shown again."""
    if not form.submitted():
        return None
    try:
        with writing() as work:
            draft = unsent(work, draft_id)
            keep(work, draft)
            return next_address(work, draft)
    except Refusal as refusal:
        form.show(refusal)
    return None


def _begin(form: PortalForm, answers: dict[str, Any]) -> None:
    """Fill in what has been answered before; what is being answered stays as it was typed."""
    if request.method == "GET":
        form.process(data=answers)


def _page(
    question: Question, draft: RequestDraftRow, form: PortalForm, **more: Any
) -> ResponseReturnValue:
    """The question, or where the request goes on that is not asked it."""
    steps = steps_of(draft)
    if question not in steps:
        return redirect(address_to_go_on(draft), 303)
    return render_template(
        f"requests/ask_{question}.html",
        form=form,
        draft=draft,
        steps_of_request=steps,
        step=list(steps).index(question) + 1,
        back_url=address_before(question, draft),
        **more,
    )


def _not_found(numbers: list[str]) -> NotFound:
    return NotFound(thing=", ".join(numbers[:FEW]) + (" …" if len(numbers) > FEW else ""))
