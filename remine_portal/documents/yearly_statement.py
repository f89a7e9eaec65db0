"""A yearly statement on paper: the metal, the credits and the electricity, each by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from remine_portal.documents import attributed_wording, wording
from remine_portal.documents import yearly_wording as heads
from remine_portal.documents.attributed_wording import written_kilograms
from remine_portal.documents.pictures import Bar, attributed_bar, content_bar
from remine_portal.documents.printing import Size, print_pdf
from remine_portal.documents.wording import (
    NBSP,
    filled,
    written_date,
    written_figure,
    written_mass,
    written_percent,
    written_range,
)
from remine_portal.domain.catalog import SERIES_TITLES, Series, Text
from remine_portal.domain.claims import NO_MASS_BALANCE, NOT_PHYSICAL, NOTICES
from remine_portal.domain.credits import CHARACTERISTIC_NAMES
from remine_portal.domain.mass import Mass
from remine_portal.domain.recycled_content import Operator
from remine_portal.domain.series_wording import ISSUER
from remine_portal.domain.written import listed
from remine_portal.domain.yearly_records import canonical, sha256_of
from remine_portal.domain.yearly_statements import (
    AttributedMass,
    ContentMass,
    ContentTotal,
    SiteElectricity,
    YearlyFigures,
)

FEW = 200
"""Declarations and lots that may be set on one page; to try it with more takes time for nothing."""


def render_yearly_statement(figures: YearlyFigures, *, language: str, address: str) -> bytes:
    """The statement as PDF, in Japanese or English; the same figures give the same bytes.

    `address` is where the portal shows what has changed since. Refuses GlyphMissing when the fonts
    lack a character of the statement.
    """
    facts = {
        "languages": (language,),
        "marks": [(wording.SAMPLE, wording.SAMPLE_MEANS)] if figures.sample else [],
        "heads": heads,
        "credit_words": attributed_wording,
        "issuer": ISSUER,
        "series": SERIES_TITLES,
        "statement": figures,
        "until": filled(heads.UNTIL, day=written_date(figures.until)),
        "no_evidence": filled(heads.NO_EVIDENCE, address=address),
        "in_the_metal": [
            (total, [_content(each, language) for each in figures.parts_of(total)])
            for total in figures.content_totals
        ],
        "attributed": [_attributed(each, language) for each in figures.attributed],
        "no_mass_balance": NO_MASS_BALANCE,
        "not_physical": NOT_PHYSICAL,
        "service": NOTICES[Series.ISO_22095][0],
        "numbers": list(numbers_by_product(figures)),
        "undeclared": list(undeclared_by_product(figures)),
        "sha256": sha256_of(canonical(figures)),
        **WRITTEN,
    }
    is_short = len(figures.declared) + len(figures.undeclared) <= FEW
    sizes = (Size.USUAL, Size.TIGHT) if is_short else (Size.USUAL,)
    return print_pdf("yearly_statement.html", facts, sizes=sizes)


@dataclass(frozen=True, slots=True)
class DrawnContent:
    """Lots of one figure with the solid bar of it."""

    content: ContentMass
    bar: Bar


@dataclass(frozen=True, slots=True)
class DrawnAttribution:
    """One characteristic of one product with its own hatched bar."""

    attributed: AttributedMass
    bar: Bar


def _content(content: ContentMass, language: str) -> DrawnContent:
    return DrawnContent(content, content_bar(content.figure, language=language, size="column"))


def _attributed(attributed: AttributedMass, language: str) -> DrawnAttribution:
    said = filled(
        attributed_wording.SHARE_DRAWN,
        characteristic=CHARACTERISTIC_NAMES[attributed.characteristic],
        percent=written_percent(attributed.percent),
    )
    bar = attributed_bar(
        attributed.percent, language=language, size="column", label=said.in_language(language)
    )
    return DrawnAttribution(attributed, bar)


def numbers_by_product(figures: YearlyFigures) -> Iterator[tuple[Text, list[str]]]:
    """The numbers of all declarations, product by product."""
    for product in figures.products:
        numbers = [each.number for each in figures.declared if each.goods == product.goods]
        if numbers:
            yield product.goods.name, numbers


def undeclared_by_product(figures: YearlyFigures) -> Iterator[tuple[Text, list[str]]]:
    """The shipments without a declaration with their mass; their lots are in the workbook."""
    for product in figures.products:
        masses: dict[str, Mass] = {}
        for each in figures.undeclared:
            if each.goods == product.goods:
                masses[each.shipment_no] = masses.get(each.shipment_no, Mass(0)) + each.net_mass
        if masses:
            unit = product.goods.unit
            yield (
                product.goods.name,
                [f"{number}{NBSP}{written_mass(mass, unit)}" for number, mass in masses.items()],
            )


def written_material(mass: Mass | None, operator: Operator, unit: str) -> Text | str:
    """Material in the metal: `1,229.628 kg or more`, or that it is not disclosed."""
    if mass is None:
        return wording.NOT_DISCLOSED
    written = written_mass(mass, unit)
    return filled(heads.AT_LEAST, mass=written) if operator is Operator.AT_LEAST else written


def written_recycled(part: ContentMass | ContentTotal) -> Text | str:
    return written_material(part.recycled, _operator(part), part.goods.unit)


def written_pre_consumer(part: ContentMass | ContentTotal) -> Text | str:
    return written_material(part.pre_consumer, _operator(part), part.goods.unit)


def written_post_consumer(part: ContentMass | ContentTotal) -> Text | str:
    return written_material(part.post_consumer, _operator(part), part.goods.unit)


def _operator(part: ContentMass | ContentTotal) -> Operator:
    return part.operator if isinstance(part, ContentTotal) else part.figure.operator


def written_days(electricity: SiteElectricity) -> Text:
    """The ranges that the notes name, or that there are none."""
    ranges = [written_range(each.first_day, each.last_day) for each in electricity.ranges]
    return listed(ranges) if ranges else heads.NO_DAYS


def written_returns(figures: YearlyFigures) -> Text | None:
    """Which goods came back and are counted all the same; None where none did."""
    returns = [
        filled(heads.RETURN, number=each.number, mass=written_mass(each.returned, each.goods.unit))
        for each in figures.declared
        if each.returned
    ]
    return filled(heads.RETURNS, returns=listed(returns)) if returns else None


def written_kept(figures: YearlyFigures, attributed: AttributedMass) -> Text | None:
    """What of a sum goods that came back have left; None where none did."""
    kilograms = figures.kept_kilograms(attributed)
    if kilograms == attributed.kilograms:
        return None
    return filled(heads.KEPT, mass=written_kilograms(kilograms))


def written_without_figure(figures: YearlyFigures) -> Text | None:
    names = [each.name for each in figures.without_figure]
    return filled(heads.WITHOUT_FIGURE, products=listed(names)) if names else None


WRITTEN = {
    "characteristics": CHARACTERISTIC_NAMES,
    "written_days": written_days,
    "written_figure": written_figure,
    "written_kept": written_kept,
    "written_kilograms": written_kilograms,
    "written_mass": written_mass,
    "written_percent": written_percent,
    "written_post_consumer": written_post_consumer,
    "written_pre_consumer": written_pre_consumer,
    "written_recycled": written_recycled,
    "written_returns": written_returns,
    "written_without_figure": written_without_figure,
}
"""How the paper and the page write the figures."""
