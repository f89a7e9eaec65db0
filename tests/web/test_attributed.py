"""What a customer and the staff read of credits attributed to copper: shares, and no balance."""

import re
from datetime import UTC, datetime

import pytest

from remine_portal.documents.ledger_wording import SAME_CUSTOMER
from remine_portal.domain.mass import Mass
from remine_portal.domain.people import Role
from remine_portal.persistence.database import JAPAN
from remine_portal.persistence.declarations import find_declaration
from remine_portal.services import returning
from tests.books import ELV, RECYCLED
from tests.desk import found
from tests.factories import RIVAL, a_customer, a_person
from tests.pages import text_of

NOW = datetime.now(UTC)
"""Pages know no other day than today."""

TODAY = NOW.astimezone(JAPAN).date()


@pytest.fixture(autouse=True)
def number(app, given, books, desk):
    """100 t of credits; 20 t attributed to a shipment of ACME, 7 t to one of its rival."""
    books.now = desk.now = NOW
    books.receive(kg=100_000, on=TODAY)
    given(a_customer, code=RIVAL, name="Rival Wire")
    books.ship("SH-1", "50", on=TODAY)
    books.ship("SH-R", "70", on=TODAY, company=RIVAL)
    desk.declare("SH-R", attributions={RECYCLED: "10"})
    return desk.declare("SH-1", attributions={RECYCLED: "40"}).number


@pytest.fixture
def buyer(given, browse):
    return browse(given(a_person))


def test_the_shipment_says_what_was_attributed_and_what_was_not(buyer):
    """17. Partial attribution."""
    page = text_of(buyer.get("/shipments/SH-1"))

    assert "Attributed by mass balance 20.000 t Recycled material" in page
    assert "Unattributed remainder 30 t" in page
    assert "no physical content of the metal" in page


def test_nothing_of_it_stands_in_the_other_box(buyer):
    page = text_of(buyer.get("/shipments/SH-1"))

    in_the_metal = page.split("In the metal", 1)[1].split("Attributed by mass balance", 1)[0]
    assert "40 %" not in in_the_metal
    assert "No recycled content figure is declared for copper cathode" in in_the_metal


def test_both_kinds_stand_side_by_side_and_are_never_added(books, desk, buyer):
    books.receive(kg=10_000, kind=ELV, on=TODAY)
    books.ship("SH-2", "50", on=TODAY)
    desk.declare("SH-2", attributions={RECYCLED: "10", ELV: "20"})

    page = text_of(buyer.get("/shipments/SH-2"))

    assert "5.000 t Recycled material" in page
    assert "10.000 t Material from end-of-life vehicles" in page
    assert "15.000 t" not in page
    assert "30 %" not in page


def test_the_picture_names_no_other_customer_and_no_other_shipment(buyer):
    """40. Tenant wall: a customer reads its own share, and all the rest as one figure."""
    page = buyer.get("/shipments/SH-1").text

    assert "Where the credits of the period went" in page
    assert "SH-R" not in page
    assert "Rival" not in page
    assert "7,000" not in page


def test_the_picture_counts_the_same_customers_other_shipments_for_the_desks_too(
    books, desk, buyer, given, browse
):
    """The desks look at what the customer sees: what others had is among the rest."""
    books.ship("SH-2", "10", on=TODAY)
    desk.declare("SH-2", attributions={RECYCLED: "30"})
    auditor = browse(given(a_person, role=Role.AUDITOR))

    for reader in (buyer, auditor):
        page = text_of(reader.get("/shipments/SH-1"))
        assert f"Balance of NAOSHIMA {SAME_CUSTOMER.en} 3,000" in page
        assert "Balance of NAOSHIMA Others or not attributed 77,000" in page


def test_a_rival_reads_its_own_share_and_nothing_of_ours(given, browse, number):
    """40. Tenant wall."""
    rival = browse(given(a_person, company=RIVAL))

    assert "7.000 t Recycled material" in text_of(rival.get("/shipments/SH-R"))
    assert "20,000" not in text_of(rival.get("/shipments/SH-R"))
    assert "40 %" not in text_of(rival.get("/shipments"))
    assert "20,000" not in text_of(rival.get("/"))
    rival.get("/shipments/SH-1", 404)
    rival.get(f"/declarations/{number}", 404)


def test_goods_that_came_back_are_told_with_what_stays_attributed(books, number, buyer):
    """35. Goods returned: 50 t at 40 %, 20 t returned, and 12 stay."""
    with books.writing() as work:
        declaration = find_declaration(work, number)
        returning.book_goods_return(
            work,
            found(work, declaration.draft_id),
            net_mass=Mass.of(20, "t"),
            returned_on=TODAY,
            reference="RN-1",
        )

    page = text_of(buyer.get("/shipments/SH-1"))

    assert "Goods came back after the declaration" in page
    assert "Attributed to the goods that stayed: Recycled material: 12,000 kg" in page
    assert "Recycled material 12,000 kg" in text_of(buyer.get("/"))


def test_a_customer_reads_no_balance_of_an_account(buyer):
    page = text_of(buyer.get("/shipments/SH-1"))

    assert "73,000" not in page
    assert "NAOSHIMA-CU" not in page


def test_the_list_says_attributed_and_never_contained(buyer):
    page = text_of(buyer.get("/shipments"))

    assert "40 % Recycled material" in page


def test_the_declaration_page_says_what_it_attributes(buyer, number):
    page = text_of(buyer.get(f"/declarations/{number}"))

    assert "20.000 t Recycled material" in page
    assert "Balance period" in page
    assert "Ledger entries" not in page


def test_staff_go_on_to_the_ledger_entries(given, browse, number):
    auditor = browse(given(a_person, role=Role.AUDITOR))

    page = auditor.get(f"/declarations/{number}")

    assert "Ledger entries NAOSHIMA-CU-recycled" in text_of(page)
    entry = re.search(r'href="(/credits/entries/\d+)"', page.text)[1]
    assert "20,000" in text_of(auditor.get(entry))


def test_a_list_gives_no_share_of_some_lots_as_one_of_the_whole_shipment(books, desk, buyer):
    books.ship("SH-2", "10", lots=("CU-A", "CU-B"), on=TODAY)
    desk.declare("SH-2", lines=[1], attributions={RECYCLED: "50"})

    exported = buyer.get("/shipments.csv").data.decode()

    assert '"50 % of 1 of 2 lots","",' in exported
    assert '"40","",' in exported
    assert "1 of 2 lots" in text_of(buyer.get("/"))


def test_copper_without_credits_says_so(books, buyer):
    books.ship("SH-3", "10", on=TODAY)

    assert "Nothing has been attributed to this shipment." in text_of(buyer.get("/shipments/SH-3"))


def test_home_counts_what_is_declared_to_the_company_alone_and_not_what_was_debited(
    books, desk, buyer
):
    """19. Rounding: of 5,000.5 kg 5,001 are debited, and 5,000 printed."""
    books.ship("SH-2", "10.001", on=TODAY)
    desk.declare("SH-2", attributions={RECYCLED: "50"})

    page = text_of(buyer.get("/"))

    assert "Attributed to your copper in this balance period: Recycled material 25,000 kg" in page


def test_home_says_of_the_latest_shipments_what_was_attributed(books, buyer):
    books.ship("SH-3", "10", on=TODAY)

    page = text_of(buyer.get("/"))

    assert "SH-1 " in page
    assert "40 % Recycled material" in page
    assert "Nothing attributed" in page


@pytest.mark.parametrize("role", [Role.SALES, Role.CREDITS, Role.AUDITOR])
def test_staff_find_how_many_balance_periods_wait_to_be_closed(given, browse, role):
    """Every quarter since October 2025 that is over, for none has been closed."""
    over = (TODAY.year - 2025) * 4 + (TODAY.month - 1) // 3 - 3

    page = text_of(browse(given(a_person, role=role)).get("/"))

    assert f"Balance periods that have ended and are open {over} " in page
