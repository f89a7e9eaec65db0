"""Which columns of a customer's own list hold numbers, masses and units, by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from remine_portal.documents.erp_columns import heading_key

WHOSE = "your our customers customer purchase sales 貴社 御社 弊社 当社 顧客 得意先 客先 購買"
THINGS = (
    "reference ref order po so shipment delivery deliverynote dispatch lot batch invoice "
    "declaration 参照 照会 注文 注文書 発注 受注 出荷 出荷伝票 納品 納品書 納入 ロット 請求 "
    "請求書 インボイス 宣言 宣言書"
)
ENDINGS = "no nos nr number numbers id code 番号"
MASSES = "mass weight quantity qty 質量 重量 数量 納入量 出荷量"


def _one_of(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(words)})"


OF_NUMBERS = re.compile(
    f"{_one_of(WHOSE.split())}?{_one_of(THINGS.split())}s?{_one_of(ENDINGS.split())}?"
)

UNITS: Mapping[str, str] = {
    "kg": "kg",
    "kgs": "kg",
    "キログラム": "kg",
    "t": "t",
    "mt": "t",
    "tonne": "t",
    "tonnes": "t",
    "トン": "t",
    "g": "g",
    "grams": "g",
    "グラム": "g",
}
ONE_UNIT = _one_of(sorted(UNITS, key=len, reverse=True))
OF_MASSES = re.compile(
    f"{_one_of([*WHOSE.split(), 'net', '正味'])}*{_one_of(MASSES.split())}(?:in)?({ONE_UNIT})?"
)
OF_UNITS = frozenset(heading_key(name) for name in ("unit", "units", "uom", "単位"))


def names_numbers(heading: str) -> bool:
    """Whether a column holds numbers to ask about: `PO No.`, `Lot`, `出荷番号`."""
    return OF_NUMBERS.fullmatch(heading_key(heading)) is not None


def names_masses(heading: str) -> bool:
    """Whether a column holds net masses: `Net mass (kg)`, `Qty`, `正味重量`."""
    return OF_MASSES.fullmatch(heading_key(heading)) is not None


def unit_in(heading: str) -> str | None:
    """The unit that the name of a column of masses states."""
    found = OF_MASSES.fullmatch(heading_key(heading))
    return UNITS[found[1]] if found and found[1] else None


def names_units(heading: str) -> bool:
    return heading_key(heading) in OF_UNITS
