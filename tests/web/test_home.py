"""Home: for whoever comes in, what they came for."""

import pytest

from remine_portal.domain.people import Role
from remine_portal.persistence import migrating
from remine_portal.persistence.database import Database
from tests.factories import RIVAL, a_person, a_shipment, a_verification, an_import, the_catalogue
from tests.pages import text_of


@pytest.fixture(autouse=True)
def products(given):
    given(the_catalogue)


def test_a_visitor_finds_signing_in_and_verifying_side_by_side(browse):
    html = browse().get("/").text

    assert '<a class="button" href="/sign-in">Sign in</a>' in html
    assert '<a class="button" href="/verify">Verify a document</a>' in html


def test_a_visitor_finds_the_two_product_lines(browse):
    words = text_of(browse().get("/"))

    assert "REMINE ISO 14021 Series" in words
    assert "REMINE ISO 22095 Series" in words
    assert "Electrolytic tin" in words


def test_a_customer_finds_their_own_latest_shipments(browse, given):
    given(a_verification)
    given(a_shipment, number="SH-OURS")
    given(a_shipment, number="SH-THEIRS", company=RIVAL)

    words = text_of(browse(given(a_person)).get("/"))

    assert "SH-OURS" in words
    assert "SH-THEIRS" not in words


def test_only_the_five_latest_shipments_are_shown(browse, given):
    given(a_verification)
    for n in range(7):
        given(a_shipment, number=f"SH-{n}")

    words = text_of(browse(given(a_person)).get("/"))

    assert "SH-2 " in words
    assert "SH-1 " not in words


def test_a_customer_without_anything_is_told_what_will_appear(browse, given):
    words = text_of(browse(given(a_person)).get("/"))

    assert "Declarations ready to download 0" in words
    assert "No documents yet" in words


@pytest.mark.parametrize(
    ("role", "sees", "sees_not"),
    [
        (Role.SALES, ["Messages not answered", "Drafts waiting"], []),
        (Role.CREDITS, ["Recent imports"], ["Messages not answered", "Drafts waiting"]),
        (Role.AUDITOR, ["Messages not answered", "Drafts waiting"], []),
        (Role.ADMINISTRATOR, ["Who may sign in"], ["Recent imports", "Drafts waiting"]),
    ],
)
def test_staff_find_what_waits_for_their_role(browse, given, role, sees, sees_not):
    words = text_of(browse(given(a_person, role=role)).get("/"))

    assert all(each in words for each in sees)
    assert not any(each in words for each in sees_not)


def test_staff_find_recent_imports(browse, given):
    given(an_import)

    assert "test.csv" in text_of(browse(given(a_person, role=Role.CREDITS)).get("/"))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_accessibility_statement_uses_the_words_of_waic(browse, language):
    words = text_of(browse(language=language).get("/accessibility"))

    assert "JIS X 8341-3:2016" in words
    assert {"ja": "「配慮」", "en": "hairyo"}[language] in words


def test_it_says_that_it_is_alive(browse):
    assert browse().get("/healthz").text == "alive\n"


def test_it_says_that_it_is_ready(browse):
    assert browse().get("/readyz").text == "ready\n"


@pytest.fixture
def another(app):
    """Give the portal another database: `another("sqlite:////tmp/empty.db")`."""
    opened = []

    def put(url):
        opened.append(Database(url))
        app.extensions["database"] = opened[-1]
        return opened[-1]

    yield put
    for each in opened:
        each.engine.dispose()


def test_a_database_without_tables_is_not_ready(browse, another, tmp_path):
    another(f"sqlite:///{tmp_path}/empty.db")

    assert browse().get("/readyz", 503).text == "not ready\n"


def test_a_database_that_is_one_step_behind_is_not_ready(browse, another, tmp_path):
    database = another(f"sqlite:///{tmp_path}/behind.db")
    migrating.upgrade(database)
    migrating.downgrade(database, "-1")

    browse().get("/readyz", 503)


def test_a_database_that_does_not_answer_is_not_ready_and_the_portal_alive(browse, another):
    another("postgresql+psycopg://nobody@127.0.0.1:1/nothing")

    browse().get("/readyz", 503)
    browse().get("/healthz")
