"""Signing in and out (QUALITY.md M1, M15 and items 1 to 3, 8, 10, 16, 19, 44)."""

import re

import pytest
from argon2 import PasswordHasher

from remine_portal.persistence.people import find_person
from remine_portal.web.access import PLAIN_SESSION_COOKIE
from remine_portal.web.account.door import is_own_page
from tests.factories import a_person
from tests.pages import problems, text_of

EMAIL, PASSWORD = "hanako@acme.example", "tin and lead"
FORM = {"email": EMAIL, "password": PASSWORD}
WRONG = {"email": EMAIL, "password": "tin and copper"}
WEAK_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/%09/evil.example",
    "/%0a/evil.example",
    "/%0d/evil.example",
    "/%5cevil.example",
    "/%5Cevil.example",
    "/%2fevil.example",
    "/%2F%2Fevil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nSet-Cookie: a=b",
    "\t//evil.example",
    " //evil.example",
    " /account",
    "/account\n",
    "/ account",
    "http://evil.example/account",
    "https://evil.example/account",
    "https:evil.example",
    "https:/evil.example",
    "http:///evil.example",
    "HTTP://EVIL.EXAMPLE",
    "javascript:alert(1)",
    "javascript://portal/%0aalert(1)",
    "data:text/html,hello",
    "ftp://evil.example",
    "//user@evil.example/account",
    "http://127.0.0.1:8000/account",
    "//[::1]/",
    "//[",
    "http://[",
    "evil.example",
    "account",
    "?next=//evil.example",
    "#account",
    "",
    "/%ff",
    "/\u2028/evil.example",
    "/．．/evil",
    "/nowhere",
    "/account/",
    "/account/language",
    "/account//",
    "/../account",
    "/static/../account",
    "/@evil.example",
    "/.evil.example",
    "/account?x=\r\nSet-Cookie: a=b",
    "/shipments/../account",
    "/shipments//evil.example",
    "/shipments/%2e%2e/account",
    "/static/css/page.css",
]


@pytest.fixture
def hanako(given):
    return given(a_person, email=EMAIL, password_hash=WEAK_HASH)


def session_cookie(response) -> str:
    return next(
        each
        for each in response.headers.getlist("Set-Cookie")
        if each.startswith(f"{PLAIN_SESSION_COOKIE}=")
    )


def test_it_works(hanako, browse):
    visitor = browse()
    assert visitor.get("/sign-in").headers["Cache-Control"] == "no-store"

    visitor.post("/sign-in", FORM)
    assert EMAIL in text_of(visitor.get("/account"))


def test_it_leads_on_to_the_page_that_was_asked_for(hanako, browse):
    visitor = browse()
    sent_to = visitor.get("/account/password?lang=en", 303).location

    assert sent_to == "/sign-in?next=/account/password?lang%3Den"
    assert visitor.post(sent_to, FORM).location == "/account/password?lang=en"


@pytest.mark.parametrize("target", ELSEWHERE)
def test_it_leads_nowhere_else(app, target):
    """Item 44 and M15: only a plain path that is a page of ours."""
    with app.test_request_context():
        assert not is_own_page(target)


@pytest.mark.parametrize("target", ["/", "/account", "/products", "/account?lang=ja", "/shipments"])
def test_pages_of_ours_are_recognised(app, target):
    with app.test_request_context():
        assert is_own_page(target)


def test_a_bad_target_is_answered_with_the_home_page(hanako, browse):
    assert browse().post("/sign-in?next=//evil.example", FORM).location == "/"


def test_the_cookie_is_kept_from_scripts_and_other_sites(hanako, browse):
    cookie = session_cookie(browse().post("/sign-in", FORM))

    assert re.fullmatch(r"sid=[\w-]{43}; HttpOnly; Path=/; SameSite=Lax", cookie)


def test_under_tls_the_cookie_is_bound_to_the_host(hanako, browse, app, monkeypatch):
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", True)
    response = browse().post("/sign-in", FORM)

    (cookie,) = [
        each for each in response.headers.getlist("Set-Cookie") if each.startswith("__Host-sid")
    ]
    assert re.fullmatch(r"__Host-sid=[\w-]{43}; Secure; HttpOnly; Path=/; SameSite=Lax", cookie)


def test_signing_in_again_ends_the_session_that_the_browser_had(hanako, browse):
    first = browse(hanako)
    kept = first.client.get_cookie(PLAIN_SESSION_COOKIE).value
    first.post("/sign-in", FORM)

    other = browse()
    other.client.set_cookie(PLAIN_SESSION_COOKIE, kept)
    other.get("/account", 303)
    first.get("/account")


def test_a_cookie_kept_from_before_signing_out_opens_nothing(hanako, browse):
    """M1: the session ends on the server, not only in the browser."""
    browser = browse(hanako)
    kept = browser.client.get_cookie(PLAIN_SESSION_COOKIE).value
    response = browser.post("/sign-out")

    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert browser.client.get_cookie(PLAIN_SESSION_COOKIE) is None
    browser.client.set_cookie(PLAIN_SESSION_COOKIE, kept)
    browser.get("/account", 303)


def test_looking_at_sign_out_signs_nobody_out(hanako, browse):
    browser = browse(hanako)
    browser.get("/sign-out")

    browser.get("/account")


@pytest.mark.parametrize("email", [EMAIL, "nobody@acme.example", "not an address"])
def test_unknown_addresses_and_wrong_passwords_get_one_answer(hanako, browse, email):
    response = browse().post("/sign-in", {**WRONG, "email": email}, 200)

    assert "The email address or the password is not right" in problems(response)


def test_what_is_missing_is_said_beside_its_field(browse):
    response = browse().post("/sign-in", {}, 200)

    assert "Enter your email address" in text_of(response)
    assert "Enter your password" in text_of(response)
    assert "<title>Error: Sign in" in response.text


@pytest.mark.parametrize("email", ["a\x00b@acme.example", "x" * 5000, "'; drop table person; --"])
def test_odd_addresses_are_answered_like_any_other(browse, email):
    browse().post("/sign-in", {"email": email, "password": "x" * 5000}, 200)


def test_after_many_misses_one_is_asked_to_wait(hanako, browse):
    visitor = browse()
    for _ in range(5):
        visitor.post("/sign-in", WRONG, 200)

    response = visitor.post("/sign-in", FORM, 429)
    assert 1 <= int(response.headers["Retry-After"]) <= 15
    assert re.search(r"Wait \d+ seconds?, then try again", text_of(response))
    assert visitor.client.get_cookie(PLAIN_SESSION_COOKIE) is None


def test_the_right_password_from_another_address_still_works(hanako, browse):
    stranger = browse()
    for _ in range(5):
        stranger.post("/sign-in", WRONG, 200)
    stranger.post("/sign-in", WRONG, 429)

    owner = browse()
    owner.client.environ_base["REMOTE_ADDR"] = "198.51.100.9"
    owner.post("/sign-in", FORM)


def test_neighbours_in_one_network_of_the_newer_kind_count_as_one(hanako, browse):
    stranger = browse()
    for number in range(5):
        stranger.client.environ_base["REMOTE_ADDR"] = f"2001:db8:0:1::{number}"
        stranger.post("/sign-in", WRONG, 200)

    stranger.client.environ_base["REMOTE_ADDR"] = "2001:db8:0:1:ffff::9"
    stranger.post("/sign-in", WRONG, 429)
    stranger.client.environ_base["REMOTE_ADDR"] = "2001:db8:0:2::1"
    stranger.post("/sign-in", FORM)


def test_who_is_disabled_learns_so_with_the_right_password_only(hanako, browse, given):
    given(lambda work: setattr(find_person(work, EMAIL), "disabled_at", work.now))

    assert "disabled" not in text_of(browse().post("/sign-in", WRONG, 200))
    assert "disabled" in text_of(browse().post("/sign-in", FORM, 200))


def test_who_is_signed_in_is_sent_on(hanako, browse):
    assert browse(hanako).get("/sign-in?next=/account", 303).location == "/account"
