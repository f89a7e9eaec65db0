"""How a preview writes lines, and the reasons why rows are refused."""

from __future__ import annotations

from remine_portal.documents.erp_rows import Problem
from remine_portal.domain.shipments import LotContent, ShipmentLine
from remine_portal.web.formats import shown
from remine_portal.web.languages import gettext


def reason_of(problem: Problem) -> str:
    """In the page's language. What the file says stands word for word, days as pages write them."""
    facts = {name: shown(fact) for name, fact in problem.facts.items()}
    return gettext(problem.reason).format(**facts)


def name_of(line: ShipmentLine | LotContent) -> str:
    """A line by its key."""
    if isinstance(line, LotContent):
        return f"{line.lot_no} · {line.product_code}"
    return gettext("%(shipment)s, line %(line)s") % {
        "shipment": line.shipment_no,
        "line": line.line_no,
    }
