"""Mass: a physical quantity of goods, exact, in whole milligrams."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

MILLIGRAMS: dict[str, int] = {"t": 1_000_000_000, "kg": 1_000_000, "g": 1_000}
"""Units in which masses are written and stored exactly."""

TROY_OUNCE_GRAMS = Decimal("31.1034768")


@dataclass(frozen=True, order=True, slots=True)
class Mass:
    """A physical quantity of goods in whole milligrams: exact sums, and never below zero.

    Tonnes of lead and grams of platinum are one type. A mass is not a credit, and the two are
    never added up.
    """

    milligrams: int

    def __post_init__(self) -> None:
        if type(self.milligrams) is not int:
            raise TypeError(f"milligrams must be an int, not {type(self.milligrams).__name__}")
        if self.milligrams < 0:
            raise ValueError(f"a mass cannot be negative: {self.milligrams} mg")

    @classmethod
    def of(cls, value: Decimal | int | str, unit: str) -> Mass:
        """Refuses a figure finer than a milligram, rather than rounding what somebody weighed."""
        milligrams = Decimal(value) * MILLIGRAMS[unit]
        if milligrams != milligrams.to_integral_value():
            raise ValueError(f"{value} {unit} is finer than a milligram")
        return cls(int(milligrams))

    @classmethod
    def total(cls, masses: Iterable[Mass]) -> Mass:
        """The sum, zero for none."""
        return cls(sum(mass.milligrams for mass in masses))

    def in_unit(self, unit: str) -> Decimal:
        """The exact figure in t, kg or g, without zeros at the end."""
        value = Decimal(self.milligrams) / MILLIGRAMS[unit]
        return (
            value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
        )

    def in_troy_ounces(self) -> Decimal:
        """For a second line beside grams only, rounded to a thousandth."""
        return (self.in_unit("g") / TROY_OUNCE_GRAMS).quantize(Decimal("0.001"))

    def __add__(self, other: Mass) -> Mass:
        return Mass(self.milligrams + other.milligrams)

    def __sub__(self, other: Mass) -> Mass:
        return Mass(self.milligrams - other.milligrams)

    def __bool__(self) -> bool:
        return self.milligrams > 0
