"""ERP files for tests: the samples, and ways to make one that differs in what a test is about."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook

from remine_portal.documents.erp_lines import read_shipment_lines
from remine_portal.documents.erp_rows import ReadLines
from remine_portal.documents.spreadsheets import read_table
from remine_portal.documents.tables import Table, table_of_records
from remine_portal.domain.shipments import ShipmentLine

SAMPLES = Path(__file__).parent.parent / "sample"
FILES = Path(__file__).parent / "data" / "erp"
BAD_FILES = FILES / "bad"

TODAY = date(2026, 11, 23)
PRODUCTS = {"REM-SN", "REM-PB", "REM-BI", "REM-PT", "REM-PD", "REM-WO3", "REM-CU"}
SITES = {"NAOSHIMA", "ONAHAMA", "ONAHAMA-PGM", "IKUNO", "HOSOKURA"}

SHIPMENT = {
    "shipment_no": "SH2610-00001",
    "line_no": "1",
    "customer_code": "C1004",
    "customer_name": "Aoba Wire & Cable Co., Ltd.",
    "customer_name_ja": "青葉電線株式会社",
    "order_no": "SO700000",
    "order_item": "10",
    "customer_po": "PO-80239",
    "invoice_no": "INV2600001",
    "ship_date": "2026-10-03",
    "product_code": "REM-CU",
    "lot_no": "CU26082564",
    "production_date": "2026-08-25",
    "site_code": "NAOSHIMA",
    "net_mass": "3.9",
    "unit": "t",
    "destination": "Tokyo",
}
LOT = {
    "lot_no": "PB26083123",
    "product_code": "REM-PB",
    "product_mass": "10000",
    "pre_consumer_mass": "2400",
    "post_consumer_mass": "7560",
    "same_process_returns_mass": "40",
    "unit": "kg",
}
RECEIPT = {
    "receipt_no": "R2607-0001",
    "site_code": "NAOSHIMA",
    "received_on": "2026-07-02",
    "material": "No.1 copper scrap",
    "characteristic": "recycled",
    "supplier_ref": "S344",
    "gross_mass": "15.989",
    "unit": "t",
    "cu_assay_percent": "96",
    "weight_ticket": "WT-100086",
    "assay_report": "AS-200100",
    "also_used_in": "",
}
PRODUCTION = {
    "boundary": "NAOSHIMA",
    "period": "2026-07-01",
    "output": "9000.5",
    "physical_stock": "60",
    "measured_yield": "0.955",
    "unit": "t",
}


def shipment_lines(*changes: Mapping[str, object]) -> ReadLines[ShipmentLine]:
    """What is read of one good line a change, each made different by its change."""
    return lines_in(table_of_records([{**SHIPMENT, **change} for change in changes]))


def lines_in(table: Table) -> ReadLines[ShipmentLine]:
    return read_shipment_lines(table, product_codes=PRODUCTS, site_codes=SITES, today=TODAY)


def lines_of(path: Path) -> ReadLines[ShipmentLine]:
    return lines_in(read_table(path.read_bytes(), path.name))


def a_csv(*rows: Sequence[object], encoding: str = "utf-8") -> bytes:
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def a_workbook(*rows: Sequence[object], **other_sheets: Iterable[Sequence[object]]) -> bytes:
    """A workbook of these rows; values are written as Excel would, formulas without a result."""
    file = BytesIO()
    with Workbook(file, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as workbook:
        for name, sheet_rows in {"Sheet1": rows, **other_sheets}.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(sheet_rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def rezipped(workbook: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same workbook with parts added or put in place of its own."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in {**parts_of(workbook), **parts}.items():
            archive.writestr(name, content)
    return file.getvalue()


def rewritten(workbook: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """The same workbook with other words in one of its parts."""
    content = parts_of(workbook)[part]
    assert old in content
    return rezipped(workbook, {part: content.replace(old, new)})


def parts_of(workbook: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(workbook)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
