"""What a buyer may say, on the declaration's page and for a product of its own."""

import pytest
import tinyhtml5

from remine_portal.domain.endings import Cause
from remine_portal.domain.mass import Mass
from remine_portal.domain.people import Role
from remine_portal.services import returning
from tests.books import ELV, Q3, RECYCLED
from tests.desk import found
from tests.factories import RIVAL, a_customer, a_person, a_shipment, a_verification
from tests.pages import body, problems, text_of, words

PAGE = "/wording/calculator"


@pytest.fixture
def buyer(given, browse):
    return browse(given(a_person))


@pytest.fixture
def tin(app, given, books, desk):
    """Two tonnes of tin at 100 %, declared to ACME."""
    given(a_verification)
    given(a_shipment)
    return desk.declare()


@pytest.fixture
def copper(app, books, desk):
    """Fifty tonnes of copper at 40 % recycled and 20 % from vehicles, declared to ACME."""
    desk.now = books.now
    books.receive(kg=100_000)
    books.receive(kg=100_000, kind=ELV)
    books.ship("SH-CU", "50", on=Q3)
    return desk.declare("SH-CU", attributions={RECYCLED: "40", ELV: "20"})


def asked(*rows, product="1000", unit="kg"):
    """The address that a filled in calculator has: rows of number, mass and unit."""
    query = {"product": product, "unit": unit}
    for place, (number, mass, of) in enumerate(rows):
        row = {"number": number, "mass": mass, "unit": of}
        query |= {f"used-{place}-{name}": value for name, value in row.items()}
    return {"query_string": query}


def said(response):
    return text_of(response).replace("\xa0", " ")


def quoted(response):
    """The sentences that the page gives to quote, by language."""
    page = tinyhtml5.parse(response.text, namespace_html_elements=False)
    lines = [line for box in page.iter("blockquote") for line in box.iter("p") if line.get("lang")]
    return {
        code: [words(line).replace("\xa0", " ") for line in lines if line.get("lang") == code]
        for code in ("en", "ja")
    }


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_of_a_declaration_gives_both_languages_whatever_its_own(
    tin, given, browse, language
):
    page = browse(given(a_person), language).get(f"/declarations/{tin.number}")
    sentences = quoted(page)

    assert "100 % recycled content, calculated per ISO 14021:2016" in sentences["en"][0]
    assert "リサイクル材料含有率100 %の電気錫" in sentences["ja"][0]
    assert "A third party verified this shipment of electrolytic tin." in page.text
    assert "この電気錫の出荷は第三者の検証を受けています。" in page.text
    assert f"{PAGE}?used-0-number={tin.number}&amp;used-0-unit=kg" in page.text
    assert f"used-0-number={tin.number}" in browse(given(a_person)).get("/shipments/SH-1").text


def test_36_of_what_has_ended_nothing_may_be_said(tin, buyer, desk):
    """36. Revocation: neither on its page nor in a product, and the refusal says why."""
    desk.revoke(tin, cause=Cause.FIGURE)

    page = buyer.get(f"/declarations/{tin.number}")
    assert "Nothing: this declaration is no longer valid." in said(page)
    assert quoted(page) == {"en": [], "ja": []}
    refused = problems(buyer.get(PAGE, **asked((tin.number, "600", "kg"))))
    assert f"{tin.number} was revoked on 23 November 2026" in refused
    assert "for this reason: Wrong figure" in refused


def test_34_of_what_was_superseded_the_new_version_is_named(tin, buyer, desk):
    """34. Supersede: the old version counts for nothing, and names the one that does."""
    new = desk.supersede(tin)

    refused = problems(buyer.get(PAGE, **asked((tin.number, "600", "kg"))))
    assert f"{tin.number} was superseded by {new.number} on 23 November 2026" in refused
    assert f"Enter {new.number} instead." in refused


def test_the_sentence_of_a_product_is_worked_out_from_its_address(tin, buyer):
    """Typed in whatever width and case, by the shipment's number too; an empty row counts not."""
    page = buyer.get(
        PAGE, **asked((" ｓｈ-1 ", "６００", "kg"), ("", "", "kg"), product="1", unit="t")
    )
    sentences = quoted(page)

    assert sentences["en"][0].startswith("60.0 % of the mass of this product is recycled material")
    assert sentences["ja"][0].startswith("本製品の質量の60.0 %は、電気錫に含まれるリサイクル材料")
    assert f"{tin.number} Electrolytic tin 0.6 100 % 0.6 All metals 0.6 0.6" in said(page)
    assert "0.6 t ÷ 1 t of product × 100, rounded down to one decimal." in said(page)


def test_a_row_says_what_is_wrong_with_it_beside_its_field(tin, buyer):
    page = buyer.get(PAGE, **asked(("", "5", "kg"), (tin.number, "1e3", "kg"), ("SH-1", "", "kg")))

    assert page.text.count('class="field field--wrong"') == 3
    assert "Enter the number of a declaration or shipment" in problems(page)
    assert "Enter a number with at most 3 decimals" in problems(page)
    assert "Enter the mass used" in problems(page)


def test_no_more_is_used_than_was_declared(tin, buyer):
    page = buyer.get(PAGE, **asked((tin.number, "2000.001", "kg"), product="9000"))

    assert f"You have 2,000 kg of {tin.number}, so 2,000.001 kg of it cannot be" in said(page)
    assert 'id="used-0-mass-error"' in page.text


def test_a_product_lighter_than_its_metal_is_refused_at_its_own_field(tin, buyer):
    page = buyer.get(PAGE, **asked((tin.number, "600", "kg"), product="599.999"))

    assert "A product of 599.999 kg cannot hold 600 kg of metal." in said(page)
    assert 'aria-describedby="product-hint product-error"' in page.text
    twice = asked((tin.number, "1", "kg"), ("SH-1", "2", "kg"))
    assert f"{tin.number} is in two rows" in problems(buyer.get(PAGE, **twice))


def test_01_content_and_credits_are_refused_together_and_offered_apart(tin, copper, buyer):
    """1. Series lock: no sum of both, but two sentences, each of its own material."""
    both = asked((tin.number, "600", "kg"), (copper.number, "1", "t"), product="4", unit="t")
    page = buyer.get(PAGE, **both)

    assert "never make one share" in problems(page)
    assert quoted(page) == {"en": [], "ja": []}
    parsed = tinyhtml5.parse(page.text, namespace_html_elements=False)
    content, credits = (
        each.get("href") for each in parsed.find(".//main").iter("a") if PAGE in each.get("href")
    )
    assert quoted(buyer.get(content))["en"][0].startswith("15.0 % of the mass of this product is")
    recycled, vehicles = quoted(buyer.get(credits))["en"]
    assert "credits for recycled material are attributed" in recycled
    assert "for 10.0 % of the mass of the product" in recycled
    assert "for 5.0 % of the mass of the product" in vehicles
    assert "15.0 %" not in said(buyer.get(credits))


def test_35_what_came_back_is_in_no_product(copper, books, buyer):
    """35. Goods returned: 50 t were declared, 20 t came back, 30 t may be used."""
    with books.writing() as work:
        draft = found(work, copper.draft_id)
        returning.book_goods_return(
            work, draft, net_mass=Mass.of(20, "t"), returned_on=Q3, reference="RET-1"
        )

    assert "Goods came back after the declaration: 20 t" in said(
        buyer.get(f"/declarations/{copper.number}")
    )
    assert quoted(buyer.get(PAGE, **asked((copper.number, "30", "t"), product="60", unit="t")))[
        "en"
    ]
    refused = problems(
        buyer.get(PAGE, **asked((copper.number, "30.001", "t"), product="60", unit="t"))
    )
    assert "You have 30,000 kg" in refused.replace("\xa0", " ")


def test_40_another_companys_declaration_is_answered_like_none(tin, given, browse):
    """40. Tenant wall: by number and by shipment, the page is that of a number never used."""
    given(a_customer, code=RIVAL, name="Rival Metals")
    rival = browse(given(a_person, company=RIVAL))

    for theirs, nobodys in ((tin.number, "RM-2026-999999"), ("SH-1", "SH-9")):
        pages = [rival.get(PAGE, **asked((each, "600", "kg"))) for each in (theirs, nobodys)]
        assert f"No declaration or shipment of yours has the number {theirs}" in problems(pages[0])
        assert body(pages[0]).replace(theirs, nobodys) == body(pages[1])


def test_no_product_is_made_of_two_companies_metal(tin, given, browse, desk):
    given(a_shipment, number="SH-R", lots=("LOT-R",), company=RIVAL)
    theirs = desk.declare("SH-R")
    sales = browse(given(a_person, role=Role.SALES))

    both = asked((tin.number, "1", "kg"), (theirs.number, "1", "kg"))
    assert "another company" in problems(sales.get(PAGE, **both))


def test_a_row_is_added_without_a_script_and_nothing_is_asked_yet(app, buyer):
    page = buyer.get(PAGE, query_string={"used-0-number": "RM-9", "product": "", "do": "add-row"})

    assert [f'name="used-{place}-number"' in page.text for place in range(4)] == [1, 1, 1, 0]
    assert 'value="RM-9"' in page.text
    assert problems(page) == ""


@pytest.mark.parametrize(
    "query",
    [
        "used-²-number=1&product=1",
        f"used-{'9' * 5000}-number=1&product=1",
        "used-999-number=%00&used-999-mass=%F0%9F%98%80&product=1&unit=stone",
        "&".join(f"used-{place}-number=RM-{place}" for place in range(60)) + "&do=add-row",
        "product=NaN&unit=kg",
        "product=1",
    ],
)
def test_an_odd_address_is_still_a_page(app, buyer, query):
    assert buyer.get(f"{PAGE}?{query}").text.count('list="offered"') <= 20
