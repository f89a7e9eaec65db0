"""Requests in the making: one question after the other, each answer kept on the server."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import uuid4

from remine_portal.documents.fonts import refuse_missing_glyphs
from remine_portal.domain.catalog import Series
from remine_portal.domain.claim_lint import refuse_banned_wording
from remine_portal.domain.declarations import DocumentLanguage, Recipient
from remine_portal.domain.errors import N_, NotFound
from remine_portal.domain.requests import (
    MOST_SHIPMENTS,
    CertificateGiven,
    CertificateRequested,
    NoShipmentChosen,
    OnePer,
    RequestKind,
    SeveralCompanies,
    TooManyShipments,
)
from remine_portal.persistence import requests
from remine_portal.persistence.certificate_releases import release_of
from remine_portal.persistence.certificates import find_certificate
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.request_drafts import (
    RequestDraftRow,
    discard_request_draft,
    lock_request_draft,
)
from remine_portal.persistence.shipment_search import shipments_numbered
from remine_portal.persistence.shipments import ShipmentRow


class Question(StrEnum):
    """What a request is asked for, one question a page, in this order."""

    PURPOSE = "purpose"
    SHIPMENTS = "shipments"
    CERTIFICATE = "certificate"
    DOCUMENT = "document"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Document:
    """How the document shall be made out."""

    recipient: Recipient
    language: DocumentLanguage
    po_reference: str | None = None
    one_per: OnePer = OnePer.SHIPMENT


def open_question(draft: RequestDraftRow) -> Question | None:
    """The first question without an answer; None when the draft can be sent."""
    certificate = draft.kind is RequestKind.CERTIFICATE
    if draft.kind is None:
        return Question.PURPOSE
    if certificate and (draft.certificate_id is None or draft.customer_id is None):
        return Question.CERTIFICATE
    if not certificate and not draft.shipments:
        return Question.SHIPMENTS
    if draft.recipient_name is None or draft.language is None:
        return Question.DOCUMENT
    return Question.CONTACT if draft.contact is None else None


def shipments_meant(work: UnitOfWork, typed: Iterable[str]) -> tuple[list[ShipmentRow], list[str]]:
    """The shipments that somebody lists, and whatever is not there or not theirs.

    Numbers stand in lines, or between commas or white space; one that holds a space itself must
    have a line of its own. Refuses far more than a request may name before it looks for them.
    """
    lines = [line.strip() for text in typed for line in re.split(r"[\r\n,;、，]+", text)]
    words = [word for line in lines for word in line.split()]
    if len(words) > 10 * MOST_SHIPMENTS:
        raise TooManyShipments(n=len(words), most=MOST_SHIPMENTS)
    found = shipments_numbered(work, {*lines, *words} - {""})
    numbers = [each for line in lines for each in ([line] if line in found else line.split())]
    shipments = {found[each].id: found[each] for each in numbers if each in found}
    return list(shipments.values()), [each for each in numbers if each not in found]


def start(
    work: UnitOfWork,
    *,
    kind: RequestKind | None = None,
    shipments: Sequence[ShipmentRow] = (),
    certificate_id: int | None = None,
) -> RequestDraftRow:
    """Begin a request with what is known of it already. Nobody else sees it until it is sent.

    Of what is known, only what a known kind asks for is kept. Refuses shipments of several
    companies, which only staff can choose, too many of them, and a certificate that is not there
    or not needed.
    """
    assert work.actor.person_id is not None, "only a person makes a request"
    draft = RequestDraftRow(
        id=uuid4(),
        made_by_id=work.actor.person_id,
        begun_at=work.now,
        customer_id=work.actor.customer_id,
        kind=kind,
        certificate_id=certificate_id,
        one_per=OnePer.SHIPMENT,
        shipments=[],
    )
    if shipments:
        choose_shipments(draft, shipments)
    if kind is not None:
        choose_kind(draft, kind)
    refuse_needless(work, draft)
    work.session.add(draft)
    work.session.flush()
    return draft


def choose_kind(draft: RequestDraftRow, kind: RequestKind) -> None:
    """Answer what the request is for; what only the other kind asks is forgotten."""
    draft.kind = kind
    if kind is RequestKind.CERTIFICATE:
        draft.shipments = []
    else:
        draft.certificate_id = None


def choose_shipments(draft: RequestDraftRow, shipments: Sequence[ShipmentRow]) -> None:
    """Name the shipments, which decide for which company staff ask."""
    if not shipments:
        raise NoShipmentChosen
    if len(shipments) > MOST_SHIPMENTS:
        raise TooManyShipments(n=len(shipments), most=MOST_SHIPMENTS)
    companies = {each.customer_id for each in shipments}
    if len(companies) > 1:
        raise SeveralCompanies
    _ask_for(draft, companies.pop())
    draft.shipments = list(shipments)


def choose_certificate(
    work: UnitOfWork, draft: RequestDraftRow, certificate_id: int, customer: CustomerRow | None
) -> None:
    """Name the certificate; staff name the company it is for as well."""
    draft.certificate_id = certificate_id
    if work.actor.is_staff and customer is not None:
        _ask_for(draft, customer.id)
    refuse_needless(work, draft)


def refuse_needless(work: UnitOfWork, draft: RequestDraftRow) -> None:
    """Refuse to ask for a certificate that the company has, or has asked for already."""
    if draft.certificate_id is None:
        return
    certificate = find_certificate(work, draft.certificate_id)
    if certificate is None:
        raise NotFound(thing=N_("The certificate"))
    if draft.customer_id is None:
        return
    if release_of(work, certificate, draft.customer_id):
        raise CertificateGiven(reference=certificate.reference)
    if made := requests.open_certificate_request(work, certificate.id, draft.customer_id):
        raise CertificateRequested(reference=certificate.reference, number=made.number)


def _ask_for(draft: RequestDraftRow, customer_id: int) -> None:
    """Make it the request of a company; what was answered for another is asked again."""
    if draft.customer_id != customer_id:
        draft.recipient_name = draft.recipient_address = None
    draft.customer_id = customer_id


def describe_document(work: UnitOfWork, draft: RequestDraftRow, document: Document) -> None:
    """Say how the document shall be made out.

    It is checked as a draft of the desk is: no claim in free text (rules 44 and 45), and nothing
    that the fonts lack. What the company has on file is no claim.
    """
    recipient = document.recipient
    printed = [each for each in (recipient.name, recipient.address, document.po_reference) if each]
    company = work.session.get(CustomerRow, draft.customer_id)
    on_file = {company.name_en, company.name_ja, company.address} if company else set()
    copper = any(
        line.product.series is Series.ISO_22095 for each in draft.shipments for line in each.lines
    )
    for text in printed:
        if text not in on_file:
            refuse_banned_wording(text, series=Series.ISO_22095 if copper else None)
    refuse_missing_glyphs(printed)
    draft.recipient_name, draft.recipient_address = recipient.name, recipient.address or None
    draft.language, draft.one_per = document.language, document.one_per
    draft.po_reference = document.po_reference or None


def leave_contact(draft: RequestDraftRow, contact: str, note: str | None = None) -> None:
    """Say whom the desk may ask. A note goes from person to person and is not printed."""
    draft.contact, draft.note = contact, note or None


def discard(work: UnitOfWork, draft: RequestDraftRow) -> None:
    """Forget a draft; one that has been sent stays, and this does nothing."""
    lock_request_draft(work, draft.id)
    if requests.request_made_of(work, draft.id) is None:
        discard_request_draft(work, draft)
