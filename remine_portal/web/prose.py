"""Plain text on a page: paragraphs, links that say http(s), sources, and where to contact us."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import url_for
from markupsafe import Markup, escape

LINK = re.compile(r"https?://[^\s<>\"'()\u3000-\u303f\uff00-\uff0f]+(?<![.,;:])")
CITED = re.compile(r"\[(?P<names>S\d+(?:, S\d+)*)\]")
CONTACT = re.compile(r"please contact us|お問い合わせください")


def linked(text: str) -> Markup:
    """Text as it was written, its web addresses as links."""
    return _marked(text, LINK, lambda found: _link(found[0], found[0]))


def paragraphs(text: str) -> list[Markup]:
    """An empty line begins a paragraph, and a line stays a line."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return [Markup("<br>").join(linked(line) for line in each.split("\n")) for each in blocks]


def cited(text: str) -> Markup:
    """`Kurihara [S2, S9]`: each name of a source leads to where the page spells it out."""

    def to_sources(found: re.Match[str]) -> Markup:
        links = [_link(f"#source-{name}", name) for name in found["names"].split(", ")]
        return Markup('<span class="small quiet">[{}]</span>').format(Markup(", ").join(links))

    return _marked(text, CITED, to_sources)


def contactable(sentence: str) -> Markup:
    """A notice word for word; one that asks to contact us leads to where one can."""
    if CONTACT.search(sentence):
        return _link(url_for("catalog.contact"), sentence)
    return escape(sentence)


def _link(address: str, words: str) -> Markup:
    return Markup('<a href="{}">{}</a>').format(address, words)


def _marked(text: str, pattern: re.Pattern[str], mark: Callable[[re.Match[str]], Markup]) -> Markup:
    """The text, escaped; what the pattern finds in it is marked up."""
    parts, end = [], 0
    for found in pattern.finditer(text):
        parts += [escape(text[end : found.start()]), mark(found)]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])
