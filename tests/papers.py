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
from remine_portal.documents.printing import press
from remine_portal.domain.attributed_declarations import (
    AttributedShare,
    AttributedSnapshot,
    FactorNamed,
)
from remine_portal.domain.attribution import Attribution
from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.claims import notices_for
from remine_portal.domain.content_declarations import (
    ContentLot,
    ContentSnapshot,
    RenewableRange,
    VerificationNamed,
)
from remine_portal.domain.credits import Characteristic, account_name
from remine_portal.domain.declarations import (
    DeclarationSnapshot,
    DeclaredLot,
    DocumentLanguage,
    Recipient,
)
from remine_portal.domain.mass import Mass
from remine_portal.domain.policy import Guideline
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
LINE = ContentLot(
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


def lots(count: int, **fields: Any) -> tuple[ContentLot, ...]:
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
    lines: tuple[ContentLot, ...] = (LINE,),
    **fields: Any,
) -> ContentSnapshot:
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
    return ContentSnapshot(
        language=DocumentLanguage(language), element=element, lines=lines, **said
    )


def platinum(language: str, count: int = 8) -> ContentSnapshot:
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


GUIDELINE = Guideline(
    title=Text(
        en="Guideline for the mass balance credit model of copper products",
        ja="銅製品のマスバランスクレジットモデルガイドライン",
    ),
    version="1.0",
    verified_by=Text(
        en="Japan Life Cycle Assessment Facilitation Centre (JLCAF)",
        ja="一般社団法人日本LCA推進機構(JLCAF)",
    ),
)
DEFINITIONS = {
    Characteristic.RECYCLED: Text(
        en="copper in scrap that was bought from outside the boundary",
        ja="システム境界の外から購入したスクラップに由来する銅",
    ),
    Characteristic.END_OF_LIFE_VEHICLE: Text(
        en="copper in scrap from vehicles that were taken off the road",
        ja="使用を終えて解体された自動車のスクラップに由来する銅",
    ),
}
FACTOR = FactorNamed(Decimal("0.970"), "DEMO", date(2025, 10, 1))


def a_share(
    percent: str, net_mass: Mass, characteristic: Characteristic = Characteristic.RECYCLED
) -> AttributedShare:
    attribution = Attribution(characteristic, Decimal(percent))
    return AttributedShare(
        characteristic=characteristic,
        definition=DEFINITIONS[characteristic],
        percent=attribution.percent,
        attributed_kg=attribution.printed_kg(net_mass),
        debit_kg=attribution.debit_kg(net_mass),
        account=account_name("NAOSHIMA", "Cu", characteristic),
    )


def cathode(count: int, tonnes: str = "50") -> tuple[DeclaredLot, ...]:
    """So many lots of copper cathode, of equal mass."""
    return tuple(
        DeclaredLot(
            line_no=n,
            lot_no=f"CU2605{900 + n}",
            produced_on=date(2026, 5, 1) + timedelta(days=n),
            net_mass=Mass(Mass.of(tonnes, "t").milligrams // count),
            site=Text(en="Naoshima Smelter & Refinery", ja="直島製錬所"),
            entity=LINE.entity,
            customer_po="PO-99485",
            order_no="SO700012",
            order_item=str(10 * n),
        )
        for n in range(1, count + 1)
    )


COPPER: dict[str, Any] = {
    "issuer": Text(en="Mitsubishi Materials Corporation", ja="三菱マテリアル株式会社"),
    "recipient": Recipient("岬箔株式会社", "〒450-0001\n愛知県名古屋市中村区1-1"),
    "shipment_no": "SH2605-00401",
    "ship_date": date(2026, 5, 21),
    "invoice_no": "INV2600401",
    "product_code": "REM-CU",
    "product": Text(en="Copper cathode", ja="電気銅"),
    "element": "Cu",
    "series": Series.ISO_22095,
    "unit": "t",
    "notices": notices_for(Series.ISO_22095, "Cu"),
    "prepared_by": "Sato Hanako",
    "sample": False,
    "standards": ("ISO 22095:2020", "ISO 22095-2:2026"),
    "guideline": GUIDELINE,
    "policy": FACTOR.policy,
    "policy_from": FACTOR.effective_from,
    "period_first_day": date(2026, 4, 1),
    "period_last_day": date(2026, 6, 30),
    "boundary": "NAOSHIMA",
    "factors": (FACTOR,),
    "entries": ("NAOSHIMA-CU-recycled 1041", "NAOSHIMA-CU-recycled 1042"),
}


def attributed(
    language: str = "en",
    count: int = 1,
    *,
    tonnes: str = "50",
    percents: tuple[str, ...] = ("40",),
    **fields: Any,
) -> AttributedSnapshot:
    """An issued attributed declaration: of 50 t, 40 % recycled (DOMAIN.md rule 17)."""
    lines = cathode(count, tonnes)
    net_mass = Mass.total(line.net_mass for line in lines)
    shares = tuple(
        a_share(percent, net_mass, characteristic)
        for percent, characteristic in zip(percents, Characteristic, strict=False)
    )
    said = {**COPPER, "shares": shares, "boundary_sites": (lines[0].site,), **ISSUED, **fields}
    return AttributedSnapshot(language=DocumentLanguage(language), lines=lines, **said)


@cache
def printed(snapshot: DeclarationSnapshot) -> bytes:
    return render_declaration(snapshot, verify_base=VERIFY_BASE)


def printed_anew(snapshot: DeclarationSnapshot) -> bytes:
    """From the first letter on, whatever was printed before."""
    press.cache_clear()
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
    """Without any space; a hyphen at the end of a line is read as one."""
    return "".join(words.split()).replace("\ufffe", "-")


def says(snapshot: DeclarationSnapshot, sentence: str) -> bool:
    return squeezed(sentence) in text(snapshot)


def picture(pdf: bytes, dpi: int = 100, page: int = 0) -> Image.Image:
    """A page as paper shows it."""
    with opened(pdf) as document:
        return document[page].render(scale=dpi / 72).to_pil().convert("RGB")
