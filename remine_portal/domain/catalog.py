"""The products, their two series, and who produced what when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from remine_portal.domain.errors import N_, Refusal


@dataclass(frozen=True, slots=True)
class Text:
    """One statement in both languages."""

    en: str
    ja: str

    def in_language(self, language: str) -> str:
        return self.ja if language == "ja" else self.en


class Series(StrEnum):
    """Which rulebook a product follows. The series decides what may be claimed at all."""

    ISO_14021 = "ISO14021"
    ISO_22095 = "ISO22095"


SERIES_TITLES: Mapping[Series, str] = {
    Series.ISO_14021: "REMINE ISO 14021 Series",
    Series.ISO_22095: "REMINE ISO 22095 Series",
}


class SeriesMismatch(Refusal):
    """DOMAIN.md rule 1: content and credits never meet in one product."""

    code = "SERIES_MISMATCH"
    sentence = N_(
        "{product} belongs to the {series}, so this kind of claim cannot be made for it. "
        "Recycled content is declared for the ISO 14021 Series only, "
        "attributed credits for the ISO 22095 Series only."
    )


class DeclaredByAttribution(SeriesMismatch):
    """Rule 1 from the copper side: credits are no content, so no content is declared."""

    sentence = N_(
        "{product} belongs to the {series}. It is declared by attributing mass balance credits to "
        "a shipment, never by recycled content, so no recycled content can be declared for it."
    )


def refuse_credits(product: str, series: Series) -> None:
    """Refuse to attribute credits to a product whose series does not use mass balance (rule 1)."""
    if series is not Series.ISO_22095:
        raise SeriesMismatch(product=product, series=SERIES_TITLES[series])


def refuse_recycled_content(product: str, series: Series) -> None:
    """Refuse a recycled content figure for a product supplied with credits (rule 1)."""
    if series is not Series.ISO_14021:
        raise DeclaredByAttribution(product=product, series=SERIES_TITLES[series])


@dataclass(frozen=True, slots=True)
class ProducingEntity:
    """Who ran a site, from the first to the last day (both inclusive, None is open)."""

    name: Text
    first_day: date | None = None
    last_day: date | None = None

    def on(self, day: date) -> bool:
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )


def entity_on(history: Iterable[ProducingEntity], produced_on: date) -> ProducingEntity | None:
    """The producing entity of a production date, not of a shipment date (DOMAIN.md rule 8)."""
    return next((entity for entity in history if entity.on(produced_on)), None)
