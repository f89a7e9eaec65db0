"""The rows of a reconciliation workbook, and the formulas that lead from each to the balance.

The result beside each formula is calculated here from the report's lines, exactly. Where it
differs from the portal's figure, the workbook says so before a program has calculated anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum

from remine_portal.documents import reconciliation_wording as heads
from remine_portal.documents.formula_sheets import FIRST_ROW, Cell, Formula, sum_where
from remine_portal.documents.ledger_wording import REASONS
from remine_portal.domain.batches import credited_kg
from remine_portal.domain.catalog import Text
from remine_portal.domain.credits import CHARACTERISTIC_NAMES, Reason, account_name
from remine_portal.domain.mass import Mass
from remine_portal.domain.reconciliation import InputLine, Reconciliation

Say = Callable[[Text | str], str]
Rows = Iterator[Sequence[Cell]]

EXACT_DECIMALS = 6
"""Programs calculate in binary fractions: a difference of kilograms is rounded to a milligram."""

PRODUCT_DECIMALS = 9
"""A product of a mass, an assay and a factor may come out as 8,074.999999999 where it is 8,075, and
rounding down would lose a kilogram. Rounded to six decimals, 0.9999995 would gain one."""


class ReceiptColumn(StrEnum):
    """Columns of the receipts that formulas name."""

    ACCOUNT = "C"
    GROSS = "K"
    ASSAY = "L"
    CONTAINED = "M"
    FACTOR = "N"
    CREDITS = "O"
    PORTAL = "P"
    DIFFERENCE = "Q"


class EntryColumn(StrEnum):
    ACCOUNT = "C"
    REASON = "D"
    KILOGRAMS = "F"


class ShipmentColumn(StrEnum):
    ACCOUNT = "F"
    KILOGRAMS = "G"


def receipt_rows(report: Reconciliation, say: Say) -> Rows:
    """Every input, with contained metal and credits as formulas where it brought in credits."""
    for row, line in enumerate(report.inputs, start=FIRST_ROW):
        yield (
            line.receipt_no,
            line.received_on,
            line.account,
            say(CHARACTERISTIC_NAMES[line.characteristic]) if line.characteristic else None,
            line.material,
            line.supplier_ref,
            line.site_code,
            line.weight_ticket,
            line.assay_report,
            line.policy if line.account else None,
            line.gross.in_unit("kg"),
            line.assay_percent,
            _contained(line, row),
            *(_credits(line, row, say) if line.account else (None,) * 5),
        )


def _contained(line: InputLine, row: int) -> Formula:
    return Formula(
        f"={ReceiptColumn.GROSS}{row}*{ReceiptColumn.ASSAY}{row}/100",
        line.gross.in_unit("kg") * line.assay_percent / 100,
    )


def _credits(line: InputLine, row: int, say: Say) -> Iterator[Cell]:
    """Factor, credits calculated and by the portal, and whether they agree."""
    product = f"{ReceiptColumn.CONTAINED}{row}*{ReceiptColumn.FACTOR}{row}"
    calculated = calculated_kg(line)
    yield line.factor
    yield Formula(f"=ROUNDDOWN(ROUND({product},{PRODUCT_DECIMALS}),0)", calculated)
    yield line.credited_kg
    yield Formula(
        f"={ReceiptColumn.CREDITS}{row}-{ReceiptColumn.PORTAL}{row}", calculated - line.credited_kg
    )
    yield verdict(f"{ReceiptColumn.DIFFERENCE}{row}", calculated - line.credited_kg, say)


def calculated_kg(line: InputLine) -> int:
    """Credits by the line's own figures, whatever the portal booked."""
    return credited_kg(line.gross, line.assay_percent, line.factor)


def entry_rows(report: Reconciliation, say: Say) -> Rows:
    for line in report.entries:
        yield (
            line.id,
            line.effective_on,
            line.account,
            line.reason.value,
            say(REASONS[line.reason]),
            line.kilograms,
            line.batch_id,
            line.receipt_no,
            line.shipment_no,
            line.declaration,
            line.corrects_id,
            line.note,
            line.posted_at,
            line.posted_by,
        )


def shipment_rows(report: Reconciliation, say: Say) -> Rows:
    for line in report.attributed:
        yield (
            line.shipment_no,
            line.ship_date,
            say(line.customer) if line.customer else None,
            line.declaration,
            say(CHARACTERISTIC_NAMES[line.characteristic]),
            account_name(report.boundary, report.metal, line.characteristic),
            line.kilograms,
        )


def output_rows(report: Reconciliation, say: Say) -> Rows:
    """What was put out beside what was attributed, and what was measured (rule 21)."""
    attributed, returned = _moved(report, Reason.ATTRIBUTE), _moved(report, Reason.RETURN)
    limit = report.output_limit.in_unit("kg")
    left = limit - (attributed - returned)
    within, above = say(heads.WITHIN_LIMIT), say(heads.ABOVE_LIMIT)
    cell = [f"B{FIRST_ROW + place}" for place in range(6)]
    limit_formula = f"=IF(ISNUMBER({cell[1]}),{cell[1]},{cell[0]})"
    left_formula = f"=ROUND({cell[2]}-({cell[3]}-{cell[4]}),{EXACT_DECIMALS})"
    result_formula = f'=IF({cell[5]}>=0,"{within}","{above}")'
    yield say(heads.SHIPPED), _kilograms(report.shipped), "kg"
    yield say(heads.BOOKED_OUTPUT), _kilograms(report.output), "kg"
    yield say(heads.LIMIT), Formula(limit_formula, limit), "kg"
    yield say(heads.ATTRIBUTED_TOTAL), _entered(Reason.ATTRIBUTE, attributed, say), "kg"
    yield say(heads.RETURNED_TOTAL), _entered(Reason.RETURN, returned, say), "kg"
    yield say(heads.LEFT), Formula(left_formula, left), "kg"
    yield say(heads.RESULT), Formula(result_formula, within if left >= 0 else above), None
    yield say(heads.PHYSICAL_STOCK), _kilograms(report.physical_stock), "kg"
    yield say(heads.MEASURED_YIELD), report.measured_yield, None


def _moved(report: Reconciliation, reason: Reason) -> int:
    return sum(each.kilograms for each in report.entries if each.reason is reason)


def _entered(reason: Reason, kilograms: int, say: Say) -> Formula:
    """The entries of a reason over all accounts."""
    wanted = (EntryColumn.REASON, f'"{reason}"')
    total = sum_where(say(heads.ENTRIES_SHEET), EntryColumn.KILOGRAMS, wanted)
    return Formula(f"={total}", kilograms)


def _kilograms(mass: Mass | None) -> Decimal | None:
    return None if mass is None else mass.in_unit("kg")


def verdict(cell: str, difference: int, say: Say) -> Formula:
    """In words, whether a cell's difference is nothing."""
    agrees, differs = say(heads.AGREES), say(heads.DIFFERS)
    return Formula(f'=IF({cell}=0,"{agrees}","{differs}")', differs if difference else agrees)
