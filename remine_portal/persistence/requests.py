"""Requests of customers, what they name, and their timeline."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Select,
    String,
    Text,
    UniqueConstraint,
    select,
    true,
)
from sqlalchemy.orm import Mapped, defer, joinedload, mapped_column, relationship, selectinload

from remine_portal.domain.declarations import DocumentLanguage
from remine_portal.domain.people import CUSTOMER_ROLES, Actor
from remine_portal.domain.requests import OPEN, OnePer, RequestKind, RequestStatus
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow, next_in_series
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.schema import EnumColumn, Key, Row, UtcDateTime
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow


class RequestRow(Row):
    """What a customer asks for. Only its status and assignee change, and the status by events."""

    __tablename__ = "request"
    __table_args__ = (
        CheckConstraint("(kind = 'certificate') = (certificate_id IS NOT NULL)", name="of_a_kind"),
        Index("ix_request_customer", "customer_id", "id"),
        Index("ix_request_status", "status", "id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    draft_id: Mapped[UUID] = mapped_column(ForeignKey("request_draft.id"), unique=True)
    kind: Mapped[RequestKind] = mapped_column(EnumColumn(RequestKind))
    status: Mapped[RequestStatus] = mapped_column(EnumColumn(RequestStatus))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    certificate_id: Mapped[int | None] = mapped_column(Key)
    recipient_name: Mapped[str] = mapped_column(String(200))
    recipient_address: Mapped[str | None] = mapped_column(String(400))
    language: Mapped[DocumentLanguage] = mapped_column(EnumColumn(DocumentLanguage))
    po_reference: Mapped[str | None] = mapped_column(String(100))
    one_per: Mapped[OnePer] = mapped_column(EnumColumn(OnePer))
    contact: Mapped[str] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(Text)

    customer: Mapped[CustomerRow] = relationship(lazy="raise")
    made_by: Mapped[PersonRow] = relationship(lazy="raise", foreign_keys="RequestRow.made_by_id")
    assignee: Mapped[PersonRow | None] = relationship(
        lazy="raise", foreign_keys="RequestRow.assignee_id"
    )
    shipments: Mapped[list[RequestShipmentRow]] = relationship(
        lazy="raise", order_by="RequestShipmentRow.shipment_id"
    )
    events: Mapped[list[RequestEventRow]] = relationship(
        lazy="raise", order_by="RequestEventRow.id"
    )

    @property
    def since(self) -> datetime:
        """Since when it has stood where it is; the events must be loaded."""
        return self.events[-1].done_at


class RequestShipmentRow(Row):
    """A shipment that a request for declarations names."""

    __tablename__ = "request_shipment"

    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), primary_key=True)
    shipment_id: Mapped[int] = mapped_column(
        ForeignKey("shipment.id"), primary_key=True, index=True
    )

    request: Mapped[RequestRow] = relationship(lazy="raise", viewonly=True)
    shipment: Mapped[ShipmentRow] = relationship(lazy="raise")


class RequestEventRow(Row):
    """One step of a request. The database moves its status with it, and refuses any other step."""

    __tablename__ = "request_event"
    __table_args__ = (
        CheckConstraint("(before IS NULL) = (status = 'received')", name="begins_once"),
        UniqueConstraint("request_id", "position", name="uq_request_event_request_id"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"))
    position: Mapped[int]
    before: Mapped[RequestStatus | None] = mapped_column(EnumColumn(RequestStatus))
    status: Mapped[RequestStatus] = mapped_column(EnumColumn(RequestStatus))
    words: Mapped[str | None] = mapped_column(Text)
    done_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    done_at: Mapped[datetime] = mapped_column(UtcDateTime)

    done_by: Mapped[PersonRow] = relationship(lazy="raise")


def next_number(work: UnitOfWork, received_on: date) -> str:
    """RQ-YYYY-NNNNNN, the year in Japan time; undone with its transaction."""
    name = f"RQ-{received_on.year}"
    return f"{name}-{next_in_series(work, name):06d}"


def visible_to(actor: Actor) -> Select[RequestRow]:
    """Requests an actor may see: where every query for them starts (DOMAIN.md rule 40)."""
    own = RequestRow.customer_id == actor.customer_id if actor.role in CUSTOMER_ROLES else true()
    return select(RequestRow).where(own)


def find_request(work: UnitOfWork, number: str) -> RequestRow | None:
    """With all it names and its timeline, shipments as by `find_shipment`; None when not theirs."""
    return work.session.scalar(_loaded(visible_to(work.actor).where(RequestRow.number == number)))


def lock_request(work: UnitOfWork, request: RequestRow) -> RequestRow:
    """The request as it stands now, ours until the transaction ends, as by `find_request`."""
    work.session.execute(select(RequestRow.id).where(RequestRow.id == request.id).with_for_update())
    afresh = _loaded(select(RequestRow).where(RequestRow.id == request.id))
    return work.session.scalars(afresh.execution_options(populate_existing=True)).one()


def hold_shipments(work: UnitOfWork, request: RequestRow) -> None:
    """Let nobody issue a declaration for what a request names until the work ends.

    Whoever is issuing one is waited for. On SQLite all writers queue, and there is nothing to lock.
    """
    named = [each.shipment_id for each in request.shipments]
    work.session.execute(
        select(ShipmentRow.id)
        .where(ShipmentRow.id.in_(named))
        .order_by(ShipmentRow.id)
        .with_for_update(read=True)
    )


def request_made_of(work: UnitOfWork, draft_id: UUID) -> RequestRow | None:
    """What a draft has become; None while it has not been sent."""
    return work.session.scalar(visible_to(work.actor).where(RequestRow.draft_id == draft_id))


def open_requests_for(work: UnitOfWork, shipment_ids: list[int]) -> dict[int, str]:
    """The number of the open request that names each shipment, by shipment id.

    Of the company that has the shipment now; it may have been another's when that one asked.
    """
    found = work.session.execute(
        visible_to(work.actor)
        .with_only_columns(RequestShipmentRow.shipment_id, RequestRow.number)
        .join(RequestShipmentRow, RequestShipmentRow.request_id == RequestRow.id)
        .join(ShipmentRow, ShipmentRow.id == RequestShipmentRow.shipment_id)
        .where(
            RequestShipmentRow.shipment_id.in_(shipment_ids),
            RequestRow.customer_id == ShipmentRow.customer_id,
            RequestRow.status.in_(OPEN),
        )
        .order_by(RequestRow.id)
    )
    return dict(found.all())


def requests_naming(
    work: UnitOfWork, declaration: DeclarationRow, *statuses: RequestStatus
) -> list[RequestRow]:
    """Requests of the declaration's company that name its shipment, with one of these statuses."""
    naming = select(RequestShipmentRow.request_id).where(
        RequestShipmentRow.shipment_id == declaration.shipment_id
    )
    query = select(RequestRow).where(
        RequestRow.id.in_(naming),
        RequestRow.status.in_(statuses),
        RequestRow.customer_id == declaration.customer_id,
    )
    return list(work.session.scalars(query.order_by(RequestRow.id)))


def approved_certificate_request(
    work: UnitOfWork, certificate_id: int, customer_id: int
) -> RequestRow | None:
    """The latest request of a company for a certificate that was approved (DOMAIN.md rule 11)."""
    approved = (RequestStatus.APPROVED, RequestStatus.ISSUED)
    return _latest_for(work, certificate_id, customer_id, approved)


def open_certificate_request(
    work: UnitOfWork, certificate_id: int, customer_id: int
) -> RequestRow | None:
    """The latest request of a company for a certificate that has not come to its end."""
    return _latest_for(work, certificate_id, customer_id, OPEN)


def _latest_for(
    work: UnitOfWork, certificate_id: int, customer_id: int, statuses: Collection[RequestStatus]
) -> RequestRow | None:
    return work.session.scalar(
        select(RequestRow)
        .where(
            RequestRow.certificate_id == certificate_id,
            RequestRow.customer_id == customer_id,
            RequestRow.status.in_(statuses),
        )
        .order_by(RequestRow.id.desc())
        .limit(1)
    )


def declarations_for(work: UnitOfWork, request: RequestRow) -> list[DeclarationRow]:
    """What has been issued to the company for the shipments that a request names, newest first."""
    named = [each.shipment_id for each in request.shipments]
    return list(
        work.session.scalars(
            select(DeclarationRow)
            .where(
                DeclarationRow.shipment_id.in_(named),
                DeclarationRow.customer_id == request.customer_id,
            )
            .order_by(DeclarationRow.id.desc())
            .options(defer(DeclarationRow.snapshot), joinedload(DeclarationRow.shipment))
        )
    )


def _loaded(query: Select[RequestRow]) -> Select[RequestRow]:
    return query.options(
        joinedload(RequestRow.customer),
        joinedload(RequestRow.made_by),
        joinedload(RequestRow.assignee),
        selectinload(RequestRow.shipments)
        .joinedload(RequestShipmentRow.shipment)
        .options(
            joinedload(ShipmentRow.customer),
            selectinload(ShipmentRow.lines).joinedload(ShipmentLineRow.product),
        ),
        selectinload(RequestRow.events).joinedload(RequestEventRow.done_by),
    )
