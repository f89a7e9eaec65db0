"""Commands for tests: run on the test's own database, as an operator would run them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from remine_portal.cli import register_commands
from remine_portal.persistence.database import Database
from remine_portal.settings import Settings
from remine_portal.web import create_app
from tests.office import an_office


@pytest.fixture(scope="session")
def one_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Made once; `run` gives it the test's own database and folder."""
    app = create_app(
        Settings(
            environment="development",
            data_dir=tmp_path_factory.mktemp("commands"),
            database_url="sqlite://",
            base_url="https://portal.example",
            secret_key="only-for-tests-only-for-tests-only",
        )
    )
    app.extensions["database"].engine.dispose()
    register_commands(app)
    return app


@pytest.fixture
def run(
    one_app: Flask, database: Database, tmp_path: Path, light_passwords: None
) -> Callable[..., Result]:
    """Run a command: `run("people", "disable", "hanako@acme.example")`."""
    settings = replace(one_app.extensions["settings"], data_dir=tmp_path)
    one_app.extensions.update(settings=settings, database=database, office=an_office(tmp_path))

    def run_command(*command: str) -> Result:
        return one_app.test_cli_runner().invoke(args=command)

    return run_command
