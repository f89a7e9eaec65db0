"""The way through the questions of a request: which comes next, which was before."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from flask import abort, redirect, url_for

from remine_portal.domain.errors import N_
from remine_portal.domain.requests import RequestKind
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.request_drafts import RequestDraftRow, find_request_draft
from remine_portal.persistence.requests import request_made_of
from remine_portal.services.eligibility import standings
from remine_portal.services.request_drafting import Question, open_question
from remine_portal.web.languages import gettext

CHECK = "check"

STEPS: Mapping[str, str] = {
    Question.PURPOSE: N_("What is requested"),
    Question.SHIPMENTS: N_("Shipments"),
    Question.CERTIFICATE: N_("Certificate"),
    Question.DOCUMENT: N_("Document"),
    Question.CONTACT: N_("Contact and note"),
    CHECK: N_("Check and send"),
}


def unsent(work: UnitOfWork, draft_id: UUID) -> RequestDraftRow:
    """A draft of the person asking. What has been sent leads to its request, and 404 else."""
    draft = find_request_draft(work, draft_id) or abort(404)
    if made := request_made_of(work, draft.id):
        abort(redirect(url_for("requests.show_request", number=made.number), 303))
    return draft


def steps_of(draft: RequestDraftRow) -> dict[str, str]:
    """The steps that this request takes, with their words."""
    certificate = draft.kind is RequestKind.CERTIFICATE
    left_out = Question.SHIPMENTS if certificate else Question.CERTIFICATE
    return {step: gettext(words) for step, words in STEPS.items() if step != left_out}


def address_of(step: str, draft: RequestDraftRow) -> str:
    endpoint = "requests.check_answers" if step == CHECK else f"requests.ask_{step}"
    return url_for(endpoint, draft_id=draft.id)


def address_before(step: str, draft: RequestDraftRow) -> str | None:
    """Where Back leads; None on the first page."""
    steps = list(steps_of(draft))
    position = steps.index(step)
    return address_of(steps[position - 1], draft) if position else None


def next_address(work: UnitOfWork, draft: RequestDraftRow) -> str:
    """The page to go on with: why something cannot be had, an open question, or the check."""
    if any(not each.can_be_requested for each in standings(work, draft.shipments)):
        return url_for("requests.explain", draft_id=draft.id)
    return address_to_go_on(draft)


def address_to_go_on(draft: RequestDraftRow) -> str:
    return address_of(open_question(draft) or CHECK, draft)
