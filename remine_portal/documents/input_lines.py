"""The lines of the two files of the credit ledger: receipts, and production of a period."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from remine_portal.documents import erp_cells
from remine_portal.documents.erp_cells import Unreadable, figure_from_zero
from remine_portal.documents.erp_lines import weigh
from remine_portal.documents.erp_rows import (
    Field,
    ReadLines,
    ReadRow,
    read_lines,
    read_rows,
    refuse_repeated,
)
from remine_portal.documents.tables import Cell, Table
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.production import Production
from remine_portal.domain.receipts import (
    NO_CHARACTERISTIC,
    Receipt,
    refuse_used_elsewhere,
    refuse_without_evidence,
)
from remine_portal.domain.shipments import matching_key

NOT_A_PERCENTAGE = N_(
    "Write the assay in percent, from 0 to 100 with at most three decimals, like 22.4."
)
NOT_A_YIELD = N_("Write the yield as a number above 0 and at most 1, like 0.968.")
SAME_RECEIPT_TWICE = N_("Row {other} has the same receipt number. Keep one of the two rows.")
SAME_TICKET_TWICE = N_(
    "Row {other} has the same weight ticket of the same supplier. Keep one of the two rows."
)
SAME_PERIOD_TWICE = N_("Row {other} is of the same boundary and period. Keep one of the two rows.")

CHARACTERISTICS = (*Characteristic, NO_CHARACTERISTIC)


def read_receipts(table: Table, *, site_codes: Collection[str], today: date) -> ReadLines[Receipt]:
    """Each row as an input, or as what is wrong with it, cell by cell (rules 13 and 14).

    Refuses a table that lacks a column it must have.
    """
    rows = read_rows(table, _receipt_fields(site_codes, today))
    for row in rows:
        weigh(row, "gross_mass")
    sound = [row for row in rows if not row.problems]
    refuse_repeated(
        sound,
        lambda row: matching_key(row.values["receipt_no"]),
        column="receipt_no",
        reason=SAME_RECEIPT_TWICE,
    )
    refuse_repeated(
        [row for row in sound if row.values["weight_ticket"]],
        lambda row: (
            matching_key(row.values["supplier_ref"]),
            matching_key(row.values["weight_ticket"]),
        ),
        column="weight_ticket",
        reason=SAME_TICKET_TWICE,
    )
    for row in sound:
        _refuse_unproven(row)
    return read_lines(rows, _receipt)


def read_production(
    table: Table, *, boundaries: Collection[str], today: date
) -> ReadLines[Production]:
    """Each row as the production of a boundary in a period, or as what is wrong with it."""
    rows = read_rows(table, _production_fields(boundaries, today))
    for row in rows:
        row.values["unit"] = row.values.get("unit") or "t"
        weigh(row, "output", "physical_stock")
    refuse_repeated(
        [row for row in rows if not row.problems],
        lambda row: (row.values["boundary"], row.values["period"]),
        column="period",
        reason=SAME_PERIOD_TWICE,
    )
    return read_lines(rows, _production)


def _refuse_unproven(row: ReadRow) -> None:
    receipt = _receipt(row)
    lacking = "assay_report" if receipt.weight_ticket else "weight_ticket"
    for column, rule in (
        (lacking, refuse_without_evidence),
        ("also_used_in", refuse_used_elsewhere),
    ):
        try:
            rule(receipt)
        except Refusal as refusal:
            row.refuse(column, refusal.sentence, code=refusal.code, **refusal.facts)


def _receipt_fields(site_codes: Collection[str], today: date) -> Sequence[Field]:
    return (
        Field("receipt_no", erp_cells.identifier),
        Field("site_code", erp_cells.one_of(site_codes)),
        Field("received_on", erp_cells.day_that_has_come(today)),
        Field("material", erp_cells.name),
        Field("characteristic", erp_cells.one_of(CHARACTERISTICS)),
        Field("supplier_ref", erp_cells.identifier),
        Field("gross_mass", erp_cells.figure_above_zero),
        Field("unit", erp_cells.unit),
        Field("cu_assay_percent", percentage),
        Field("weight_ticket", erp_cells.identifier, may_be_blank=True),
        Field("assay_report", erp_cells.identifier, may_be_blank=True),
        Field("also_used_in", erp_cells.name, may_be_blank=True, may_lack=True),
    )


def _production_fields(boundaries: Collection[str], today: date) -> Sequence[Field]:
    figure = figure_from_zero
    return (
        Field("boundary", erp_cells.one_of(boundaries)),
        Field("period", erp_cells.day_that_has_come(today)),
        Field("output", figure, may_be_blank=True, may_lack=True),
        Field("physical_stock", figure, may_be_blank=True, may_lack=True),
        Field("measured_yield", share, may_be_blank=True, may_lack=True),
        Field("unit", erp_cells.unit, may_be_blank=True, may_lack=True),
    )


def percentage(cell: Cell) -> Decimal:
    """From 0 to 100, with at most three decimals."""
    figure = _figure(cell, NOT_A_PERCENTAGE)
    if figure > 100 or figure != round(figure, 3):
        raise Unreadable(NOT_A_PERCENTAGE)
    return figure


def share(cell: Cell) -> Decimal:
    """Above 0 and at most 1, with at most six decimals."""
    figure = _figure(cell, NOT_A_YIELD)
    if not 0 < figure <= 1:
        raise Unreadable(NOT_A_YIELD)
    return figure


def _figure(cell: Cell, reason: str) -> Decimal:
    """Written as a mass may be, though it is none."""
    try:
        return figure_from_zero(cell)
    except Unreadable:
        raise Unreadable(reason) from None


def _receipt(row: ReadRow) -> Receipt:
    said = row.values["characteristic"]
    return Receipt(
        row=row.number,
        receipt_no=row.values["receipt_no"],
        site_code=row.values["site_code"],
        received_on=row.values["received_on"],
        material=row.values["material"],
        characteristic=None if said == NO_CHARACTERISTIC else Characteristic(said),
        supplier_ref=row.values["supplier_ref"],
        gross=row.values["gross_mass"],
        unit=row.values["unit"],
        assay_percent=row.values["cu_assay_percent"],
        weight_ticket=row.values["weight_ticket"],
        assay_report=row.values["assay_report"],
        also_used_in=row.values.get("also_used_in"),
    )


def _production(row: ReadRow) -> Production:
    return Production(
        row=row.number,
        boundary=row.values["boundary"],
        first_day=row.values["period"],
        output=row.values.get("output"),
        physical_stock=row.values.get("physical_stock"),
        measured_yield=row.values.get("measured_yield"),
        unit=row.values["unit"],
    )
