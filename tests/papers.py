"""Papers of the tests: what they say, printed once a run, and how a reader looks at them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pypdfium2
from PIL import Image

from remine_portal.documents.declaration import render_declaration
from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.claims import notices_for
from remine_portal.domain.declarations import (
    DeclarationSnapshot,
    DeclaredLine,
    DocumentLanguage,
    Recipient,
    RenewableRange,
    VerificationNamed,
)
from remine_portal.domain.mass import Mass
from remine_portal.domain.recycled_content import Figure, Operator

VERIFY_BASE = "https://remine.example"
LANGUAGES = ("ja", "en", "ja-en")
FISCAL_2026 = RenewableRange(date(2026, 4, 1), date(2027, 3, 31))

ALL = Figure(Operator.EXACTLY, Decimal(100))
MOST = Figure(Operator.AT_LEAST, Decimal("99.6"))
PRODUCTS = {
    "Sn": Text(en="Electrolytic tin", ja="電気錫"),
    "Pb": Text(en="Electrolytic lead", ja="電気鉛"),
    "Pt": Text(en="Platinum sponge", ja="白金スポンジ"),
}
ECO_REFINING = Text(en="Materials Eco-Refining Co., Ltd.", ja="Materials Eco-Refining Co., Ltd.")
ONAHAMA = Text(
    en="Onahama Smelting and Refining Co., Ltd.", ja="Onahama Smelting and Refining Co., Ltd."
)
IKUNO = Text(en="Ikuno Plant", ja="生野事業所")
VERIFICATION = VerificationNamed(
    standard="ISO 14021:2016",
    verifier="SGS Japan Inc.",
    reference="V-2024-07",
    valid_from=date(2024, 4, 1),
    valid_to=date(2027, 3, 31),
)
LINE = DeclaredLine(
    line_no=1,
    lot_no="SN26050901",
    produced_on=date(2026, 5, 9),
    net_mass=Mass.of("2499.5", "kg"),
    site=IKUNO,
    entity=Text(en="Mitsubishi Materials Corporation", ja="三菱マテリアル株式会社"),
    figure=ALL,
    verification=VERIFICATION,
    calculated_percent=Decimal("100.0"),
    renewable=FISCAL_2026,
    customer_po="PO-85107",
    order_no="SO700008",
    order_item="10",
)
ISSUED = {
    "number": "RM-2026-000123",
    "verification_id": "7ZK3M9Q2XW8R5T1VB4NC6DH0JF",
    "code": "K7M2Q9XA",
    "issued_by": "Tanaka Ichiro",
    "issued_at": datetime(2026, 11, 22, 16, 30, tzinfo=UTC),
}
DRAFT = dict.fromkeys(ISSUED)


def lots(count: int, **fields: Any) -> tuple[DeclaredLine, ...]:
    """So many lots of consecutive days, each with an order item of its own."""
    return tuple(
        replace(
            LINE,
            line_no=n,
            lot_no=f"SN2605{900 + n}",
            produced_on=date(2026, 5, 1) + timedelta(days=n),
            order_item=str(10 * n),
            **fields,
        )
        for n in range(1, count + 1)
    )


def a_snapshot(
    language: str = "en",
    *,
    element: str = "Sn",
    lines: tuple[DeclaredLine, ...] = (LINE,),
    **fields: Any,
) -> DeclarationSnapshot:
    """An issued declaration of one lot of tin; `**DRAFT` makes it a draft."""
    said: dict[str, Any] = {
        "issuer": Text(en="Mitsubishi Materials Corporation", ja="三菱マテリアル株式会社"),
        "recipient": Recipient("北斗はんだ工業株式会社", "〒060-0001\n北海道札幌市中央区1-1"),
        "shipment_no": "SH2605-00386",
        "ship_date": date(2026, 5, 21),
        "invoice_no": "INV2600386",
        "product_code": f"REM-{element.upper()}",
        "product": PRODUCTS[element],
        "series": Series.ISO_14021,
        "unit": "g" if element == "Pt" else "kg",
        "notices": notices_for(Series.ISO_14021, element),
        "prepared_by": "Sato Hanako",
        "sample": False,
        **ISSUED,
        **fields,
    }
    return DeclarationSnapshot(
        language=DocumentLanguage(language), element=element, lines=lines, **said
    )


def platinum(language: str, count: int = 8) -> DeclarationSnapshot:
    """The fullest page there is: two entities, orders and splits that differ, and the note."""
    split = Figure(Operator.AT_LEAST, Decimal("90.0"), Decimal("30.0"), Decimal("60.0"))
    lines = lots(count, entity=ONAHAMA, figure=split, net_mass=Mass.of("3062", "g"))
    older = replace(
        lines[0],
        entity=ECO_REFINING,
        produced_on=date(2025, 3, 31),
        renewable=None,
        customer_po="PO-85106",
    )
    return a_snapshot(language, element="Pt", lines=(older, *lines[1:]), sample=True)


@cache
def printed(snapshot: DeclarationSnapshot) -> bytes:
    return render_declaration(snapshot, verify_base=VERIFY_BASE)


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(pdf)
    yield document
    document.close()


@cache
def pages(pdf: bytes) -> tuple[str, ...]:
    """The words of each page without any space, for lines break where they must."""
    with opened(pdf) as document:
        return tuple(squeezed(page.get_textpage().get_text_range()) for page in document)


def text(snapshot: DeclarationSnapshot) -> str:
    return "".join(pages(printed(snapshot)))


def squeezed(words: str) -> str:
    return "".join(words.split())


def says(snapshot: DeclarationSnapshot, sentence: str) -> bool:
    return squeezed(sentence) in text(snapshot)


def picture(pdf: bytes, dpi: int = 100, page: int = 0) -> Image.Image:
    """A page as paper shows it."""
    with opened(pdf) as document:
        return document[page].render(scale=dpi / 72).to_pil().convert("RGB")
