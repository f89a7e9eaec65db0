"""Somebody who reads the portal in a browser, and the portal that they read."""

import json
from pathlib import Path
from threading import Thread

from playwright.sync_api import Page
from werkzeug.serving import make_server

from remine_portal.cli import register_commands
from remine_portal.settings import Settings
from remine_portal.web import create_app


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
        self.app = app
        self.run("db", "upgrade")
        self.run("sample", "load")
        self.database = app.extensions["database"]
        self.server.app = app
        self.thread = Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def run(self, *command: str) -> None:
        """One of the portal's own commands, which must succeed."""
        result = self.app.test_cli_runner().invoke(args=command)
        assert result.exit_code == 0, result.output

    def password(self, email: str) -> str:
        accounts = json.loads((self.folder / "sample-accounts.json").read_text())
        return next(each["password"] for each in accounts if each["email"] == email)

    def close(self) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
        self.database.engine.dispose()


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
