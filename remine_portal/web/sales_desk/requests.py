"""What customers ask for, in the order in which the desk answers it (DESIGN.md D.9)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.credits import CHARACTERISTIC_NAMES
from remine_portal.domain.declarations import DOCUMENT_LANGUAGE_NAMES
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.mass import Mass
from remine_portal.domain.people import Permission
from remine_portal.domain.requests import (
    ONE_PER_NAMES,
    OPEN,
    REQUEST_KIND_NAMES,
    REQUEST_STATUS_NAMES,
    RequestStatus,
    expected_by,
)
from remine_portal.persistence.certificates import find_certificate
from remine_portal.persistence.database import JAPAN, UnitOfWork
from remine_portal.persistence.people import find_person
from remine_portal.persistence.request_queue import counted_requests, requests_at
from remine_portal.persistence.requests import RequestRow, find_request
from remine_portal.services import requesting
from remine_portal.services.request_outlook import declarable_lots, outlook_of
from remine_portal.web.access import actor, reading, requires, writing
from remine_portal.web.formats import moment
from remine_portal.web.languages import gettext
from remine_portal.web.sales_desk import blueprint
from remine_portal.web.sales_desk.forms import DecisionForm
from remine_portal.web.sales_desk.queue import in_words
from remine_portal.web.sales_desk.request_forms import AnswerForm

TABS: Mapping[str, tuple[str, frozenset[RequestStatus]]] = {
    "new": (N_("New requests"), frozenset({RequestStatus.RECEIVED})),
    "in-review": (N_("In review"), frozenset({RequestStatus.IN_REVIEW})),
    "waiting": (N_("Waiting for customer"), frozenset({RequestStatus.QUESTION})),
    "ready": (N_("Ready to issue"), frozenset({RequestStatus.APPROVED})),
    "done": (N_("Done"), frozenset(RequestStatus) - OPEN),
}
AT_MOST = 100


@blueprint.route("/requests")
@requires(Permission.SALES_DESK_READ)
def list_requests() -> ResponseReturnValue:
    with reading() as work:
        return _queue(work, DecisionForm())


@blueprint.route("/requests/approve", methods=["POST"])
@requires(Permission.REQUESTS_ANSWER)
def approve_requests() -> ResponseReturnValue:
    """Several of one kind at once: all of them, or none."""
    form = DecisionForm(request.form)
    numbers = request.form.getlist("requests")
    try:
        with writing() as work:
            requesting.approve_all(work, [_found(work, each) for each in numbers])
    except Refusal as refusal:
        form.show(refusal)
    else:
        flash(gettext("Requests approved: %(n)s") % {"n": len(numbers)})
        return redirect(url_for("sales_desk.list_requests", tab="in-review"), 303)

    with reading() as work:
        return _queue(work, form)


@blueprint.route("/requests/<number>")
@requires(Permission.SALES_DESK_READ)
def show_request(number: str) -> ResponseReturnValue:
    return _page(number, AnswerForm())


@blueprint.route("/requests/<number>", methods=["POST"])
@requires(Permission.REQUESTS_ANSWER)
def answer_request(number: str) -> ResponseReturnValue:
    form = AnswerForm(request.form)
    if form.submitted():
        deeds = {
            "approve": requesting.approve,
            "ask": requesting.ask,
            "decline": requesting.decline,
        }
        deed = deeds[form.answer.data]
        return _done(number, form, lambda work, found: deed(work, found, form.words.data))
    return _page(number, form)


@blueprint.route("/requests/<number>/take", methods=["POST"])
@requires(Permission.REQUESTS_ANSWER)
def take_request(number: str) -> ResponseReturnValue:
    """Begin the review of a new one; of another, be who answers for it from now on."""

    def take(work: UnitOfWork, found: RequestRow) -> None:
        if found.status is RequestStatus.RECEIVED:
            requesting.take(work, found)
        else:
            me = find_person(work, actor().email or "") or abort(404)
            requesting.assign(work, found, me)

    return _done(number, AnswerForm(), take)


def _done(
    number: str, form: AnswerForm, deed: Callable[[UnitOfWork, RequestRow], None]
) -> ResponseReturnValue:
    try:
        with writing() as work:
            deed(work, _found(work, number))
    except Refusal as refusal:
        form.show(refusal)
        return _page(number, form)
    flash(gettext("Saved. The customer can see it on the page of the request."))
    return redirect(url_for("sales_desk.show_request", number=number), 303)


def _found(work: UnitOfWork, number: str) -> RequestRow:
    return find_request(work, number) or abort(404)


def statuses_asked_for() -> frozenset[RequestStatus]:
    """What the step that the address asks for is made of."""
    return TABS[_tab_asked_for("new")][1]


def _tab_asked_for(otherwise: str) -> str:
    asked = request.args.get("tab", "")
    return asked if asked in TABS else otherwise


def _queue(work: UnitOfWork, form: DecisionForm) -> str:
    tab = _tab_asked_for("in-review" if form.errors else "new")
    counted = counted_requests(work)
    total = sum(counted.get(each, 0) for each in TABS[tab][1])
    found = requests_at(work, TABS[tab][1], AT_MOST)
    return render_template(
        "sales_desk/list_requests.html",
        form=form,
        tab=tab,
        tabs=[
            {
                "title": gettext(title),
                "url": url_for("sales_desk.list_requests", tab=name),
                "current": name == tab,
                "count": sum(counted.get(each, 0) for each in statuses),
            }
            for name, (title, statuses) in TABS.items()
        ],
        requests=found,
        total=total,
        declarable=declarable_lots(work, found),
        at_most=AT_MOST,
        age=lambda each: in_words(work.now - each.made_at),
        due=lambda each: due_in(each, work.today),
        asked=lambda each: Mass.total(named.shipment.net_mass for named in each.shipments),
        kind_names=REQUEST_KIND_NAMES,
        status_names=REQUEST_STATUS_NAMES,
    )


def due_in(found: RequestRow, today: date) -> dict[str, Any] | None:
    """By when the desk should go on, in a word and a kind of status; None when nothing is due."""
    expected = expected_by(found.status, found.since.astimezone(JAPAN).date())
    if expected is None:
        return None
    if expected < today:
        return {"kind": "stop", "words": gettext("Overdue"), "day": expected}
    if expected == today:
        return {"kind": "ask", "words": gettext("Due today"), "day": expected}
    return {"kind": "done", "words": gettext("On time"), "day": expected}


def events_of(found: RequestRow) -> list[dict[str, str]]:
    """Its timeline for the desk, newest first, with the names of whoever acted."""
    return [
        {
            "title": gettext(REQUEST_STATUS_NAMES[each.status]),
            "when": moment(each.done_at),
            "by": each.done_by.name,
            "text": each.words or "",
        }
        for each in reversed(found.events)
    ]


def _page(number: str, form: AnswerForm) -> str:
    with reading() as work:
        found = _found(work, number)
        return render_template(
            "sales_desk/show_request.html",
            form=form,
            found=found,
            certificate=find_certificate(work, found.certificate_id or 0),
            outlook=outlook_of(work, found),
            events=events_of(found),
            due=due_in(found, work.today),
            is_open=found.status in OPEN,
            can_answer=found.status in (RequestStatus.IN_REVIEW, RequestStatus.QUESTION),
            kind_names=REQUEST_KIND_NAMES,
            status_names=REQUEST_STATUS_NAMES,
            one_per_names=ONE_PER_NAMES,
            language_names=DOCUMENT_LANGUAGE_NAMES,
            characteristic_names=CHARACTERISTIC_NAMES,
        )
