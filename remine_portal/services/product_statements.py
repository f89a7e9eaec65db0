"""What may be said of a product in general: one text, which its page shows and its paper prints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from remine_portal.documents.statement import ProductStatement, StatementSection
from remine_portal.documents.wording import filled, written_date, written_figure
from remine_portal.domain import series_wording as words
from remine_portal.domain.catalog import SERIES_TITLES, ProducingEntity, Series, Text
from remine_portal.domain.claims import notices_for
from remine_portal.domain.published_facts import TOPICS, in_both
from remine_portal.domain.recycled_content import Figure
from remine_portal.persistence import catalog
from remine_portal.persistence.catalog import ProductFactRow, ProductRow
from remine_portal.persistence.database import UnitOfWork

DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?!\d)")
SOURCE = re.compile(r"\bS\d+\b")

ELECTRICITY = ("renewable", "renewable_background", "renewable_instrument", "renewable_period")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a statement in both languages."""

    heading: Text
    rows: tuple[tuple[Text, Text], ...] = ()
    paragraphs: tuple[Text, ...] = ()

    def in_language(self, language: str) -> StatementSection:
        return StatementSection(
            heading=self.heading.in_language(language),
            rows=tuple(
                (key.in_language(language), value.in_language(language)) for key, value in self.rows
            ),
            paragraphs=tuple(each.in_language(language) for each in self.paragraphs),
        )


def figure_of(product: ProductRow) -> Figure | None:
    """The published recycled content of a product, None where none is published."""
    fact = product.fact("recycled_content")
    return fact.figure if fact else None


def product_statement(work: UnitOfWork, product: ProductRow, language: str) -> ProductStatement:
    """The published facts of a product, in Japanese or English, each with its sources and date.

    It rests on the catalogue alone: verifications, sample or not, have no place in it (DOMAIN.md
    7a). The page and the paper are both made of it, so that they cannot differ.
    """
    named = {name for fact in product.facts for name in _sources_named(fact)}
    if product.site:
        named.update(SOURCE.findall(product.site.source))
    return ProductStatement(
        language=language,
        issuer=words.ISSUER,
        product=product.name,
        series=SERIES_TITLES[product.series],
        figure=figure_of(product),
        figure_words=_figure_words(product).in_language(language),
        sections=tuple(each.in_language(language) for each in sections_of(product)),
        notices=notices_for(product.series, product.element),
        sources=tuple(
            f"{source.code}: {in_both(source.reference).in_language(language)}"
            for source in catalog.sources_named(work, named)
        ),
        printed_on=work.today,
    )


def _figure_words(product: ProductRow) -> Text:
    fact = product.fact("recycled_content")
    if fact is None:
        return words.NO_FIGURE[product.series]
    return _with_source(_with_day(words.WITHOUT_WORDS, fact), fact.source)


def sections_of(product: ProductRow) -> Iterator[Section]:
    """The parts of a statement in their order. What is not published is said to be so."""
    content = product.series is Series.ISO_14021
    yield _content(product) if content else _service(product)
    yield _verification(product)
    yield _production(product)
    if any(product.fact(topic) for topic in ELECTRICITY):
        yield _electricity(product)
    yield Section(words.PRODUCT, rows=tuple(_rows(product, "form", "launched", "lineup")))


def _content(product: ProductRow) -> Section:
    how = words.HOW_IT_WORKS[product.series]
    return Section(
        TOPICS["recycled_content"],
        rows=(
            _row(product, "recycled_content", missing=words.NO_FIGURE[product.series]),
            _row(product, "pre_consumer", missing=words.NOT_DISCLOSED),
            _row(product, "post_consumer", missing=words.NOT_DISCLOSED),
        ),
        paragraphs=how if figure_of(product) else (words.NO_FIGURE_ASSUMED, *how),
    )


def _service(product: ProductRow) -> Section:
    return Section(
        words.SERVICE,
        rows=(
            (words.MODEL, words.CREDIT_METHOD),
            *_rows(product, "characteristics"),
            (TOPICS["recycled_content"], words.NO_FIGURE[product.series]),
        ),
        paragraphs=words.HOW_IT_WORKS[product.series],
    )


def _verification(product: ProductRow) -> Section:
    content = product.series is Series.ISO_14021
    unknown = words.EDITION if content else words.RULES
    of_series = content and figure_of(product) is None
    return Section(
        words.VERIFICATION,
        rows=(
            (words.STANDARD_WORD, words.STANDARD[product.series]),
            (unknown, words.NOT_PUBLISHED),
            (
                words.VERIFIED_WORD,
                words.VERIFIED_OF_THE_SERIES if of_series else words.VERIFIED[product.series],
            ),
            _row(product, "verifier"),
            _row(product, "verification_reference"),
            *_rows(product, "verification_validity"),
            (words.NOT_VERIFIED_WORD, words.NOT_VERIFIED[product.series]),
        ),
    )


def _production(product: ProductRow) -> Section:
    """Site and company; where the company changed, by production date (DOMAIN.md rule 8)."""
    history = product.site.history if product.site else []
    if product.site is None or len(history) < 2:
        return Section(words.PRODUCTION, rows=(_row(product, "place"), _row(product, "entity")))
    known = {each.name.en for each in history}
    newer = [fact] if (fact := product.fact("entity")) and fact.statement_en not in known else []
    source = product.site.source
    return Section(
        words.PRODUCTION,
        rows=(
            _row(product, "place"),
            *((_days(each), _with_source(each.name, source)) for each in history),
            *((TOPICS["entity"], _told(fact)) for fact in newer),
        ),
    )


def _days(entity: ProducingEntity) -> Text:
    if entity.last_day is not None:
        return filled(words.UNTIL, day=written_date(entity.last_day))
    if entity.first_day is not None:
        return filled(words.SINCE, day=written_date(entity.first_day))
    return TOPICS["entity"]


def _electricity(product: ProductRow) -> Section:
    return Section(
        words.ELECTRICITY,
        rows=tuple(_rows(product, *ELECTRICITY)),
        paragraphs=(words.ELECTRICITY_OF_A_SHIPMENT,),
    )


def _rows(product: ProductRow, *topics: str) -> Iterator[tuple[Text, Text]]:
    """A row for each topic that something is published on."""
    return (_row(product, topic) for topic in topics if product.fact(topic))


def _row(
    product: ProductRow, topic: str, *, missing: Text = words.NOT_PUBLISHED
) -> tuple[Text, Text]:
    fact = product.fact(topic)
    return TOPICS[topic], _told(fact) if fact else missing


def _told(fact: ProductFactRow) -> Text:
    """A fact with its date and sources: `Kurihara, Miyagi [S2, S9]`."""
    return _with_source(_with_day(_statement(fact), fact), fact.source)


def _statement(fact: ProductFactRow) -> Text:
    """As published; a figure that came without words is written out."""
    if fact.figure and not (fact.statement_en or fact.statement_ja):
        return written_figure(fact.figure)
    return days_written(fact.statement)


def as_of(fact: ProductFactRow) -> Text | None:
    """The day for which a fact was published: `as of 16 January 2024`."""
    if not fact.as_of:
        return None
    since = words.AT_THAT_TIME if DAY.fullmatch(fact.as_of) else words.AS_SAID
    return filled(since, day=days_written(in_both(fact.as_of)))


def _with_day(text: Text, fact: ProductFactRow) -> Text:
    day = as_of(fact)
    return Text(en=f"{text.en}, {day.en}", ja=f"{text.ja}、{day.ja}") if day else text


def _with_source(text: Text, source: str) -> Text:
    return Text(en=f"{text.en} [{source}]", ja=f"{text.ja} [{source}]")


def days_written(text: Text) -> Text:
    """2024-01-16 as 16 January 2024, wherever it stands in the text."""
    return Text(
        en=DAY.sub(lambda found: _day(found, "en"), text.en),
        ja=DAY.sub(lambda found: _day(found, "ja"), text.ja),
    )


def _day(found: re.Match[str], language: str) -> str:
    """A day or month written out; what only looks like one stays as it is."""
    year, month, day = found.groups()
    try:
        first = date(int(year), int(month), int(day or 1))
    except ValueError:
        return found[0]
    if day:
        return written_date(first).in_language(language)
    return f"{first.year}年{first.month}月" if language == "ja" else f"{first:%B %Y}"


def _sources_named(fact: ProductFactRow) -> list[str]:
    return SOURCE.findall(" ".join(filter(None, (fact.source, fact.statement_en, fact.as_of))))
