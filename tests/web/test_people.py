"""People, as their administrators look after them (DOMAIN.md 7a, rule 40)."""

import re

import pytest

from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.persistence.audit import AuditEventRow
from remine_portal.persistence.people import InvitationRow, PersonRow, find_person
from remine_portal.services import invitations
from tests.factories import ACME, RIVAL, a_customer, a_person
from tests.pages import problems, text_of

INVITED = {"email": "taro@acme.example", "role": "buyer", "company": ACME}


@pytest.fixture
def administrator(given, browse):
    return browse(given(a_person, role=Role.ADMINISTRATOR, email="admin@remine.example"))


@pytest.fixture
def acme_administrator(given, browse):
    return browse(given(a_person, role=Role.COMPANY_ADMINISTRATOR, email="admin@acme.example"))


@pytest.fixture
def rival(given):
    """A buyer of the other company, of whom ACME must not learn."""
    given(a_customer, code=RIVAL, name="Rival Alloys")
    return given(a_person, company=RIVAL, email="rita@rival.example")


@pytest.fixture
def kept(database):
    """A row of the database as it is now."""

    def read(rows, **by):
        with database.reading(COMMAND_LINE) as work:
            return work.session.query(rows).filter_by(**by).one()

    return read


def test_an_administrator_sees_everybody(administrator, rival):
    shown = text_of(administrator.get("/admin/people"))

    for word in ("admin@remine.example", "rita@rival.example", "Rival Alloys", "Never"):
        assert word in shown


def test_a_company_administrator_sees_the_own_company_only(acme_administrator, rival, given):
    given(a_person, email="hanako@acme.example")
    given(invitations.invite, email="x@rival.example", role=Role.BUYER, company=RIVAL)

    page = acme_administrator.get("/admin/people")
    assert "hanako@acme.example" in page.text
    assert "rival" not in page.text.lower()


@pytest.mark.parametrize("do", ["", "/disable", "/enable", "/end-sessions", "/password-link"])
def test_another_companys_people_are_not_there(acme_administrator, rival, kept, do):
    """Item 29: the answer is that of somebody who does not exist."""
    theirs = acme_administrator.post(f"/admin/people/{rival.id}{do}", {"role": "buyer"}, 404)
    nobodys = acme_administrator.post(f"/admin/people/99999{do}", {"role": "buyer"}, 404)

    assert without_names(theirs) == without_names(nobodys)
    assert kept(PersonRow, id=rival.id).disabled_at is None


def without_names(response) -> str:
    """The page without what differs on every page."""
    return re.sub(r'nonce="[^"]*"|/admin/people/\d+', "", response.text)


def test_a_key_that_is_no_number_of_the_database_is_no_page(administrator):
    administrator.get(f"/admin/people/{2**70}", 404)


def test_a_long_list_goes_on_over_pages(administrator, given):
    for number in range(51):
        given(a_person, email=f"person{number:02}@acme.example")

    first = administrator.get("/admin/people?q=person")
    assert "person49@" in first.text
    assert "person50@" not in first.text
    following = re.search(r'href="([^"]+)" rel="next"', first.text)[1].replace("&amp;", "&")
    assert "person50@acme.example" in administrator.get(following).text


@pytest.mark.parametrize("words", ["%", "_", "\x00", "x" * 300, "'--"])
def test_whatever_is_looked_for_is_taken_literally(administrator, words):
    administrator.get("/admin/people", query_string={"q": words})


def test_an_invitation_shows_its_link_once(administrator, given, browse):
    given(a_customer)
    page = administrator.post("/admin/people/invite", INVITED, 200)

    link = re.search(r"http://127.0.0.1:8000(/invitations/[\w-]{43})", page.text)[1]
    assert "Send this link to taro@acme.example yourself" in text_of(page)
    assert link not in administrator.get("/admin/people").text
    browse().get(link)


def test_the_link_does_not_follow_a_forged_host(administrator, given):
    given(a_customer)
    administrator.client.environ_base["HTTP_X_FORWARDED_HOST"] = "evil.example"
    page = administrator.post("/admin/people/invite", INVITED, 200)

    assert "evil.example" not in page.text


def test_a_forged_company_is_ignored(acme_administrator, rival, kept):
    """Item 30: the company comes from who is signed in."""
    forged = {"company": RIVAL, "customer_id": rival.customer_id}
    acme_administrator.post("/admin/people/invite", {**INVITED, **forged}, 200)

    assert kept(InvitationRow, email="taro@acme.example").customer_id != rival.customer_id


@pytest.mark.parametrize("role", ["administrator", "sales", "boss", ""])
def test_a_company_administrator_makes_no_staff(acme_administrator, given, kept, role):
    buyer = given(a_person)
    acme_administrator.post("/admin/people/invite", {**INVITED, "role": role}, 200)
    acme_administrator.post(f"/admin/people/{buyer.id}", {"role": role}, 200)

    assert kept(PersonRow, id=buyer.id).role is Role.BUYER
    with pytest.raises(Exception, match="No row was found"):
        kept(InvitationRow, email="taro@acme.example")


def test_what_a_page_does_not_ask_for_changes_nothing(acme_administrator, given, rival, kept):
    """Item 34: no form copies fields that it does not show."""
    buyer = given(a_person, email="hanako@acme.example")
    forged = {"customer_id": rival.customer_id, "email": "x@y.example", "disabled_at": "now"}
    acme_administrator.post(f"/admin/people/{buyer.id}", {"role": "procurement", **forged})

    now = kept(PersonRow, id=buyer.id)
    assert (now.role, now.email) == (Role.PROCUREMENT, "hanako@acme.example")
    assert (now.customer_id, now.disabled_at) == (buyer.customer_id, None)


def test_an_address_that_has_an_account_is_said_in_plain_words(administrator, given):
    given(a_person, email="taro@acme.example")

    page = administrator.post("/admin/people/invite", INVITED, 200)
    assert "taro@acme.example already has an account" in problems(page)


def test_an_invitation_is_withdrawn(administrator, given, browse, kept):
    given(a_customer)
    token = given(invitations.invite, email="t@acme.example", role=Role.BUYER, company=ACME)
    invitation = kept(InvitationRow, email="t@acme.example")
    administrator.post(f"/admin/invitations/{invitation.id}/withdraw")

    browse().get(f"/invitations/{token}", 404)
    administrator.post(f"/admin/invitations/{invitation.id}/withdraw", status=404)


def test_another_companys_invitation_is_not_withdrawn(acme_administrator, given, kept, rival):
    given(invitations.invite, email="x@rival.example", role=Role.BUYER, company=RIVAL)
    invitation = kept(InvitationRow, email="x@rival.example")
    acme_administrator.post(f"/admin/invitations/{invitation.id}/withdraw", status=404)

    assert kept(InvitationRow, id=invitation.id).withdrawn_at is None


def test_a_disabled_person_is_refused_at_once_and_let_in_again(administrator, given, browse):
    person = given(a_person)
    browser = browse(person)
    administrator.post(f"/admin/people/{person.id}/disable")
    browser.get("/account", 303)

    administrator.post(f"/admin/people/{person.id}/enable")
    browser.get("/account", 303)
    browse(person).get("/account")


def test_a_person_is_signed_out_everywhere(administrator, given, browse):
    person = given(a_person)
    browser = browse(person)
    administrator.post(f"/admin/people/{person.id}/end-sessions")

    browser.get("/account", 303)


def test_nobody_disables_themselves(administrator, given, kept):
    myself = kept(PersonRow, email="admin@remine.example")
    administrator.post(f"/admin/people/{myself.id}/disable", status=409)

    assert "This is your own account" in text_of(administrator.get(f"/admin/people/{myself.id}"))


def test_help_to_a_new_password_is_on_record(acme_administrator, given, browse, kept):
    person = given(a_person, email="hanako@acme.example")
    page = acme_administrator.post(f"/admin/people/{person.id}/password-link", status=200)

    link = re.search(r"http://127.0.0.1:8000(/password-links/[\w-]{43})", page.text)[1]
    assert "hanako@acme.example" in text_of(browse().get(link))
    assert kept(AuditEventRow, event="password-link:made").done_by == "admin@acme.example"


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.BUYER, 403),
        (Role.PROCUREMENT, 403),
        (Role.SALES, 404),
        (Role.CREDITS, 404),
        (Role.AUDITOR, 404),
    ],
)
def test_nobody_else_looks_after_people(given, browse, role, status):
    somebody = given(a_person)
    browser = browse(given(a_person, role=role))

    for page in ("", "/invite", f"/{somebody.id}"):
        browser.get(f"/admin/people{page}", status)


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [
        (Role.ADMINISTRATOR, "/admin/people"),
        (Role.COMPANY_ADMINISTRATOR, "/admin/company"),
        (Role.AUDITOR, "/admin/audit"),
    ],
)
def test_the_short_address_leads_to_what_one_may_see(given, browse, role, leads_to):
    assert browse(given(a_person, role=role)).get("/admin", 303).location == leads_to


def test_deeds_are_in_the_audit_trail(administrator, given, kept):
    person = given(a_person, email="hanako@acme.example")
    administrator.post(f"/admin/people/{person.id}", {"role": "procurement"})

    deed = kept(AuditEventRow, event="person:role-changed")
    assert (deed.done_by, deed.subject) == ("admin@remine.example", "hanako@acme.example")
    assert (deed.detail, deed.customer_id) == ("buyer to procurement", person.customer_id)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_speaks_both_languages(given, browse, language):
    person = given(a_person)
    browser = browse(given(a_person, role=Role.ADMINISTRATOR), language=language)

    for url in ("", "/invite", f"/{person.id}"):
        assert f'lang="{language}"' in browser.get(f"/admin/people{url}").text


def test_the_case_of_an_address_does_not_make_another_person(given, database):
    given(a_person, email="hanako@acme.example")

    with database.reading(COMMAND_LINE) as work:
        assert find_person(work, "  HANAKO@acme.example ")
