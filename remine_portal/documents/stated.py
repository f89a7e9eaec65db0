"""What a declaration says, read from its canonical form: for whoever holds it against their paper.

In the words, figures and days of the paper itself, in both languages.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from remine_portal.documents import attributed_wording, wording
from remine_portal.documents.wording import filled, written_date, written_figure, written_mass
from remine_portal.domain.attributed_declarations import AttributedShare, attribution_in
from remine_portal.domain.catalog import SERIES_TITLES, Series, Text
from remine_portal.domain.content_declarations import figures_of
from remine_portal.domain.mass import Mass

JAPAN = ZoneInfo("Asia/Tokyo")
ISSUER = Text(en="Issuer", ja="発行者")
CLAIM = Text(en="Product line", ja="製品ライン")
SHIPMENT = Text(en="Shipment", ja="出荷番号")
REPLACES = Text(en="Replaces", ja="差替え前の宣言書")

Row = tuple[Text, Text | str]


@dataclass(frozen=True, slots=True)
class StatedLot:
    """A lot as the paper lists it."""

    lot_no: str
    produced_on: Text
    net_mass: str
    site: Text


def stated_rows(canonical: str) -> list[Row]:
    """Number, days, people, goods and figures of a declaration, in the order of the paper."""
    said = json.loads(canonical)
    series = Series(said["series"])
    figures = _shares(canonical) if series is Series.ISO_22095 else _figures(canonical)
    return [*_head(said, series), *_goods(said), *figures]


def stated_lots(canonical: str) -> list[StatedLot]:
    said = json.loads(canonical)
    return [
        StatedLot(
            lot_no=each["lot_no"],
            produced_on=written_date(date.fromisoformat(each["produced_on"])),
            net_mass=written_mass(_mass(each), said["unit"]),
            site=Text(**each["site"]),
        )
        for each in said["lines"]
    ]


def _head(said: dict[str, Any], series: Series) -> Iterator[Row]:
    issued_at = datetime.fromisoformat(said["issued_at"])
    yield wording.NUMBER, said["number"]
    if said.get("replaces"):
        yield REPLACES, said["replaces"]
    yield wording.ISSUED_ON, written_date(issued_at.astimezone(JAPAN).date())
    yield ISSUER, Text(**said["issuer"])
    yield wording.RECIPIENT, _lines(said["recipient"]["name"], said["recipient"]["address"])
    yield CLAIM, SERIES_TITLES[series]


def _goods(said: dict[str, Any]) -> Iterator[Row]:
    yield wording.PRODUCT, Text(**said["product"])
    yield SHIPMENT, said["shipment_no"]
    yield wording.SHIPPED_ON, written_date(date.fromisoformat(said["ship_date"]))
    if said["invoice_no"]:
        yield wording.INVOICE, said["invoice_no"]
    orders = dict.fromkeys(each["customer_po"] for each in said["lines"] if each["customer_po"])
    if orders:
        yield wording.CUSTOMER_PO, ", ".join(orders)
    total = Mass.total(_mass(each) for each in said["lines"])
    yield wording.NET_MASS, written_mass(total, said["unit"])


def _figures(canonical: str) -> Iterator[Row]:
    """What is in the metal; where the lots differ, each figure, and no total."""
    for each in figures_of(canonical):
        yield wording.RECYCLED_CONTENT, written_figure(each)


def _shares(canonical: str) -> Iterator[Row]:
    """What was attributed to it, each characteristic for itself."""
    stated = attribution_in(canonical)
    for each in stated.shares:
        yield attributed_wording.BY_MASS_BALANCE, _share(each)
    yield (
        attributed_wording.BALANCE_PERIOD,
        wording.written_range(stated.period.first_day, stated.period.last_day),
    )


def _share(share: AttributedShare) -> Text:
    attributed = f"{wording.written_number(share.attributed_t)}{wording.NBSP}t"
    return filled(
        Text(en="{name}: {percent}, {mass}", ja="{name}：{percent}、{mass}"),
        name=share.name,
        percent=wording.written_percent(share.percent),
        mass=attributed,
    )


def _mass(line: dict[str, Any]) -> Mass:
    return Mass(line["net_mass"]["milligrams"])


def _lines(*parts: str | None) -> str:
    return "\n".join(part for part in parts if part)
