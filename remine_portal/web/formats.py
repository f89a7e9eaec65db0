"""How pages write dates, masses and figures, in both languages (DESIGN.md D.0)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask import Flask

from remine_portal.documents.erp_rows import Problem
from remine_portal.domain.catalog import Text
from remine_portal.domain.errors import Refusal
from remine_portal.domain.mass import Mass
from remine_portal.domain.recycled_content import Figure, Operator
from remine_portal.persistence.database import JAPAN
from remine_portal.web.languages import gettext, in_language, language

NBSP = "\u00a0"


def set_up_formats(app: Flask) -> None:
    """Register the filters, each named as templates say it."""
    app.jinja_env.filters.update(
        date=long_date,
        short_date=short_date,
        time=moment,
        mass=mass,
        percent=percent,
        number=number,
        figure=figure,
        shown=shown,
        say=say,
    )


def long_date(day: date) -> str:
    """23 November 2026, or 2026年11月23日."""
    if language() == "ja":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B %Y}"


def short_date(day: date) -> str:
    """2026-11-23, for tables."""
    return day.isoformat()


def moment(when: datetime) -> str:
    """A moment in Japan time, with its zone."""
    local = when.astimezone(JAPAN)
    return f"{long_date(local.date())}{' ' if language() == 'ja' else ', '}{local:%H:%M}{NBSP}JST"


def number(value: int | Decimal) -> str:
    """Digits in groups of three, decimals by the figure's own precision."""
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def mass(value: Mass, unit: str = "kg") -> str:
    """The exact figure with its unit: `12,345.678 kg`."""
    return f"{number(value.in_unit(unit))}{NBSP}{unit}"


def percent(value: Decimal) -> str:
    return f"{number(value)}{NBSP}%"


def figure(value: Figure) -> str:
    """A figure with its operator in words: `99.6 % or more`."""
    if value.operator is Operator.AT_LEAST:
        return gettext("%(percent)s or more") % {"percent": percent(value.percent)}
    return percent(value.percent)


def shown(value: Any) -> str:
    """A fact of a refusal, written as the page writes it."""
    match value:
        case Mass():
            return mass(value)
        case datetime():
            return moment(value)
        case date():
            return long_date(value)
        case int() | Decimal():
            return number(value)
        case Text():
            return in_language(value)
        case StrEnum():
            return gettext(value.value)
        case _:
            return str(value)


def because(problem: Problem) -> str:
    """Why a row cannot be taken. What the file says stands word for word, days as pages do."""
    facts = {name: shown(fact) for name, fact in problem.facts.items()}
    return gettext(problem.reason).format(**facts)


def say(refusal: Refusal) -> str:
    """A refusal's sentence in the page's language, its facts written as the page writes them."""
    facts = {
        name: gettext(fact) if name in ("thing", "what") and isinstance(fact, str) else shown(fact)
        for name, fact in refusal.facts.items()
    }
    return gettext(refusal.sentence).format(**facts)
