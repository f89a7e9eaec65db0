"""A product statement on paper: what a product's page says, and no shipment's declaration."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from remine_portal.documents.pictures import content_bar
from remine_portal.documents.printing import Size, print_pdf
from remine_portal.documents.wording import PRINTED_ON, filled, written_date
from remine_portal.domain.catalog import Text
from remine_portal.domain.recycled_content import Figure


@dataclass(frozen=True, slots=True)
class StatementSection:
    """A heading with labelled rows, with paragraphs, or with both, in the document's language."""

    heading: str
    rows: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProductStatement:
    """What a product's page says on one day, in Japanese or English, ready to print.

    `figure` is the published recycled content, None where none is published or the series makes
    no such claim; `figure_words` is the sentence beside it, or says why there is none.
    """

    language: str
    issuer: Text
    product: Text
    series: str
    figure: Figure | None
    figure_words: str
    sections: tuple[StatementSection, ...]
    notices: tuple[Text, ...]
    sources: tuple[str, ...]
    printed_on: date


def render_statement(statement: ProductStatement) -> bytes:
    """The statement as PDF. Refuses GlyphMissing when the fonts lack one of its characters."""
    facts = {
        "languages": (statement.language,),
        "marks": (),
        "statement": statement,
        "printed": filled(PRINTED_ON, day=written_date(statement.printed_on)),
        "bar": statement.figure
        and content_bar(statement.figure, language=statement.language, size="paper"),
    }
    return print_pdf("statement.html", facts, sizes=(Size.ROOMY, Size.USUAL, Size.ROOMY))
