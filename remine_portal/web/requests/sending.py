"""Before a request is sent and after: what cannot be had and why, the check, the confirmation."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.declarations import DOCUMENT_LANGUAGE_NAMES
from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.domain.requests import ONE_PER_NAMES, REQUEST_KIND_NAMES, NotRequestable
from remine_portal.persistence.certificates import find_certificate
from remine_portal.persistence.request_drafts import find_request_draft
from remine_portal.persistence.requests import find_request
from remine_portal.services import request_drafting, requesting
from remine_portal.services.eligibility import standings
from remine_portal.services.request_drafting import open_question
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.formats import say
from remine_portal.web.forms import PortalForm
from remine_portal.web.languages import gettext
from remine_portal.web.reasons import reason_in_short
from remine_portal.web.requests import blueprint
from remine_portal.web.requests.expectations import expectation
from remine_portal.web.requests.way import (
    CHECK,
    address_before,
    address_of,
    next_address,
    steps_of,
    unsent,
)


@blueprint.route("/requests/drafts/<uuid:draft_id>/cannot-be-declared")
@requires(Permission.REQUESTS_MAKE)
def explain(draft_id: UUID) -> ResponseReturnValue:
    """Why a declaration of some shipments cannot be had: a page, and not an error at a field."""
    with reading() as work:
        draft = unsent(work, draft_id)
        found = standings(work, draft.shipments)
        return render_template(
            "requests/explain.html",
            draft=draft,
            possible=[each for each in found if each.can_be_requested],
            impossible=[each for each in found if not each.can_be_requested],
            why=reason_in_short,
            form=PortalForm(),
        )


@blueprint.route("/requests/drafts/<uuid:draft_id>/leave-out", methods=["POST"])
@requires(Permission.REQUESTS_MAKE)
def leave_out(draft_id: UUID) -> ResponseReturnValue:
    """Go on with the shipments that a declaration can be had of."""
    with writing() as work:
        draft = unsent(work, draft_id)
        possible = [each for each in standings(work, draft.shipments) if each.can_be_requested]
        request_drafting.choose_shipments(draft, [each.shipment for each in possible])
        address = next_address(work, draft)
    return redirect(address, 303)


@blueprint.route("/requests/drafts/<uuid:draft_id>/check")
@requires(Permission.REQUESTS_MAKE)
def check_answers(draft_id: UUID) -> ResponseReturnValue:
    return _answers(draft_id, PortalForm())


@blueprint.route("/requests/drafts/<uuid:draft_id>/submit", methods=["POST"])
@requires(Permission.REQUESTS_MAKE)
def submit_request(draft_id: UUID) -> ResponseReturnValue:
    """Send it. Pressed twice, the button makes one request: the draft's key is in its address."""
    form = PortalForm()
    try:
        with writing() as work:
            draft = find_request_draft(work, draft_id) or abort(404)
            made = requesting.submit(work, draft)
    except NotRequestable as refusal:
        flash(say(refusal), "error")
        return redirect(url_for("requests.explain", draft_id=draft_id), 303)
    except Refusal as refusal:
        form.show(refusal)
        return _answers(draft_id, form)
    return redirect(url_for("requests.show_confirmation", number=made.number), 303)


def _answers(draft_id: UUID, form: PortalForm) -> ResponseReturnValue:
    """Every answer once more, each with the way to change it, and one button."""
    with reading() as work:
        draft = unsent(work, draft_id)
        if question := open_question(draft):
            return redirect(address_of(question, draft), 303)
        return render_template(
            "requests/check_answers.html",
            form=form,
            draft=draft,
            certificate=find_certificate(work, draft.certificate_id or 0),
            steps_of_request=steps_of(draft),
            back_url=address_before(CHECK, draft),
            kind_names=REQUEST_KIND_NAMES,
            one_per_names=ONE_PER_NAMES,
            language_names=DOCUMENT_LANGUAGE_NAMES,
        )


@blueprint.route("/requests/drafts/<uuid:draft_id>/discard", methods=["POST"])
@requires(Permission.REQUESTS_MAKE)
def discard_draft(draft_id: UUID) -> ResponseReturnValue:
    with writing() as work:
        request_drafting.discard(work, unsent(work, draft_id))
    flash(gettext("The unfinished request has been discarded."))
    return redirect(url_for("requests.list_requests"), 303)


@blueprint.route("/requests/<number>/confirmation")
@requires(Permission.REQUESTS_READ)
def show_confirmation(number: str) -> ResponseReturnValue:
    """The reference, and what happens next and when; it can be kept as a bookmark."""
    with reading() as work:
        found = find_request(work, number) or abort(404)
        return render_template(
            "requests/show_confirmation.html",
            made=found,
            expectation=expectation(found, work.today),
        )
