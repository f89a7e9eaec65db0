"""What the ERP states: a line of a shipment, and what went into a lot."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date

from remine_portal.domain.mass import Mass

IDENTIFIER_LENGTH = 64
NAME_LENGTH = 200
LAST_LINE_NO = 999_999

SAME_FOR_A_SHIPMENT = ("customer_code", "ship_date", "invoice_no", "destination")
"""What all lines of one shipment must agree on; orders are per line (INTERFACES.md, ERP files)."""


def matching_key(identifier: str) -> str:
    """The form under which two spellings of one identifier meet: never shown, never stored alone.

    Full and half width, upper and lower case and surrounding spaces make no difference.
    """
    if identifier.isascii():
        return identifier.strip().lower()
    return unicodedata.normalize(
        "NFKC", unicodedata.normalize("NFKC", identifier).casefold()
    ).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentLine:
    """One lot of a shipment as the ERP wrote it; `row` is where it stood in the file.

    Identifiers are trimmed and otherwise as written. A line without a site is accepted, and is
    not declarable.
    """

    row: int
    shipment_no: str
    line_no: int
    customer_code: str
    ship_date: date
    product_code: str
    lot_no: str
    production_date: date
    site_code: str | None
    net_mass: Mass
    unit: str
    customer_name: str | None = None
    customer_name_ja: str | None = None
    order_no: str | None = None
    order_item: str | None = None
    customer_po: str | None = None
    invoice_no: str | None = None
    destination: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotContent:
    """What went into one lot, within the bounds of DOMAIN.md rules 3 and 4."""

    row: int
    lot_no: str
    product_code: str
    product_mass: Mass
    pre_consumer: Mass
    post_consumer: Mass
    same_process_returns: Mass
