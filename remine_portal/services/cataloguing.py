"""The catalogue: loading published facts from a file, and adding one by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from remine_portal.domain.catalog import Series, refuse_recycled_content
from remine_portal.domain.claim_lint import refuse_banned_wording
from remine_portal.domain.errors import N_, NotFound, Refusal
from remine_portal.domain.published_facts import FIGURE_TOPICS, TOPICS, PublishedFact
from remine_portal.persistence import audit, catalog, news
from remine_portal.persistence.catalog import (
    ProductFactRow,
    ProductRow,
    SiteEntityRow,
    SiteRow,
    SourceRow,
)
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.news import NewsRow
from remine_portal.services.catalog_file import (
    facts_of,
    history_of,
    refuse_contradictions,
    refuse_unknown_sources,
)
from remine_portal.services.json_entries import Entry

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


@dataclass(frozen=True, slots=True)
class LoadedCounts:
    """What a load did, counted in sources, sites, products, facts, or entries of evidence."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @classmethod
    def of(cls, changes: Iterator[str]) -> LoadedCounts:
        return cls(**Counter(changes))


class FactIncomplete(Refusal):
    """A figure is told by operator and percentage, every other fact by a statement."""

    sentence = N_(
        "Enter a percentage with its operator for a figure, and a statement for every other topic."
    )


class FactOutOfBounds(Refusal):
    code = "CONTENT_OUT_OF_BOUNDS"
    sentence = N_("{percent} % is not a share. Enter a percentage above 0 and at most 100.")


def load_catalog(work: UnitOfWork, raw: object) -> LoadedCounts:
    """Take over a catalogue file: sources, sites, products, and facts with source and date.

    What is null is not known, and makes no row. The same file again changes nothing; a changed
    fact becomes a newer row. Refuses a file that is wrong anywhere, with the place (FileRefused).
    """
    file = Entry(raw, "catalogue")
    about = file.entry("_about")
    counts = LoadedCounts.of(_take(work, about, file.entries("products")))
    if counts.new or counts.changed:
        audit.record(work, "catalog:loaded", "catalogue", detail=f"{asdict(counts)}")
    return counts


def load_news(work: UnitOfWork, raw: object) -> LoadedCounts:
    """Take over notes for the news page; one that is there stays as it is."""
    return LoadedCounts.of(_take_news(work, Entry(raw, "file").entries("news")))


def _take_news(work: UnitOfWork, entries: list[Entry]) -> Iterator[str]:
    for entry in entries:
        slug = entry.text("slug", 80)
        if news.find_news(work, slug):
            yield UNCHANGED
            continue
        work.session.add(
            NewsRow(
                slug=slug,
                published_on=entry.day("published_on"),
                title_en=entry.text("title_en"),
                title_ja=entry.text("title_ja"),
                body_en=entry.text("body_en", 10_000),
                body_ja=entry.text("body_ja", 10_000),
                written_by=_hand(work),
            )
        )
        work.session.flush()
        yield NEW


def _take(work: UnitOfWork, about: Entry, products: list[Entry]) -> Iterator[str]:
    sources = about.entry("sources")
    for code in sources.fields:
        yield _put(work, SourceRow, code, reference=sources.text(code, 400))
    sites = about.entry("sites")
    for code in sites.fields:
        refuse_unknown_sources(sites.entry(code), sources)
        yield _take_site(work, code, sites.entry(code))
    work.session.flush()
    if len({product.text("code") for product in products}) < len(products):
        about.refuse(N_("a product code stands twice"))
    for position, product in enumerate(products, 1):
        refuse_unknown_sources(product, sources)
        yield from _take_product(work, position, product, sites)


def _take_site(work: UnitOfWork, code: str, site: Entry) -> str:
    change = _put(
        work,
        SiteRow,
        code,
        name_en=site.text("name_en"),
        name_ja=site.text_if_any("name_ja"),
        place=site.text("place"),
        source=", ".join(site.texts("source")),
    )
    history = history_of(site)
    known = catalog.entities_of(work, code)
    if [row.entity for row in known] == history:
        return change
    for row in known:
        work.session.delete(row)
    work.session.add_all(
        SiteEntityRow(
            site_code=code,
            name_en=each.name.en,
            first_day=each.first_day,
            last_day=each.last_day,
        )
        for each in history
    )
    return change if change == NEW else CHANGED


def _take_product(work: UnitOfWork, position: int, product: Entry, sites: Entry) -> Iterator[str]:
    code = product.text("code", 64)
    series = product.choice("series", Series)
    refuse_contradictions(product, series)
    site_code = product.text_if_any("site_code", 64)
    if site_code and not sites.has(site_code):
        product.refuse(N_("the file does not know this site"), "site_code")
    yield _put(
        work,
        ProductRow,
        code,
        position=position,
        series=series,
        element=product.text("element", 2),
        name_en=product.text("product_en"),
        name_ja=product.text("product_ja"),
        site_code=site_code,
    )
    work.session.flush()
    loaded = catalog.facts_entered_by(work, code, _hand(work))
    for fact in facts_of(product, sites.entry(site_code) if site_code else None):
        known = loaded.get(fact.topic)
        if known is not None and known.fact == fact:
            yield UNCHANGED
        else:
            _add(work, code, fact)
            yield CHANGED if known else NEW


def _put(work: UnitOfWork, kind: type[Any], code: str, **columns: object) -> str:
    """Add the row of this code, or bring it up to date."""
    row = work.session.get(kind, code)
    if row is None:
        work.session.add(kind(code=code, **columns))
        return NEW
    changed = {name: value for name, value in columns.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return CHANGED if changed else UNCHANGED


def add_fact(work: UnitOfWork, product_code: str, fact: PublishedFact) -> ProductFactRow:
    """Publish a fact that staff entered; the newest of a topic counts, and none is ever changed.

    Refuses a figure without operator and percentage, another fact without a statement, a figure
    of a product whose series has none (rule 1), a percentage that is no share (rule 4), and words
    that no claim may use (rules 44 and 45).
    """
    for statement in filter(None, (fact.statement_en, fact.statement_ja)):
        refuse_banned_wording(statement)
    product = catalog.find_product(work, product_code)
    if product is None or fact.topic not in TOPICS:
        raise NotFound(thing=product_code)
    if fact.topic in FIGURE_TOPICS:
        refuse_recycled_content(product_code, product.series)
    elif fact.percent is not None or not (fact.statement_en or fact.statement_ja):
        raise FactIncomplete
    if (fact.operator is None) != (fact.percent is None) or (
        fact.topic in FIGURE_TOPICS and fact.percent is None
    ):
        raise FactIncomplete
    if fact.percent is not None and not 0 < fact.percent <= 100:
        raise FactOutOfBounds(percent=fact.percent)
    row = _add(work, product_code, fact)
    audit.record(work, "fact:published", product_code, detail=fact.topic)
    return row


def _add(work: UnitOfWork, product_code: str, fact: PublishedFact) -> ProductFactRow:
    row = ProductFactRow(
        product_code=product_code, entered_by=_hand(work), entered_at=work.now, **asdict(fact)
    )
    work.session.add(row)
    work.session.flush()
    return row


def _hand(work: UnitOfWork) -> str:
    return work.actor.email or work.actor.name
