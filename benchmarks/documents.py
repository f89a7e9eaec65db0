"""One declaration beside a plain WeasyPrint render of the same page."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select
from weasyprint import HTML

from benchmarks.measuring import Ratio, Work, compare
from benchmarks.portal import Portal
from remine_portal.documents import declaration, printing
from remine_portal.domain.declarations import DeclarationSnapshot, DocumentLanguage
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.people import find_person
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow
from remine_portal.services import sample
from remine_portal.services.stating import snapshot_of

PREPARER = "sales@remine.example"


def ratios(portal: Portal) -> Iterator[Ratio]:
    snapshot = a_snapshot(portal)
    yield compare(
        "one declaration, warm",
        floor=("a plain WeasyPrint render of its page", plain_render(snapshot)),
        subject=lambda: declaration.render_declaration(snapshot, verify_base="https://x.example"),
        reach=1.5,
        aim=1.0,
        rounds=7,
        times=2,
    )


def a_snapshot(portal: Portal) -> DeclarationSnapshot:
    """What a draft of an undeclared shipment of tin would say."""
    undeclared = (
        select(ShipmentRow.shipment_no)
        .join(ShipmentLineRow, ShipmentLineRow.shipment_id == ShipmentRow.id)
        .where(
            ShipmentLineRow.product_code == "REM-SN",
            ShipmentRow.id.not_in(select(DeclarationRow.shipment_id)),
        )
        .order_by(ShipmentRow.id.desc())
    )
    with portal.database.reading(COMMAND_LINE) as work:
        preparer = find_person(work, PREPARER).actor()
        number = work.session.scalars(undeclared).first()
    with portal.database.writing(preparer) as work:
        return snapshot_of(work, sample.prepare(work, sample.Wanted(number, DocumentLanguage.BOTH)))


def plain_render(snapshot: DeclarationSnapshot) -> Work:
    """The same HTML and style sheet by the library alone, in the size that fits, fonts loaded."""
    template, facts = declaration._sheet(snapshot, "https://x.example")
    page = printing._templates().get_template(f"documents/{template}")
    style, fonts = printing._style()
    for size in declaration._sizes(snapshot):
        html = page.render(facts, size=size)
        if len(HTML(string=html).render(stylesheets=[style], font_config=fonts).pages) == 1:
            break
    return lambda: HTML(string=html).write_pdf(stylesheets=[style], font_config=fonts)
