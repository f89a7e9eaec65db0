"""Plain text on a page: paragraphs, links that say http(s), sources, and where to contact us."""

from __future__ import annotations

import re

from flask import url_for
from markupsafe import Markup, escape

LINK = re.compile(r"https?://[^\s<>\"'()\u3000-\u303f\uff00-\uff0f]+")
CITED = re.compile(r"\[(?P<names>S\d+(?:, S\d+)*)\]")
CONTACT = re.compile(r"please contact us|お問い合わせください")


def linked(text: str) -> Markup:
    """Text as it was written, with addresses that can be followed; all of it is escaped."""
    parts, end = [], 0
    for found in LINK.finditer(text):
        address = found[0].rstrip(".,;:")
        parts.append(escape(text[end : found.start()]))
        parts.append(Markup('<a href="{0}" rel="noreferrer">{0}</a>').format(address))
        end = found.start() + len(address)
    return Markup("").join([*parts, escape(text[end:])])


def paragraphs(text: str) -> list[Markup]:
    """An empty line begins a paragraph, and a line stays a line."""
    blocks = re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip())
    return [Markup("<br>").join(linked(line) for line in each.split("\n")) for each in blocks]


def cited(text: str) -> Markup:
    """`Kurihara [S2, S9]`: each name of a source leads to where the page spells it out."""

    def to_sources(found: re.Match[str]) -> str:
        names = [
            Markup('<a href="#source-{0}">{0}</a>').format(name)
            for name in found["names"].split(", ")
        ]
        return Markup('<span class="small quiet nowrap">[{}]</span>').format(
            Markup(", ").join(names)
        )

    return Markup(CITED.sub(to_sources, str(escape(text))))


def contactable(sentence: str) -> Markup:
    """A notice word for word; its "please contact us" leads to the contact page."""
    escaped = str(escape(sentence))
    return Markup(
        CONTACT.sub(
            lambda found: Markup('<a href="{}">{}</a>').format(
                url_for("catalog.contact"), found[0]
            ),
            escaped,
        )
    )
