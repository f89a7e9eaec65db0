"""Figures in machine-readable twins: JSON numbers with just the digits that the paper prints."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from remine_portal.domain.mass import Mass

KILOGRAM, PERCENT = "KGM", "P1"
"""Units of UN/ECE recommendation 20. A percentage is from 0 to 100 and never a fraction."""


def json_number(value: Decimal | int) -> int | float:
    """The number whose digits are those of the figure; refuses one that JSON readers would round.

    Most of them read a double, which keeps fifteen digits.
    """
    if value == int(value):
        return int(value)
    nearest = float(value)
    if Decimal(repr(nearest)) != value:
        raise ValueError(f"{value} has more digits than a JSON number keeps")
    return nearest


def percentage(percent: Decimal) -> dict[str, Any]:
    return {"value": json_number(percent), "unit": PERCENT}


def kilograms(mass: Mass | int) -> dict[str, Any]:
    """A mass, or whole kilograms of credits."""
    value = mass.in_unit("kg") if isinstance(mass, Mass) else mass
    return {"value": json_number(value), "unit": KILOGRAM}
