"""The columns of ERP files, by their English and their Japanese names (INTERFACES.md)."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

SHIPMENT_COLUMNS: Mapping[str, str] = {
    "shipment_no": "出荷番号",
    "line_no": "明細番号",
    "customer_code": "得意先コード",
    "customer_name": "得意先名(英)",
    "customer_name_ja": "得意先名",
    "order_no": "受注番号",
    "order_item": "受注明細",
    "customer_po": "客先注文番号",
    "invoice_no": "請求書番号",
    "ship_date": "出荷日",
    "product_code": "品目コード",
    "lot_no": "ロット番号",
    "production_date": "製造日",
    "site_code": "製造拠点",
    "net_mass": "正味重量",
    "unit": "単位",
    "destination": "仕向地",
}
LOT_CONTENT_COLUMNS: Mapping[str, str] = {
    "lot_no": "ロット番号",
    "product_code": "品目コード",
    "product_mass": "製品質量",
    "pre_consumer_mass": "プレコンシューマ材料質量",
    "post_consumer_mass": "ポストコンシューマ材料質量",
    "same_process_returns_mass": "工程内戻り材質量",
    "unit": "単位",
}
RECEIPT_COLUMNS: Mapping[str, str] = {
    "receipt_no": "受入番号",
    "site_code": "製造拠点",
    "received_on": "受入日",
    "material": "原料",
    "characteristic": "特性",
    "supplier_ref": "仕入先",
    "gross_mass": "総重量",
    "unit": "単位",
    "cu_assay_percent": "銅品位(%)",
    "weight_ticket": "計量票番号",
    "assay_report": "分析表番号",
    "also_used_in": "他での使用",
}
PRODUCTION_COLUMNS: Mapping[str, str] = {
    "boundary": "システム境界",
    "period": "収支期間",
    "output": "生産量",
    "physical_stock": "実在庫",
    "measured_yield": "実測歩留",
    "unit": "単位",
}
COLUMNS: Mapping[str, str] = {
    **SHIPMENT_COLUMNS,
    **LOT_CONTENT_COLUMNS,
    **RECEIPT_COLUMNS,
    **PRODUCTION_COLUMNS,
}


def heading_key(heading: str) -> str:
    """The form in which column names are compared: letters and digits only, width and case aside.

    So `Shipment No.`, `shipment_no` and `SHIPMENT-NO` are one column.
    """
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(letter for letter in folded if letter.isalnum())


FIELDS_BY_HEADING: Mapping[str, str] = {
    heading_key(heading): field
    for field, japanese in COLUMNS.items()
    for heading in (field, japanese)
}


def field_of(heading: str) -> str | None:
    """The field that a column name means; None for a column that is not ours."""
    return FIELDS_BY_HEADING.get(heading_key(heading))


def shown(field: str) -> str:
    """A column by both its names, for a sentence that asks for it."""
    return f"{field} ({COLUMNS[field]})"
