"""A product statement on paper: what the page says, and that it is no declaration."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from remine_portal.documents.statement import ProductStatement, StatementSection, render_statement
from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.claims import NOTICES
from remine_portal.domain.declarations import GlyphMissing
from tests.papers import MOST, pages, squeezed

LEAD = ProductStatement(
    language="en",
    issuer=Text(en="Mitsubishi Materials Corporation", ja="三菱マテリアル株式会社"),
    product=Text(en="Electrolytic lead", ja="電気鉛"),
    series="REMINE ISO 14021 Series",
    figure=MOST,
    figure_words="As published on 16 January 2024 [S2]",
    sections=(
        StatementSection(
            heading="What was verified",
            rows=(("Verified by", "SGS Japan Inc. [S0]"), ("Edition", "Not published")),
            paragraphs=("Single lots were <b>not</b> verified.",),
        ),
    ),
    notices=NOTICES[Series.ISO_14021],
    sources=("S2: https://example.org/news",),
    printed_on=date(2026, 11, 23),
)
JAPANESE = replace(LEAD, language="ja", figure_words="2024年1月16日公表")
COPPER = replace(
    LEAD,
    product=Text(en="Copper cathode", ja="マスバランス電気銅"),
    figure=None,
    figure_words="No recycled content is stated for this product",
    notices=NOTICES[Series.ISO_22095],
)


@cache
def words_of(statement: ProductStatement) -> str:
    return "".join(pages(render_statement(statement)))


def test_it_says_what_the_page_says():
    words = words_of(LEAD)

    for said in (
        "Electrolytic lead",
        "99.6 % or more",
        "As published on 16 January 2024 [S2]",
        "What was verified",
        "Verified by SGS Japan Inc. [S0]",
        "Edition Not published",
        "Single lots were <b>not</b> verified.",
        "S2: https://example.org/news",
        "Printed on 23 November 2026",
    ):
        assert squeezed(said) in words, said


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (LEAD, "It is not a declaration of a shipment, and proves nothing about goods delivered."),
        (JAPANESE, "出荷についての宣言書ではなく、納入品に関する証明にはなりません。"),
    ],
)
def test_it_says_that_it_is_no_declaration(statement, said):
    assert squeezed(said) in words_of(statement)


def test_rule_2_a_statement_of_copper_has_the_notices_of_its_service():
    """Rule 2: its own notice, and not the one of the other series."""
    words = words_of(COPPER)

    assert squeezed(NOTICES[Series.ISO_22095][0].en) in words
    assert squeezed(NOTICES[Series.ISO_14021][0].en) not in words


def test_without_a_published_figure_there_is_none_and_no_bar():
    assert squeezed("In the metal No recycled content is stated") in words_of(COPPER)
    assert "%" not in words_of(COPPER)


def test_the_japanese_paper_keeps_the_notices_as_published():
    words = words_of(JAPANESE)

    assert squeezed(NOTICES[Series.ISO_14021][0].ja) in words
    assert squeezed(NOTICES[Series.ISO_14021][0].en) in words
    assert "99.6%以上" in words


def test_the_same_statement_gives_the_same_bytes():
    assert render_statement(LEAD) == render_statement(LEAD)


def test_a_character_the_fonts_lack_is_refused():
    with pytest.raises(GlyphMissing):
        render_statement(replace(LEAD, figure_words="电"))
