"""Lists of requests: by number, shipment or reference, filtered, newest first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from remine_portal.domain.requests import RequestKind, RequestStatus
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.paging import Page, Turn, page_of
from remine_portal.persistence.requests import RequestRow, RequestShipmentRow, visible_to
from remine_portal.persistence.shipment_search import found_by, searchable
from remine_portal.persistence.shipments import ShipmentRow


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """What a list of requests is narrowed to; None leaves it open."""

    text: str | None = None
    kind: RequestKind | None = None
    statuses: frozenset[RequestStatus] | None = None
    customer_id: int | None = None


def page_of_requests(work: UnitOfWork, wanted: RequestFilter, turn: Turn) -> Page[RequestRow]:
    """A page with companies, people, shipments' heads and timelines; places are ids."""
    query = visible_to(work.actor)
    if wanted.text:
        shipments = select(ShipmentRow.id).where(found_by(work, wanted.text))
        naming = select(RequestShipmentRow.request_id).where(
            RequestShipmentRow.shipment_id.in_(shipments)
        )
        number = RequestRow.number.contains(searchable(wanted.text).upper(), autoescape=True)
        reference = RequestRow.po_reference.icontains(wanted.text, autoescape=True)
        query = query.where(or_(number, reference, RequestRow.id.in_(naming)))
    if wanted.kind is not None:
        query = query.where(RequestRow.kind == wanted.kind)
    if wanted.statuses is not None:
        query = query.where(RequestRow.status.in_(wanted.statuses))
    if wanted.customer_id is not None:
        query = query.where(RequestRow.customer_id == wanted.customer_id)
    query = query.options(
        joinedload(RequestRow.customer),
        joinedload(RequestRow.made_by),
        selectinload(RequestRow.shipments).joinedload(RequestShipmentRow.shipment),
        selectinload(RequestRow.events),
    )
    return page_of(work, query, (RequestRow.id,), turn)


def number_of_request(work: UnitOfWork, typed: str) -> str | None:
    """The request whose number this is, in whatever width and case it was typed."""
    query = visible_to(work.actor).where(RequestRow.number == searchable(typed).upper())
    return work.session.scalar(query.with_only_columns(RequestRow.number))


def questions_to(work: UnitOfWork) -> list[RequestRow]:
    """Requests of the actor's company that wait for its reply, the oldest first."""
    asked = RequestRow.status == RequestStatus.QUESTION
    return list(work.session.scalars(visible_to(work.actor).where(asked).order_by(RequestRow.id)))
