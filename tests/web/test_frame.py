"""What holds for every page, swept over the map of addresses."""

import re
from urllib.parse import unquote

import pytest
from werkzeug.exceptions import NotFound

from remine_portal.domain.people import Role
from tests.factories import a_person

SAMPLES = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "int": "1",
    "path": "x",
    "string": "x",
    "default": "x",
}


def address(rule) -> str:
    return re.sub(r"<(?:(\w+)(?:\(([^)]*)\))?:)?\w+>", sample, rule.rule)


def sample(place) -> str:
    """For a choice of words, the first of them."""
    kind, words = place[1] or "default", place[2]
    return words.split(",")[0] if kind == "any" else SAMPLES[kind]


def pages(app, method):
    found = [rule for rule in app.url_map.iter_rules() if method in rule.methods]
    assert found, "the sweep found nothing to check"
    return [rule for rule in found if rule.endpoint != "static"]


def test_every_post_needs_its_token(app, browse, given):
    desk = browse(given(a_person, role=Role.SALES))

    taken = [
        rule.endpoint
        for rule in pages(app, "POST")
        if desk.client.post(address(rule)).status_code != 400
    ]

    assert taken == ["verify.check_file"]  # it changes nothing and knows nobody


def test_no_post_is_taken_from_another_sites_page(app, browse):
    for rule in pages(app, "POST"):
        answer = browse().client.post(address(rule), headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 400, rule


def test_a_visitor_is_sent_to_sign_in_unless_the_page_is_public(app, browse):
    visitor = browse()

    for rule in pages(app, "GET"):
        if app.view_functions[rule.endpoint].permission == "public:read":
            continue
        response = visitor.client.get(address(rule))
        assert response.status_code == 303, rule
        assert response.location.startswith("/sign-in?next="), rule


def test_addresses_are_kebab_case_and_typed(app):
    for rule in pages(app, "GET"):
        fixed = re.sub(r"<[^>]+>", "", rule.rule)
        assert re.fullmatch(r"[/a-z0-9.\-V]*", fixed), f"{rule.rule}: use kebab-case"


@pytest.mark.parametrize("header", ["Content-Security-Policy", "X-Content-Type-Options"])
def test_every_response_protects_itself(browse, header):
    for url in ("/", "/nowhere", "/static/css/page.css"):
        with browse().client.get(url) as response:
            assert header in response.headers, url


def test_a_forged_host_gets_a_plain_answer(browse):
    response = browse().client.get("/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert "evil.example" not in response.text


@pytest.mark.parametrize("path", ["/products/%00", "/news/a%00", "/shipments/a%00/b"])
def test_an_address_with_a_nul_is_no_page(one_app, path):
    """PostgreSQL would fail at it, for anybody who only types it."""
    with pytest.raises(NotFound):
        one_app.url_map.bind("portal").match(unquote(path))


def test_what_is_personal_is_not_stored_by_caches(browse, given):
    buyer = browse(given(a_person))

    assert buyer.client.get("/account").headers["Cache-Control"] == "no-store"


def test_pages_of_the_staff_do_not_exist_for_customers(browse, given):
    buyer = browse(given(a_person))

    for url in ("/sales-desk", "/imports", "/evidence"):
        buyer.get(url, 404)


def test_a_missing_right_within_the_company_is_said(browse, given):
    browse(given(a_person)).get("/admin/people", 403)


def test_a_language_once_chosen_is_remembered(browse):
    visitor = browse()
    visitor.get("/accessibility?lang=ja")

    assert 'lang="ja"' in visitor.get("/accessibility").text
