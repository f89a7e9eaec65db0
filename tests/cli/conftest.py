"""Commands for tests: run on the test's own database, as an operator would run them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from remine_portal.cli import register_commands
from remine_portal.persistence.database import Database
from remine_portal.settings import Settings
from remine_portal.web import create_app
from tests.office import an_office


@pytest.fixture
def run(database: Database, tmp_path: Path) -> Callable[..., Result]:
    """Run a command: `run("people", "disable", "hanako@acme.example")`."""
    app = create_app(
        Settings(
            environment="development",
            data_dir=tmp_path,
            database_url="sqlite://",
            base_url="https://portal.example",
            secret_key="only-for-tests-only-for-tests-only",
        )
    )
    app.extensions["database"].engine.dispose()
    app.extensions.update(database=database, office=an_office(tmp_path))
    register_commands(app)

    def run_command(*command: str) -> Result:
        return app.test_cli_runner().invoke(args=command)

    return run_command
