"""How claims and documents write figures and masses, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from remine_portal.domain.catalog import Text
from remine_portal.domain.mass import Mass
from remine_portal.domain.recycled_content import Figure, Operator

NBSP = "\u00a0"
OR_MORE = Text(en="or more", ja="以上")


def filled(text: Text, **facts: Text | str) -> Text:
    """The statement with its {named} places filled, each language with its own words."""

    def fill(language: str) -> str:
        words = {
            name: fact.in_language(language) if isinstance(fact, Text) else fact
            for name, fact in facts.items()
        }
        return text.in_language(language).format(**words)

    return Text(en=fill("en"), ja=fill("ja"))


def written_number(value: Decimal | int) -> str:
    """Half-width digits in groups of three, decimals by the figure's own precision."""
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def written_percent(value: Decimal) -> str:
    return f"{written_number(value)}{NBSP}%"


def operator_word(figure: Figure) -> Text | None:
    """`or more` for a figure that is at least so much, None for an exact one."""
    return OR_MORE if figure.operator is Operator.AT_LEAST else None


def written_figure(figure: Figure) -> Text:
    """`100 %`, or `99.6 % or more` and `99.6 %以上`."""
    percent, operator = written_percent(figure.percent), operator_word(figure)
    if operator is None:
        return Text(en=percent, ja=percent)
    return Text(en=f"{percent}{NBSP}{operator.en}", ja=f"{percent}{operator.ja}")


def written_mass(mass: Mass, unit: str) -> str:
    """The exact mass in the unit of its line."""
    return f"{written_number(mass.in_unit(unit))}{NBSP}{unit}"


def within_a_sentence(name: Text) -> Text:
    """A name with which no sentence begins."""
    return Text(en=name.en[:1].lower() + name.en[1:], ja=name.ja)


def listed(texts: Iterable[Text]) -> Text:
    """Several in one, each language with its own comma."""
    texts = tuple(texts)
    return Text(en=", ".join(each.en for each in texts), ja="、".join(each.ja for each in texts))
