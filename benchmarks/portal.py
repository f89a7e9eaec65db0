"""A portal with the sample and many shipments, and a buyer signed in to it."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from remine_portal.cli import register_commands
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence.database import Database
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.people import find_person
from remine_portal.persistence.shipments import ShipmentRow
from remine_portal.services import sessions
from remine_portal.services.office import Office
from remine_portal.settings import Settings
from remine_portal.web import create_app
from remine_portal.web.access import PLAIN_SESSION_COOKIE

BUYER = "buyer@hokuto.example"


class Portal:
    """On SQLite in a folder of its own, with so many shipments beside those of the sample."""

    def __init__(self, folder: Path, shipments: int = 0) -> None:
        folder.mkdir(exist_ok=True)
        self.shipments = shipments
        self.app = create_app(
            Settings(
                environment="development",
                data_dir=folder,
                database_url=f"sqlite:///{folder}/remine.db",
                base_url="http://127.0.0.1:8000",
                secret_key="only-for-benchmarks-only-for-benchmarks",
            )
        )
        register_commands(self.app)
        runner = self.app.test_cli_runner()
        for command in (["db", "upgrade"], ["sample", "load", "--shipments", str(self.shipments)]):
            result = runner.invoke(args=command)
            assert result.exit_code == 0, result.output
        self.hello = hello_app().test_client()
        self.buyer = self._sign_in()

    @property
    def database(self) -> Database:
        return self.app.extensions["database"]

    @property
    def office(self) -> Office:
        return self.app.extensions["office"]

    def _sign_in(self) -> FlaskClient:
        with self.database.writing(COMMAND_LINE) as work:
            reference = sessions.begin_session(work, find_person(work, BUYER), "benchmark")
        client = self.app.test_client()
        client.set_cookie(PLAIN_SESSION_COOKIE, reference)
        return client

    def newest(self, rows: type[ShipmentRow] | type[DeclarationRow], column: str) -> str:
        """The number of the buyer's newest shipment or declaration."""
        with self.database.reading(COMMAND_LINE) as work:
            customer_id = find_person(work, BUYER).customer_id
            query = select(getattr(rows, column)).where(rows.customer_id == customer_id)
            return work.session.scalars(query.order_by(rows.id.desc())).first()


def hello_app() -> Flask:
    """The floor of every page: Flask that says hello."""
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    return app
