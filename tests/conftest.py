"""The two engines every database test runs on, and how a test puts something into them."""

import gc
import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from argon2 import PasswordHasher
from sqlalchemy import URL

from remine_portal.domain import declarations
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import migrating
from remine_portal.persistence.database import Database
from remine_portal.services import passwords
from tests import factories, postgresql
from tests.books import Books
from tests.desk import Desk
from tests.erp import Erp
from tests.office import an_office

# A document is thousands of small objects, and looking through them again and again takes a tenth
# of the time of all tests.
gc.set_threshold(100_000, 50, 50)

# Time limits are measured in `make bench`; a busy machine is no failure.
hypothesis.settings.register_profile("fast", deadline=None, print_blob=True)
hypothesis.settings.register_profile("soak", deadline=None, print_blob=True, max_examples=5000)
hypothesis.settings.load_profile("soak" if os.environ.get("REMINE_SOAK") else "fast")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A migrated database without rows; a test that asks for it runs on both engines."""
    return request.getfixturevalue(f"{request.param}_database")


@pytest.fixture
def repeated_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test draws the same identifiers, as it draws them from the same day.

    So what many tests issue is one and the same document, which the press prints once.
    """
    monkeypatch.setattr(declarations, "secrets", random.Random(0))


@pytest.fixture
def sqlite_database(
    repeated_chance: None, migrated_file: Path, tmp_path: Path
) -> Iterator[Database]:
    copy = shutil.copy(migrated_file, tmp_path / "remine.db")
    database = Database(f"sqlite:///{copy}")
    yield database
    database.engine.dispose()


@pytest.fixture
def postgresql_database(repeated_chance: None, migrated_postgresql: Database) -> Database:
    postgresql.empty(migrated_postgresql.engine)
    return migrated_postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without tables, for tests of the migrations themselves."""
    if request.param == "sqlite":
        yield from _opened(f"sqlite:///{tmp_path}/remine.db")
        return
    server = request.getfixturevalue("postgresql_server")
    with postgresql.new_database(server, f"empty_{os.getpid()}") as url:
        yield from _opened(url.render_as_string(hide_password=False))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "remine.db"
    for database in _opened(f"sqlite:///{path}"):
        migrating.upgrade(database)
    return path


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    with postgresql.server() as address:
        yield address


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: URL) -> Iterator[Database]:
    with postgresql.new_database(postgresql_server, f"migrated_{os.getpid()}") as url:
        for database in _opened(url.render_as_string(hide_password=False)):
            migrating.upgrade(database)
            yield database


@pytest.fixture
def light_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """How much work a password is, is shown by tests/services; elsewhere it would be waited for."""
    light = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "HASHER", light)


@pytest.fixture
def given(database: Database) -> Callable[..., Any]:
    """Put something committed into the database: `given(factories.a_customer, code="C1001")`."""

    def put(factory: Callable[..., Any], **what: Any) -> Any:
        with database.writing(COMMAND_LINE) as work:
            return factory(work, **what)

    return put


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    """Two colleagues of the sales desk; documents go where the portal of the test looks."""
    return Desk(database, an_office(tmp_path))


@pytest.fixture
def books(database: Database, given: Callable[..., Any], tmp_path: Path) -> Books:
    """The credits desk, with the catalogue and the policy DEMO on file."""
    given(factories.the_catalogue)
    kept = Books(database, office=an_office(tmp_path))
    kept.enter()
    return kept


@pytest.fixture
def erp(database: Database, given: Callable[..., Any]) -> Erp:
    """An ERP that sends files; its products and sites are in the catalogue."""
    given(factories.the_catalogue)
    return Erp(database)


def _opened(url: str) -> Iterator[Database]:
    database = Database(url)
    yield database
    database.engine.dispose()
