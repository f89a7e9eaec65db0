"""Sample requests: one just received, one in review, one with a question, one declined."""

from __future__ import annotations

from dataclasses import dataclass

from remine_portal.domain.declarations import DocumentLanguage, Recipient
from remine_portal.domain.requests import RequestKind
from remine_portal.persistence.customers import find_customer_by_id
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.paging import Turn
from remine_portal.persistence.requests import RequestRow
from remine_portal.persistence.shipment_search import ShipmentFilter, page_of_shipments
from remine_portal.services import request_drafting, requesting
from remine_portal.services.eligibility import standings
from remine_portal.services.request_drafting import Document


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Somebody asks for declarations of their newest shipments of a product; what the desk does.

    `question` and `decline` are what it writes to them.
    """

    email: str
    product_code: str
    shipments: int
    language: DocumentLanguage
    po_reference: str
    note: str | None = None
    taken: bool = True
    question: str | None = None
    decline: str | None = None


ASKED = (
    Asked(
        email="procurement@nordlicht.example",
        product_code="REM-CU",
        shipments=2,
        language=DocumentLanguage.ENGLISH,
        po_reference="AUDIT-2026-11",
        note="Our audit is on 30 November. 40 % recycled material would do.",
        taken=False,
    ),
    Asked(
        email="procurement@hokuto.example",
        product_code="REM-SN",
        shipments=3,
        language=DocumentLanguage.JAPANESE,
        po_reference="監査2026-11",
        note="11月末の監査で使用します。",
    ),
    Asked(
        email="procurement@nordlicht.example",
        product_code="REM-SN",
        shipments=1,
        language=DocumentLanguage.BOTH,
        po_reference="AUDIT-2026-12",
        question="Your order names two recipients. Which of them shall stand in the declaration?",
    ),
    Asked(
        email="buyer@hokuto.example",
        product_code="REM-PB",
        shipments=1,
        language=DocumentLanguage.JAPANESE,
        po_reference="PO-5521",
        decline="この出荷は返品の手続き中です。手続きの完了後に、あらためてご依頼ください。",
    ),
)


def send(work: UnitOfWork, asked: Asked) -> RequestRow | None:
    """The request by the acting person; None where nothing was shipped that can be declared."""
    wanted = ShipmentFilter(product_code=asked.product_code, declared=False)
    shipped = page_of_shipments(work, wanted, Turn(50)).rows
    found = [each.shipment for each in standings(work, shipped) if each.can_be_requested]
    company = find_customer_by_id(work, work.actor.customer_id or 0)
    if not found or company is None:
        return None
    draft = request_drafting.start(
        work, kind=RequestKind.DECLARATION, shipments=found[: asked.shipments]
    )
    japanese = asked.language is DocumentLanguage.JAPANESE
    recipient = Recipient(company.name.ja if japanese else company.name.en, company.address)
    document = Document(recipient, asked.language, asked.po_reference)
    request_drafting.describe_document(work, draft, document)
    request_drafting.leave_contact(draft, f"{work.actor.name}, {work.actor.email}", asked.note)
    return requesting.submit(work, draft)


def answer(work: UnitOfWork, asked: Asked, request: RequestRow) -> None:
    """What the sales desk has done with it so far."""
    if asked.taken:
        requesting.take(work, request)
    if asked.question:
        requesting.ask(work, request, asked.question)
    if asked.decline:
        requesting.decline(work, request, asked.decline)
