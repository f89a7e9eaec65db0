"""A browser for tests: it signs in, posts with the page's token, and checks every page it gets."""

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tinyhtml5
from flask import Flask
from werkzeug.test import TestResponse

from remine_portal.domain.claims import BannedWording, VerifierWording, refuse_banned_wording
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence.blobs import Blobs
from remine_portal.persistence.database import Database
from remine_portal.persistence.people import PersonRow
from remine_portal.services import sessions
from remine_portal.settings import Settings
from remine_portal.web import create_app
from remine_portal.web.access import PLAIN_SESSION_COOKIE

TOKEN = "the-token-of-the-test"


@pytest.fixture(scope="session")
def one_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Made once; `app` gives it the test's own database."""
    folder = tmp_path_factory.mktemp("app")
    app = create_app(
        Settings(
            environment="development",
            data_dir=folder,
            database_url="sqlite://",
            base_url="http://127.0.0.1:8000",
            secret_key="only-for-tests-only-for-tests-only",
        )
    )
    app.extensions["database"].engine.dispose()
    return app


@pytest.fixture
def app(one_app: Flask, database: Database, tmp_path: Path) -> Flask:
    """The portal on the test's database; what goes wrong inside is raised, not hidden."""
    one_app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=True)
    one_app.extensions["database"] = database
    one_app.extensions["blobs"] = Blobs(tmp_path / "blobs")
    return one_app


@pytest.fixture
def browse(app: Flask, database: Database) -> Callable[..., "Browser"]:
    """Open a browser for a person, or for a visitor: `browse(buyer)`, `browse()`."""

    def open_browser(person: PersonRow | None = None, language: str = "en") -> Browser:
        return Browser(app, database, person, language)

    return open_browser


class Browser:
    """What a person does with the portal, one page after the other."""

    def __init__(
        self, app: Flask, database: Database, person: PersonRow | None, language: str
    ) -> None:
        self.client = app.test_client()
        self.client.set_cookie("lang", language)
        if person is not None:
            with database.writing(COMMAND_LINE) as work:
                reference = sessions.begin_session(work, person, "test")
            self.client.set_cookie(PLAIN_SESSION_COOKIE, reference)

    def get(self, url: str, status: int = 200, *, lint: bool = True, **kwargs: Any) -> TestResponse:
        """Fetch a page and check it: status, parts, labels, and the words of claims."""
        response = self.client.get(url, **kwargs)
        assert response.status_code == status, f"{url}: {response.status}"
        if response.mimetype == "text/html" and status not in (301, 302, 303, 308):
            check_page(url, response.text, lint=lint)
        return response

    def post(self, url: str, data: dict[str, Any] | None = None, status: int = 303) -> TestResponse:
        """Send a form with the page's token."""
        with self.client.session_transaction() as session:
            session["csrf_token"] = TOKEN
        response = self.client.post(url, data={"csrf_token": TOKEN, **(data or {})})
        assert response.status_code == status, f"{url}: {response.status}\n{problems(response)}"
        if response.mimetype == "text/html" and status not in (301, 302, 303, 308):
            check_page(url, response.text, lint=False)
        return response


def problems(response: TestResponse) -> str:
    """What the page's summary of errors says, for a test that fails."""
    if response.mimetype != "text/html":
        return ""
    page = tinyhtml5.parse(response.text, namespace_html_elements=False)
    found = [part for part in page.iter("div") if part.get("class") == "problems"]
    return " / ".join(" ".join(part.itertext()) for part in found)


def text_of(response: TestResponse) -> str:
    """The words of a page's main part, in one line."""
    page = tinyhtml5.parse(response.text, namespace_html_elements=False)
    main = page.find(".//main")
    assert main is not None
    return words(main)


def words(part: ET.Element) -> str:
    return " ".join(" ".join(part.itertext()).split())


def check_page(url: str, html: str, *, lint: bool) -> None:
    """What is asked of every page, so that no page has to be asked by itself."""
    page = tinyhtml5.parse(html, namespace_html_elements=False)
    elements = [each for each in page.iter() if isinstance(each.tag, str)]
    headings = [words(each) for each in elements if each.tag == "h1"]
    title = words(next(each for each in elements if each.tag == "title"))
    assert len(headings) == 1, f"{url}: one h1 wanted, found {headings}"
    assert headings[0] in title, f"{url}: the title {title!r} does not name {headings[0]!r}"
    assert page.get("lang") in ("ja", "en"), f"{url}: which language?"
    ids = Counter(each.get("id") for each in elements if each.get("id"))
    assert max(ids.values(), default=1) == 1, f"{url}: an id stands twice: {ids.most_common(1)}"
    check_labels(url, elements)
    for each in elements:
        assert not [name for name in each.attrib if name.startswith("on") or name == "style"], (
            f"{url}: inline style or script in <{each.tag}>"
        )
        assert each.tag != "script" or each.get("nonce"), f"{url}: a script without nonce"
    if lint:
        check_claims(url, words(page.find(".//main")))


def check_labels(url: str, elements: list[ET.Element]) -> None:
    labelled = {each.get("for") for each in elements if each.tag == "label"}
    for each in elements:
        hidden = each.tag == "input" and each.get("type") in ("hidden", "submit")
        if each.tag in ("input", "select", "textarea") and not hidden:
            named = each.get("id") in labelled or each.get("aria-label")
            assert named, f"{url}: no label for {each.attrib}"


def check_claims(url: str, text: str) -> None:
    """DOMAIN.md rule 44, for every page of the portal itself."""
    try:
        refuse_banned_wording(text)
    except VerifierWording:
        pass  # a page explains at length who verified what; free text may not
    except BannedWording as refusal:
        raise AssertionError(f"{url}: {refusal}") from None
