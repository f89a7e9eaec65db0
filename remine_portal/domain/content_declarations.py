"""The declaration of recycled content: what is in the metal, lot by lot (ISO 14021 Series)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from remine_portal.domain.declarations import DeclarationSnapshot, DeclaredLot
from remine_portal.domain.recycled_content import Figure, Operator


@dataclass(frozen=True, slots=True)
class RenewableRange:
    """The days for which evidence covers the electricity of a line's facility."""

    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class VerificationNamed:
    """The verification a line rests on, as the document names it."""

    standard: str
    verifier: str
    reference: str
    valid_from: date
    valid_to: date
    basis: str | None = None
    period_from: date | None = None
    period_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentLot(DeclaredLot):
    """A lot with its verified figure, and what it rests on."""

    figure: Figure
    verification: VerificationNamed
    calculated_percent: Decimal | None
    renewable: RenewableRange | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentSnapshot(DeclarationSnapshot):
    """Everything a declaration of recycled content says."""

    lines: tuple[ContentLot, ...]

    @property
    def figure(self) -> Figure | None:
        """The one figure of all lines; None when they differ, for then there is no total."""
        figures = {line.figure for line in self.lines}
        return figures.pop() if len(figures) == 1 else None


def figures_of(canonical: str) -> list[Figure]:
    """The different figures that a snapshot in canonical form states, in the order of its lots."""
    stated = [line["figure"] for line in json.loads(canonical)["lines"]]
    figures = [
        Figure(
            Operator(each["operator"]),
            Decimal(each["percent"]),
            *(
                Decimal(share) if (share := each[f"{origin}_consumer_percent"]) else None
                for origin in ("pre", "post")
            ),
        )
        for each in stated
    ]
    return list(dict.fromkeys(figures))
