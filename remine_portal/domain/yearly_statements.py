"""What a customer received in a fiscal year, by what its declarations say and nothing else.

What is in the metal and what credits attribute to it stand in tables of their own. No figure here
is a sum over both, or over two characteristics.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.content_declarations import RenewableRange
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.declarations import Status
from remine_portal.domain.fiscal_years import FiscalYear
from remine_portal.domain.mass import MILLIGRAMS, Mass
from remine_portal.domain.recycled_content import TENTH, Figure, Operator

UNITS: Mapping[str, str] = {"Pt": "g", "Pd": "g"}
"""The unit in which statements write masses of a metal; kilograms for every other one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A product as statements name it, at its position in the catalogue."""

    code: str
    position: int
    name: Text
    series: Series
    element: str

    @property
    def unit(self) -> str:
        return UNITS.get(self.element, "kg")


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributedKilograms:
    """What one declaration attributes of one characteristic, as it is printed there."""

    characteristic: Characteristic
    kilograms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredShipment:
    """One declaration: the figures of what is in the metal, or what is attributed to it.

    `returned` came back under it and is not deducted: the declaration goes on to state all of it.
    """

    number: str
    shipment_no: str
    ship_date: date
    goods: Goods
    net_mass: Mass
    figures: tuple[Figure, ...]
    attributed: tuple[AttributedKilograms, ...]
    returned: Mass


@dataclass(frozen=True, slots=True, kw_only=True)
class UndeclaredLot:
    """A lot that was shipped and has no current declaration, so nothing is said of it."""

    shipment_no: str
    ship_date: date
    line_no: int
    lot_no: str
    customer_po: str | None
    goods: Goods
    net_mass: Mass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductMass:
    """All that was shipped of a product."""

    goods: Goods
    declared: Mass
    undeclared: Mass

    @property
    def shipped(self) -> Mass:
        return self.declared + self.undeclared


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentMass:
    """Lots of a product that share a figure, and the material that is in them by it.

    Masses are rounded down to thousandths of the unit. A share that is not disclosed has no mass.
    """

    goods: Goods
    figure: Figure
    net_mass: Mass
    recycled: Mass
    pre_consumer: Mass | None
    post_consumer: Mass | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentTotal:
    """The material in all declared lots of a product: at least so much, if it is so for any lot.

    A share has a total only where it is disclosed for every lot.
    """

    goods: Goods
    operator: Operator
    net_mass: Mass
    recycled: Mass
    pre_consumer: Mass | None
    post_consumer: Mass | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributedMass:
    """What declarations attribute of one characteristic to a product: credits, and no material."""

    goods: Goods
    characteristic: Characteristic
    net_mass: Mass
    kilograms: int

    @property
    def percent(self) -> Decimal:
        """Of all the declared mass of the product, rounded down to a tenth."""
        return _percent(self.kilograms * MILLIGRAMS["kg"], self.net_mass)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteElectricity:
    """How much of a product from a site carries the note on renewable electricity (rule 42)."""

    site: Text
    goods: Goods
    net_mass: Mass
    noted: Mass
    ranges: tuple[RenewableRange, ...]

    @property
    def percent(self) -> Decimal:
        """Rounded down to a tenth."""
        return _percent(self.noted.milligrams, self.net_mass)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearlyFigures:
    """Everything a yearly statement says. `until` is the day whose state of affairs it shows."""

    customer_code: str
    customer: Text
    year: FiscalYear
    until: date
    sample: bool
    products: tuple[ProductMass, ...]
    contents: tuple[ContentMass, ...]
    content_totals: tuple[ContentTotal, ...]
    attributed: tuple[AttributedMass, ...]
    electricity: tuple[SiteElectricity, ...]
    declared: tuple[DeclaredShipment, ...]
    undeclared: tuple[UndeclaredLot, ...]

    @property
    def without_figure(self) -> list[Goods]:
        """Products of the ISO 14021 Series of which no lot is declared."""
        stated = {each.goods for each in self.contents}
        return [
            each.goods
            for each in self.products
            if each.goods.series is Series.ISO_14021 and each.goods not in stated
        ]

    def kept_kilograms(self, attributed: AttributedMass) -> int:
        """What of a sum is attributed to goods that did not come back, rounded down (rule 35)."""
        return sum(
            share.kilograms * (each.net_mass - each.returned).milligrams // each.net_mass.milligrams
            for each in self.declared
            if each.goods == attributed.goods
            for share in each.attributed
            if share.characteristic is attributed.characteristic
        )

    def parts_of(self, total: ContentTotal) -> list[ContentMass]:
        """What a total is the sum of, figure by figure."""
        return [each for each in self.contents if each.goods == total.goods]


@dataclass(frozen=True, slots=True)
class Changes:
    """What has happened to the declarations of a year since a statement of it was made.

    `ended` were replaced or revoked, `issued` are not in it, and of `returned` goods came back that
    it does not name.
    """

    ended: tuple[tuple[str, Status], ...] = ()
    issued: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.ended or self.issued or self.returned)


def _percent(milligrams: int, of: Mass) -> Decimal:
    exact = Decimal(milligrams) * 100 / Decimal(of.milligrams)
    return exact.quantize(TENTH, rounding=ROUND_DOWN)
