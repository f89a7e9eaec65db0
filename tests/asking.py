"""Customers who ask: each answers every question of a request and sends it."""

from typing import Any

from remine_portal.domain.declarations import DocumentLanguage, Recipient
from remine_portal.domain.people import Actor
from remine_portal.domain.requests import RequestKind
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.request_drafts import RequestDraftRow
from remine_portal.persistence.requests import RequestRow, find_request
from remine_portal.persistence.shipments import find_shipment
from remine_portal.services import request_drafting, requesting
from remine_portal.services.request_drafting import Document

RECIPIENT = Recipient("Acme Metals", "1 Foundry Lane")


def asking(person: PersonRow) -> Actor:
    """As whom a person of a customer, or of the desk, acts."""
    return Actor(
        name=person.name,
        role=person.role,
        person_id=person.id,
        email=person.email,
        customer_id=person.customer_id,
    )


def a_draft(work: UnitOfWork, *numbers: str, **document: Any) -> RequestDraftRow:
    """A request for declarations of shipments, answered to its end and not sent."""
    draft = request_drafting.start(
        work,
        kind=RequestKind.DECLARATION,
        shipments=[each for number in numbers if (each := find_shipment(work, number))],
    )
    how = {"recipient": RECIPIENT, "language": DocumentLanguage.ENGLISH, **document}
    request_drafting.describe_document(work, draft, Document(**how))
    request_drafting.leave_contact(draft, "Hanako, 03-0000-0000", "For our audit")
    return draft


def a_request(work: UnitOfWork, *numbers: str, **document: Any) -> RequestRow:
    """The same, sent."""
    return requesting.submit(work, a_draft(work, *numbers, **document))


def found(work: UnitOfWork, request: RequestRow) -> RequestRow:
    again = find_request(work, request.number)
    assert again is not None, request.number
    return again
