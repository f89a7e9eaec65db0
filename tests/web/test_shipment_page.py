"""One shipment: what is in the metal, what is attributed, and what became of it."""

from datetime import date

import pytest

from remine_portal.domain.claims import COPPER_SERVICE, NO_MASS_BALANCE, RESTRUCTURING
from remine_portal.domain.mass import Mass
from remine_portal.domain.people import Role
from remine_portal.domain.recycled_content import Operator
from remine_portal.persistence.shipments import find_shipment
from tests.desk import a_correction
from tests.factories import (
    RIVAL,
    a_customer,
    a_person,
    a_shipment,
    a_verification,
    electricity_evidence,
    lot_contents,
    the_catalogue,
)
from tests.pages import body, text_of


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


def test_it_works(given, buyer):
    given(a_shipment)

    page = text_of(buyer.get("/shipments/SH-1"))

    assert "Electrolytic tin · 2,000 kg · shipped on 1 June 2026" in page
    assert "In the metal 100 %" in page
    assert "Calculated per ISO 14021:2016" in page
    assert "Pre-consumer Not disclosed" in page
    assert "No lot calculation is on file" in page


def test_2_tin_says_that_mass_balance_is_not_applied(given, buyer):
    """2. Notice: any ISO 14021 page says so, and not what is said of copper."""
    given(a_shipment)

    page = text_of(buyer.get("/shipments/SH-1"))

    assert NO_MASS_BALANCE.en in page
    assert COPPER_SERVICE.en not in page


def test_2_copper_says_its_own_notice_and_no_content(given, buyer):
    """2. Copper has its service notice; no figure stands in the metal's box."""
    given(a_shipment, product="REM-CU")

    response = buyer.get("/shipments/SH-1")

    page = text_of(response)
    assert COPPER_SERVICE.en in page
    assert NO_MASS_BALANCE.en not in page
    assert "No recycled content figure is declared for copper cathode" in page
    assert "Nothing has been attributed to this shipment." in page
    assert "claim--metal" not in response.text


def test_6_the_verified_figure_is_shown_and_never_the_calculated_one(given, buyer):
    """6. A lot at 99.9 % under a verified ≥ 99.6 % reads 99.6 % or more."""
    given(a_verification, product="REM-PB", percent="99.6", operator=Operator.AT_LEAST)
    given(a_shipment, product="REM-PB")
    given(lot_contents, product="REM-PB", mass="10000", pre="0", post="9990")

    page = text_of(buyer.get("/shipments/SH-1"))

    assert "99.6 % or more" in page
    assert "A calculation is on file" in page
    assert "99.9" not in page


@pytest.mark.parametrize(
    ("product", "reason"),
    [
        ("REM-BI", "No verified figure on file"),
        ("REM-PB", "No verification in force on the production date"),
    ],
)
def test_7_a_missing_figure_is_explained_and_never_a_dash(given, buyer, product, reason):
    """7. No verification, no figure: the list and the page say why."""
    given(a_verification, product="REM-PB", valid_to=date(2026, 1, 1))
    given(a_shipment, product=product)
    given(a_correction, site_code="HOSOKURA")

    assert reason in text_of(buyer.get("/shipments"))
    assert f"Lots: LOT-1 {reason}" in text_of(buyer.get("/shipments/SH-1"))


def test_8_the_note_on_the_restructuring_stands_on_platinum(given, buyer):
    """8. The entity is that of the production date, and the note explains it."""
    given(a_shipment, product="REM-PT", produced_on=date(2025, 3, 31))

    page = text_of(buyer.get("/shipments/SH-1"))

    assert "Materials Eco-Refining Co., Ltd." in page
    assert RESTRUCTURING.en in page


def test_lots_with_different_figures_are_shown_one_by_one(given, buyer):
    given(a_verification, percent="97", valid_from=date(2026, 6, 1))
    given(a_shipment, lots=("LOT-1", "LOT-2"))
    given(a_correction, line_no=2, production_date=date(2026, 6, 1))

    page = text_of(buyer.get("/shipments/SH-1"))

    assert "Lots: LOT-1 100 %" in page
    assert "Lots: LOT-2 97 %" in page
    assert "Differs by lot" in text_of(buyer.get("/shipments"))


def test_a_lot_without_a_figure_is_told_beside_the_others(given, buyer):
    given(a_shipment, lots=("LOT-1", "LOT-2"))
    given(a_correction, line_no=2, production_date=date(2023, 5, 1))

    assert "100 % 1 of 2 lots" in text_of(buyer.get("/shipments"))
    page = text_of(buyer.get("/shipments/SH-1"))
    assert "Lots: LOT-1 100 %" in page
    assert "Lots: LOT-2 No verification in force on the production date" in page


def test_42_the_note_on_electricity_names_the_lots_that_it_holds_for(given, buyer):
    """42. Evidence of FY2026 covers 2026-05-10, and not 2026-03-31."""
    given(electricity_evidence)
    given(a_shipment, lots=("LOT-1", "LOT-2"))
    given(a_correction, line_no=2, production_date=date(2026, 3, 31))

    page = text_of(buyer.get("/shipments/SH-1"))

    assert "electricity derived from 100 % renewable sources from 1 April 2026" in page
    assert "Lots: LOT-1 Lots of this shipment" in page


def test_a_correction_since_the_declaration_is_shown_with_what_changed(given, buyer, desk):
    given(a_shipment)
    number = desk.declare().number
    given(a_correction, net_mass=Mass.of(1900, "kg"), customer_po=None)

    page = text_of(buyer.get("/shipments/SH-1"))

    assert "Net mass: 2,000 kg → 1,900 kg" in page
    assert "Your PO no.: PO-1 → nothing" in page
    assert f"Declaration {number} still states the earlier data." in page
    assert "The ERP has corrected this shipment since" in text_of(
        buyer.get(f"/declarations/{number}")
    )


def test_a_correction_before_any_declaration_stands_in_the_history_only(given, buyer):
    given(a_shipment)
    given(a_correction, lot_no="LOT-1A")

    page = text_of(buyer.get("/shipments/SH-1"))

    assert "still states the earlier data" not in page
    assert "Corrections in the ERP" in page


def test_customers_read_what_was_done_and_not_by_whom(given, buyer, sales, desk):
    given(a_shipment)
    desk.declare()

    assert "Daichi" in text_of(sales.get("/shipments/SH-1"))
    assert "Daichi" not in text_of(buyer.get("/shipments/SH-1"))


def test_the_desk_sees_what_it_can_do(given, sales, buyer, desk):
    given(a_shipment)
    given(a_shipment, number="SH-CU", product="REM-CU", lots=("C-1",))

    assert "Prepare a declaration" in text_of(sales.get("/shipments/SH-1"))
    assert "No declaration can be prepared" in text_of(sales.get("/shipments/SH-CU"))
    assert "Prepare" not in text_of(buyer.get("/shipments/SH-1"))
    desk.declare()
    assert "Every lot of this shipment is declared." in text_of(sales.get("/shipments/SH-1"))


@pytest.mark.parametrize(
    "number", ["A/B 1", "A//B", "<script>alert(1)</script>", "出荷-１", "100%", "a?b#c"]
)
def test_an_odd_number_is_shown_and_reached(given, buyer, number):
    given(a_shipment, number=number)

    listed = buyer.get("/shipments")

    address = listed.text.split('<th scope="row"><a href="')[1].split('"')[0]
    page = buyer.get(address)
    assert f"Shipment {number}" in text_of(page)
    assert "<script>alert" not in page.text


def test_another_spelling_of_a_number_leads_to_the_shipment(given, buyer):
    given(a_shipment)

    assert buyer.get("/shipments/ｓｈ－１", 303).location == "/shipments/SH-1"


def test_40_another_companys_shipment_does_not_exist(given, browse, desk):
    """40. Tenant wall: the same bytes as for a number that nobody ever used."""
    given(a_customer, code=RIVAL, name="Rival Metals")
    given(a_shipment, number="SH-1")
    rival = browse(given(a_person, company=RIVAL))

    theirs, nobodys = (rival.get(f"/shipments/{number}", 404) for number in ("SH-1", "SH-0"))

    assert body(theirs).replace("SH-1", "SH-0") == body(nobodys)
    assert "SH-1" not in text_of(rival.get("/shipments"))
    assert "No shipment matches" in text_of(rival.get("/shipments?q=SH-1"))


def test_40_what_was_declared_to_another_company_before_is_not_shown(given, browse, desk, sales):
    """The ERP may say later that the goods were another's; what was said of them stays theirs."""
    given(a_shipment)
    number = desk.declare().number
    rival = given(a_person, company=RIVAL)
    given(lambda work: setattr(find_shipment(work, "SH-1"), "customer_id", rival.customer_id))

    at_rival = browse(rival)

    assert number not in at_rival.get("/shipments/SH-1").text
    assert number not in at_rival.get("/shipments").text
    assert number in sales.get("/shipments/SH-1").text


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.SALES, 200), (Role.CREDITS, 200), (Role.AUDITOR, 200), (Role.ADMINISTRATOR, 404)],
)
def test_who_of_the_staff_may_look(given, browse, role, status):
    given(a_shipment)
    person = browse(given(a_person, role=role))

    person.get("/shipments", status)
    person.get("/shipments/SH-1", status)
