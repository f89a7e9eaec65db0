"""The queue of requests at the sales desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from remine_portal.domain.requests import OPEN, RequestStatus
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.requests import RequestRow, RequestShipmentRow, visible_to
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow


def requests_at(
    work: UnitOfWork, statuses: Iterable[RequestStatus], at_most: int
) -> list[RequestRow]:
    """Requests that stand at these: the oldest first while they are open, else the newest.

    With company, assignee, timeline, and shipments as by `find_request`.
    """
    wanted = frozenset(statuses)
    order = RequestRow.id if wanted <= OPEN else RequestRow.id.desc()
    return list(
        work.session.scalars(
            visible_to(work.actor)
            .where(RequestRow.status.in_(wanted))
            .order_by(order)
            .limit(at_most)
            .options(
                joinedload(RequestRow.customer),
                joinedload(RequestRow.assignee),
                selectinload(RequestRow.events),
                selectinload(RequestRow.shipments)
                .joinedload(RequestShipmentRow.shipment)
                .options(
                    joinedload(ShipmentRow.customer),
                    selectinload(ShipmentRow.lines).joinedload(ShipmentLineRow.product),
                ),
            )
        )
    )


def counted_requests(work: UnitOfWork) -> Mapping[RequestStatus, int]:
    """How many requests stand at each status; one without any is not in it."""
    own = visible_to(work.actor).with_only_columns(RequestRow.status, RequestRow.id).subquery()
    counted = select(own.c.status, func.count()).group_by(own.c.status)
    return dict(work.session.execute(counted).all())


def open_requests(work: UnitOfWork) -> int:
    """How many requests wait for an answer or for what was promised."""
    return sum(n for status, n in counted_requests(work).items() if status in OPEN)


def others_open(work: UnitOfWork, request: RequestRow) -> list[tuple[ShipmentRow, str]]:
    """Shipments of a request that another open request names as well, with its number."""
    named = [each.shipment_id for each in request.shipments]
    found = work.session.execute(
        select(ShipmentRow, RequestRow.number)
        .join(RequestShipmentRow, RequestShipmentRow.shipment_id == ShipmentRow.id)
        .join(RequestRow, RequestRow.id == RequestShipmentRow.request_id)
        .where(
            RequestShipmentRow.shipment_id.in_(named),
            RequestRow.id != request.id,
            RequestRow.status.in_(OPEN),
        )
        .order_by(RequestRow.id)
    )
    return [(shipment, number) for shipment, number in found]
