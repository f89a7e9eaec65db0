"""The lines of the two ERP files: shipments, and the contents of lots."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from remine_portal.documents import erp_cells
from remine_portal.documents.erp_rows import (
    Field,
    ReadLines,
    ReadRow,
    grouped,
    read_lines,
    read_rows,
    refuse_repeated,
)
from remine_portal.documents.tables import Table
from remine_portal.domain.errors import N_
from remine_portal.domain.mass import Mass
from remine_portal.domain.recycled_content import ContentOutOfBounds, refuse_impossible_contents
from remine_portal.domain.shipments import (
    SAME_FOR_A_SHIPMENT,
    LotContent,
    ShipmentLine,
    matching_key,
)

FINER_THAN_A_MILLIGRAM = N_("This is finer than a milligram. Round it before it is sent.")
SHIPPED_BEFORE_PRODUCED = N_("The production date is after the ship date, {ship_date}.")
SAME_LINE_TWICE = N_(
    "Row {other} has the same shipment number and line number. Keep one of the two rows."
)
SAME_LOT_TWICE = N_("Row {other} has the same lot and product. Keep one of the two rows.")
LINES_DISAGREE = N_(
    "All lines of a shipment must have the same value here, but row {other} has “{theirs}”. "
    "Correct the rows."
)
CONTENT_MASSES = (
    "product_mass",
    "pre_consumer_mass",
    "post_consumer_mass",
    "same_process_returns_mass",
)


def read_shipment_lines(
    table: Table, *, product_codes: Collection[str], site_codes: Collection[str], today: date
) -> ReadLines[ShipmentLine]:
    """Each row as a line of a shipment, or as what is wrong with it, cell by cell.

    A row is wrong as well when it was shipped before it was produced, when its key stands in the
    file twice, and when it disagrees with another line of its shipment about customer, ship date,
    invoice or destination. Refuses a table that lacks a column it must have.
    """
    rows = read_rows(table, _shipment_fields(product_codes, site_codes, today))
    for row in rows:
        weigh(row, "net_mass")
        if row.has("ship_date", "production_date"):
            _refuse_shipped_before_produced(row)
    keyed = [row for row in rows if row.has("shipment_no", "line_no")]
    refuse_repeated(
        keyed,
        lambda row: (matching_key(row.values["shipment_no"]), row.values["line_no"]),
        column="line_no",
        reason=SAME_LINE_TWICE,
    )
    for shipment in grouped(keyed, key=lambda row: matching_key(row.values["shipment_no"])):
        if len(shipment) > 1:
            _refuse_disagreement(shipment)
    return read_lines(rows, lambda row: ShipmentLine(row=row.number, **row.values))


def read_lot_contents(table: Table, *, product_codes: Collection[str]) -> ReadLines[LotContent]:
    """Each row as the contents of a lot, or as what is wrong with it (DOMAIN.md rules 3 and 4).

    Same-process returns may be left out; none are assumed then, and they never count as recycled.
    """
    rows = read_rows(table, _content_fields(product_codes))
    for row in rows:
        weigh(row, *CONTENT_MASSES)
        if not row.problems:
            _refuse_impossible_contents(row)
    refuse_repeated(
        [row for row in rows if row.has("lot_no", "product_code")],
        lambda row: (matching_key(row.values["lot_no"]), row.values["product_code"]),
        column="lot_no",
        reason=SAME_LOT_TWICE,
    )
    return read_lines(rows, _lot_content)


def _shipment_fields(
    product_codes: Collection[str], site_codes: Collection[str], today: date
) -> Sequence[Field]:
    day = erp_cells.day_until(today)
    return (
        Field("shipment_no", erp_cells.identifier),
        Field("line_no", erp_cells.line_number),
        Field("customer_code", erp_cells.identifier),
        Field("customer_name", erp_cells.name, may_be_blank=True, may_lack=True),
        Field("customer_name_ja", erp_cells.name, may_be_blank=True, may_lack=True),
        Field("order_no", erp_cells.identifier, may_be_blank=True, may_lack=True),
        Field("order_item", erp_cells.identifier, may_be_blank=True, may_lack=True),
        Field("customer_po", erp_cells.identifier, may_be_blank=True, may_lack=True),
        Field("invoice_no", erp_cells.identifier, may_be_blank=True, may_lack=True),
        Field("ship_date", day),
        Field("product_code", erp_cells.one_of(product_codes)),
        Field("lot_no", erp_cells.identifier),
        Field("production_date", day),
        Field("site_code", erp_cells.one_of(site_codes), may_be_blank=True),
        Field("net_mass", erp_cells.figure_above_zero),
        Field("unit", erp_cells.unit),
        Field("destination", erp_cells.name, may_be_blank=True, may_lack=True),
    )


def _content_fields(product_codes: Collection[str]) -> Sequence[Field]:
    figure = erp_cells.figure_from_zero
    return (
        Field("lot_no", erp_cells.identifier),
        Field("product_code", erp_cells.one_of(product_codes)),
        Field("product_mass", figure),
        Field("pre_consumer_mass", figure),
        Field("post_consumer_mass", figure),
        Field("same_process_returns_mass", figure, may_be_blank=True, may_lack=True),
        Field("unit", erp_cells.unit),
    )


def weigh(row: ReadRow, *columns: str) -> None:
    """Turn figures into masses, now that the unit is known."""
    if not row.has("unit"):
        return
    for column in columns:
        if row.has(column):
            try:
                row.values[column] = Mass.of(row.values[column], row.values["unit"])
            except ValueError:
                row.refuse(column, FINER_THAN_A_MILLIGRAM)


def _refuse_shipped_before_produced(row: ReadRow) -> None:
    shipped, produced = row.values["ship_date"], row.values["production_date"]
    if produced > shipped:
        row.refuse("production_date", SHIPPED_BEFORE_PRODUCED, ship_date=shipped.isoformat())


def _refuse_disagreement(shipment: Sequence[ReadRow]) -> None:
    """Name every line of the shipment: nobody here knows which one is right."""
    for column in SAME_FOR_A_SHIPMENT:
        first_of = {_stated(row, column): row for row in reversed(shipment) if column in row.values}
        if len(first_of) < 2:
            continue
        first, second = sorted(first_of.values(), key=lambda row: row.number)[:2]
        for row in shipment:
            other = second if _stated(row, column) == _stated(first, column) else first
            theirs = other.excerpt(column)
            row.refuse(column, LINES_DISAGREE, other=other.number, theirs=theirs)


def _stated(row: ReadRow, column: str) -> object:
    value = row.values.get(column)
    return matching_key(value) if isinstance(value, str) else value


def _refuse_impossible_contents(row: ReadRow) -> None:
    content = _lot_content(row)
    try:
        refuse_impossible_contents(
            lot=content.lot_no,
            product=content.product_mass,
            pre_consumer=content.pre_consumer,
            post_consumer=content.post_consumer,
            returns=content.same_process_returns,
        )
    except ContentOutOfBounds as refusal:
        row.refuse("product_mass", refusal.sentence, code=refusal.code, **refusal.facts)


def _lot_content(row: ReadRow) -> LotContent:
    return LotContent(
        row=row.number,
        lot_no=row.values["lot_no"],
        product_code=row.values["product_code"],
        product_mass=row.values["product_mass"],
        pre_consumer=row.values["pre_consumer_mass"],
        post_consumer=row.values["post_consumer_mass"],
        same_process_returns=row.values.get("same_process_returns_mass") or Mass(0),
    )
