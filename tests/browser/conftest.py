"""A real portal on a real port, and a real Chromium that looks at it."""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright
from sqlalchemy import URL
from werkzeug.serving import make_server

from remine_portal.cli import register_commands
from remine_portal.settings import Settings
from remine_portal.web import create_app
from tests import postgresql

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Portal:
    """The portal with the sample in it, served from a thread."""

    def __init__(self, folder: Path, database_url: str | None = None) -> None:
        self.folder = folder
        self.server = make_server("127.0.0.1", 0, lambda *_: [], threaded=True)
        self.address = f"http://127.0.0.1:{self.server.port}"
        app = create_app(
            Settings(
                environment="development",
                data_dir=folder,
                database_url=database_url or f"sqlite:///{folder}/remine.db",
                base_url=self.address,
                secret_key="only-for-tests-only-for-tests-only",
            )
        )
        register_commands(app)
        for command in (["db", "upgrade"], ["sample", "load"]):
            result = app.test_cli_runner().invoke(args=command)
            assert result.exit_code == 0, result.output
        self.database = app.extensions["database"]
        self.server.app = app
        self.thread = Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def password(self, email: str) -> str:
        accounts = json.loads((self.folder / "sample-accounts.json").read_text())
        return next(each["password"] for each in accounts if each["email"] == email)

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.database.engine.dispose()


@pytest.fixture(scope="session")
def portals(
    postgresql_server: URL, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Portal]]:
    """The portal on an engine, set up when a test first asks for it.

    The server is asked for here, not when it is needed, so that it outlives the portals.
    """
    with ExitStack() as opened:

        @cache
        def on(engine: str) -> Portal:
            address = None
            if engine == "postgresql":
                database = postgresql.new_database(postgresql_server, f"browser_{os.getpid()}")
                address = opened.enter_context(database).render_as_string(hide_password=False)
            portal = Portal(tmp_path_factory.mktemp(engine), address)
            opened.callback(portal.close)
            return portal

        yield on


@pytest.fixture
def portal(request: pytest.FixtureRequest, portals: Callable[[str], Portal]) -> Portal:
    """On SQLite unless the test asks for another engine; journeys take shipments of their own."""
    return portals(getattr(request, "param", "sqlite"))


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
    yield browser
    browser.close()


class Reader:
    """Somebody at the browser. Whatever the console complains of is remembered."""

    def __init__(self, page: Page, portal: Portal) -> None:
        self.page = page
        self.portal = portal
        self.complaints: list[str] = []
        page.on("console", lambda message: self._hear(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(text)

    def open(self, path: str) -> None:
        self.page.goto(self.portal.address + path)

    def sign_in(self, email: str) -> None:
        """Through the page, as anybody does; the labels are the page's own."""
        self.open("/sign-in")
        self.page.locator("input[name=email]").fill(email)
        self.page.locator("input[name=password]").fill(self.portal.password(email))
        self.page.locator("main button").last.click()
        self.page.wait_for_load_state()
        assert "/sign-in" not in self.page.url, self.page.inner_text("main")


@pytest.fixture
def reader(chromium: Browser, portal: Portal) -> Iterator[Callable[..., Reader]]:
    """Sit somebody down: `reader("buyer@hokuto.example", language="ja", scripts=False)`."""
    contexts = []

    def sit_down(
        email: str | None = None, *, language: str = "en", width: int = 1280, scripts: bool = True
    ) -> Reader:
        context = chromium.new_context(
            locale="ja-JP" if language == "ja" else "en-GB",
            viewport={"width": width, "height": 900},
            java_script_enabled=scripts,
        )
        contexts.append(context)
        context.add_cookies([{"name": "lang", "value": language, "url": portal.address}])
        somebody = Reader(context.new_page(), portal)
        if email:
            somebody.sign_in(email)
        return somebody

    yield sit_down
    for context in contexts:
        context.close()
