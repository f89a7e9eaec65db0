"""The catalogue: open to everybody, and never saying more than is published."""

import json
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from remine_portal.domain.catalog import Series
from remine_portal.domain.claims import notices_for
from remine_portal.domain.people import Role
from remine_portal.domain.published_facts import PublishedFact
from remine_portal.domain.recycled_content import Operator
from remine_portal.services.cataloguing import add_fact, load_catalog
from remine_portal.services.evidence import load_electricity, load_verifications
from tests.factories import a_person
from tests.pages import text_of

SAMPLE = Path(__file__).parents[2] / "sample"
RAW = json.loads((SAMPLE / "remine_catalog.json").read_text())
CODES = [each["code"] for each in RAW["products"]]
RENEWABLE = "electricity derived from 100% renewable sources"
NO_FIGURE = "No verified figure is published"


@pytest.fixture(autouse=True)
def catalogue(given):
    given(lambda work: load_catalog(work, RAW))


@pytest.fixture
def page(browse):
    """The words of a product's page."""
    return lambda code, language="en": text_of(browse(language=language).get(f"/products/{code}"))


def test_it_lists_every_product_of_both_series(browse):
    words = text_of(browse().get("/products"))

    for product in RAW["products"]:
        assert product["product_en"] in words
    assert "material that is physically in the metal" in words
    assert "credits, and no statement of what is physically in it" in words


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("code", CODES)
def test_each_product_has_its_notices_word_for_word(page, code, language):
    """2. Notice."""
    product = next(each for each in RAW["products"] if each["code"] == code)
    notices = notices_for(Series(product["series"]), product["element"])

    words = page(code, language)

    assert all(notice.in_language(language) in words for notice in notices)
    assert all(notice in words for notice in product["notices"]), "as published, too"


def test_japanese_notices_are_said_to_be_a_translation(page):
    assert "日本語は本ポータルによる訳です" in page("REM-SN", "ja")


@pytest.mark.parametrize(("code", "figure"), [("REM-SN", "100 %"), ("REM-PB", "99.6 % or more")])
def test_a_published_figure_stands_with_its_date_and_source(page, code, figure):
    words = page(code)

    assert figure in words
    assert "as of 16 January 2024" in words
    assert "S2: https://monoist" in words


@pytest.mark.parametrize("code", ["REM-BI", "REM-PT", "REM-PD", "REM-WO3"])
def test_what_is_not_published_is_said_to_be_so(page, code):
    """7. Missing figure: no default, no 0 %."""
    words = page(code)

    assert NO_FIGURE in words
    assert "its absence does not mean 0 %" in words


def test_copper_states_no_content_and_names_what_was_reviewed(page):
    words = page("REM-CU")

    assert "No recycled content is stated for this product" in words
    assert "It is not a physical content of the cathode" in words
    assert "Shipments, products and the credit account: no source says that they were" in words
    assert "Mass balance model is not applied" not in words


@pytest.mark.parametrize(
    ("code", "said"), [(code, code not in ("REM-WO3", "REM-CU")) for code in CODES]
)
def test_renewable_electricity_is_said_where_it_was_published(page, code, said):
    assert (RENEWABLE in page(code)) is said


@pytest.mark.parametrize("code", ["REM-PT", "REM-PD"])
def test_who_produced_it_depends_on_the_production_date(page, code):
    """8. Entity by production date."""
    words = page(code)

    assert "Produced until 31 March 2025 Materials Eco-Refining Co., Ltd." in words
    assert "Produced from 1 April 2025 Onahama Smelting and Refining Co., Ltd." in words


@pytest.mark.parametrize("code", ["REM-SN", "REM-BI"])
def test_shares_that_are_not_published_are_not_disclosed(page, code):
    assert "Pre-consumer material Not disclosed Post-consumer material Not disclosed" in page(code)


def test_sample_figures_never_show(browse, given, page):
    for load, name in ((load_verifications, "verifications"), (load_electricity, "electricity")):
        raw = json.loads((SAMPLE / f"{name}.json").read_text())
        given(lambda work, load=load, raw=raw: load(work, raw, sample=True))

    for words in [text_of(browse().get("/products")), *(page(code) for code in CODES)]:
        assert "SAMPLE" not in words
    assert NO_FIGURE in page("REM-PT")


def test_a_fact_that_staff_publish_shows_at_once(given, page):
    content = PublishedFact(
        topic="recycled_content",
        source="Catalogue of 1 November 2026",
        operator=Operator.AT_LEAST,
        percent=Decimal("98.5"),
        as_of="2026-11-01",
    )
    place = PublishedFact("place", "S9", statement_en="Hosokura", statement_ja="細倉")
    for fact in (content, place):
        given(lambda work, fact=fact: add_fact(work, "REM-BI", fact))

    words = page("REM-BI")

    assert "98.5 % or more, as of 1 November 2026 [Catalogue of 1 November 2026]" in words
    assert "Hosokura [ S9 ]" in words
    assert "細倉" in page("REM-BI", "ja")


def test_what_a_fact_says_is_escaped(given, browse):
    fact = PublishedFact("form", "<b>S2</b>", statement_en="<script>alert(1)</script>")
    given(lambda work: add_fact(work, "REM-BI", fact))

    html = browse().get("/products/REM-BI").text

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; [&lt;b&gt;S2&lt;/b&gt;]" in html


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_paper_says_what_the_page_says(browse, page, language):
    pdf = browse(language=language).get("/products/REM-PB/statement.pdf")

    document = pypdfium2.PdfDocument(pdf.data)
    paper = "".join(document[n].get_textpage().get_text_range() for n in range(len(document)))
    squeezed = "".join(paper.split())
    assert pdf.mimetype == "application/pdf"
    for words in {"en": ["Not disclosed", "Kurihara, Miyagi"], "ja": ["非開示", "宮城県栗原市"]}[
        language
    ]:
        assert "".join(words.split()) in squeezed
        assert words in page("REM-PB", language)


def test_the_language_of_the_paper_is_chosen_apart(browse):
    pdf = browse(language="ja").get("/products/REM-SN/statement.pdf?language=en")

    assert "REM-SN-statement-en.pdf" in pdf.headers["Content-Disposition"]


def test_notices_lead_to_contact_and_news(browse):
    html = browse().get("/products/REM-SN").text

    assert '<a href="/contact">For customers requiring a third-party certificate' in html
    assert 'href="/news"' in html


def test_who_is_signed_in_finds_their_shipments_of_it(browse, given):
    html = browse(given(a_person, role=Role.BUYER)).get("/products/REM-SN").text

    assert 'href="/shipments?product=REM-SN"' in html


@pytest.mark.parametrize(
    "url", ["/products/REM-XX", "/products/rem-sn", "/products/REM-XX/statement.pdf"]
)
def test_another_product_is_not_found(browse, url):
    browse().get(url, 404)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_standards_are_explained_by_topic(browse, language):
    html = browse(language=language).get("/about").text

    for topic in ("iso-14021", "iso-22095", "iso-22095-2", "mass-balance", "name"):
        assert f'id="{topic}"' in html
