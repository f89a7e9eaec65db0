"""Requests that are being filled in, kept at each question until they are sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Select, String, Text, delete, exists, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from remine_portal.domain.declarations import DocumentLanguage
from remine_portal.domain.requests import OnePer, RequestKind
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.requests import RequestRow
from remine_portal.persistence.schema import EnumColumn, Key, Row, UtcDateTime
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow


class RequestDraftRow(Row):
    """A request in the making; what is None has not been answered. Its id sends it only once."""

    __tablename__ = "request_draft"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"))
    kind: Mapped[RequestKind | None] = mapped_column(EnumColumn(RequestKind))
    certificate_id: Mapped[int | None] = mapped_column(Key)
    recipient_name: Mapped[str | None] = mapped_column(String(200))
    recipient_address: Mapped[str | None] = mapped_column(String(400))
    language: Mapped[DocumentLanguage | None] = mapped_column(EnumColumn(DocumentLanguage))
    po_reference: Mapped[str | None] = mapped_column(String(100))
    one_per: Mapped[OnePer] = mapped_column(EnumColumn(OnePer))
    contact: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(Text)

    customer: Mapped[CustomerRow | None] = relationship(lazy="raise")
    shipments: Mapped[list[ShipmentRow]] = relationship(
        lazy="raise", secondary="request_draft_shipment", order_by=ShipmentRow.shipment_no
    )


class RequestDraftShipmentRow(Row):
    """A shipment that a draft names."""

    __tablename__ = "request_draft_shipment"

    draft_id: Mapped[UUID] = mapped_column(ForeignKey("request_draft.id"), primary_key=True)
    shipment_id: Mapped[int] = mapped_column(ForeignKey("shipment.id"), primary_key=True)


def find_request_draft(work: UnitOfWork, draft_id: UUID) -> RequestDraftRow | None:
    """The acting person's own, with company and shipments as by `find_shipment`; else None."""
    draft = work.session.scalar(_own(work).where(RequestDraftRow.id == draft_id))
    return _without_what_has_moved(draft) if draft else None


def lock_request_draft(work: UnitOfWork, draft_id: UUID) -> None:
    """Keep a draft from whoever sends it meanwhile, until the transaction ends."""
    work.session.execute(
        select(RequestDraftRow.id).where(RequestDraftRow.id == draft_id).with_for_update()
    )


def unsent_drafts(work: UnitOfWork) -> list[RequestDraftRow]:
    """Those of the acting person that have become no request, the latest first."""
    sent = exists().where(RequestRow.draft_id == RequestDraftRow.id)
    query = _own(work).where(~sent).order_by(RequestDraftRow.begun_at.desc())
    return [_without_what_has_moved(draft) for draft in work.session.scalars(query)]


def _without_what_has_moved(draft: RequestDraftRow) -> RequestDraftRow:
    """Leave out shipments that have gone to another company since, and are not theirs to read."""
    theirs = [each for each in draft.shipments if each.customer_id == draft.customer_id]
    set_committed_value(draft, "shipments", theirs)
    return draft


def discard_request_draft(work: UnitOfWork, draft: RequestDraftRow) -> None:
    """Forget a draft. The database keeps one that has been sent."""
    work.session.execute(
        delete(RequestDraftShipmentRow).where(RequestDraftShipmentRow.draft_id == draft.id)
    )
    work.session.execute(delete(RequestDraftRow).where(RequestDraftRow.id == draft.id))


def _own(work: UnitOfWork) -> Select[RequestDraftRow]:
    """What a person has begun is theirs alone until they send it."""
    return (
        select(RequestDraftRow)
        .where(RequestDraftRow.made_by_id == work.actor.person_id)
        .options(
            joinedload(RequestDraftRow.customer),
            selectinload(RequestDraftRow.shipments).options(
                joinedload(ShipmentRow.customer),
                selectinload(ShipmentRow.lines).joinedload(ShipmentLineRow.product),
            ),
        )
    )
