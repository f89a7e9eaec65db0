"""What comes next in a request, by when, and what has come, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from remine_portal.domain.errors import N_
from remine_portal.domain.people import CUSTOMER_ROLES, ROLE_NAMES
from remine_portal.domain.requests import RequestKind, RequestStatus, expected_by
from remine_portal.persistence.database import JAPAN
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.requests import RequestEventRow, RequestRow
from remine_portal.web.access import actor
from remine_portal.web.formats import long_date, moment
from remine_portal.web.languages import gettext

EXPECTED: Mapping[RequestStatus, str] = {
    RequestStatus.RECEIVED: N_("The sales desk will start its review by %(day)s."),
    RequestStatus.IN_REVIEW: N_("You can expect an answer or a question by %(day)s."),
    RequestStatus.QUESTION: N_("The review will continue once you reply. Please reply by %(day)s."),
    RequestStatus.APPROVED: N_("You can expect all declarations by %(day)s."),
}

LATE: Mapping[RequestStatus, str] = {
    RequestStatus.RECEIVED: N_("The review was due to start by %(day)s. It is late."),
    RequestStatus.IN_REVIEW: N_("An answer was due by %(day)s. It is late."),
    RequestStatus.QUESTION: N_("A reply was due by %(day)s. The review is waiting for it."),
    RequestStatus.APPROVED: N_("All declarations were due by %(day)s. They are late."),
}

DONE: Mapping[RequestStatus, str] = {
    RequestStatus.RECEIVED: N_("Request sent"),
    RequestStatus.IN_REVIEW: N_("Review started"),
    RequestStatus.QUESTION: N_("Question from the sales desk"),
    RequestStatus.APPROVED: N_("Request approved"),
    RequestStatus.ISSUED: N_("All declarations issued"),
    RequestStatus.DECLINED: N_("Request declined"),
    RequestStatus.WITHDRAWN: N_("Request withdrawn"),
}


def expected_day(request: RequestRow) -> date | None:
    """By when the next step is expected; the timeline must be loaded."""
    return expected_by(request.status, request.since.astimezone(JAPAN).date())


def expectation(request: RequestRow, today: date) -> str | None:
    """What comes next and by when, in a sentence; None after the end."""
    day = expected_day(request)
    if day is None:
        return None
    sentences = EXPECTED if today <= day else LATE
    return gettext(sentences[request.status]) % {"day": long_date(day)}


def events_of(request: RequestRow, issued: Iterable[DeclarationRow]) -> list[dict[str, Any]]:
    """The timeline, newest first, with the declarations that were issued on the way."""
    events = [(each.done_at, _event(request, each)) for each in request.events]
    for declaration in issued:
        if declaration.issued_at >= request.made_at:
            title = gettext("Declaration %(number)s issued") % {"number": declaration.number}
            events.append((declaration.issued_at, {"title": title}))
    in_order = sorted(events, key=lambda each: each[0])
    return [{**event, "when": moment(at)} for at, event in reversed(in_order)]


def _event(request: RequestRow, event: RequestEventRow) -> dict[str, Any]:
    return {"title": _title(request, event), "by": name_of(event.done_by), "text": event.words}


def _title(request: RequestRow, event: RequestEventRow) -> str:
    if event.before is RequestStatus.QUESTION and event.status is RequestStatus.IN_REVIEW:
        return gettext("Reply to the question")
    if event.status is RequestStatus.ISSUED and request.kind is RequestKind.CERTIFICATE:
        return gettext("Certificate released")
    return gettext(DONE[event.status])


def name_of(person: PersonRow) -> str:
    """People of the desk by their role, except to each other."""
    if person.role in CUSTOMER_ROLES or actor().is_staff:
        return person.name
    return gettext(ROLE_NAMES[person.role])
