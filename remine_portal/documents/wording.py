"""The words of printed documents, in both languages, and how they write figures and days.

A document's language is chosen apart from the page's, so its words are pairs and no catalogue.
Sentences of a claim stand in `domain/claims.py`; these are the labels around them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from remine_portal.domain.catalog import Text
from remine_portal.domain.mass import Mass
from remine_portal.domain.recycled_content import Figure, Operator

NBSP = "\u00a0"

IN_THE_METAL = Text(en="In the metal", ja="金属に含まれる")
ATTRIBUTED = Text(en="Attributed", ja="マスバランスで割当て")
OR_MORE = Text(en="or more", ja="以上")


def operator_word(figure: Figure, language: str) -> str:
    """`or more` for a figure that is at least so much, nothing for an exact one."""
    return OR_MORE.in_language(language) if figure.operator is Operator.AT_LEAST else ""


def written_number(value: Decimal | int) -> str:
    """Half-width digits in groups of three, decimals by the figure's own precision."""
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def written_percent(value: Decimal) -> str:
    return f"{written_number(value)}{NBSP}%"


def written_figure(figure: Figure, language: str) -> str:
    """`100 %`, or `99.6 % or more` and `99.6 %以上`."""
    word = operator_word(figure, language)
    between = "" if language == "ja" or not word else NBSP
    return f"{written_percent(figure.percent)}{between}{word}"


def written_mass(mass: Mass, unit: str) -> str:
    """The exact mass in the unit of its line."""
    return f"{written_number(mass.in_unit(unit))}{NBSP}{unit}"


def written_date(day: date, language: str) -> str:
    """23 November 2026, or 2026年11月23日: never a form that two readers could read differently."""
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day}{NBSP}{day:%B %Y}"
