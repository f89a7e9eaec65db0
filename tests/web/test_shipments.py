"""Shipments: found by any part of a number, page by page; and what is said of each."""

from datetime import date

import pytest
from sqlalchemy import event

from remine_portal.domain.shipments import matching_key
from tests.factories import (
    a_person,
    a_shipment,
    a_verification,
    electricity_evidence,
    the_catalogue,
)
from tests.pages import text_of


@pytest.fixture(autouse=True)
def tin_is_verified(given, app):
    given(the_catalogue)
    given(a_verification)


@pytest.fixture
def buyer(browse, given):
    return browse(given(a_person))


@pytest.fixture
def sales(browse, desk):
    return browse(desk.preparer)


def many(work, *, count, day=date(2026, 6, 1)):
    return [
        a_shipment(work, number=f"SH-{n:03}", lots=(f"L{n}",), ship_date=day) for n in range(count)
    ]


def numbers_on(response):
    return [word for word in text_of(response).split() if word.startswith("SH-")]


def test_it_works(given, buyer):
    given(a_shipment)

    page = text_of(buyer.get("/shipments"))

    assert "SH-1 2026-06-01 PO-1 Electrolytic tin 2,000" in page
    assert "100 %" in page


def test_nothing_yet_says_what_will_appear(buyer):
    assert "No shipments yet" in text_of(buyer.get("/shipments"))


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("LOT-77", True),
        ("ot-7", True),
        ("ＬＯＴ－７７", True),
        ("inv-1", True),
        ("po-1", True),
        ("sh", True),
        ("zz", False),
        ("LOT-78", False),
        ("%", False),
        ("_OT-7", False),
        ("LOT%77", False),
        ('"', False),
        ('lot"77', False),
        ("' OR 1=1 --", False),
    ],
)
def test_any_part_of_a_number_finds_it_and_signs_mean_themselves(given, buyer, q, found):
    given(searched, number="SH-9", lots=("LOT-77",))

    response = buyer.get("/shipments", query_string={"q": q})

    assert ("SH-9" in numbers_on(response)) is found
    assert found or "No shipment matches" in text_of(response)


def searched(work, *, number, lots):
    """With the search text that an import writes: every identifier in its matching form."""
    shipment = a_shipment(work, number=number, lots=lots)
    shipment.search_text = "\n".join(map(matching_key, [number, "PO-1", "SO-1", *lots, "INV-1"]))
    return shipment


@pytest.mark.parametrize("typed", ["SH-1", " sh-1 ", "ＳＨ－１"])
def test_a_number_typed_in_full_leads_to_its_shipment(given, buyer, typed):
    given(a_shipment)

    response = buyer.get("/shipments", 303, query_string={"q": typed})

    assert response.location == "/shipments/SH-1"


def test_a_declaration_number_leads_to_the_declaration(given, buyer, desk):
    given(a_shipment)
    number = desk.declare().number

    response = buyer.get("/shipments", 303, query_string={"q": number.lower()})

    assert response.location == f"/declarations/{number}"


def test_filters_narrow_the_list_and_stand_as_chips(given, buyer):
    given(a_shipment)
    given(a_shipment, number="SH-2", product="REM-PB", lots=("LOT-2",))
    given(a_shipment, number="SH-3", lots=("LOT-3",), ship_date=date(2026, 7, 1))

    response = buyer.get("/shipments?product=REM-SN&shipped_to=2026-06-30")

    assert numbers_on(response) == ["SH-1"]
    assert "Product: Electrolytic tin" in text_of(response)
    assert 'href="/shipments?shipped_to=2026-06-30"' in response.text


def test_shipments_without_declaration_are_found(given, buyer, desk):
    for number in ("SH-1", "SH-2"):
        given(a_shipment, number=number, lots=(f"{number}-A", f"{number}-B"))
    desk.declare("SH-1")
    desk.declare("SH-2", lines=[1])

    assert numbers_on(buyer.get("/shipments?declared=yes"))[0] == "SH-1"
    assert numbers_on(buyer.get("/shipments?declared=no"))[0] == "SH-2"
    assert "1 of 2 lots" in text_of(buyer.get("/shipments?declared=no"))


@pytest.mark.parametrize(
    "query",
    [
        "product=REM-XX",
        "declared=maybe",
        "company=C9999",
        "size=1000000",
        "after=yesterday",
        "after=2026-06-01.99999999999999999999999",
        "before=0000-00-00.x",
        "q=%00%ff",
        "shipped_from=9999-99-99",
        "q=" + "x" * 5000,
    ],
)
def test_what_the_address_says_badly_narrows_nothing(given, sales, query):
    given(a_shipment)

    assert numbers_on(sales.get(f"/shipments?{query}"))


def test_a_date_that_is_none_is_said_at_its_field(given, buyer):
    given(a_shipment)

    assert "Enter a date like 2026-11-23" in text_of(buyer.get("/shipments?shipped_from=soon"))


def test_pages_follow_each_other_without_a_gap_in_either_direction(given, buyer):
    given(many, count=60)

    first = buyer.get("/shipments")
    second = buyer.get(link(first, "next"))
    third = buyer.get(link(second, "next"))

    seen = [numbers_on(page) for page in (first, second, third)]
    assert [len(page) for page in seen] == [25, 25, 10]
    assert [*seen[0], *seen[1], *seen[2]] == [f"SH-{n:03}" for n in reversed(range(60))]
    assert numbers_on(buyer.get(link(third, "prev"))) == seen[1]
    assert numbers_on(buyer.get(link(second, "prev"))) == seen[0]
    assert 'rel="next"' not in third.text


def link(response, rel):
    before = response.text.split(f'rel="{rel}"')[0]
    return before.rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")


def test_a_page_keeps_its_filters_and_its_size(given, buyer):
    given(many, count=60)

    following = link(buyer.get("/shipments?product=REM-SN&size=50"), "next")

    assert "product=REM-SN" in following
    assert "size=50" in following
    assert len(numbers_on(buyer.get(following))) == 10


@pytest.mark.parametrize("page", ["/shipments?size=50", "/shipments/SH-007"])
def test_a_page_asks_the_database_at_most_twelve_times(given, sales, desk, database, page):
    given(many, count=50)
    given(electricity_evidence)
    desk.declare("SH-007")
    asked = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    sales.get(page)

    statements = [each for each in asked if each.lstrip().upper().startswith("SELECT")]
    assert 0 < len(statements) <= 12, "\n".join(statements)
