"""Asking for declarations: one question a page, the check, the reference, and what became of it."""

import re

import pytest

from remine_portal.domain.people import Role
from remine_portal.services import requesting
from tests.asking import a_draft, a_request, asking, found
from tests.certified import a_certificate
from tests.factories import (
    RIVAL,
    a_person,
    a_shipment,
    a_verification,
    the_catalogue,
)
from tests.pages import text_of

DOCUMENT = {
    "recipient_name": "Acme Metals",
    "recipient_address": "1 Foundry Lane",
    "language": "ja-en",
    "po_reference": "PO-77",
    "one_per": "lot",
}
NUMBER = "RQ-2026-000001"


@pytest.fixture(autouse=True)
def tin_is_shipped(given, app):
    given(the_catalogue)
    given(a_verification)
    given(a_shipment)
    given(a_shipment, number="SH-2", lots=("LOT-2",))
    given(a_shipment, number="SH-BI", lots=("LOT-3",), product="REM-BI")
    given(a_shipment, number="SH-9", lots=("LOT-9",), company=RIVAL)


@pytest.fixture
def buyer(given):
    return given(a_person)


@pytest.fixture
def at_buyer(browse, buyer):
    return browse(buyer)


@pytest.fixture
def sent(database, buyer, desk):
    """A request of the buyer, on its way: `sent(requesting.take)`."""

    def send(*deeds):
        with database.writing(asking(buyer), desk.now) as work:
            request = a_request(work, "SH-1")
        for deed, *words in deeds:
            with desk.writing(desk.preparer) as work:
                deed(work, found(work, request), *words)
        return request

    return send


def begun(browser, **fields):
    """The address of the first open question."""
    return browser.post("/requests", fields).location


def test_a_request_is_made_question_by_question(at_buyer):
    """D.6: from a button to the reference, each answer kept, and each open to change."""
    purpose = begun(at_buyer)
    assert purpose.endswith("/purpose")
    shipments = at_buyer.post(purpose, {"kind": "declaration"}).location
    assert "SH-2" in text_of(at_buyer.get(shipments))
    document = at_buyer.post(shipments, {"newest": ["SH-1"], "numbers": "sh-2"}).location
    assert 'value="Acme Metals"' in at_buyer.get(document).text
    contact = at_buyer.post(document, DOCUMENT).location
    check = at_buyer.post(contact, {"contact": "Ann, 03-1", "note": "<b>soon</b>"}).location

    page = at_buyer.get(check)
    assert "&lt;b&gt;soon&lt;/b&gt;" in page.text
    assert "SH-1 , SH-2 Change" in text_of(page)
    assert at_buyer.post(document, {**DOCUMENT, "po_reference": "PO-78"}).location == check
    assert "PO-78" in text_of(at_buyer.get(check))


def test_sending_twice_makes_one_request(at_buyer, database, buyer):
    with database.writing(asking(buyer)) as work:
        draft = a_draft(work, "SH-1")
    send = f"/requests/drafts/{draft.id}/submit"

    first, second = at_buyer.post(send).location, at_buyer.post(send).location

    assert first == second
    page = text_of(at_buyer.get(first))
    assert re.search(r"Your reference number: RQ-\d{4}-000001 What happens next", page)
    assert at_buyer.get(f"/requests/drafts/{draft.id}/check", 303).location.endswith("-000001")


def test_what_cannot_be_had_says_why_at_once(at_buyer, desk, sent):
    sent()
    number = desk.declare("SH-2").number

    page = begun(at_buyer, kind="declaration", shipments="SH-1 SH-2 SH-BI")

    said = text_of(at_buyer.get(page))
    assert f"Already requested: {NUMBER}" in said
    assert f"Lot LOT-2: Already declared: {number}" in said
    assert "Lot LOT-3: No verified figure on file" in said
    assert "Continue without" not in said


def test_a_declaration_leads_to_its_request_and_that_to_a_pack(browse, given, desk, sent):
    sent((requesting.take,), (requesting.approve,))
    number = desk.declare("SH-1").number
    procurement = browse(given(a_person, role=Role.PROCUREMENT))

    assert f'href="/requests/{NUMBER}"' in procurement.get(f"/declarations/{number}").text
    assert f'name="declarations" value="{number}"' in procurement.get(f"/requests/{NUMBER}").text


def test_the_others_can_be_requested_without_it(at_buyer):
    page = begun(at_buyer, kind="declaration", shipments="SH-2\nSH-BI")
    at_buyer.get(page)

    document = at_buyer.post(page.replace("cannot-be-declared", "leave-out")).location

    assert document.endswith("/document")
    shipments = at_buyer.get(document.replace("document", "shipments")).text
    assert re.search(r'<input[^>]* checked[^>]* value="SH-2"', shipments)
    assert "SH-BI" not in shipments


def test_another_companys_shipment_is_not_found(at_buyer):
    """40. Neither from a list nor typed: it is as if it were not there."""
    shipments = begun(at_buyer, kind="declaration", shipments="SH-9 SH-99")
    assert "SH-9, SH-99 was not found" in at_buyer.get(shipments).text

    page = at_buyer.post(shipments, {"numbers": "SH-1 SH-9"}, 200)
    assert "SH-9 was not found" in text_of(page)


def test_another_companys_request_is_404_by_every_address(browse, given, sent, database, buyer):
    """40. Also what a colleague has not sent yet."""
    request = sent((requesting.take,), (requesting.ask, "In which language?"))
    with database.writing(asking(buyer)) as work:
        draft = a_draft(work, "SH-2")
    rival, colleague = browse(given(a_person, company=RIVAL)), browse(given(a_person))
    of_request, of_draft = f"/requests/{request.number}", f"/requests/drafts/{draft.id}"

    for address in (of_request, f"{of_request}/confirmation"):
        rival.get(address, 404)
    rival.post(f"{of_request}/reply", {"reply": "Ours"}, 404)
    rival.post(f"{of_request}/withdraw", status=404)
    assert "RQ-" not in text_of(rival.get("/requests"))
    assert request.number not in rival.get("/requests.csv").text
    for question in ("purpose", "shipments", "document", "contact", "check", "cannot-be-declared"):
        colleague.get(f"{of_draft}/{question}", 404)
    for deed in ("submit", "leave-out", "discard", "contact"):
        colleague.post(f"{of_draft}/{deed}", {"contact": "Me"}, 404)


def test_a_question_is_answered_on_its_page(at_buyer, sent):
    """D.7: people of the desk by their role, the question as it was asked, and a box to reply."""
    request = sent((requesting.take,), (requesting.ask, "Is it <b>green</b> tin?"))
    address = f"/requests/{request.number}"
    assert f"{request.number} The sales desk has a question" in text_of(at_buyer.get("/"))

    page = at_buyer.get(address, lint=False)
    assert "Is it &lt;b&gt;green&lt;/b&gt; tin?" in page.text
    said = text_of(page)
    assert "Sales" in said
    assert "Aiko" not in said
    assert "Enter your reply" in text_of(at_buyer.post(f"{address}/reply", {"reply": " "}, 200))

    at_buyer.post(f"{address}/reply", {"reply": "It is tin."})
    said = text_of(at_buyer.get(address, lint=False))
    assert "Reply to the question" in said
    assert "It is tin." in said
    assert "Your reply ※" not in said


def test_a_request_is_withdrawn_until_it_is_approved(at_buyer, sent):
    request = sent((requesting.take,))
    address = f"/requests/{request.number}"
    at_buyer.post(f"{address}/withdraw", {"reason": "Ordered twice"})

    said = text_of(at_buyer.get(address))
    assert "Withdrawn" in said
    assert "Ordered twice" in said
    assert "Withdraw this request" not in said
    page = at_buyer.post(f"{address}/withdraw", {}, 200)
    assert "is now “Withdrawn”" in text_of(page)


def test_the_list_is_narrowed_and_exported(at_buyer, sent):
    sent((requesting.take,))
    assert NUMBER in text_of(at_buyer.get("/requests?q=lot-1&status=open"))
    assert "No request matches" in text_of(at_buyer.get("/requests?status=declined"))
    assert at_buyer.get(f"/requests?q={NUMBER.lower()}", 303).location == f"/requests/{NUMBER}"

    assert NUMBER in at_buyer.get("/requests.csv?status=open").text
    assert NUMBER not in at_buyer.get("/requests.csv?status=declined").text


def test_shipments_are_chosen_in_the_list_and_on_their_page(at_buyer, sent):
    assert 'name="shipments" value="SH-2"' in at_buyer.get("/shipments").text
    assert "Request a declaration" in at_buyer.get("/shipments/SH-2").text
    sent()
    assert NUMBER in text_of(at_buyer.get("/shipments/SH-1"))


def test_a_certificate_is_asked_for_and_released(at_buyer, given, desk, database, buyer):
    """Rule 11: the request is what lets the desk hand it on."""
    certificate = given(a_certificate)
    document = begun(at_buyer, kind="certificate", certificate=certificate.id)
    assert document.endswith("/document")
    answers = {key: DOCUMENT[key] for key in ("recipient_name", "language")}
    contact = at_buyer.post(document, answers).location
    check = at_buyer.post(contact, {"contact": "Ann"}).location
    assert certificate.title in text_of(at_buyer.get(check))

    sent = at_buyer.post(check.replace("/check", "/submit")).location.split("/")[2]
    for deed in (requesting.take, requesting.approve):
        with desk.writing(desk.preparer) as work:
            deed(work, requesting.requests.find_request(work, sent))

    said = text_of(at_buyer.get(f"/requests/{sent}"))
    assert "Certificate released" in said
    again = {"kind": "certificate", "certificate": certificate.id}
    assert "has been given" in text_of(at_buyer.post("/requests", again, 409))


def test_sales_ask_for_a_customer_and_name_the_company(browse, given, desk):
    sales = browse(desk.preparer)
    shipments = begun(sales, kind="declaration")
    page = sales.post(shipments, {"numbers": "SH-1 SH-9"}, 200)
    assert "several companies" in text_of(page)

    document = sales.post(shipments, {"numbers": "SH-9"}).location
    assert document.endswith("/document")
    browse(given(a_person, role=Role.AUDITOR)).post("/requests", status=404)


def test_what_the_other_kind_asks_for_is_left_behind(at_buyer, given):
    """A made-up form names both; the database takes no declaration with a certificate."""
    both = {"shipments": "SH-1", "certificate": given(a_certificate).id}
    document = begun(at_buyer, kind="declaration", **both)
    check = at_buyer.post(at_buyer.post(document, DOCUMENT).location, {"contact": "Ann"}).location
    assert at_buyer.post(check.replace("/check", "/submit")).location.endswith("/confirmation")

    assert begun(at_buyer, kind="certificate", **both).endswith("/document")
    assert begun(at_buyer, kind="certificate", certificate="9" * 30).endswith("/certificate")
