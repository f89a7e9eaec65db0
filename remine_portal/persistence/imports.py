"""Imports: who goes first, which files have come, and what is on file loaded all at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlalchemy.orm import aliased

from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationLineRow, DeclarationRow
from remine_portal.persistence.drafts import DraftRow
from remine_portal.persistence.paging import Page, Turn, page_of
from remine_portal.persistence.schema import Row
from remine_portal.persistence.shipments import (
    ImportRunRow,
    LotContentRow,
    ShipmentLineRow,
    ShipmentRow,
)

CHUNK = 5_000
"""Values in one IN: SQLite takes 32,766 parameters a statement, PostgreSQL 65,535."""

IMPORT_TURN = 410_004
"""Any number: the name of the lock that imports take on PostgreSQL."""

HEAD_FIELDS = ("customer_id", "ship_date", "invoice_no", "destination", "search_text")
"""What of a shipment follows its lines."""

LINE_FIELDS = (
    "ship_date",
    "invoice_no",
    "destination",
    "order_no",
    "order_item",
    "customer_po",
    "product_code",
    "lot_no",
    "production_date",
    "site_code",
    "net_mass",
    "unit",
)
"""What a revision of a line holds, by the names of the ERP file."""

CONTENT_FIELDS = (
    "product_mass",
    "pre_consumer",
    "post_consumer",
    "same_process_returns",
)

Told = Callable[[int, int], None]
"""Is told how much is done, and of how much."""


@dataclass(slots=True)
class ShipmentOnFile:
    """A shipment with its current lines and the declarations that name them."""

    id: int
    shipment_no: str
    customer_code: str
    lines: dict[int, Any] = field(default_factory=dict)
    declared: dict[int, str] = field(default_factory=dict)
    """The number of the current declaration of each line that has one."""
    declarations: list[str] = field(default_factory=list)
    """All declarations there have ever been, so also revoked ones."""
    has_open_draft: bool = False


class DeclaredLine(NamedTuple):
    """A line with the number of the declaration that covers it."""

    shipment_no: str
    line_no: int
    declaration: str


def take_turns(work: UnitOfWork) -> None:
    """Wait until no other import is being applied.

    Two files may name the same new shipment, and the second must find what the first has written.
    On SQLite the writing transaction has queued at the door already; on PostgreSQL a lock that
    ends with the transaction does the same, for imports only.
    """
    if work.session.get_bind().dialect.name == "postgresql":
        work.session.execute(select(func.pg_advisory_xact_lock(IMPORT_TURN)))


def find_run(work: UnitOfWork, run_id: UUID) -> ImportRunRow | None:
    return work.session.get(ImportRunRow, run_id)


def find_applied(work: UnitOfWork, kind: str, sha256: str) -> ImportRunRow | None:
    """The first import of a file with these bytes that took every line of it."""
    return work.session.scalar(
        select(ImportRunRow)
        .where(
            ImportRunRow.kind == kind,
            ImportRunRow.file_sha256 == sha256,
            ImportRunRow.applied_at.is_not(None),
            ImportRunRow.refused_count == 0,
        )
        .order_by(ImportRunRow.applied_at)
        .limit(1)
    )


def page_of_runs(work: UnitOfWork, turn: Turn) -> Page[ImportRunRow]:
    """A page of the files that have come, newest first."""
    return page_of(work, select(ImportRunRow), (ImportRunRow.handed_in_at, ImportRunRow.id), turn)


def shipments_on_file(work: UnitOfWork, matching_nos: Collection[str]) -> dict[str, ShipmentOnFile]:
    """The shipments of these numbers by matching number, in a few queries for any number."""
    found: dict[str, ShipmentOnFile] = {}
    for chunk in chunks(matching_nos):
        found |= _heads(work, chunk)
    by_id = {each.id: each for each in found.values()}
    for ids in chunks(by_id):
        _add_lines(work, by_id, ids)
        _add_declarations(work, by_id, ids)
    return found


def _heads(work: UnitOfWork, matching_nos: Collection[str]) -> dict[str, ShipmentOnFile]:
    rows = work.session.execute(
        select(ShipmentRow.matching_no, ShipmentRow.id, ShipmentRow.shipment_no, CustomerRow.code)
        .join(CustomerRow, CustomerRow.id == ShipmentRow.customer_id)
        .where(ShipmentRow.matching_no.in_(matching_nos))
    )
    return {row.matching_no: ShipmentOnFile(row.id, row.shipment_no, row.code) for row in rows}


def _add_lines(
    work: UnitOfWork, shipments: Mapping[int, ShipmentOnFile], ids: Collection[int]
) -> None:
    columns = (
        ShipmentLineRow.id,
        ShipmentLineRow.shipment_id,
        ShipmentLineRow.line_no,
        ShipmentLineRow.revision,
        *(getattr(ShipmentLineRow, name) for name in LINE_FIELDS),
    )
    for line in work.session.execute(
        select(*columns).where(ShipmentLineRow.shipment_id.in_(ids), ShipmentLineRow.is_current)
    ):
        shipments[line.shipment_id].lines[line.line_no] = line


def _add_declarations(
    work: UnitOfWork, shipments: Mapping[int, ShipmentOnFile], ids: Collection[int]
) -> None:
    for shipment_id, number in work.session.execute(
        select(DeclarationRow.shipment_id, DeclarationRow.number)
        .where(DeclarationRow.shipment_id.in_(ids))
        .order_by(DeclarationRow.id)
    ):
        shipments[shipment_id].declarations.append(number)
    for shipment_id, line_no, number in work.session.execute(
        select(DeclarationLineRow.shipment_id, DeclarationLineRow.line_no, DeclarationRow.number)
        .join(DeclarationRow, DeclarationRow.id == DeclarationLineRow.declaration_id)
        .where(DeclarationLineRow.shipment_id.in_(ids), DeclarationLineRow.is_current)
    ):
        shipments[shipment_id].declared[line_no] = number
    for shipment_id in work.session.scalars(
        select(DraftRow.shipment_id).where(
            DraftRow.shipment_id.in_(ids), DraftRow.withdrawn_at.is_(None)
        )
    ):
        shipments[shipment_id].has_open_draft = True


def lots_on_file(work: UnitOfWork, matching_lots: Collection[str]) -> dict[tuple[str, str], Any]:
    """Current contents by (matching lot number, product code)."""
    columns = (
        LotContentRow.id,
        LotContentRow.matching_lot,
        LotContentRow.lot_no,
        LotContentRow.product_code,
        LotContentRow.revision,
        *(getattr(LotContentRow, name) for name in CONTENT_FIELDS),
    )
    return {
        (lot.matching_lot, lot.product_code): lot
        for chunk in chunks(matching_lots)
        for lot in work.session.execute(
            select(*columns).where(LotContentRow.matching_lot.in_(chunk), LotContentRow.is_current)
        )
    }


def declared_otherwise(work: UnitOfWork, run: ImportRunRow) -> Sequence[DeclaredLine]:
    """Lines that the import changed while a current declaration covers them.

    The declaration keeps the revision it was issued from.
    """
    covered = aliased(DeclarationLineRow)
    rows = work.session.execute(
        select(ShipmentRow.shipment_no, ShipmentLineRow.line_no, DeclarationRow.number)
        .select_from(ShipmentLineRow)
        .join(ShipmentRow, ShipmentRow.id == ShipmentLineRow.shipment_id)
        .join(
            covered,
            (covered.shipment_id == ShipmentLineRow.shipment_id)
            & (covered.line_no == ShipmentLineRow.line_no)
            & covered.is_current
            & (covered.shipment_line_id != ShipmentLineRow.id),
        )
        .join(DeclarationRow, DeclarationRow.id == covered.declaration_id)
        .where(ShipmentLineRow.import_id == run.id)
        .order_by(ShipmentRow.shipment_no, ShipmentLineRow.line_no)
    )
    return [DeclaredLine(*row) for row in rows]


def add_shipments(work: UnitOfWork, heads: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Add shipments; their ids by matching number."""
    adding = insert(_table(ShipmentRow)).returning(ShipmentRow.matching_no, ShipmentRow.id)
    return {
        row.matching_no: row.id
        for chunk in chunks(heads)
        for row in work.session.execute(adding, chunk)
    }


def change_shipments(work: UnitOfWork, heads: Sequence[Mapping[str, Any]]) -> None:
    """Write the heads of shipments on file, which name their `shipment_id`."""
    table = _table(ShipmentRow)
    changing = (
        update(table)
        .where(table.c.id == bindparam("shipment_id"))
        .values({name: bindparam(name) for name in HEAD_FIELDS})
    )
    for chunk in chunks(heads):
        work.session.execute(changing, chunk)


def add_in_bulk(
    work: UnitOfWork, kind: type[Row], rows: Sequence[Mapping[str, Any]], told: Told | None = None
) -> None:
    """Add rows in few statements; their order is the order of their ids."""
    done, adding = 0, insert(_table(kind))
    for chunk in chunks(rows):
        work.session.execute(adding, chunk)
        done += len(chunk)
        if told:
            told(done, len(rows))


def retire(
    work: UnitOfWork, table: type[ShipmentLineRow] | type[LotContentRow], ids: list[int]
) -> None:
    """Earlier revisions stay, and are current no more."""
    for chunk in chunks(ids):
        work.session.execute(
            update(table).where(table.id.in_(chunk)).values(is_current=False),
            execution_options={"synchronize_session": False},
        )


def _table(kind: type[Row]) -> Table:
    """The bare table: objects of rows cost as much again as writing them."""
    return cast(Table, kind.__table__)


def chunks(values: Collection[Any], most: int = CHUNK) -> Iterator[list[Any]]:
    each = iter(values)
    while chunk := list(islice(each, most)):
        yield chunk
