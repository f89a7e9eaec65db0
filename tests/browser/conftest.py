"""A real portal on a real port, and a real Chromium that looks at it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright
from sqlalchemy import URL

from tests import postgresql
from tests.browser.readers import Portal, Reader

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


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
