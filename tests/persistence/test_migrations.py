"""The steps of the database go up, down and up again, and end where the code is."""

from pathlib import Path

from sqlalchemy import inspect

from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import migrating, schema, tables
from remine_portal.resources import resource_folder
from tests.by_hand import run


def test_an_empty_database_comes_up_to_date(empty_database):
    migrating.upgrade(empty_database)

    assert migrating.is_current(empty_database)
    assert migrating.differences(empty_database) is None


def test_every_step_goes_down_and_up_again(empty_database):
    migrating.upgrade(empty_database)
    for _ in versions():
        migrating.downgrade(empty_database, "-1")

    left = set(inspect(empty_database.engine).get_table_names()) - {"alembic_version"}
    assert left == set()

    migrating.upgrade(empty_database)
    assert migrating.differences(empty_database) is None


def test_an_old_database_is_not_current(empty_database):
    migrating.upgrade(empty_database, "0001_people")

    assert not migrating.is_current(empty_database)


def test_the_newest_step_is_named_so_that_two_branches_conflict():
    head = (resource_folder("migrations") / "HEAD").read_text().strip()

    assert head == versions()[-1].stem


def test_each_step_says_why():
    for path in versions():
        assert "\nWhy: " in path.read_text(), path.name


def test_every_table_is_known_to_the_metadata():
    assert "declaration" in schema.Row.metadata.tables
    assert set(tables.__all__) <= {path.stem for path in Path(tables.__file__).parent.glob("*.py")}


def versions() -> list[Path]:
    found = sorted((resource_folder("migrations") / "versions").glob("0*.py"))
    assert found, "the sweep found nothing to check"
    return found


def test_what_is_never_deleted_is_never_emptied(postgresql_database):
    """PostgreSQL alone has TRUNCATE, which asks no trigger of a row."""
    with postgresql_database.reading(COMMAND_LINE) as work:
        triggers = run(work, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal").scalars().all()
    kept, safe = (
        {each.removesuffix(verb) for each in triggers if each.endswith(verb)}
        for verb in ("_refuses_delete", "_refuses_truncate")
    )

    assert kept == safe > {"audit_event", "request_event"}
