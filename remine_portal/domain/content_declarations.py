"""The declaration of recycled content: what is in the metal, lot by lot (ISO 14021 Series)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from remine_portal.domain.catalog import Text
from remine_portal.domain.declarations import DeclarationSnapshot, DeclaredLot
from remine_portal.domain.mass import Mass
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


@dataclass(frozen=True, slots=True)
class StatedContent:
    """What a declaration states of the content of a lot, read back from its canonical form."""

    lot_no: str
    net_mass: Mass
    figure: Figure
    standard: str
    verifier: str
    site: Text
    renewable: RenewableRange | None


def contents_in(canonical: str) -> list[StatedContent]:
    """What a snapshot in canonical form states, lot by lot."""
    return [
        StatedContent(
            lot_no=line["lot_no"],
            net_mass=Mass(line["net_mass"]["milligrams"]),
            figure=_figure(line["figure"]),
            standard=line["verification"]["standard"],
            verifier=line["verification"]["verifier"],
            site=Text(**line["site"]),
            renewable=_range(line["renewable"]),
        )
        for line in json.loads(canonical)["lines"]
    ]


def figures_of(canonical: str) -> list[Figure]:
    """The different figures that a snapshot in canonical form states, in the order of its lots."""
    return list(dict.fromkeys(each.figure for each in contents_in(canonical)))


def _figure(stated: dict[str, Any]) -> Figure:
    pre, post = (
        Decimal(share) if (share := stated[f"{origin}_consumer_percent"]) else None
        for origin in ("pre", "post")
    )
    return Figure(Operator(stated["operator"]), Decimal(stated["percent"]), pre, post)


def _range(stated: dict[str, str] | None) -> RenewableRange | None:
    if stated is None:
        return None
    return RenewableRange(*(date.fromisoformat(stated[each]) for each in ("first_day", "last_day")))
