"""The words of the credit ledger in pictures and documents, in both languages.

Credits come in and go out, stand available or reserved, and are attributed. The ledger's books say
nothing of what is physically in a metal, and neither do these words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from remine_portal.documents.wording import NBSP, written_number
from remine_portal.domain.catalog import Text
from remine_portal.domain.credits import (
    REASON_NAMES,
    Characteristic,
    Reason,
)
from remine_portal.domain.mass import Mass
from remine_portal.domain.policy import CAP_NAMES, CarryOverCap

JAPAN = ZoneInfo("Asia/Tokyo")
MINUS = "\u2212"

_REASONS_JA: Mapping[Reason, str] = {
    Reason.BOOK_INPUT: "受入計上",
    Reason.TRANSFER_IN: "他境界からの振替",
    Reason.TRANSFER_OUT: "他境界への振替",
    Reason.RESERVE: "下書きのための引当て",
    Reason.RELEASE: "引当ての解除",
    Reason.ATTRIBUTE: "出荷への割当て",
    Reason.RETURN: "戻入れ",
    Reason.EXPIRE: "失効",
    Reason.DISALLOW: "抹消(対象外の受入)",
    Reason.TRUE_UP: "抹消(実測歩留りによる精算)",
    Reason.SETTLE: "抹消(不足分への充当)",
    Reason.CARRY_OVER: "繰越",
}
REASONS: Mapping[Reason, Text] = {
    reason: Text(en=REASON_NAMES[reason], ja=_REASONS_JA[reason]) for reason in Reason
}
CAPS: Mapping[CarryOverCap, Text] = {
    CarryOverCap.NONE: Text(en=CAP_NAMES[CarryOverCap.NONE], ja="上限なし"),
    CarryOverCap.PHYSICAL_STOCK: Text(
        en=CAP_NAMES[CarryOverCap.PHYSICAL_STOCK], ja="期末の現物在庫が上限"
    ),
}

PERIOD = Text(en="Balance period", ja="収支期間")
OPENING = Text(en="Opening balance", ja="期首残高")
CLOSING = Text(en="Closing balance", ja="期末残高")
IN_KG = Text(en="{name} (kg)", ja="{name}(kg)")
COMES_IN = Text(en="In", ja="受入")
GOES_OUT = Text(en="Out", ja="払出")
BALANCE = Text(en="Balance", ja="残高")

BOOKED = Text(en="Booked", ja="計上")
RETURNED = Text(en="Returned", ja="戻入れ")
TRANSFERRED_IN = Text(en="Transferred in", ja="振替受入")
ATTRIBUTED = Text(en="Attributed", ja="割当て")
EXPIRED = Text(en="Expired", ja="失効")
STRUCK_OFF = Text(en="Struck off", ja="抹消")
TRANSFERRED_OUT = Text(en="Transferred out", ja="振替払出")

CHART_SUMMARY = Text(
    en=(
        "Credits from {first} to {last}: {came_in} came in, {went_out} went out, "
        "and the balance at the end is {closing}."
    ),
    ja=("{first}から{last}までのクレジット：受入{came_in}、払出{went_out}、期末残高{closing}。"),
)

FROM = Text(en="From", ja="出どころ")
TO = Text(en="To", ja="行き先")
CREDITS = Text(en="Credits", ja="クレジット")
SOURCES: Mapping[Characteristic, Text] = {
    Characteristic.RECYCLED: Text(en="Recycled material", ja="リサイクル材料"),
    Characteristic.END_OF_LIFE_VEHICLE: Text(en="End-of-life vehicles", ja="廃自動車"),
}
OTHER_SHIPMENTS = Text(en="Other shipments", ja="その他の出荷")
REMAINING = Text(en="Remaining", ja="残高")
BALANCE_OF = Text(en="Balance of {boundary}", ja="{boundary}の残高")
THIS_SHIPMENT = Text(en="This shipment", ja="この出荷")
SAME_CUSTOMER = Text(en="Company's other shipments", ja="同じ会社へのその他の出荷")
OTHERS = Text(en="Others or not attributed", ja="その他(未割当てを含む)")

PERIOD_SUMMARY = Text(
    en="Account {account}: of {entitled} in all, {shares}.",
    ja="口座{account}：合計{entitled}のうち、{shares}。",
)
SHIPMENT_SUMMARY = Text(
    en=(
        "{characteristic}: of {entitled} that came into {boundary} or were carried over, "
        "{attributed} are attributed to this shipment."
    ),
    ja=(
        "{characteristic}：{boundary}が当期に受け入れた分と繰越分の合計{entitled}のうち、"
        "{attributed}がこの出荷に割り当てられています。"
    ),
)
SHARE = Text(en="{kilograms} {name}", ja="{name} {kilograms}")


def written_kilograms(kilograms: int) -> str:
    """Credits as sentences write them: `12,345 kg`."""
    return f"{written_number(kilograms)}{NBSP}kg"


def written_level(kilograms: int, *, in_tonnes: bool) -> str:
    """Credits as an axis writes them: whole kilograms, or whole tonnes."""
    unit, figure = ("t", kilograms // 1000) if in_tonnes else ("kg", kilograms)
    return f"{MINUS if figure < 0 else ''}{written_number(abs(figure))}{NBSP}{unit}"


def written_kg(mass: Mass) -> str:
    """A mass in kilograms without its unit, for a column that names it."""
    return written_number(mass.in_unit("kg"))


def written_moment(when: datetime) -> str:
    """A moment in Japan time, for a place whose label says so: `2026-10-08 11:10`."""
    return f"{when.astimezone(JAPAN):%Y-%m-%d %H:%M}"
