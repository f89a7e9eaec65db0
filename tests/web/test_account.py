"""One's own account, and the links that make one or give it a new password."""

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.persistence.people import find_person
from remine_portal.services import invitations, password_links, passwords
from remine_portal.web.access import PLAIN_SESSION_COOKIE
from tests.factories import ACME, a_customer, a_person
from tests.pages import problems, text_of

EMAIL, PASSWORD, NEW = "hanako@acme.example", "tin and lead", "bismuth and palladium"
WEAK_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
CHANGE = {"current": PASSWORD, "password": NEW, "again": NEW}


@pytest.fixture
def hanako(given):
    return given(a_person, email=EMAIL, password_hash=WEAK_HASH)


@pytest.fixture
def invitation(given):
    """The address of an invitation for a buyer of ACME."""
    given(a_customer)
    token = given(invitations.invite, email="taro@acme.example", role=Role.BUYER, company=ACME)
    return f"/invitations/{token}"


@pytest.fixture
def kept_hash(database):
    def of(email=EMAIL) -> str:
        with database.reading(COMMAND_LINE) as work:
            return find_person(work, email).password_hash

    return of


def test_it_shows_who_one_is(hanako, browse):
    shown = text_of(browse(hanako).get("/account"))

    for word in (EMAIL, "Buyer", "Acme Metals", "This browser"):
        assert word in shown


def test_the_language_is_kept_on_the_account(hanako, browse):
    browser = browse(hanako, language="en")
    changed = browser.post("/account/language", {"language": "ja"}).location

    assert 'lang="ja"' in browser.get(changed).text
    fresh = browse(hanako)
    fresh.client.delete_cookie("lang")
    assert 'lang="ja"' in fresh.get("/account").text


def test_a_language_that_the_portal_does_not_speak_changes_nothing(hanako, browse):
    browser = browse(hanako)
    browser.post("/account/language", {"language": "xx"})

    assert 'lang="en"' in browser.get("/account").text


@pytest.mark.parametrize(
    "password",
    [
        NEW,
        "  spaces around it  ",
        "スズと鉛とビスマスの合金で作る",
        "🦔🦉🦊🐻🦝🐨🦘🐧🦩🦚🐢🦎",
        "x7" + "é%\"<'&" * 33,
    ],
)
def test_any_long_password_will_do_as_it_is_typed(hanako, browse, kept_hash, password):
    browse(hanako).post(
        "/account/password", {"current": PASSWORD, "password": password, "again": password}
    )

    assert passwords.matches(kept_hash(), password)


def test_a_new_password_signs_out_every_other_browser(hanako, browse):
    here, there = browse(hanako), browse(hanako)
    here.post("/account/password", CHANGE)

    here.get("/account")
    there.get("/account", 303)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"current": "tin and copper"}, "This is not your current password"),
        ({"again": "bismuth and lead"}, "The two passwords differ"),
        ({"password": "short", "again": "short"}, "Use at least 12 characters"),
        ({"password": "x" * 201, "again": "x" * 201}, "Use at most 200 characters"),
        ({"password": "Acme Metals 2026", "again": "Acme Metals 2026"}, "harder to guess"),
        ({"password": "hanako@acme.example", "again": "hanako@acme.example"}, "harder to guess"),
    ],
)
def test_a_password_that_will_not_do_is_refused(hanako, browse, kept_hash, change, sentence):
    response = browse(hanako).post("/account/password", {**CHANGE, **change}, 200)

    assert sentence in problems(response)
    assert kept_hash() == WEAK_HASH


def test_the_current_password_cannot_be_guessed_at_an_open_browser(hanako, browse):
    browser = browse(hanako)
    for _ in range(5):
        browser.post("/account/password", {**CHANGE, "current": "a guess"}, 200)

    assert "Retry-After" in browser.post("/account/password", CHANGE, 429).headers


def test_other_browsers_are_signed_out_one_or_all(hanako, browse):
    here, there, elsewhere = browse(hanako), browse(hanako), browse(hanako)
    here.post("/account/sessions/2/end")
    there.get("/account", 303)
    elsewhere.get("/account")

    here.post("/account/sessions/end")
    elsewhere.get("/account", 303)
    here.get("/account")


def test_nobody_signs_out_somebody_else(hanako, browse, given):
    other = browse(given(a_person))
    browser = browse(hanako)
    browser.post("/account/sessions/1/end")

    other.get("/account")


def test_a_disabled_person_is_out_with_the_next_page(hanako, browse, given):
    browser = browse(hanako)
    browser.get("/account")
    given(lambda work: setattr(find_person(work, EMAIL), "disabled_at", work.now))

    browser.get("/account", 303)


def test_a_role_counts_from_the_next_page(hanako, browse, given):
    browser = browse(hanako)
    browser.get("/admin/people", 403)
    given(lambda work: setattr(find_person(work, EMAIL), "role", Role.COMPANY_ADMINISTRATOR))

    browser.get("/admin/people")


def test_an_invitation_makes_an_account_and_signs_in(invitation, browse):
    visitor = browse()
    assert "Acme Metals" in text_of(visitor.get(invitation))

    visitor.post(invitation, {"name": "Taro", "password": NEW, "again": NEW})
    assert "taro@acme.example" in text_of(visitor.get("/account"))


def test_looking_at_an_invitation_does_not_use_it_up(invitation, browse):
    for _ in range(3):
        browse().get(invitation)

    browse().client.head(invitation)
    browse().post(invitation, {"name": "Taro", "password": NEW, "again": NEW})


def test_an_invitation_that_is_used_says_so(invitation, browse):
    browse().post(invitation, {"name": "Taro", "password": NEW, "again": NEW})

    browse().get(invitation, 404)
    browse().post(invitation, {"name": "Jiro", "password": NEW, "again": NEW}, 404)
    browse().get("/invitations/made-up", 404)


def test_what_an_invitation_does_not_ask_for_changes_nothing(invitation, browse, database):
    """Item 34: the role and the company are those of the invitation."""
    forged = {"role": "administrator", "customer_id": "2", "email": "x@y.example"}
    browse().post(invitation, {"name": "Taro", "password": NEW, "again": NEW, **forged})

    with database.reading(COMMAND_LINE) as work:
        person = find_person(work, "taro@acme.example")
        assert (person.role, person.customer.code) == (Role.BUYER, ACME)
        assert find_person(work, "x@y.example") is None


def test_a_lost_password_is_replaced_by_a_link_that_signs_nobody_in(hanako, browse, given):
    signed_in, visitor = browse(hanako), browse()
    link = f"/password-links/{given(password_links.make_link, person=hanako)}"
    assert EMAIL in text_of(visitor.get(link))

    visitor.post(link, {"password": NEW, "again": NEW})
    assert visitor.client.get_cookie(PLAIN_SESSION_COOKIE) is None
    signed_in.get("/account", 303)
    visitor.get(link, 404)
    visitor.post("/sign-in", {"email": EMAIL, "password": NEW})


def test_a_password_link_is_over_after_half_an_hour_or_when_a_newer_one_is_made(
    hanako, database, given
):
    older = given(password_links.make_link, person=hanako)
    newer = given(password_links.make_link, person=hanako)
    later = datetime.now(UTC) + timedelta(minutes=31)

    for token, now in ((older, None), (newer, later)):
        with (
            database.writing(COMMAND_LINE, now) as work,
            pytest.raises(password_links.LinkUsedUp),
        ):
            password_links.choose_password(work, token, NEW)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/150.0 Safari/537.36 Edg/150.0", "Edge, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Safari/604.1", "Safari, iPhone"),
        ("curl/8", "Unknown browser"),
    ],
)
def test_browsers_have_names_that_people_know(hanako, browse, user_agent, name):
    visitor = browse()
    visitor.client.environ_base["HTTP_USER_AGENT"] = user_agent
    visitor.post("/sign-in", {"email": EMAIL, "password": PASSWORD})

    assert name in text_of(visitor.get("/account"))
