"""The sales desk: prepare, look, hand over, issue; and what each visitor may open."""

from datetime import date

import pytest
from sqlalchemy import func, select

from remine_portal.domain.mass import Mass
from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.drafts import DraftRow
from tests.desk import a_correction
from tests.factories import (
    a_customer,
    a_person,
    a_shipment,
    a_verification,
    lot_contents,
    the_catalogue,
)
from tests.pages import text_of

NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.fixture(autouse=True)
def tin_is_shipped(given, app):
    given(the_catalogue)
    given(a_verification)
    given(a_shipment, lots=("LOT-1", "LOT-2"))


@pytest.fixture
def aiko(browse, desk):
    return browse(desk.preparer)


@pytest.fixture
def daichi(browse, desk):
    return browse(desk.colleague)


def filled_in(**what):
    return {"lots": ["1"], "recipient_name": "Acme Metals", "language": "en", **what}


def test_it_works_from_the_shipment_to_the_declaration(aiko, daichi):
    draft = aiko.post("/sales-desk/prepare/SH-1", filled_in()).location
    aiko.get(draft)
    aiko.post(f"{draft}/hand-over")
    declaration = daichi.post(f"{draft}/issue").location

    assert declaration == "/declarations/RM-2026-000001"
    assert "Declaration RM-2026-000001 issued" in text_of(daichi.get(declaration))


def test_the_form_offers_what_may_be_declared_and_says_why_not(given, aiko):
    given(a_correction, line_no=2, production_date=date(2023, 1, 1))

    page = text_of(aiko.get("/sales-desk/prepare/SH-1"))

    assert "LOT-1 · 2,000 kg" in page
    assert "LOT-2: Lot LOT-2 was produced on 1 January 2023, and no verification" in page


def test_the_recipient_is_filled_in_from_the_company(given, aiko):
    customer = given(a_customer, code="C1008", name="Sakura Metals")
    given(a_shipment, number="SH-8", company=customer.code)

    assert 'value="Sakura Metals"' in aiko.get("/sales-desk/prepare/SH-8").text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"lots": []}, "Choose at least one lot"),
        ({"recipient_name": "  "}, "Enter the recipient's name"),
        ({"language": "fr"}, "Choose the document language"),
        ({"remarks": "x" * 1001}, "Use at most 1000 characters"),
        ({"remarks": "Green tin"}, "“green” must not stand here"),
        ({"lots": ["1", "99"]}, "The lot was not found"),
        ({"lots": ["nonsense"]}, "No lot is chosen"),
    ],
)
def test_what_is_filled_in_badly_is_said_and_kept(aiko, database, typed, answer):
    response = aiko.post("/sales-desk/prepare/SH-1", filled_in(**typed), status=200)

    assert answer in text_of(response)
    assert "<title>Error:" in response.text
    assert count(database, DraftRow) == 0


def test_a_refusal_is_said_in_the_language_of_the_page(browse, desk):
    response = browse(desk.preparer, "ja").post(
        "/sales-desk/prepare/SH-1", filled_in(remarks="環境にやさしい錫"), status=200
    )

    assert "「環境にやさしい」は、あいまい" in text_of(response)


def test_a_draft_shows_every_check(given, aiko, desk):
    draft_id = desk.prepare()
    given(lot_contents, post="1400")

    page = text_of(aiko.get(f"/sales-desk/drafts/{draft_id}"))

    assert page.count("In order") == 7
    assert "Stopped The contents of the lots, where on file, reach the verified figure" in page
    assert "Lot LOT-1 contains 95.0 % recycled material" in page
    assert "Hand over to a colleague" not in page


def test_the_preview_is_the_real_document_marked_as_a_draft(aiko, desk):
    response = aiko.get(f"/sales-desk/drafts/{desk.prepare()}/preview.pdf")

    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment; filename=DRAFT-")
    assert response.headers["Content-Security-Policy"].startswith("sandbox")


def test_a_preview_that_is_forbidden_says_why(given, aiko, desk):
    draft_id = desk.prepare()
    given(lot_contents, post="1400")

    response = aiko.get(f"/sales-desk/drafts/{draft_id}/preview.pdf", 409)

    assert "is below the verified" in text_of(response)


def test_39_whoever_prepared_it_sees_why_they_cannot_issue(aiko, desk, database):
    """39. Four eyes, on the page: the reason, and no button."""
    draft_id = desk.ready()
    issue = f"/sales-desk/drafts/{draft_id}/issue"

    page = aiko.get(issue).text
    refused = aiko.post(issue, status=200)

    assert "You prepared this draft, so a colleague must issue it." in page
    assert "Issue declaration</button>" not in page
    assert "so a colleague must issue it" in text_of(refused)
    assert count(database, DeclarationRow) == 0


def test_a_double_click_issues_once_and_names_the_number(daichi, desk, database):
    issue = f"/sales-desk/drafts/{desk.ready()}/issue"
    daichi.post(issue)

    again = daichi.post(issue, status=200)

    assert "This draft has been issued, as declaration RM-2026-000001." in text_of(again)
    assert count(database, DeclarationRow) == 1


def test_what_has_changed_since_the_hand_over_is_shown(given, aiko, daichi, desk):
    draft_id = desk.ready()
    given(a_correction, net_mass=Mass.of(1900, "kg"))

    seen = text_of(daichi.get(f"/sales-desk/drafts/{draft_id}/issue"))

    assert "Lot LOT-1, Net mass: 2,000 kg → 1,900 kg" in seen
    assert "Something this draft rests on has changed" in seen
    aiko.post(f"/sales-desk/drafts/{draft_id}/hand-over")
    daichi.post(f"/sales-desk/drafts/{draft_id}/issue")


def test_a_withdrawn_draft_is_at_its_end(aiko, desk):
    draft = f"/sales-desk/drafts/{desk.prepare()}"
    aiko.post(f"{draft}/withdraw")

    again = aiko.post(f"{draft}/withdraw", status=200)

    assert "This draft was withdrawn" in text_of(again)
    assert "SH-1" in text_of(aiko.get("/sales-desk"))


def test_the_queue_sorts_drafts_by_whose_turn_it_is(given, aiko, daichi, desk):
    given(a_shipment, number="SH-2", lots=("LOT-3",))
    desk.ready("SH-1")
    desk.prepare("SH-2")

    mine, other = text_of(aiko.get("/sales-desk")), text_of(daichi.get("/sales-desk"))

    assert "Your drafts, waiting for a colleague" in mine
    assert "Drafts that a colleague has handed over" in other
    assert "Nothing waits to be issued by you." in mine


def test_the_queue_offers_only_what_may_be_declared(given, aiko, desk):
    given(a_shipment, number="SH-BI", product="REM-BI", lots=("B-1",))
    given(a_shipment, number="SH-CU", product="REM-CU", lots=("C-1",))
    given(a_shipment, number="SH-LOW", lots=("LOW-1",))
    given(lot_contents, lot="LOW-1", post="1400")
    desk.declare("SH-1", lines=[1])

    page = text_of(aiko.get("/sales-desk"))

    assert "SH-1 " in page, "one of its lots is still open"
    assert not [number for number in ("SH-BI", "SH-CU", "SH-LOW") if number in page]


@pytest.mark.parametrize(
    ("page", "sales", "auditor", "buyer"),
    [
        ("/sales-desk", 200, 200, 404),
        ("/sales-desk/prepare/SH-1", 200, 404, 404),
        ("/sales-desk/prepare/SH-404", 404, 404, 404),
        ("/sales-desk/drafts/{draft}", 200, 200, 404),
        ("/sales-desk/drafts/{draft}/issue", 200, 404, 404),
        (f"/sales-desk/drafts/{NOWHERE}", 404, 404, 404),
        (f"/sales-desk/drafts/{NOWHERE}/issue", 404, 404, 404),
        (f"/sales-desk/drafts/{NOWHERE}/preview.pdf", 404, 404, 404),
    ],
)  # fmt: skip
def test_who_may_open(browse, given, desk, page, sales, auditor, buyer):
    url = page.format(draft=desk.ready())

    browse(desk.colleague).get(url, sales)
    browse(given(a_person, role=Role.AUDITOR)).get(url, auditor)
    browse(given(a_person, role=Role.BUYER)).get(url, buyer)


@pytest.mark.parametrize("deed", ["hand-over", "withdraw", "issue"])
def test_a_deed_on_a_draft_that_is_not_there_is_not_found(daichi, deed):
    daichi.post(f"/sales-desk/drafts/{NOWHERE}/{deed}", status=404)


def count(database, row):
    with database.reading(COMMAND_LINE) as work:
        return work.session.scalar(select(func.count()).select_from(row))
