"""Companies, and the names that imports bring for them."""

import pytest

from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.persistence.customers import CustomerRow, NameProposalRow, find_customer
from tests.factories import ACME, RIVAL, a_customer, a_person
from tests.pages import problems, text_of

FACTS = {
    "name_en": "Acme Metals Co., Ltd.",
    "name_ja": "アクメ金属株式会社",
    "address": "1-2-3 Marunouchi\r\nTokyo",
}


@pytest.fixture
def administrator(given, browse):
    return browse(given(a_person, role=Role.ADMINISTRATOR))


@pytest.fixture
def desk(given, browse):
    return browse(given(a_person, role=Role.SALES))


@pytest.fixture
def acme(given) -> CustomerRow:
    return given(a_customer)


@pytest.fixture
def company(database):
    def read(code: str = ACME) -> CustomerRow:
        with database.reading(COMMAND_LINE) as work:
            return find_customer(work, code)

    return read


def a_proposal(work, *, name="Acme Metals Holdings") -> NameProposalRow:
    customer = a_customer(work)
    proposal = NameProposalRow(
        customer_id=customer.id, name_en=name, name_ja="アクメ持株", proposed_at=work.now
    )
    work.session.add(proposal)
    work.session.flush()
    return proposal


def answer(proposal, decision: str) -> dict[str, str]:
    return {"decision": decision, "proposed_at": proposal.proposed_at.isoformat()}


def test_the_list_says_who_has_people_and_an_address(administrator, given, acme):
    given(a_person)
    shown = text_of(administrator.get("/admin/companies"))

    assert "C1001 Acme Metals Acme Metals Not entered 1 Active" in shown


def test_staff_enter_names_and_address(administrator, acme, company):
    administrator.post(f"/admin/companies/{acme.id}", FACTS)

    assert company().name_ja == "アクメ金属株式会社"
    assert company().address == "1-2-3 Marunouchi\r\nTokyo"
    assert "Marunouchi" in administrator.get(f"/admin/companies/{acme.id}").text


def test_a_name_is_not_left_empty(administrator, acme, company):
    page = administrator.post(f"/admin/companies/{acme.id}", {**FACTS, "name_ja": "  "}, 200)

    assert "Enter the name in Japanese" in problems(page)
    assert company().name_ja == "Acme Metals"


def test_the_code_of_a_company_stays(administrator, acme, company):
    administrator.post(f"/admin/companies/{acme.id}", {**FACTS, "code": RIVAL, "sample": "y"})

    assert company().code == ACME
    assert company(RIVAL) is None


def test_a_company_is_added_before_its_first_shipment(administrator, company):
    administrator.post("/admin/companies/add", {**FACTS, "code": "C2001"})

    assert company("C2001").name_en == "Acme Metals Co., Ltd."


def test_a_code_stands_for_one_company(administrator, acme):
    page = administrator.post("/admin/companies/add", {**FACTS, "code": ACME}, 200)

    assert "C1001 is the code of Acme Metals" in problems(page)


def test_a_disabled_company_is_out_at_once(administrator, acme, given, browse):
    buyer = browse(given(a_person))
    buyer.get("/account")
    administrator.post(f"/admin/companies/{acme.id}/disable")
    buyer.get("/account", 303)

    administrator.post(f"/admin/companies/{acme.id}/enable")
    buyer.get("/account", 303)


@pytest.mark.parametrize("role", set(Role) - {Role.ADMINISTRATOR})
def test_companies_are_for_portal_administrators(given, browse, acme, role):
    browser = browse(given(a_person, role=role))

    for page in ("", "/add", f"/{acme.id}"):
        browser.get(f"/admin/companies{page}", 404)


def test_a_company_that_is_not_there_is_not_found(administrator):
    administrator.get("/admin/companies/99999", 404)
    administrator.post("/admin/companies/99999/disable", status=404)


def test_a_name_from_the_erp_is_taken_when_staff_say_so(desk, given, company):
    proposal = given(a_proposal)
    assert "Acme Metals Holdings" in text_of(desk.get("/admin/name-proposals"))

    desk.post(f"/admin/name-proposals/{proposal.id}/decide", answer(proposal, "accept"))
    assert company().name.en == "Acme Metals Holdings"
    assert "No name waits" in text_of(desk.get("/admin/name-proposals"))


def test_a_name_that_is_dismissed_changes_nothing(desk, given, company):
    proposal = given(a_proposal)
    desk.post(f"/admin/name-proposals/{proposal.id}/decide", answer(proposal, "dismiss"))

    assert company().name.en == "Acme Metals"


def test_a_name_is_decided_on_once(desk, given, company):
    proposal = given(a_proposal)
    desk.post(f"/admin/name-proposals/{proposal.id}/decide", answer(proposal, "dismiss"))
    desk.post(f"/admin/name-proposals/{proposal.id}/decide", answer(proposal, "accept"), 409)

    assert company().name.en == "Acme Metals"


def test_a_name_that_came_after_the_page_was_opened_is_not_taken_unseen(desk, given, company):
    """The form answers the name that was shown, not whichever is there by then."""
    proposal = given(a_proposal)
    seen = {**answer(proposal, "accept"), "proposed_at": "2026-01-01T00:00:00+00:00"}
    desk.post(f"/admin/name-proposals/{proposal.id}/decide", seen, 409)

    assert company().name.en == "Acme Metals"


@pytest.mark.parametrize(
    "form", [{}, {"decision": "accept"}, {"decision": "perhaps"}, {"proposed_at": "2026-01-01"}]
)
def test_half_a_decision_is_none(desk, given, form):
    proposal = given(a_proposal)

    desk.post(f"/admin/name-proposals/{proposal.id}/decide", form, 400)


@pytest.mark.parametrize(
    "role", [Role.BUYER, Role.COMPANY_ADMINISTRATOR, Role.AUDITOR, Role.ADMINISTRATOR]
)
def test_names_are_for_the_desks(given, browse, role):
    browse(given(a_person, role=role)).get("/admin/name-proposals", 404)
