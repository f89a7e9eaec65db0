"""The declaration as Catena-X SecondaryMaterialContentCalculated 1.0.0, where it can be one.

Its schema asks for the class of all recycled material and calls the whole rest primary. What we do
not know of a shipment we do not say, so there is no such document: where the split into pre- and
post-consumer material is not disclosed, where the rest of attributed copper would have to be called
primary, and where no standard's name of the metal is known (../shared/interop/MAPPING.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from remine_portal.documents import attributed_wording, wording
from remine_portal.documents.json_figures import json_number
from remine_portal.domain.attributed_declarations import AttributedSnapshot
from remine_portal.domain.claims import NOT_PHYSICAL
from remine_portal.domain.content_declarations import ContentLot, ContentSnapshot
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.declarations import DeclarationSnapshot
from remine_portal.domain.mass import Mass
from remine_portal.domain.recycled_content import Figure, Operator

UNITS = {"t": "unit:tonneMetricTon", "kg": "unit:kilogram", "g": "unit:gram"}


@dataclass(frozen=True)
class StandardName:
    """A metal in the class of VDA 231-106, and as a Japanese Industrial Standard calls it."""

    vda_class: str
    jis: str
    name: str


STANDARD_NAMES: Mapping[str, StandardName] = {
    "Cu": StandardName("3.1", "H 2121", "Electrolytic cathode copper"),
    "Pb": StandardName("3.5", "H 2105", "Pig lead"),
    "Sn": StandardName("4.2", "H 2108", "Tin metal"),
}
"""Metals without one here have no document. Which grade was delivered is not said."""


@dataclass(frozen=True)
class _Classes:
    """What is recycled, by class, in percent of the mass from 0 to 100."""

    pre_consumer: Decimal = Decimal(0)
    post_consumer: Decimal = Decimal(0)
    vehicles: Decimal = Decimal(0)

    @property
    def rest(self) -> Decimal:
        return 100 - self.pre_consumer - self.post_consumer - self.vehicles


def secondary_material_content(
    snapshot: DeclarationSnapshot, base_url: str
) -> dict[str, Any] | None:
    """The document of an issued declaration; None where it would have to guess."""
    order = _order(snapshot)
    materials = list(_materials(snapshot, base_url)) if snapshot.element in STANDARD_NAMES else []
    if not order or not materials:
        return None
    return {"secondaryMaterialContent": materials, "orderNumber": order}


def _order(snapshot: DeclarationSnapshot) -> str:
    """The orders that the goods answer: the customer's, or else our own."""
    theirs = dict.fromkeys(lot.customer_po for lot in snapshot.lines if lot.customer_po)
    ours = dict.fromkeys(lot.order_no for lot in snapshot.lines if lot.order_no)
    return ", ".join(theirs or ours)


def _materials(snapshot: DeclarationSnapshot, base_url: str) -> Iterator[dict[str, Any]]:
    certificate = {
        "certificateName": snapshot.number,
        "certificateLink": f"{base_url}/v/{snapshot.verification_id}",
    }
    match snapshot:
        case ContentSnapshot():
            materials = _content(snapshot)
        case AttributedSnapshot():
            materials = _attributed(snapshot)
        case _:
            raise TypeError(f"{type(snapshot).__name__} has no such document")
    for material in materials:
        yield {**material, "certificate": [certificate]}


def _content(snapshot: ContentSnapshot) -> Iterator[dict[str, Any]]:
    """One material for each figure, with its lots; none at all unless every split is disclosed."""
    lots: dict[Figure, list[ContentLot]] = {}
    for lot in snapshot.lines:
        lots.setdefault(lot.figure, []).append(lot)
    classes = {figure: _disclosed(figure) for figure in lots}
    if None in classes.values():
        return
    for figure, split in classes.items():
        assert split is not None
        mass = Mass.total(lot.net_mass for lot in lots[figure])
        about = _about_content(figure, (lot.lot_no for lot in lots[figure]))
        yield _material(snapshot, mass, split, balanced=False, about=about)


def _disclosed(figure: Figure) -> _Classes | None:
    """The verified split, where both parts are known and are all of the figure."""
    pre, post = figure.pre_consumer_percent, figure.post_consumer_percent
    if pre is None or post is None or pre + post != figure.percent:
        return None
    return _Classes(pre_consumer=pre, post_consumer=post)


def _about_content(figure: Figure, lots: Iterable[str]) -> Iterator[str]:
    at_least = figure.operator is Operator.AT_LEAST
    percent = f"{figure.percent} % {wording.OR_MORE.en}" if at_least else f"{figure.percent} %"
    yield f"Lots {', '.join(lots)}: recycled content {percent}."
    if at_least:
        yield "The figure is a minimum, so what stands as primary is a maximum."
    yield "Material from vehicles is not told apart; it stands under postConsumer."


def _attributed(snapshot: AttributedSnapshot) -> Iterator[dict[str, Any]]:
    """Only what is attributed from vehicles has a class, and only all of it leaves no rest."""
    shares = {share.characteristic: share for share in snapshot.shares}
    vehicles = shares.pop(Characteristic.END_OF_LIFE_VEHICLE, None)
    if shares or vehicles is None or vehicles.percent != 100:
        return
    about = (
        (
            f"isMassBalanced: {attributed_wording.BY_MASS_BALANCE.en.lower()} "
            f"({', '.join(snapshot.standards)}, credit method), {snapshot.period_first_day} to "
            f"{snapshot.period_last_day}, {vehicles.attributed_kg} kg."
        ),
        NOT_PHYSICAL.en,
    )
    split = _Classes(vehicles=vehicles.percent)
    yield _material(snapshot, snapshot.net_mass, split, balanced=True, about=about)


def _material(
    snapshot: DeclarationSnapshot,
    mass: Mass,
    split: _Classes,
    *,
    balanced: bool,
    about: Iterable[str],
) -> dict[str, Any]:
    metal = STANDARD_NAMES[snapshot.element]
    net_mass = json_number(mass.in_unit(snapshot.unit))
    mark = (wording.SAMPLE.en + ". " + wording.SAMPLE_MEANS.en,) if snapshot.sample else ()
    return {
        "materialClass": metal.vda_class,
        "materialNameStandardized": {
            "referencedStandard": "JIS",
            "referencedStandardID": metal.jis,
            "materialNameStandardizedValue": metal.name,
        },
        "unitOfMeasure": {
            "unitOfMeasureKey": UNITS[snapshot.unit],
            "materialNetMass": net_mass,
            "grossMaterialInputMass": net_mass,
        },
        "bioBased": {
            "bioBasedClass": "gen1",
            "secondaryBioBased": _share(Decimal(0), balanced=False),
            "primaryBioBased": {"percentageOfMaterialWeight": 0},
        },
        "inorganic": _inorganic(split, balanced=balanced),
        "additionalInformation": " ".join((*mark, *about, *ABOUT_THE_SCHEMA)),
    }


ABOUT_THE_SCHEMA = (
    "Metallurgical refining stands under mechanicalRecycling, for the schema has no class of it.",
    "The input mass is not declared; the net mass is repeated. Metal has no bio-based part.",
)
"""What the schema makes us write although nobody declared it."""


def _inorganic(split: _Classes, *, balanced: bool) -> dict[str, Any]:
    def recycled(percent: Decimal) -> dict[str, Any]:
        return {"mechanicalRecycling": _share(percent, balanced=balanced)}

    no_chemistry = {"chemicalRecycling": _share(Decimal(0), balanced=balanced)}
    return {
        "secondaryInorganic": {
            "preConsumer": recycled(split.pre_consumer),
            "postConsumer": recycled(split.post_consumer) | no_chemistry,
            "postConsumerAutomotive": recycled(split.vehicles) | no_chemistry,
        },
        "primaryInorganic": {"percentageOfMaterialWeight": json_number(split.rest)},
    }


def _share(percent: Decimal, *, balanced: bool) -> dict[str, Any]:
    return {"percentageOfMaterialWeight": json_number(percent), "isMassBalanced": balanced}
