"""What a catalogue file says of one product or site; contradictions are refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from remine_portal.domain.catalog import ProducingEntity, Series, Text, refuse_recycled_content
from remine_portal.domain.claims import notices_for
from remine_portal.domain.errors import N_
from remine_portal.domain.published_facts import IN_LINE_UP, PublishedFact, japanese_of
from remine_portal.domain.recycled_content import Operator
from remine_portal.services.json_entries import Entry

SAID_IN = {
    "recycled_content": ("S2", "S8"),
    "form": ("S0", "S1", "S2", "S3"),
    "entity": ("S0", "S1"),
    "verifier": ("S0", "S1", "S2", "S3"),
    "renewable": ("S0",),
    "launched": ("S1", "S2"),
    "lineup": ("S3",),
    "characteristics": ("S1",),
}
"""Which of a product's sources says what (DOMAIN.md section 1); the file lists them together."""

STATEMENTS = {
    "form": "form",
    "place": "site",
    "entity": "entity",
    "verifier": "verifier",
    "verification_reference": "verification_reference",
    "verification_validity": "verification_valid_to",
    "renewable": "renewable_statement_en",
    "renewable_background": "renewable_background",
    "renewable_instrument": "renewable_instrument",
    "renewable_period": "renewable_period",
    "launched": "launched",
}
"""Topic of a statement, and its field in the file."""

AS_OF = {"recycled_content": "recycled_content", "renewable": "renewable_note", "entity": "entity"}
SHARES = {"pre_consumer": "pre_consumer_percent", "post_consumer": "post_consumer_percent"}

NAMED_SOURCE = re.compile(r"\bS\d+\b")
IN_BRACKETS = re.compile(r"(?P<en>.+?) \((?P<ja>[^()]*[^\x00-\x7f][^()]*)\)")


def history_of(site: Entry) -> list[ProducingEntity]:
    """Who ran a site, the earliest first. Refuses days on which it would be two."""
    if site.has("entity"):
        return [_entity(site)]
    history = sorted(
        map(_entity, site.entries("entity_by_production_date")),
        key=lambda each: each.first_day or date.min,
    )
    for earlier, later in pairwise(history):
        if not earlier.last_day or not later.first_day or later.first_day <= earlier.last_day:
            site.refuse(N_("two companies ran the site on one day"), "entity_by_production_date")
    return history


def _entity(entry: Entry) -> ProducingEntity:
    name = entry.text("entity")
    return ProducingEntity(
        name=Text(en=name, ja=name),
        first_day=entry.day_if_any("from"),
        last_day=entry.day_if_any("to"),
    )


def refuse_contradictions(product: Entry, series: Series) -> None:
    """Refuse what the series rules out, and notices other than those the portal prints (rule 2)."""
    if product.has("recycled_content_percent"):
        refuse_recycled_content(product.text("code"), series)
    if product.has("mass_balance_applied") and product.fields["mass_balance_applied"] is not (
        series is Series.ISO_22095
    ):
        product.refuse(N_("this contradicts the series"), "mass_balance_applied")
    printed = [notice.en for notice in notices_for(series, product.text("element", 2))]
    if product.has("notices") and product.texts("notices", 1000) != printed:
        product.refuse(N_("these are not the notices that the portal prints"), "notices")


def refuse_unknown_sources(entry: Entry, sources: Entry) -> None:
    """Refuse a source that the file does not name: nobody could look it up."""
    for source in entry.texts("source"):
        if not sources.has(source):
            entry.refuse(N_("the file does not name this source"), "source")


def facts_of(product: Entry, site: Entry | None) -> Iterator[PublishedFact]:
    """Every fact the file gives about a product; what is null is no fact."""
    yield from _figures(product)
    for topic, field in STATEMENTS.items():
        if product.has(field):
            statement = product.text(field, 1000)
            own = site.texts("source") if site and topic in ("place", "entity") else []
            yield _statement(product, topic, statement, own or NAMED_SOURCE.findall(statement))
    if as_of := _as_of(product, "lineup"):
        yield PublishedFact(
            topic="lineup",
            source=_source(product, "lineup"),
            statement_en=IN_LINE_UP.en,
            statement_ja=IN_LINE_UP.ja,
            as_of=as_of,
        )
    if names := product.texts("attributable_characteristics_named_in_sources"):
        yield _characteristics(product, names)


def _figures(product: Entry) -> Iterator[PublishedFact]:
    if product.has("recycled_content_percent"):
        statement = product.text_if_any("recycled_content_statement", 1000)
        yield PublishedFact(
            topic="recycled_content",
            source=_source(product, "recycled_content"),
            statement_en=statement,
            statement_ja=japanese_of(statement) if statement else None,
            operator=product.choice("recycled_content_operator", Operator),
            percent=_percent(product, "recycled_content_percent"),
            as_of=_as_of(product, "recycled_content"),
        )
    for topic, field in SHARES.items():
        if product.has(field):
            yield PublishedFact(
                topic=topic,
                source=_source(product, topic),
                operator=Operator.EXACTLY,
                percent=_percent(product, field),
                as_of=_as_of(product, "recycled_content"),
            )


def _percent(product: Entry, field: str) -> Decimal:
    percent = product.figure(field)
    if not 0 < percent <= 100:
        product.refuse(N_("a percentage is above 0 and at most 100"), field)
    return percent


def _statement(product: Entry, topic: str, statement: str, sources: Iterable[str]) -> PublishedFact:
    named = list(dict.fromkeys(sources))
    return PublishedFact(
        topic=topic,
        source=", ".join(named) or _source(product, topic),
        statement_en=statement,
        statement_ja=japanese_of(statement),
        as_of=_as_of(product, topic),
    )


def _characteristics(product: Entry, names: list[str]) -> PublishedFact:
    """Names like `recycled materials (リサイクル材料)`, which give both languages."""
    pairs = [found if (found := IN_BRACKETS.fullmatch(name)) else None for name in names]
    return PublishedFact(
        topic="characteristics",
        source=_source(product, "characteristics"),
        statement_en="; ".join(
            pair["en"] if pair else name for pair, name in zip(pairs, names, strict=True)
        ),
        statement_ja="、".join(
            pair["ja"] if pair else name for pair, name in zip(pairs, names, strict=True)
        ),
    )


def _source(product: Entry, topic: str) -> str:
    """The sources that say it, or all of the product's where it is not known which one does."""
    listed = product.texts("source")
    if not listed:
        product.refuse(N_("a fact needs its source"), "source")
    said_in = [each for each in listed if each in SAID_IN.get(topic, ())]
    return ", ".join(said_in or listed)


def _as_of(product: Entry, topic: str) -> str | None:
    if not product.has("as_of"):
        return None
    return product.entry("as_of").text_if_any(AS_OF.get(topic, topic), 100)
