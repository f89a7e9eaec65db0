"""The sample: people, evidence and shipments that a first visitor finds. All of it is marked."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

from sqlalchemy import exists, select

from remine_portal.domain.attribution import Attribution
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.declarations import DocumentLanguage, Recipient
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.people import Role
from remine_portal.persistence.certificates import CertificateRow
from remine_portal.persistence.customers import CustomerRow, find_customer
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.drafts import DraftRow
from remine_portal.persistence.evidence import ElectricityEvidenceRow, VerificationRow
from remine_portal.persistence.people import PersonRow, nobody_yet
from remine_portal.persistence.policies import PolicyRow
from remine_portal.persistence.receipts import ReceiptRow
from remine_portal.persistence.shipments import ShipmentRow, find_shipment
from remine_portal.services import accounts, assessing, drafting
from remine_portal.services.periods import policy_of

PEOPLE: tuple[tuple[str, str, Role, str | None], ...] = (
    ("buyer@hokuto.example", "Haruka Sato", Role.BUYER, "C1001"),
    ("procurement@hokuto.example", "Kenji Mori", Role.PROCUREMENT, "C1001"),
    ("buyer@kanda.example", "Naoko Ishii", Role.BUYER, "C1003"),
    ("buyer@aoba.example", "Takumi Abe", Role.BUYER, "C1004"),
    ("procurement@nordlicht.example", "Lena Brandt", Role.PROCUREMENT, "C1005"),
    ("admin@nordlicht.example", "Jonas Weber", Role.COMPANY_ADMINISTRATOR, "C1005"),
    ("sales@remine.example", "Aiko Tanaka", Role.SALES, None),
    ("sales2@remine.example", "Daichi Ono", Role.SALES, None),
    ("credits@remine.example", "Emi Kudo", Role.CREDITS, None),
    ("credits2@remine.example", "Ryo Hara", Role.CREDITS, None),
    ("auditor@remine.example", "Mika Endo", Role.AUDITOR, None),
    ("admin@remine.example", "Shun Okada", Role.ADMINISTRATOR, None),
)
JAPANESE_READERS = ("hokuto", "kanda", "aoba", "remine")

DECLARED = (
    ("REM-SN", "C1001", DocumentLanguage.BOTH, 3),
    ("REM-PB", "C1001", DocumentLanguage.JAPANESE, 3),
    ("REM-PT", "C1003", DocumentLanguage.JAPANESE, 2),
    ("REM-PD", "C1003", DocumentLanguage.BOTH, 1),
    ("REM-SN", "C1005", DocumentLanguage.ENGLISH, 2),
    ("REM-PT", "C1005", DocumentLanguage.ENGLISH, 1),
)
"""Which products are declared to whom, in which language, for how many newest shipments."""

RECYCLED, VEHICLES = Characteristic.RECYCLED, Characteristic.END_OF_LIFE_VEHICLE
ATTRIBUTED = (
    ("SH2603-00280", DocumentLanguage.BOTH, {RECYCLED: "30", VEHICLES: "20"}),
    ("SH2605-00311", DocumentLanguage.JAPANESE, {VEHICLES: "100"}),
    ("SH2607-00334", DocumentLanguage.ENGLISH, {RECYCLED: "60"}),
    ("SH2610-00394", DocumentLanguage.ENGLISH, {RECYCLED: "25", VEHICLES: "12.5"}),
)
"""To which copper shipments credits are attributed, in which language, and what share of each."""
CLOSED = (date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1))
"""The first days of the periods that are closed. The one after them is ready to be."""


MARKED = (
    PersonRow,
    CustomerRow,
    VerificationRow,
    ElectricityEvidenceRow,
    ShipmentRow,
    PolicyRow,
    ReceiptRow,
    CertificateRow,
)


class NotEmpty(Refusal):
    """The sample is for an empty database."""

    sentence = N_(
        "There are people in this database already, so the sample is not loaded. "
        "Use an empty database."
    )


@dataclass(frozen=True)
class Account:
    """A sample person with the password made for them, for the data folder's list."""

    email: str
    password: str
    role: Role
    company: str | None


def refuse_unless_empty(work: UnitOfWork) -> None:
    """Refuse a database where anybody has an account already."""
    if not nobody_yet(work):
        raise NotEmpty


def holds_sample(work: UnitOfWork) -> bool:
    """Whether anything in the database is marked as sample."""
    return any(work.session.scalar(select(exists().where(row.sample))) for row in MARKED)


def make_people(work: UnitOfWork) -> list[Account]:
    """The sample people, each with a random password. Their companies must be there."""
    made = []
    for email, name, role, company in PEOPLE:
        password = secrets.token_urlsafe(12)
        accounts.make_person(
            work,
            email=email,
            name=name,
            role=role,
            customer=find_customer(work, company) if company else None,
            password=password,
            language="ja" if any(each in email for each in JAPANESE_READERS) else "en",
            sample=True,
        )
        made.append(Account(email, password, role, company))
    return made


@dataclass(frozen=True)
class Wanted:
    """A shipment to be declared, and for copper the credits attributed to it."""

    shipment_no: str
    language: DocumentLanguage
    attributions: tuple[Attribution, ...] = ()


def shipments_to_declare(work: UnitOfWork) -> Iterator[Wanted]:
    """The newest of each product and customer in DECLARED that rules let us declare, and copper."""
    for product_code, company, language, count in DECLARED:
        declarable = (each for each in _newest(work, company) if _is_all(work, each, product_code))
        for shipment_no in islice(declarable, count):
            yield Wanted(shipment_no, language)
    for shipment_no, language, shares in ATTRIBUTED:
        attributions = (Attribution(kind, Decimal(share)) for kind, share in shares.items())
        yield Wanted(shipment_no, language, tuple(attributions))


def periods_to_close(work: UnitOfWork) -> list[tuple[str, date]]:
    """Every boundary with each first day of CLOSED, the earliest first."""
    boundaries = policy_of(work, CLOSED[0]).boundaries
    return [(boundary, first_day) for first_day in CLOSED for boundary in boundaries]


def _is_all(work: UnitOfWork, shipment_no: str, product_code: str) -> bool:
    """Whether every lot of the shipment is of the product and may be declared."""
    shipment = find_shipment(work, shipment_no)
    assert shipment is not None
    return all(line.product_code == product_code for line in shipment.lines) and all(
        each.declarable for each in assessing.assess_lines(work, shipment.lines)
    )


def _newest(work: UnitOfWork, company: str) -> list[str]:
    customer = find_customer(work, company)
    assert customer is not None, company
    return list(
        work.session.scalars(
            select(ShipmentRow.shipment_no)
            .where(ShipmentRow.customer_id == customer.id)
            .order_by(ShipmentRow.ship_date.desc(), ShipmentRow.id.desc())
            .limit(120)
        )
    )


def prepare(work: UnitOfWork, wanted: Wanted) -> DraftRow:
    """A draft of the whole shipment, handed over to a colleague."""
    shipment = find_shipment(work, wanted.shipment_no)
    assert shipment is not None
    name = shipment.customer.name.in_language(wanted.language.printed[0])
    draft = drafting.prepare_draft(
        work,
        shipment,
        line_nos=[line.line_no for line in shipment.lines],
        wording=drafting.Wording(Recipient(name), wanted.language),
        attributions=wanted.attributions,
    )
    drafting.hand_over(work, draft)
    return draft
