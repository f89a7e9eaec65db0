"""One declaration beside a plain WeasyPrint render of the same page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import select
from weasyprint import HTML

from benchmarks.measuring import Ratio, Work, compare
from benchmarks.portal import Portal
from remine_portal.documents import declaration, printing
from remine_portal.documents.signing import sign_pdf
from remine_portal.domain.declarations import (
    DeclarationSnapshot,
    DocumentLanguage,
    new_code,
    new_verification_id,
)
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.people import find_person
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow
from remine_portal.services import sample
from remine_portal.services.stating import snapshot_of

PREPARER = "sales@remine.example"
BASE_URL = "https://x.example"


def ratios(portal: Portal) -> Iterator[Ratio]:
    snapshot, keys = a_snapshot(portal), portal.office.keys
    yield compare(
        "one declaration, warm, with twins and signature",
        floor=("a plain WeasyPrint render of its page", plain_render(snapshot)),
        subject=lambda: sign_pdf(print_anew(snapshot), keys, signed_at=datetime.now(UTC)),
        reach=1.5,
        aim=1.0,
        rounds=7,
        times=2,
    )


def print_anew(snapshot: DeclarationSnapshot) -> bytes:
    """As every declaration is printed when it is issued, for it is the first of its kind."""
    printing.press.cache_clear()
    return declaration.render_declaration(snapshot, verify_base=BASE_URL)


def a_snapshot(portal: Portal) -> DeclarationSnapshot:
    """What the declaration of an undeclared shipment of tin would say."""
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
        draft = sample.prepare(work, sample.Wanted(number, DocumentLanguage.BOTH))
        return replace(
            snapshot_of(work, draft),
            number="RM-2026-999999",
            verification_id=new_verification_id(),
            code=new_code(),
            issued_by=preparer.name,
            issued_at=work.now,
        )


def plain_render(snapshot: DeclarationSnapshot) -> Work:
    """The same HTML and style sheet by the library alone, in the size that fits, fonts loaded."""
    template, facts = declaration._sheet(snapshot, BASE_URL)
    page = printing._templates().get_template(f"documents/{template}")
    style, fonts = printing._style()
    for size in declaration._sizes(snapshot):
        html = page.render(facts, size=size)
        if len(HTML(string=html).render(stylesheets=[style], font_config=fonts).pages) == 1:
            break
    return lambda: HTML(string=html).write_pdf(stylesheets=[style], font_config=fonts)
