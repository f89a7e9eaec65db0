"""The queue of requests at the sales desk, and the answers (DESIGN.md D.9)."""

import pytest

from remine_portal.domain.people import Role
from remine_portal.persistence.requests import find_request
from tests.asking import a_request, asking
from tests.desk import acting
from tests.factories import a_person, a_shipment, a_verification, the_catalogue
from tests.pages import text_of


@pytest.fixture
def buyer(given):
    given(the_catalogue)
    given(a_verification)
    given(a_shipment)
    given(a_shipment, number="SH-2", lots=("LOT-2",))
    return given(a_person)


@pytest.fixture
def asked_for(database, buyer):
    """Send a request, made at this very moment: `asked_for("SH-1")` gives its number."""

    def send(*numbers):
        with database.writing(asking(buyer)) as work:
            return a_request(work, *numbers).number

    return send


@pytest.fixture
def aiko(browse, desk):
    return browse(desk.preparer)


def in_review(aiko, number):
    aiko.post(f"/sales-desk/requests/{number}/take")
    return f"/sales-desk/requests/{number}"


def answer(which, words=""):
    return {"answer": which, "words": words}


def test_a_new_request_is_taken_and_approved_and_its_draft_is_made_out_as_asked(aiko, asked_for):
    number = asked_for("SH-1")

    assert f"{number} Acme Metals" in text_of(aiko.get("/sales-desk/requests"))
    page = in_review(aiko, number)
    assert text_of(aiko.get(page)).count("In order") == 6
    aiko.post(page, answer("approve"))
    assert number in text_of(aiko.get("/sales-desk/requests?tab=ready"))
    form = aiko.get(f"/sales-desk/prepare/SH-1?request={number}").text
    assert 'value="Acme Metals"' in form
    assert "1 Foundry Lane" in form


def test_a_question_waits_for_the_customer(aiko, asked_for):
    number = asked_for("SH-1")
    page = in_review(aiko, number)

    aiko.post(page, answer("ask", "Which order is this for?"))

    assert number in text_of(aiko.get("/sales-desk/requests?tab=waiting"))
    assert "Which order is this for?" in text_of(aiko.get(page))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choose an answer"),
        (answer("perhaps"), "Choose an answer"),
        (answer("decline", " "), "Enter a message to the customer"),
        (answer("ask"), "Enter a message to the customer"),
    ],
)
def test_an_answer_without_its_words_is_not_sent(aiko, asked_for, sent, said):
    page = in_review(aiko, asked_for("SH-1"))

    assert said in text_of(aiko.post(page, sent, status=200))


def test_what_speaks_against_a_yes_is_shown(aiko, asked_for, desk, database, given):
    page = in_review(aiko, asked_for("SH-1"))
    desk.prepare("SH-1")

    assert f"{desk.preparer.name} is preparing a draft for shipment SH-1." in text_of(
        aiko.get(page)
    )


def test_several_are_approved_at_once_or_none(aiko, asked_for, database, desk):
    first, second = asked_for("SH-1"), asked_for("SH-2")
    in_review(aiko, first)

    refused = aiko.post("/sales-desk/requests/approve", {"requests": [first, second]}, status=200)
    assert f"Request {second} is now “Request received”" in text_of(refused)
    in_review(aiko, second)
    aiko.post("/sales-desk/requests/approve", {"requests": [first, second]})

    with database.reading(acting(desk.preparer)) as work:
        standing = {find_request(work, each).status.value for each in (first, second)}
    assert standing == {"approved"}


def test_nothing_chosen_is_said(aiko, buyer):
    refused = aiko.post("/sales-desk/requests/approve", status=200)

    assert "No request is chosen." in text_of(refused)


def test_the_auditor_reads_the_queue_and_answers_nothing(browse, given, asked_for):
    number = asked_for("SH-1")
    auditor = browse(given(a_person, role=Role.AUDITOR))

    assert "Assign to me" not in text_of(auditor.get(f"/sales-desk/requests/{number}"))
    auditor.post(f"/sales-desk/requests/{number}/take", status=404)
