"""The tables of a pack: what is in it, in the buyer's own references, and what is not, and why.

Both languages stand in every heading, so that the bytes of a pack depend on nobody's language.
Shares that are in the metal and shares that are attributed have columns of their own; masses of
attributed shares have none, because they belong to the lots of a declaration together.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from remine_portal.documents import wording
from remine_portal.documents.exports import Value
from remine_portal.domain.attributed_declarations import shares_of
from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.content_declarations import contents_in
from remine_portal.domain.credits import CHARACTERISTIC_NAMES, Characteristic
from remine_portal.domain.declarations import Status
from remine_portal.domain.mass import Mass
from remine_portal.domain.recycled_content import Figure, Operator
from remine_portal.domain.written import filled

Cells = tuple[Value, ...]

CHARACTERISTICS = (Characteristic.RECYCLED, Characteristic.END_OF_LIFE_VEHICLE)
"""In the order of their columns."""

INDEX = (
    wording.CUSTOMER_PO,
    Text(en="Order item", ja="受注明細番号"),
    Text(en="Delivery", ja="出荷番号"),
    Text(en="Shipped on", ja="出荷日"),
    wording.LOT,
    Text(en="Product code", ja="製品コード"),
    wording.PRODUCT,
    wording.NET_MASS,
    Text(en="Unit", ja="単位"),
    Text(en="Declaration", ja="宣言書番号"),
    Text(en="Document language", ja="文書の言語"),
    Text(en="Issued on", ja="発行日"),
    Text(en="As of", ja="基準日"),
    Text(en="Status as of that day", ja="基準日時点の状態"),
    Text(en="Ended on", ja="終了日"),
    Text(en="Replaced by", ja="差替え後の宣言書"),
    Text(
        en="Recycled content in the metal: exactly or at least",
        ja="金属中のリサイクル材料含有率：値の種別",
    ),
    Text(en="Recycled content in the metal (%)", ja="金属中のリサイクル材料含有率(%)"),
    Text(en="Pre-consumer material in the metal (%)", ja="金属中のプレコンシューマ材料(%)"),
    Text(en="Post-consumer material in the metal (%)", ja="金属中のポストコンシューマ材料(%)"),
    *(
        filled(
            Text(en="Attributed by mass balance: {name} (%)", ja="マスバランスで割当て：{name}(%)"),
            name=CHARACTERISTIC_NAMES[each],
        )
        for each in CHARACTERISTICS
    ),
    Text(en="File", ja="ファイル"),
    Text(en="SHA-256 of the PDF", ja="PDFのSHA-256"),
    Text(en="Note", ja="備考"),
)
MISSING = (
    Text(en="Asked for", ja="ご指定"),
    Text(en="Not in this pack", ja="収録していないもの"),
    Text(en="Why", ja="理由"),
)

STATUSES = {
    Status.ISSUED: Text(en="Current", ja="有効"),
    Status.SUPERSEDED: Text(en="Superseded", ja="差替え済み"),
    Status.REVOKED: Text(en="Revoked", ja="取消済み"),
}
OPERATORS = {
    Operator.EXACTLY: Text(en="exactly", ja="数値どおり"),
    Operator.AT_LEAST: Text(en="at least", ja="以上"),
}
SAMPLE = Text(en="SAMPLE: the figures are invented", ja="見本：数値は架空です")


@dataclass(frozen=True, slots=True)
class Indexed:
    """A declaration as a pack holds it, and how it stood on the day that counts."""

    snapshot: str
    status: Status
    ended_on: date | None
    replaced_by: str | None
    issued_on: date
    pdf_path: str
    pdf_sha256: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that was asked for, or belongs to it, and is not there."""

    asked_for: str
    what: Text
    why: Text


def both(text: Text) -> str:
    """Both languages in one cell."""
    return f"{text.en} / {text.ja}"


def headings(columns: Sequence[Text]) -> list[str]:
    return [both(each) for each in columns]


def index_rows(document: Indexed, as_of: date) -> Iterator[tuple[Value, ...]]:
    """A row for each lot that a declaration states, in the order of INDEX."""
    said = json.loads(document.snapshot)
    in_the_metal, attributed = _claimed(document.snapshot, said)
    for line, metal in zip(said["lines"], in_the_metal, strict=True):
        yield (
            line["customer_po"],
            line["order_item"],
            said["shipment_no"],
            date.fromisoformat(said["ship_date"]),
            line["lot_no"],
            said["product_code"],
            both(Text(**said["product"])),
            Mass(line["net_mass"]["milligrams"]).in_unit(said["unit"]),
            said["unit"],
            said["number"],
            said["language"],
            document.issued_on,
            as_of,
            both(STATUSES[document.status]),
            document.ended_on,
            document.replaced_by,
            *metal,
            *attributed,
            document.pdf_path,
            document.pdf_sha256,
            both(SAMPLE) if said["sample"] else None,
        )


def missing_rows(missing: Sequence[Missing]) -> Iterator[tuple[Value, ...]]:
    for each in missing:
        yield each.asked_for, both(each.what), both(each.why)


def _claimed(snapshot: str, said: dict[str, Any]) -> tuple[list[Cells], Cells]:
    """What is in the metal of each lot, and what is attributed to every one: never both."""
    if Series(said["series"]) is Series.ISO_22095:
        shares = {each.characteristic: each.percent for each in shares_of(snapshot)}
        nothing: Cells = (None, None, None, None)
        return [nothing] * len(said["lines"]), tuple(map(shares.get, CHARACTERISTICS))
    return [_in_the_metal(each.figure) for each in contents_in(snapshot)], (None, None)


def _in_the_metal(figure: Figure) -> Cells:
    shares = (figure.pre_consumer_percent, figure.post_consumer_percent)
    return (
        both(OPERATORS[figure.operator]),
        figure.percent,
        *(both(wording.NOT_DISCLOSED) if share is None else share for share in shares),
    )
