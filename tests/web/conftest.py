"""A browser for tests: it signs in, posts with the page's token, and checks every page it gets."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from remine_portal.domain.people import COMMAND_LINE, Actor
from remine_portal.persistence.database import Database, UnitOfWork
from remine_portal.persistence.people import PersonRow
from remine_portal.services import sessions
from remine_portal.settings import Settings
from remine_portal.web import create_app
from remine_portal.web.access import PLAIN_SESSION_COOKIE
from tests.books import Books
from tests.desk import Desk
from tests.office import an_office
from tests.pages import check_page, problems

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
def app(one_app: Flask, database: Database, tmp_path: Path, light_passwords: None) -> Flask:
    """The portal on the test's database; what goes wrong inside is raised, not hidden."""
    one_app.config.update(TESTING=True, PROPAGATE_EXCEPTIONS=True)
    one_app.extensions["database"] = database
    one_app.extensions.pop("turnstile", None)
    one_app.extensions["office"] = an_office(tmp_path, "http://127.0.0.1:8000")
    return one_app


@pytest.fixture
def books(books: Books, app: Flask) -> Books:
    """Periods are closed in the portal's own office as well."""
    books.office = app.extensions["office"]
    return books


@pytest.fixture
def desk(app: Flask, database: Database) -> Desk:
    """The sales desk works in the portal's own office, so both publish one register."""
    return Desk(database, app.extensions["office"])


@pytest.fixture
def browse(app: Flask) -> Callable[..., "Browser"]:
    """Open a browser for a person, or for a visitor: `browse(buyer)`, `browse()`."""

    def open_browser(person: PersonRow | None = None, language: str = "en") -> Browser:
        return Browser(app, app.extensions["database"], person, language)

    return open_browser


@pytest.fixture
def books_day(app: Flask, books: Books) -> Iterator[None]:
    """The portal's day is that of the books, whatever day the tests run on."""
    real = app.extensions["database"]
    app.extensions["database"] = OnTheBooksDay(books)
    yield
    app.extensions["database"] = real


class OnTheBooksDay:
    """The database of the books. Every unit of work happens when theirs do."""

    def __init__(self, books: Books) -> None:
        self.books = books

    def reading(self, actor: Actor) -> AbstractContextManager[UnitOfWork]:
        return self.books.database.reading(actor, self.books.now)

    def writing(self, actor: Actor) -> AbstractContextManager[UnitOfWork]:
        return self.books.database.writing(actor, self.books.now)


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
        response = self.client.get(url, buffered=True, **kwargs)
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
