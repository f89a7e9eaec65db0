"""The sales desk attributes credits to copper: what it sees before and after, and what stops it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from remine_portal.domain.mass import Mass
from remine_portal.domain.people import Role
from remine_portal.persistence.database import JAPAN
from tests.books import ELV, RECYCLED
from tests.desk import a_correction
from tests.factories import a_person, a_shipment, a_verification
from tests.full_ledger import close_periods
from tests.pages import text_of

NOW = datetime.now(UTC)
"""Pages know no other day than today."""

TODAY = NOW.astimezone(JAPAN).date()


@pytest.fixture(autouse=True)
def copper_is_shipped(app, books, desk):
    """30 t of recycled credits and 5 t from vehicles; 50 t of copper shipped, and 20 t more."""
    books.now = desk.now = NOW
    books.receive(kg=30_000, on=TODAY)
    books.receive(kg=5_000, kind=ELV, on=TODAY)
    books.ship("SH-1", "50", on=TODAY)
    books.ship("SH-2", "20", on=TODAY)


@pytest.fixture
def aiko(browse, desk):
    return browse(desk.preparer)


@pytest.fixture
def daichi(browse, desk):
    return browse(desk.colleague)


def period_of(day):
    """The first day of the quarter."""
    return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)


def filled_in(**what):
    return {"lots": ["1"], "recipient_name": "Acme Metals", "language": "en", **what}


def test_it_works_from_the_shipment_to_the_declaration(aiko, daichi):
    draft = aiko.post("/sales-desk/prepare/SH-1", filled_in(recycled="40", elv="10")).location
    aiko.post(f"{draft}/hand-over")
    declaration = daichi.post(f"{draft}/issue").location

    page = text_of(daichi.get(declaration))
    assert "20.000 t Recycled material" in page
    assert "5.000 t Material from end-of-life vehicles" in page
    assert "Unattributed remainder 25 t" in page


def test_the_form_tells_what_there_is_and_how_much_of_it_these_lots_can_carry(aiko):
    page = text_of(aiko.get("/sales-desk/prepare/SH-1"))

    assert "NAOSHIMA-CU-recycled Recycled material 30,000 60 %" in page
    assert "NAOSHIMA-CU-elv Material from end-of-life vehicles 5,000 10 %" in page


def test_the_form_tells_what_the_output_of_the_period_leaves_room_for(aiko, desk):
    """21. Output limit: 70 t were shipped, and 20 of them have their credits."""
    desk.declare("SH-1", attributions={RECYCLED: "40"})

    page = text_of(aiko.get("/sales-desk/prepare/SH-2"))

    assert "NAOSHIMA put out 70,000 kg of copper in the balance period from" in page
    assert "20,000 kg are attributed or reserved already, and 50,000 kg are left." in page


def test_more_than_the_period_put_out_is_refused(aiko, books, desk):
    """21. Output limit: 30 t are booked as put out, and 20 of them have their credits."""
    books.produce(period_of(TODAY), output="30")
    desk.declare("SH-1", attributions={RECYCLED: "40"})
    books.receive(kg=50_000, on=TODAY)

    page = text_of(aiko.post("/sales-desk/prepare/SH-2", filled_in(recycled="60"), status=200))

    assert "12,000 kg cannot be attributed: 20,000 kg of the 30,000 kg of copper" in page


def test_a_shipment_of_a_closed_period_can_no_longer_be_chosen(aiko, books):
    """30. Closed period, in words for somebody who posts no adjustments."""
    books.ship("SH-OLD", "10", on=date(2025, 12, 1))
    close_periods(books, [date(2025, 10, 1)])

    page = text_of(aiko.get("/sales-desk/prepare/SH-OLD"))

    assert "No lot of this shipment can be declared now." in page
    assert "CU-SH-OLD: The balance period from 1 October 2025 to 31 December 2025, in which" in page


def test_copper_of_another_boundary_finds_only_its_own_credits(aiko, books):
    """24. Boundary."""
    books.ship("SH-3", "10", on=TODAY, site="ONAHAMA")

    page = text_of(aiko.post("/sales-desk/prepare/SH-3", filled_in(recycled="10"), status=200))

    assert "ONAHAMA-CU-recycled Recycled material 0 0 %" in page
    assert "1,000 kg of credits are needed from account ONAHAMA-CU-recycled, and 0 kg" in page


def test_copper_waits_at_the_desk_until_it_is_declared(aiko, desk):
    assert "/sales-desk/prepare/SH-1" in aiko.get("/sales-desk").text

    desk.declare("SH-1", attributions={RECYCLED: "40"})

    assert "/sales-desk/prepare/SH-1" not in aiko.get("/sales-desk").text


def test_a_draft_shows_what_it_takes_of_each_account(aiko, desk):
    """17. Partial attribution."""
    draft = desk.prepare("SH-1", attributions={RECYCLED: "40"})

    page = text_of(aiko.get(f"/sales-desk/drafts/{draft}"))

    assert "NAOSHIMA-CU-recycled 40 % 20,000 30,000 20,000 10,000" in page
    assert "Unattributed remainder 30 t" in page


def test_the_last_kilogram_can_be_taken_and_the_next_is_refused_in_plain_words(aiko, desk):
    """15. No overdraft."""
    desk.declare("SH-1", attributions={RECYCLED: "60"})

    page = text_of(aiko.post("/sales-desk/prepare/SH-2", filled_in(recycled="0.001"), status=200))

    assert "1 kg of credits are needed from account NAOSHIMA-CU-recycled, and 0 kg" in page


def test_kinds_do_not_help_each_other_out(aiko):
    """20. Types do not mix: 5 t from vehicles, and 10 t are asked for."""
    page = text_of(aiko.post("/sales-desk/prepare/SH-1", filled_in(elv="20"), status=200))

    assert "10,000 kg of credits are needed from account NAOSHIMA-CU-elv, and 5,000 kg" in page


def test_more_than_the_shipment_is_refused(aiko, books):
    """18. Cumulative cap, over both characteristics."""
    books.receive(kg=50_000, kind=ELV, on=TODAY)

    page = text_of(
        aiko.post("/sales-desk/prepare/SH-1", filled_in(recycled="60", elv="50"), status=200)
    )

    assert "110 % would be attributed to lot CU-SH-1" in page


def test_nothing_typed_attributes_nothing_and_declares_nothing(aiko):
    page = text_of(aiko.post("/sales-desk/prepare/SH-1", filled_in(), status=200))

    assert "There is a problem" in page


def test_credits_are_not_attributed_to_tin(given, aiko):
    """1. Series lock."""
    given(a_verification)
    given(a_shipment, number="TIN-1")

    page = text_of(aiko.post("/sales-desk/prepare/TIN-1", filled_in(recycled="10"), status=200))

    assert "attributed credits for the ISO 22095 Series only" in page


def test_a_withdrawn_draft_gives_its_credits_back(aiko, books, desk):
    """38. Draft reservation."""
    draft = desk.prepare("SH-1", attributions={RECYCLED: "40"})

    aiko.post(f"/sales-desk/drafts/{draft}/withdraw")

    assert books.available() == 30_000


def test_a_draft_that_has_lapsed_can_be_handed_over_again(aiko, books, desk):
    """38. Draft reservation: seven days old, it holds nothing, and says so."""
    desk.now = NOW - timedelta(days=8)
    draft = desk.ready("SH-1", attributions={RECYCLED: "40"})
    address = f"/sales-desk/drafts/{draft}"
    assert "a reservation ends after 7 days" in text_of(aiko.get(address))

    aiko.post(f"{address}/hand-over")

    assert "Reserved until" in text_of(aiko.get(address))
    assert books.position().reserved_kg == 20_000


def test_what_changed_since_hand_over_is_named_and_nothing_is_issued(given, daichi, desk):
    draft = desk.ready("SH-1", attributions={RECYCLED: "40"})
    given(a_correction, lot_no="CU-1A")

    page = text_of(daichi.get(f"/sales-desk/drafts/{draft}/issue"))

    assert "Lot: CU-SH-1 → CU-1A" in page
    assert "Issue declaration" not in page


def test_a_mass_that_was_corrected_needs_its_credits_reserved_anew(given, aiko, books, desk):
    """38. Draft reservation: it holds 20 t for 50 t of copper, and 40 t were sent."""
    draft = desk.ready("SH-1", attributions={RECYCLED: "40"})
    given(a_correction, net_mass=Mass.of("40", "t"))
    address = f"/sales-desk/drafts/{draft}"
    assert "the masses or the input have been corrected" in text_of(aiko.get(address))

    aiko.post(f"{address}/hand-over")

    assert books.position().reserved_kg == 16_000


def test_a_lot_that_turns_out_to_be_from_no_boundary_stops_the_draft(given, aiko, desk):
    """24. Boundary: the reason stands at its check, and no verification is asked for."""
    draft = desk.ready("SH-1", attributions={RECYCLED: "40"})
    given(a_correction, site_code="IKUNO")

    page = text_of(aiko.get(f"/sales-desk/drafts/{draft}"))

    assert "one system boundary of the policy in force Site IKUNO is in no" in page
    assert "Verified figure" not in page


@pytest.mark.parametrize("role", [Role.BUYER, Role.PROCUREMENT, Role.COMPANY_ADMINISTRATOR])
def test_no_customer_comes_near_a_draft_and_what_its_accounts_hold(given, browse, desk, role):
    """40. Tenant wall: not even for the customer's own shipment."""
    draft = desk.ready("SH-1", attributions={RECYCLED: "40"})
    customer = browse(given(a_person, role=role))

    customer.get(f"/sales-desk/drafts/{draft}", 404)
    customer.get(f"/sales-desk/drafts/{draft}/issue", 404)
    customer.get("/sales-desk/prepare/SH-1", 404)


def test_the_button_names_what_issuing_takes_and_adds_up_no_kinds(daichi, desk):
    draft = desk.ready("SH-1", attributions={RECYCLED: "40", ELV: "10"})

    page = daichi.get(f"/sales-desk/drafts/{draft}/issue").text

    assert "Issue declaration and take 20,000 kg + 5,000 kg of credits" in page


@pytest.mark.parametrize("address", ["/sales-desk/prepare/SH-1", "/sales-desk"])
def test_it_is_said_in_japanese_as_well(browse, desk, address):
    page = text_of(browse(desk.preparer, "ja").get(address))

    assert "クレジット" in page
