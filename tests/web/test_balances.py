"""The published balances of closed periods, and the proof on a declaration's page."""

import hashlib
import json
import re

import pytest

from remine_portal.domain.people import Role
from remine_portal.domain.sum_proof import check_sum_proof
from tests.books import Q2, RECYCLED
from tests.factories import RIVAL, a_person
from tests.full_ledger import UNTIL_SUMMER, close_periods
from tests.pages import body, text_of

LIST = "/register/periods/"
PAGE = "/register/periods/NAOSHIMA/2026-04-01"


@pytest.fixture(autouse=True)
def the_desk_works_when_the_books_are_kept(desk, books):
    desk.now = books.now


@pytest.fixture
def declaration(books, desk):
    """20 t of 100 t are attributed to ACME, and 1 t to RIVAL."""
    books.receive(kg=100_000, on=Q2)
    books.ship(tonnes="50", on=Q2)
    books.ship("SH-2", tonnes="1", on=Q2, company=RIVAL)
    desk.declare("SH-2", attributions={RECYCLED: "100"})
    return desk.declare(attributions={RECYCLED: "40"})


@pytest.fixture
def closed(books, declaration):
    close_periods(books, UNTIL_SUMMER)
    return declaration


def proof_at(declaration):
    return f"/declarations/{declaration.number}.sum-proof.json"


def test_it_works(browse, closed):
    page = text_of(browse().get(PAGE))

    assert "NAOSHIMA 2026-04-01 – 2026-06-30" in page
    assert "+ Booked from eligible input 100,000" in page
    assert "− Attributed to shipments 21,000" in page
    assert "= Left for the next period 79,000" in page
    assert (
        "Eligible input × conversion factor 103,092.783506 kg of copper × 0.97 → 100,000 kg" in page
    )


def test_the_page_says_what_it_proves_and_what_it_does_not(browse, closed):
    page = text_of(browse().get(PAGE))

    assert "What all of them attribute comes to no more than" in page
    assert "That no declaration is missing from a sum." in page


def test_the_statement_is_the_one_that_the_page_names(browse, closed):
    page, file = browse().get(PAGE), browse().get(f"{PAGE}.json")

    assert file.mimetype == "application/json"
    assert hashlib.sha256(file.data).hexdigest() in page.text
    assert json.loads(file.data)["accounts"][0]["attributed_kg"] == 21_000


def test_the_list_leads_to_every_closed_period(browse, closed):
    page = browse().get(LIST)

    links = re.findall(r'href="(/register/periods/NAOSHIMA/[^"?]+)', page.text)
    assert links == [f"/register/periods/NAOSHIMA/{day}" for day in reversed(UNTIL_SUMMER)]
    assert "NAOSHIMA 2026-04-01 – 2026-06-30 Recycled material 0 100,000 21,000" in text_of(page)


def test_before_the_first_closing_the_list_is_empty(browse, declaration):
    assert "No balance period has been closed yet." in text_of(browse().get(LIST))


@pytest.mark.parametrize(
    "path", ["NAOSHIMA/2026-07-01", "NOWHERE/2026-04-01", "NAOSHIMA/2026-04-02", "NAOSHIMA/x"]
)
def test_what_is_not_closed_is_not_there(browse, closed, path):
    browse().get(f"/register/periods/{path}", 404)
    browse().get(f"/register/periods/{path}.json", 404)


def test_everybody_sees_the_same_and_nobody_is_remembered(browse, given, closed):
    sales = browse(given(a_person, role=Role.SALES))
    for path in (LIST, PAGE):
        ours, theirs = sales.get(f"{path}?lang=ja"), browse().get(f"{path}?lang=ja")

        assert main(ours) == main(theirs)
        assert "Set-Cookie" not in theirs.headers


def main(response):
    return re.search(r"<main.*</main>", body(response), re.DOTALL).group()


def test_no_customer_and_no_declaration_is_named(browse, closed):
    """40. Tenancy."""
    for path in (LIST, PAGE, f"{PAGE}.json"):
        said = browse().get(path).text
        assert not re.search(r"RM-20\d\d|SH-\d|Acme|Rival", said)


def test_a_holder_takes_the_proof_from_the_declarations_page(browse, given, closed):
    buyer = browse(given(a_person))
    page = buyer.get(f"/declarations/{closed.number}")
    assert f'href="{proof_at(closed)}"' in page.text
    assert f'href="{PAGE}"' in page.text

    file = buyer.get(proof_at(closed))

    assert f"{closed.number}.sum-proof.json" in file.headers["Content-Disposition"]
    [shown] = check_sum_proof(json.loads(file.data))
    assert (shown.share.kilograms, shown.sum_kg) == (20_000, 21_000)
    assert shown.statement_sha256 == hashlib.sha256(buyer.get(f"{PAGE}.json").data).hexdigest()


def test_another_customer_takes_no_proof(browse, given, closed):
    """40. Tenancy."""
    browse(given(a_person, company=RIVAL)).get(proof_at(closed), 404)


def test_before_the_closing_no_proof_is_offered(browse, given, declaration):
    buyer = browse(given(a_person))

    assert "sum-proof" not in buyer.get(f"/declarations/{declaration.number}").text
    assert "is open still" in text_of(buyer.get(proof_at(declaration), 409))


def test_what_corrections_found_missing_is_said_first(browse, books, desk):
    """32. True-up: yield 0.955 → deficit 3."""
    books.receive(gross="1000", on=Q2)
    books.ship(tonnes="958", on=Q2)
    desk.declare(attributions={RECYCLED: "100"})
    close_periods(books, UNTIL_SUMMER, measured_yield="0.955")

    page = text_of(browse().get(PAGE))

    assert "Corrections found 3,000 kg of NAOSHIMA-CU-recycled missing" in page
    assert "− Struck off 12,000" in page


def test_the_desk_finds_what_was_published_from_the_period(browse, books, closed):
    credits = browse(books.hire())

    assert f'href="{PAGE}"' in credits.get("/credits/periods/NAOSHIMA/2026-04-01").text


@pytest.mark.parametrize("path", ["/register/periods/%00/2026-04-01", f"{PAGE}%00"])
def test_an_address_that_no_database_takes_is_not_there(browse, database, path):
    browse().get(path, 404)
    browse().get(f"{path}.json", 404)
