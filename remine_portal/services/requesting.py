"""Requests: sent by a customer, then answered by the sales desk step by step."""

from __future__ import annotations

from collections.abc import Sequence

from remine_portal.domain.errors import N_, NotFound
from remine_portal.domain.notices import NoticeKind
from remine_portal.domain.people import Permission
from remine_portal.domain.requests import (
    OPEN,
    REQUEST_STATUS_NAMES,
    NoRequestChosen,
    NotRequestable,
    RequestKind,
    RequestStatus,
    SameRequester,
    SeveralKinds,
    Unanswered,
    WordsMissing,
    WrongStep,
    refuse_other_than_next,
)
from remine_portal.persistence import audit, requests
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.request_drafts import RequestDraftRow, lock_request_draft
from remine_portal.persistence.requests import RequestEventRow, RequestRow, RequestShipmentRow
from remine_portal.services import certificates, notifying
from remine_portal.services.eligibility import standings
from remine_portal.services.request_drafting import open_question, refuse_needless


def submit(work: UnitOfWork, draft: RequestDraftRow) -> RequestRow:
    """Send a draft, loaded as by `find_request_draft`; sent twice, it stays one request.

    Refuses one with an open question, and a shipment that cannot be requested (any more).
    """
    lock_request_draft(work, draft.id)
    if sent := requests.request_made_of(work, draft.id):
        return sent
    if open_question(draft) is not None:
        raise Unanswered
    # Whoever sends another request meanwhile waits for the number, and then sees this one.
    number = requests.next_number(work, work.today)
    refuse_needless(work, draft)
    for standing in standings(work, draft.shipments):
        if not standing.can_be_requested:
            raise NotRequestable(shipment=standing.shipment.shipment_no)
    request = _request_of(work, draft, number)
    work.session.add(request)
    work.session.flush()
    _step(work, request, RequestStatus.RECEIVED, "request:made", words=None)
    notifying.tell_staff(work, NoticeKind.REQUEST_RECEIVED, about=request.number)
    return request


def _request_of(work: UnitOfWork, draft: RequestDraftRow, number: str) -> RequestRow:
    answers = ("certificate_id", "recipient_name", "recipient_address", "language", "po_reference")
    return RequestRow(
        number=number,
        draft_id=draft.id,
        kind=draft.kind,
        status=RequestStatus.RECEIVED,
        customer_id=draft.customer_id,
        made_by_id=draft.made_by_id,
        made_at=work.now,
        one_per=draft.one_per,
        contact=draft.contact,
        note=draft.note,
        shipments=[RequestShipmentRow(shipment_id=each.id) for each in draft.shipments],
        events=[],
        **{name: getattr(draft, name) for name in answers},
    )


def reply(work: UnitOfWork, request: RequestRow, words: str) -> None:
    """Answer the desk's question, by which the review goes on."""
    _move(work, request, RequestStatus.IN_REVIEW, "request:replied", words=_said(words))
    notifying.tell_staff(work, NoticeKind.REQUEST_REPLIED, about=request.number)


def withdraw(work: UnitOfWork, request: RequestRow, words: str = "") -> None:
    """Take a request back that has not been approved; whoever of the company may make one may."""
    _move(work, request, RequestStatus.WITHDRAWN, "request:withdrawn", words=words.strip() or None)


def take(work: UnitOfWork, request: RequestRow) -> None:
    """Begin the review of a new request, and be its assignee."""
    _move(work, request, RequestStatus.IN_REVIEW, "request:taken", words=None)
    request.assignee_id = work.actor.person_id


def assign(work: UnitOfWork, request: RequestRow, person: PersonRow) -> None:
    """Give an open request to somebody of the desk, whatever its status."""
    request = requests.lock_request(work, request)
    if request.status not in OPEN:
        raise WrongStep(number=request.number, what=REQUEST_STATUS_NAMES[request.status])
    if person.disabled_at is not None or not person.actor().may(Permission.REQUESTS_ANSWER):
        raise NotFound(thing=N_("The person"))
    request.assignee_id = person.id
    audit.record(work, "request:assigned", request.number, detail=person.email)


def ask(work: UnitOfWork, request: RequestRow, words: str) -> None:
    """Ask the customer something; the review rests until they reply or withdraw."""
    _answer(work, request, RequestStatus.QUESTION, "request:asked", _said(words))


def approve(work: UnitOfWork, request: RequestRow, words: str = "") -> None:
    """Agree to what is asked (rules 11 and 39: never to one's own).

    A certificate is released by it, and what has been declared meanwhile needs nothing more: either
    way the request is answered in full.
    """
    if request.made_by_id == work.actor.person_id:
        raise SameRequester(number=request.number)
    _answer(work, request, RequestStatus.APPROVED, "request:approved", words.strip() or None)
    if request.kind is RequestKind.CERTIFICATE:
        certificates.release(work, request)
        _move(work, request, RequestStatus.ISSUED, "request:answered", words=None)
    else:
        requests.hold_shipments(work, request)
        _finish_if_declared(work, request)


def approve_all(work: UnitOfWork, chosen: Sequence[RequestRow]) -> None:
    """Approve several requests of one kind; one that cannot be approved stops all of them.

    By number, so that of two colleagues who choose the same ones, each waits for the other in turn.
    """
    if not chosen:
        raise NoRequestChosen
    if len({each.kind for each in chosen}) > 1:
        raise SeveralKinds
    for each in sorted(chosen, key=lambda request: request.number):
        approve(work, each)


def decline(work: UnitOfWork, request: RequestRow, words: str) -> None:
    """Say no, with the reason that the customer reads."""
    _answer(work, request, RequestStatus.DECLINED, "request:declined", _said(words))


def note_issued(work: UnitOfWork, declaration: DeclarationRow) -> None:
    """End the approved requests for which this was the last declaration that was missing."""
    for request in requests.requests_naming(work, declaration, RequestStatus.APPROVED):
        _finish_if_declared(work, request)


def _finish_if_declared(work: UnitOfWork, request: RequestRow) -> None:
    request = requests.lock_request(work, request)
    found = standings(work, [each.shipment for each in request.shipments])
    theirs = {each.number for each in requests.declarations_for(work, request)}
    if all(each.is_declared and theirs.issuperset(each.numbers) for each in found):
        _move(work, request, RequestStatus.ISSUED, "request:answered", words=None)


def _answer(
    work: UnitOfWork, request: RequestRow, status: RequestStatus, deed: str, words: str | None
) -> None:
    """A step of the desk, of which the company is told."""
    _move(work, request, status, deed, words=words)
    notifying.tell_company(
        work,
        NoticeKind.REQUEST_ANSWERED,
        customer_id=request.customer_id,
        about=request.number,
    )


def _move(
    work: UnitOfWork, request: RequestRow, status: RequestStatus, deed: str, *, words: str | None
) -> None:
    """One step, by what stands in the database now; of two at once, one is refused."""
    request = requests.lock_request(work, request)
    refuse_other_than_next(request.number, request.status, status)
    _step(work, request, status, deed, words=words)


def _step(
    work: UnitOfWork, request: RequestRow, status: RequestStatus, deed: str, *, words: str | None
) -> None:
    """Write the step down, by which the database moves the request."""
    assert work.actor.person_id is not None, "only a person moves a request"
    request.events.append(
        RequestEventRow(
            position=len(request.events) + 1,
            before=request.status if request.events else None,
            status=status,
            words=words,
            done_by_id=work.actor.person_id,
            done_at=work.now,
        )
    )
    work.session.flush()
    work.session.refresh(request, ["status"])
    audit.record(work, deed, request.number, customer_id=request.customer_id, detail=words)


def _said(words: str) -> str:
    if not words.strip():
        raise WordsMissing
    return words.strip()
