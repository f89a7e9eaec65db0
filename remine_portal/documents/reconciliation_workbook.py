"""A reconciliation report as a workbook that calculates the balance again from the receipts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO

from xlsxwriter import Workbook

from remine_portal.documents import reconciliation_wording as heads
from remine_portal.documents import wording
from remine_portal.documents.balance_sheet import balance_rows
from remine_portal.documents.formula_sheets import Column, FormulaBook, Style
from remine_portal.documents.ledger_wording import written_moment
from remine_portal.documents.reconciliation import policy_terms
from remine_portal.documents.reconciliation_sheets import (
    Rows,
    Say,
    entry_rows,
    output_rows,
    receipt_rows,
    shipment_rows,
)
from remine_portal.documents.wording import filled, written_range
from remine_portal.domain.catalog import Text
from remine_portal.domain.reconciliation import Reconciliation

Head = tuple[Text, Style, int]

BALANCE: Sequence[Head] = (
    (heads.ACCOUNT, Style.TEXT, 26),
    (heads.LINE, Style.TEXT, 44),
    (heads.REASON, Style.TEXT, 14),
    (heads.CALCULATED_KG, Style.KILOGRAMS, 22),
    (heads.PORTAL_KG, Style.KILOGRAMS, 20),
    (heads.DIFFERENCE_KG, Style.KILOGRAMS, 16),
    (heads.RESULT, Style.TEXT, 12),
)
RECEIPTS: Sequence[Head] = (
    (heads.RECEIPT, Style.TEXT, 14),
    (heads.RECEIVED_ON, Style.DAY, 12),
    (heads.ACCOUNT, Style.TEXT, 26),
    (heads.CHARACTERISTIC, Style.TEXT, 34),
    (heads.MATERIAL, Style.TEXT, 22),
    (heads.SUPPLIER, Style.TEXT, 12),
    (heads.SITE, Style.TEXT, 14),
    (heads.WEIGHT_TICKET, Style.TEXT, 16),
    (heads.ASSAY_REPORT, Style.TEXT, 16),
    (heads.POLICY, Style.TEXT, 12),
    (heads.GROSS_KG, Style.MASS, 16),
    (heads.ASSAY, Style.PERCENT, 14),
    (heads.CONTAINED_KG, Style.MASS, 20),
    (heads.FACTOR, Style.FACTOR, 10),
    (heads.CALCULATED_KG, Style.KILOGRAMS, 22),
    (heads.PORTAL_KG, Style.KILOGRAMS, 20),
    (heads.DIFFERENCE_KG, Style.KILOGRAMS, 16),
    (heads.RESULT, Style.TEXT, 12),
)
SHIPMENTS: Sequence[Head] = (
    (heads.SHIPMENT, Style.TEXT, 18),
    (heads.SHIPPED_ON, Style.DAY, 12),
    (heads.CUSTOMER, Style.TEXT, 34),
    (heads.DECLARATION, Style.TEXT, 18),
    (heads.CHARACTERISTIC, Style.TEXT, 32),
    (heads.ACCOUNT, Style.TEXT, 26),
    (heads.ATTRIBUTED_KG, Style.KILOGRAMS, 18),
)
ENTRIES: Sequence[Head] = (
    (heads.ENTRY, Style.INTEGER, 10),
    (heads.EFFECTIVE_ON, Style.DAY, 12),
    (heads.ACCOUNT, Style.TEXT, 26),
    (heads.REASON, Style.TEXT, 14),
    (heads.REASON_IN_WORDS, Style.TEXT, 38),
    (heads.KILOGRAMS, Style.KILOGRAMS, 14),
    (heads.BATCH, Style.INTEGER, 10),
    (heads.RECEIPT, Style.TEXT, 16),
    (heads.SHIPMENT, Style.TEXT, 18),
    (heads.DECLARATION, Style.TEXT, 18),
    (heads.CORRECTS, Style.INTEGER, 10),
    (heads.NOTE, Style.PARAGRAPH, 30),
    (heads.POSTED_AT, Style.MOMENT, 22),
    (heads.POSTED_BY, Style.TEXT, 28),
)
OUTPUT: Sequence[Head] = (
    (heads.LINE, Style.TEXT, 44),
    (heads.FIGURE, Style.MASS, 20),
    (heads.UNIT, Style.TEXT, 8),
)
ABOUT: Sequence[Head] = ((heads.TOPIC, Style.TEXT, 34), (heads.SAID, Style.PARAGRAPH, 100))


def write_reconciliation(report: Reconciliation, *, language: str) -> bytes:
    """XLSX: balance, receipts, shipments, entries, output, and what the workbook is.

    In Japanese or English; the codes of reasons are the same in both.
    """

    def say(text: Text | str) -> str:
        return text if isinstance(text, str) else text.in_language(language)

    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as workbook:
        book = FormulaBook(workbook, say(_title(report)))
        for name, columns, rows in SHEETS:
            book.add_sheet(
                say(name),
                [Column(say(heading), style, width) for heading, style, width in columns],
                rows(report, say),
            )
    return file.getvalue()


def _title(report: Reconciliation) -> Text:
    """What the report is of, on every sheet, and that its figures are invented where they are."""
    title = filled(
        heads.TITLE,
        boundary=report.boundary,
        metal=report.metal,
        range=written_range(report.period.first_day, report.period.last_day),
    )
    if not report.sample:
        return title
    mark = f"{wording.SAMPLE.en} {wording.SAMPLE.ja}"
    return Text(
        en=f"{mark}: {wording.SAMPLE_MEANS.en} {title.en}",
        ja=f"{mark}：{wording.SAMPLE_MEANS.ja} {title.ja}",
    )


def _about_rows(report: Reconciliation, say: Say) -> Rows:
    """How the period stands, the policy that ruled it, and how to read the workbook."""
    yield say(heads.STATUS), say(heads.CLOSED if report.closed_at else heads.OPEN)
    if report.closed_at and report.closed_by:
        yield say(heads.CLOSED_AT), written_moment(report.closed_at)
        yield say(heads.PROPOSED_BY), report.closed_by[0]
        yield say(heads.CONFIRMED_BY), report.closed_by[1]
    yield say(heads.SITES), ", ".join(report.policy.boundaries[report.boundary])
    for label, term in policy_terms(report):
        yield say(label), say(term)
    for topic, sentences in (
        (heads.HOW_TO_READ, heads.READING),
        (heads.MEANING, heads.PROVES),
        (heads.LIMITS, heads.PROVES_NOT),
    ):
        for sentence in sentences:
            yield say(topic), say(sentence)


SHEETS: Sequence[tuple[Text, Sequence[Head], Callable[[Reconciliation, Say], Rows]]] = (
    (heads.BALANCE_SHEET, BALANCE, balance_rows),
    (heads.RECEIPTS_SHEET, RECEIPTS, receipt_rows),
    (heads.SHIPMENTS_SHEET, SHIPMENTS, shipment_rows),
    (heads.ENTRIES_SHEET, ENTRIES, entry_rows),
    (heads.OUTPUT_SHEET, OUTPUT, output_rows),
    (heads.ABOUT_SHEET, ABOUT, _about_rows),
)
