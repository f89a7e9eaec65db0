"""How a yearly statement is reckoned from declarations: exact masses, each rounded down once."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

from remine_portal.domain.attributed_declarations import AttributedShare, attribution_in
from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.content_declarations import StatedContent, contents_in
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.fiscal_years import FiscalYear
from remine_portal.domain.mass import MILLIGRAMS, Mass
from remine_portal.domain.recycled_content import Figure, Operator
from remine_portal.domain.yearly_statements import (
    AttributedKilograms,
    AttributedMass,
    ContentMass,
    ContentTotal,
    DeclaredShipment,
    Goods,
    ProductMass,
    SiteElectricity,
    UndeclaredLot,
    YearlyFigures,
)

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What one declaration states: contents lot by lot, or shares of all its lots together."""

    number: str
    shipment_no: str
    ship_date: date
    goods: Goods
    net_mass: Mass
    contents: tuple[StatedContent, ...]
    shares: tuple[AttributedShare, ...]
    returned: Mass
    sample: bool

    @property
    def shipment(self) -> DeclaredShipment:
        return DeclaredShipment(
            number=self.number,
            shipment_no=self.shipment_no,
            ship_date=self.ship_date,
            goods=self.goods,
            net_mass=self.net_mass,
            figures=tuple(dict.fromkeys(each.figure for each in self.contents)),
            attributed=tuple(
                AttributedKilograms(
                    characteristic=each.characteristic, kilograms=each.attributed_kg
                )
                for each in self.shares
            ),
            returned=self.returned,
        )


def declared_in(canonical: str, goods: Mapping[str, Goods], returned: Mass) -> Declared:
    """What a snapshot in canonical form states; its product is named as `goods` has it by code."""
    said = json.loads(canonical)
    attributed = Series(said["series"]) is Series.ISO_22095
    return Declared(
        number=said["number"],
        shipment_no=said["shipment_no"],
        ship_date=date.fromisoformat(said["ship_date"]),
        goods=goods[said["product_code"]],
        net_mass=Mass.total(Mass(each["net_mass"]["milligrams"]) for each in said["lines"]),
        contents=() if attributed else tuple(contents_in(canonical)),
        shares=attribution_in(canonical).shares if attributed else (),
        returned=returned,
        sample=said["sample"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """The customer whose year it is."""

    code: str
    name: Text
    sample: bool


def figures_of_year(
    recipient: Recipient,
    year: FiscalYear,
    declared: Iterable[Declared],
    undeclared: Iterable[UndeclaredLot],
    *,
    until: date,
) -> YearlyFigures:
    """All that a statement says of these declarations, and of what was shipped without any."""
    declared = sorted(declared, key=lambda each: (each.goods.position, each.ship_date, each.number))
    undeclared = tuple(undeclared)
    contents = contents_of(declared)
    return YearlyFigures(
        customer_code=recipient.code,
        customer=recipient.name,
        year=year,
        until=until,
        sample=recipient.sample or any(each.sample for each in declared),
        products=products_of(declared, undeclared),
        contents=contents,
        content_totals=content_totals_of(contents),
        attributed=attributed_of(declared),
        electricity=electricity_of(declared),
        declared=tuple(each.shipment for each in declared),
        undeclared=undeclared,
    )


def products_of(
    declared: Iterable[Declared], undeclared: Iterable[UndeclaredLot]
) -> tuple[ProductMass, ...]:
    """The mass of each product: as declared, and as shipped where nothing is declared."""
    with_claim = _grouped(declared, lambda each: each.goods)
    without = _grouped(undeclared, lambda each: each.goods)
    return tuple(
        ProductMass(
            goods=goods,
            declared=Mass.total(each.net_mass for each in with_claim.get(goods, [])),
            undeclared=Mass.total(each.net_mass for each in without.get(goods, [])),
        )
        for goods in sorted({*with_claim, *without}, key=lambda each: each.position)
    )


def contents_of(declared: Iterable[Declared]) -> tuple[ContentMass, ...]:
    """The material in declared lots, figure by figure (DOMAIN.md 7a: no total over figures)."""
    lots = ((each.goods, content) for each in declared for content in each.contents)
    grouped = _grouped(lots, lambda lot: (lot[0], lot[1].figure))
    return tuple(
        _content(goods, figure, Mass.total(content.net_mass for _, content in some))
        for (goods, figure), some in grouped.items()
    )


def _content(goods: Goods, figure: Figure, net_mass: Mass) -> ContentMass:
    shares = (figure.pre_consumer_percent, figure.post_consumer_percent)
    pre, post = (None if each is None else share_of(net_mass, each, goods.unit) for each in shares)
    return ContentMass(
        goods=goods,
        figure=figure,
        net_mass=net_mass,
        recycled=share_of(net_mass, figure.percent, goods.unit),
        pre_consumer=pre,
        post_consumer=post,
    )


def share_of(net_mass: Mass, percent: Decimal, unit: str) -> Mass:
    """A share of a mass, exact, then rounded down to a thousandth of the unit: never too much."""
    step = MILLIGRAMS[unit] // 1000
    return Mass(int(Fraction(net_mass.milligrams) * Fraction(percent) / 100 / step) * step)


def content_totals_of(contents: Iterable[ContentMass]) -> tuple[ContentTotal, ...]:
    """One for each product with a figure, of the masses as they are written above it."""
    grouped = _grouped(contents, lambda each: each.goods)
    return tuple(_total(goods, parts) for goods, parts in grouped.items())


def _total(goods: Goods, parts: list[ContentMass]) -> ContentTotal:
    at_least = any(each.figure.operator is Operator.AT_LEAST for each in parts)
    return ContentTotal(
        goods=goods,
        operator=Operator.AT_LEAST if at_least else Operator.EXACTLY,
        net_mass=Mass.total(each.net_mass for each in parts),
        recycled=Mass.total(each.recycled for each in parts),
        pre_consumer=_of_all(each.pre_consumer for each in parts),
        post_consumer=_of_all(each.post_consumer for each in parts),
    )


def _of_all(masses: Iterable[Mass | None]) -> Mass | None:
    several = list(masses)
    known = [each for each in several if each is not None]
    return Mass.total(known) if len(known) == len(several) else None


def attributed_of(declared: Iterable[Declared]) -> tuple[AttributedMass, ...]:
    """What is attributed to each product, one characteristic beside the other."""
    copper = [each for each in declared if each.goods.series is Series.ISO_22095]
    found = []
    for goods, some in _grouped(copper, lambda each: each.goods).items():
        net_mass = Mass.total(each.net_mass for each in some)
        shares = [share for each in some for share in each.shares]
        for characteristic in Characteristic:
            kilograms = [s.attributed_kg for s in shares if s.characteristic is characteristic]
            if kilograms:
                found.append(
                    AttributedMass(
                        goods=goods,
                        characteristic=characteristic,
                        net_mass=net_mass,
                        kilograms=sum(kilograms),
                    )
                )
    return tuple(found)


def electricity_of(declared: Iterable[Declared]) -> tuple[SiteElectricity, ...]:
    """By site and product, what of the declared lots carries the note in its declaration."""
    lots = ((each.goods, content) for each in declared for content in each.contents)
    grouped = _grouped(lots, lambda lot: (lot[1].site, lot[0]))
    return tuple(
        SiteElectricity(
            site=site,
            goods=goods,
            net_mass=Mass.total(content.net_mass for _, content in some),
            noted=Mass.total(content.net_mass for _, content in some if content.renewable),
            ranges=tuple(dict.fromkeys(each.renewable for _, each in some if each.renewable)),
        )
        for (site, goods), some in grouped.items()
    )


def _grouped(items: Iterable[T], key: Callable[[T], K]) -> dict[K, list[T]]:
    groups: dict[K, list[T]] = {}
    for each in items:
        groups.setdefault(key(each), []).append(each)
    return groups
