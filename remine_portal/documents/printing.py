"""The press: a template and its facts in, PDF bytes out. One sheet at a time a process.

Nothing here asks for a clock, a network or chance, so the same facts give the same bytes.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from weasyprint import CSS, HTML, Document
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError

from remine_portal.documents import wording
from remine_portal.documents.fetching import SCHEME, BundledFiles
from remine_portal.documents.finishing import COLOURS, Enclosed, attachments, finisher, give_colours
from remine_portal.documents.fonts import bundled_fonts, refuse_missing_glyphs
from remine_portal.domain.catalog import Text
from remine_portal.domain.declarations import GlyphMissing
from remine_portal.resources import resource_folder

OPTIONS = {"pdf_variant": "pdf/a-3a", "output_intent": COLOURS}
"""And PDF/UA-1 (documents/finishing.py): tagged, and readable for ever by who cannot see it."""

KEPT = 64
"""How many prints are kept at hand, a tenth of a megabyte each: a draft is looked at, and a report
taken, more than once."""

_one_at_a_time = Lock()


class Size(StrEnum):
    """How large a document is set: roomy where little is to be said, tight where much is."""

    ROOMY = "roomy"
    USUAL = "usual"
    TIGHT = "tight"


def print_pdf(
    template: str,
    facts: dict[str, Any],
    *,
    sizes: tuple[Size, ...] = (Size.USUAL,),
    enclosed: Enclosed | None = None,
) -> bytes:
    """Print `templates/documents/<template>` with the facts, set in the bundled fonts.

    Set in the first of the sizes that fits one page, else in the last. Refuses GlyphMissing when
    the fonts lack a character, and fails with FetchDenied when the document asks for an address.
    """
    page = _templates().get_template(f"documents/{template}")
    return press(tuple(page.render(facts, size=size) for size in sizes), enclosed)


@lru_cache(KEPT)
def press(settings: tuple[str, ...], enclosed: Enclosed | None = None) -> bytes:
    """The first of several settings of one document that takes a single page, else the last."""
    fetcher = BundledFiles({})
    with _one_at_a_time, _warnings() as warnings:
        try:
            document = _fitted(settings, fetcher)
            give_colours(document)
            pdf = document.write_pdf(
                finisher=finisher(enclosed),
                attachments=attachments(enclosed),
                **OPTIONS,
            )
        except FatalURLFetchingError:
            fetcher.refuse_denials()
            raise
    fetcher.refuse_denials()
    if holes := {each.rpartition(": ")[2] for each in warnings if ".notdef" in each}:
        raise GlyphMissing(characters=" ".join(sorted(holes)))
    assert isinstance(pdf, bytes)
    return pdf


def _fitted(settings: tuple[str, ...], fetcher: BundledFiles) -> Document:
    style, fonts = _style()
    tried: dict[str, Document] = {}
    refuse_missing_glyphs(settings)
    for html in dict.fromkeys(settings):
        tried[html] = HTML(string=html, base_url=SCHEME, url_fetcher=fetcher).render(
            stylesheets=[style], font_config=fonts, **OPTIONS
        )
        if len(tried[html].pages) == 1:
            return tried[html]
    return tried[settings[-1]]


@cache
def _style() -> tuple[CSS, FontConfiguration]:
    """The style sheet, parsed once, with the fonts it has loaded."""
    fonts = FontConfiguration()
    fetcher = BundledFiles(bundled_fonts())
    sheet = (resource_folder("static") / "css" / "paper.css").read_text(encoding="utf-8")
    style = CSS(string=sheet, base_url=SCHEME, font_config=fonts, url_fetcher=fetcher)
    fetcher.refuse_denials()
    return style, fonts


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(resource_folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["words"] = wording
    environment.filters["say"] = say
    return environment


@pass_context
def say(context: Context, statement: Text | str) -> Markup:
    """A statement in the document's `languages`: the first, then the second smaller beside it.

    Said once where both are the same, as a name may be.
    """
    if isinstance(statement, str):
        return escape(statement)
    first, *others = (statement.in_language(each) for each in context["languages"])
    second = next((each for each in others if each != first), None)
    if second is None:
        return escape(first)
    return Markup('{} <span class="second" lang="en">{}</span>').format(first, second)


class _Kept(logging.Handler):
    """Keeps what is logged while one document is on the press."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.sentences: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.sentences.append(record.getMessage())


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """WeasyPrint's warnings; nobody else's come in between, for only one document is printed."""
    logger, kept = logging.getLogger("weasyprint"), _Kept()
    logger.addHandler(kept)
    try:
        yield kept.sentences
    finally:
        logger.removeHandler(kept)
