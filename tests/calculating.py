"""A spreadsheet program as small as the tests need: it calculates a workbook's formulas again.

It knows the few functions that the portal writes, and calculates in binary fractions as all
spreadsheet programs do. Results that are stored beside formulas are not looked at.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

NS = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
COLUMN = re.compile(r"'([^']+)'!\$([A-Z]+):\$[A-Z]+")
CELLS = re.compile(r"(?<![A-Z\"'])([A-Z]+)(\d+):[A-Z]+(\d+)")
CELL = re.compile(r"(?<![A-Z\"'])([A-Z]+\d+)(?!\()")
WORDS = re.compile(r'("[^"]*")')


class Calculated:
    """A workbook by sheet and cell, with what it stores and what its formulas come to."""

    def __init__(self, workbook: bytes) -> None:
        self._file = ZipFile(BytesIO(workbook))

    @cached_property
    def stored(self) -> dict[str, dict[str, Any]]:
        """Every value as stored; a formula's is the result beside it."""
        return {name: self._values(sheet) for name, sheet in self._sheets.items()}

    @cached_property
    def formulas(self) -> dict[str, dict[str, str]]:
        return {
            name: {
                cell.get("r", ""): formula
                for cell in sheet.iterfind(".//x:c", NS)
                if (formula := cell.findtext("x:f", None, NS))
            }
            for name, sheet in self._sheets.items()
        }

    def result(self, sheet: str, cell: str) -> Any:
        """A cell's value, calculated if it is a formula, and so for every cell it needs."""
        formula = self.formulas[sheet].get(cell)
        if formula is None:
            return self.stored[sheet].get(cell)
        return eval(self._python(sheet, formula), dict(FUNCTIONS, self=self, sheet=sheet))

    def column(self, sheet: str, letter: str) -> dict[int, Any]:
        cells = {**self.stored[sheet], **self.formulas[sheet]}
        found = (re.fullmatch(rf"{letter}(\d+)", cell) for cell in cells)
        return {int(each[1]): self.result(sheet, each[0]) for each in found if each}

    @staticmethod
    def _python(sheet: str, formula: str) -> str:
        """The formula as Python, words left alone."""

        def translated(part: str) -> str:
            part = CELLS.sub(r"[self.result(sheet,f'\1{n}') for n in range(\2,\3+1)]", part)
            part = CELL.sub(r"self.result(sheet,'\1')", part)
            return re.sub(r"(?<![<>])=", "==", part)

        columns: list[str] = []

        def kept(found: re.Match[str]) -> str:
            columns.append(f"self.column({found[1]!r},{found[2]!r})")
            return f"_{len(columns) - 1}_"

        parts = WORDS.split(COLUMN.sub(kept, formula))
        python = "".join(part if part[:1] == '"' else translated(part) for part in parts)
        return re.sub(r"_(\d+)_", lambda found: columns[int(found[1])], python)

    @cached_property
    def _sheets(self) -> dict[str, ET.Element]:
        names = ET.fromstring(self._file.read("xl/workbook.xml")).iterfind(".//x:sheet", NS)
        return {
            each.get("name", ""): ET.fromstring(self._file.read(f"xl/worksheets/sheet{n}.xml"))
            for n, each in enumerate(names, start=1)
        }

    def _values(self, sheet: ET.Element) -> dict[str, Any]:
        strings = ET.fromstring(self._file.read("xl/sharedStrings.xml")).findall("x:si", NS)
        values: dict[str, Any] = {}
        for cell in sheet.iterfind(".//x:c", NS):
            written = cell.findtext("x:v", None, NS)
            if written is None:
                continue
            match cell.get("t"):
                case "s":
                    values[cell.get("r", "")] = "".join(strings[int(written)].itertext())
                case "str":
                    values[cell.get("r", "")] = written
                case _:
                    values[cell.get("r", "")] = float(written)
        return values


def _sumifs(summed: dict[int, Any], *conditions: Any) -> float:
    columns, wanted = conditions[::2], conditions[1::2]
    return sum(
        value
        for row, value in summed.items()
        if isinstance(value, float)
        and all(column.get(row) == each for column, each in zip(columns, wanted, strict=True))
    )


def _round(value: float, places: int) -> float:
    return float(Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


FUNCTIONS = {
    "SUMIFS": _sumifs,
    "SUM": sum,
    "ROUND": _round,
    "ROUNDDOWN": lambda value, places: float(int(value)) if places == 0 else None,
    "IF": lambda condition, yes, no: yes if condition else no,
    "ISNUMBER": lambda value: isinstance(value, float),
}
