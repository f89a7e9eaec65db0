"""How a preview writes lines."""

from __future__ import annotations

from remine_portal.domain.shipments import LotContent, ShipmentLine
from remine_portal.web.languages import gettext


def name_of(line: ShipmentLine | LotContent) -> str:
    """A line by its key."""
    if isinstance(line, LotContent):
        return f"{line.lot_no} · {line.product_code}"
    return gettext("%(shipment)s, line %(line)s") % {
        "shipment": line.shipment_no,
        "line": line.line_no,
    }
