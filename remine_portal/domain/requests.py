"""Requests: what a customer may ask for, and the one way from its receipt to an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from remine_portal.domain.declarations import SameHands
from remine_portal.domain.errors import N_, Refusal

MOST_SHIPMENTS = 200
"""In one request: what one person at the desk can look through."""


class RequestKind(StrEnum):
    """A declaration is ours to issue; a certificate is a third party's, which we may hand on."""

    DECLARATION = "declaration"
    CERTIFICATE = "certificate"


REQUEST_KIND_NAMES: Mapping[RequestKind, str] = {
    RequestKind.DECLARATION: N_("Declaration for shipments"),
    RequestKind.CERTIFICATE: N_("Third-party certificate"),
}


class OnePer(StrEnum):
    """For what each declaration is made out. None covers two shipments (DOMAIN.md rule 22)."""

    SHIPMENT = "shipment"
    LOT = "lot"


ONE_PER_NAMES: Mapping[OnePer, str] = {
    OnePer.SHIPMENT: N_("One declaration for each shipment"),
    OnePer.LOT: N_("One declaration for each lot"),
}


class RequestStatus(StrEnum):
    """The life of a request (DOMAIN.md 7a)."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    QUESTION = "question"
    APPROVED = "approved"
    ISSUED = "issued"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


REQUEST_STATUS_NAMES: Mapping[RequestStatus, str] = {
    RequestStatus.RECEIVED: N_("Request received"),
    RequestStatus.IN_REVIEW: N_("In review"),
    RequestStatus.QUESTION: N_("Waiting for a reply"),
    RequestStatus.APPROVED: N_("Approved"),
    RequestStatus.ISSUED: N_("Completed"),
    RequestStatus.DECLINED: N_("Declined"),
    RequestStatus.WITHDRAWN: N_("Withdrawn"),
}

NEXT: Mapping[RequestStatus, frozenset[RequestStatus]] = {
    RequestStatus.RECEIVED: frozenset({RequestStatus.IN_REVIEW, RequestStatus.WITHDRAWN}),
    RequestStatus.IN_REVIEW: frozenset(
        {
            RequestStatus.QUESTION,
            RequestStatus.APPROVED,
            RequestStatus.DECLINED,
            RequestStatus.WITHDRAWN,
        }
    ),
    RequestStatus.QUESTION: frozenset(
        {RequestStatus.IN_REVIEW, RequestStatus.DECLINED, RequestStatus.WITHDRAWN}
    ),
    RequestStatus.APPROVED: frozenset({RequestStatus.ISSUED, RequestStatus.DECLINED}),
    RequestStatus.ISSUED: frozenset(),
    RequestStatus.DECLINED: frozenset(),
    RequestStatus.WITHDRAWN: frozenset(),
}
"""What may follow on what. The database knows the same table, and refuses every other step."""

OPEN = frozenset(status for status, following in NEXT.items() if following)

WORKING_DAYS: Mapping[RequestStatus, int] = {
    RequestStatus.RECEIVED: 2,
    RequestStatus.IN_REVIEW: 5,
    RequestStatus.QUESTION: 10,
    RequestStatus.APPROVED: 5,
}
"""How long a request should stay where it is, at most: what the desk sets itself and tells."""


class WrongStep(Refusal):
    """What was possible when the page was opened may not be so any more."""

    sentence = N_(
        "Request {number} is now “{what}”, so this cannot be done. Check what has happened since."
    )


class SameRequester(SameHands):
    """DOMAIN.md rule 39: nobody approves what they asked for themselves."""

    sentence = N_("You made request {number}, so a colleague must approve it.")


class WordsMissing(Refusal):
    sentence = N_("Enter a message. It cannot be sent empty.")


class NoShipmentChosen(Refusal):
    sentence = N_("No shipment is chosen. Choose at least one.")


class TooManyShipments(Refusal):
    sentence = N_(
        "A request can have up to {most} shipments, and this one has {n}. "
        "Divide it into several requests."
    )


class SeveralCompanies(Refusal):
    sentence = N_("The shipments belong to several companies. Make a request for each company.")


class NoRequestChosen(Refusal):
    sentence = N_("No request is chosen. Choose at least one.")


class SeveralKinds(Refusal):
    sentence = N_("The requests are of several kinds. Approve those of one kind at a time.")


class NotRequestable(Refusal):
    """The page of reasons says why (DESIGN.md D.6)."""

    sentence = N_(
        "No declaration can be requested for shipment {shipment} at present. "
        "Check the reason, and leave it out."
    )


class CertificateGiven(Refusal):
    sentence = N_(
        "The company has been given certificate {reference} already, and can download it."
    )


class CertificateRequested(Refusal):
    sentence = N_("The company has requested certificate {reference} already, in {number}.")


class Unanswered(Refusal):
    sentence = N_("This request is not complete. Answer the question that is still open.")


def refuse_other_than_next(number: str, before: RequestStatus, after: RequestStatus) -> None:
    """Refuse a step that the table does not have."""
    if after not in NEXT[before]:
        raise WrongStep(number=number, what=REQUEST_STATUS_NAMES[before])


def expected_by(status: RequestStatus, since: date) -> date | None:
    """By when a request should have gone on that has stood there since a day; None at its end.

    Monday to Friday are working days: holidays are not on file, so pages call it an expectation.
    """
    day = since
    left = WORKING_DAYS.get(status)
    if left is None:
        return None
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day
