"""The sales desk of the tests: one colleague prepares and hands over, another issues."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from remine_portal.domain.attribution import Attribution
from remine_portal.domain.declarations import DeclarationSnapshot, DocumentLanguage, Recipient
from remine_portal.domain.endings import Cause
from remine_portal.domain.people import COMMAND_LINE, Actor, Role
from remine_portal.persistence.database import Database, UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow, find_declaration
from remine_portal.persistence.drafts import DraftRow, find_draft
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow, find_shipment
from remine_portal.services import drafting, ending, issuance
from remine_portal.services.office import Office
from remine_portal.services.stating import snapshot_of
from tests.factories import a_person, an_import

TODAY = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


@dataclass
class Desk:
    """Both colleagues at work. Every deed is a unit of work of its own, as it is on the pages."""

    database: Database
    office: Office
    now: datetime = TODAY
    preparer: PersonRow = field(init=False)
    colleague: PersonRow = field(init=False)

    def __post_init__(self) -> None:
        self.preparer, self.colleague = self.hire("Aiko"), self.hire("Daichi")

    def hire(self, name: str) -> PersonRow:
        with self.database.writing(COMMAND_LINE, self.now) as work:
            person = a_person(work, role=Role.SALES)
            person.name = name
            return person

    def prepare(
        self, number: str = "SH-1", lines: Iterable[int] | None = None, **what: Any
    ) -> UUID:
        """A draft of a shipment, of all its lines unless some are named."""
        with self.writing(self.preparer) as work:
            shipment = find_shipment(work, number)
            assert shipment is not None, number
            every = [line.line_no for line in shipment.lines]
            wording = drafting.Wording(
                what.get("recipient", Recipient("Acme Metals")),
                DocumentLanguage(what.get("language", "en")),
                what.get("remarks"),
            )
            shares = [
                Attribution(kind, Decimal(percent))
                for kind, percent in what.get("attributions", {}).items()
            ]
            return drafting.prepare_draft(
                work,
                shipment,
                line_nos=every if lines is None else lines,
                wording=wording,
                attributions=shares,
                replacing=replacing(work, **what),
            ).id

    def hand_over(self, draft_id: UUID, by: PersonRow | None = None) -> None:
        with self.writing(by or self.preparer) as work:
            drafting.hand_over(work, found(work, draft_id))

    def withdraw(self, draft_id: UUID) -> None:
        with self.writing(self.preparer) as work:
            drafting.withdraw(work, found(work, draft_id))

    def issue(self, draft_id: UUID, by: PersonRow | None = None) -> DeclarationRow:
        with self.writing(by or self.colleague) as work:
            return issuance.issue_declaration(work, found(work, draft_id), office=self.office)

    def ready(self, number: str = "SH-1", **what: Any) -> UUID:
        """A draft that has been handed over."""
        draft_id = self.prepare(number, **what)
        self.hand_over(draft_id)
        return draft_id

    def declare(self, number: str = "SH-1", **what: Any) -> DeclarationRow:
        return self.issue(self.ready(number, **what))

    def supersede(self, old: DeclarationRow, **what: Any) -> DeclarationRow:
        """A new version of a declaration, of the same shipment unless said otherwise."""
        with self.writing(self.preparer) as work:
            shipment = work.session.get_one(ShipmentRow, old.shipment_id)
        return self.declare(what.pop("number", shipment.shipment_no), replaces=old, **what)

    def propose_to_revoke(
        self, old: DeclarationRow, by: PersonRow | None = None, **why: Any
    ) -> None:
        with self.writing(by or self.preparer) as work:
            ending.propose_revocation(work, declared(work, old), **reason(**why))

    def withdraw_revocation(self, old: DeclarationRow, by: PersonRow | None = None) -> None:
        with self.writing(by or self.preparer) as work:
            ending.withdraw_revocation(work, declared(work, old))

    def confirm_revocation(self, old: DeclarationRow, by: PersonRow | None = None) -> None:
        with self.writing(by or self.colleague) as work:
            ending.confirm_revocation(work, declared(work, old), office=self.office)

    def revoke(self, old: DeclarationRow, **why: Any) -> None:
        self.propose_to_revoke(old, **why)
        self.confirm_revocation(old)

    def snapshot(self, draft_id: UUID) -> DeclarationSnapshot:
        with self.database.reading(acting(self.preparer), self.now) as work:
            return snapshot_of(work, found(work, draft_id))

    def writing(self, person: PersonRow) -> AbstractContextManager[UnitOfWork]:
        return self.database.writing(acting(person), self.now)


def acting(person: PersonRow) -> Actor:
    return Actor(name=person.name, role=person.role, person_id=person.id, email=person.email)


def found(work: UnitOfWork, draft_id: UUID) -> DraftRow:
    draft = find_draft(work, draft_id)
    assert draft is not None, draft_id
    return draft


def declared(work: UnitOfWork, declaration: DeclarationRow) -> DeclarationRow:
    again = find_declaration(work, declaration.number)
    assert again is not None, declaration.number
    return again


def reason(cause: Cause = Cause.WORDING, because: str = "A name was misprinted.") -> dict[str, Any]:
    return {"cause": cause, "because": because}


def replacing(
    work: UnitOfWork, replaces: DeclarationRow | None = None, **what: Any
) -> drafting.Replacing | None:
    if replaces is None:
        return None
    why = {key: what[key] for key in ("cause", "because") if key in what}
    return drafting.Replacing(declared(work, replaces), **reason(**why))


def a_correction(
    work: UnitOfWork, *, number: str = "SH-1", line_no: int = 1, **fields: Any
) -> ShipmentLineRow:
    """The ERP says something else of a line: a new revision, the old one kept."""
    old = work.session.scalars(
        select(ShipmentLineRow)
        .join(ShipmentRow, ShipmentRow.id == ShipmentLineRow.shipment_id)
        .where(ShipmentRow.shipment_no == number)
        .where(ShipmentLineRow.line_no == line_no, ShipmentLineRow.is_current)
    ).one()
    old.is_current = False
    columns = {each.key: getattr(old, each.key) for each in ShipmentLineRow.__table__.columns}
    fresh = {"id": None, "revision": old.revision + 1, "is_current": True}
    run = an_import(work)
    new = ShipmentLineRow(**{**columns, **fresh, "import_id": run.id, **fields})
    work.session.add(new)
    work.session.flush()
    return new
