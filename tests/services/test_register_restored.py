"""A database put back to an older day, and registers written by many at once (QUALITY.md T9)."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from remine_portal.documents.keys import Use
from remine_portal.domain.merkle import leaf_hash, root_of
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import register
from remine_portal.persistence.database import Database
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.register import EntryLost, RegisterEntryRow
from remine_portal.services import registering
from remine_portal.services.register_checking import findings
from remine_portal.services.registering import (
    CheckpointUnreadable,
    DatabaseBehind,
    RegisterContradicted,
)
from tests.desk import Desk
from tests.office import an_office
from tests.registered import close_a_period, fill, latest, tin_is_shipped
from tests.tampering import flip, forget_the_last, unguarded

ENTRY = RegisterEntryRow.__table__


@pytest.fixture
def file_desk(sqlite_database, tmp_path):
    """A desk on a file that can be copied and put back."""
    with sqlite_database.writing(COMMAND_LINE) as work:
        tin_is_shipped(work)
    return Desk(sqlite_database, an_office(tmp_path))


def test_an_old_file_put_back_issues_nothing(file_desk, tmp_path):
    file_desk.declare()
    backup = copied(file_desk, tmp_path / "yesterday.db")
    file_desk.declare("SH-2")
    published = file_desk.office.register.latest()

    restored = Desk(backup, file_desk.office)
    with pytest.raises(DatabaseBehind) as refused:
        restored.declare("SH-3")

    assert refused.value.code == "READ_ONLY"
    assert "holds 1 of the 2 entries" in str(refused.value)
    assert file_desk.office.register.latest() == published
    with backup.reading(COMMAND_LINE) as work:
        assert register.size(work) == 1
        said = [str(each) for each in findings(work, file_desk.office)]
        assert (
            "Checkpoint checkpoint covers 2 entries, and the database holds 1: it is behind."
            in said
        )
        with pytest.raises(DatabaseBehind):
            registering.publish_all(work, file_desk.office)


def copied(desk: Desk, to: Path) -> Database:
    """A hot backup, as SQLite makes one."""
    with desk.database.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql(f"VACUUM INTO '{to}'")
        connection.exec_driver_sql("BEGIN")
    return Database(f"sqlite:///{to}")


def test_nothing_is_half_done_when_the_database_is_behind(given, desk):
    given(tin_is_shipped)
    fill(desk, 3)
    draft_id = desk.ready()
    forget_the_last(desk, 1)

    with pytest.raises(DatabaseBehind):
        desk.issue(draft_id)

    with desk.database.reading(COMMAND_LINE) as work:
        assert work.session.scalar(select(func.count()).select_from(DeclarationRow)) == 0
        assert register.size(work) == 2


def test_another_story_of_the_same_length_is_refused(desk):
    fill(desk, 3)
    with unguarded(desk.database) as work:
        flip(work, ENTRY.c.hashes, ENTRY.c.entry_index == 2)

    with pytest.raises(RegisterContradicted):
        fill(desk, 1)

    assert latest(desk.office).size == 3


def test_a_longer_story_that_was_told_otherwise_is_refused(desk):
    """An old backup that went on being written to, while nobody could see the folder."""
    fill(desk, 3)
    forget_the_last(desk, 1)
    folder, hidden = desk.office.register.path, desk.office.register.path.with_name("hidden")
    folder.rename(hidden)
    with desk.writing(desk.colleague) as work:
        close_a_period(work, desk.office, 77)
        close_a_period(work, desk.office, 78)
        work.effects.clear()
    hidden.rename(folder)

    with pytest.raises(RegisterContradicted):
        fill(desk, 1)


@pytest.mark.parametrize("text", ["", "rubbish", "signed by a stranger"])
def test_a_checkpoint_that_is_not_ours_stops_everything(desk, tmp_path, text):
    fill(desk, 1)
    if text == "signed by a stranger":
        strange = Desk(desk.database, an_office(tmp_path / "strange"))
        strange.office.keys.rotate(Use.REGISTER)
        with strange.writing(strange.colleague) as work:
            close_a_period(work, strange.office)
        text = strange.office.register.latest()
    (desk.office.register.path / "checkpoint").write_text(text)

    with pytest.raises(CheckpointUnreadable):
        fill(desk, 1)


def test_those_who_write_at_once_get_indexes_without_a_gap(desk):
    barrier = Barrier(4)

    def write(each):
        barrier.wait()
        indexes = []
        for turn in range(5):
            with desk.database.writing(COMMAND_LINE, desk.now) as work:
                indexes.append(close_a_period(work, desk.office, 10 * each + turn))
        return indexes

    with ThreadPoolExecutor(4) as threads:
        indexes = [index for each in threads.map(write, range(4)) for index in each]

    assert sorted(indexes) == list(range(20))
    with desk.database.reading(COMMAND_LINE) as work:
        leaves = [leaf_hash(each.entry.encode()) for each in register.every_entry(work)]
        assert latest(desk.office).size == 20
        assert latest(desk.office).root == root_of(leaves)
        assert list(findings(work, desk.office)) == []


def test_a_counter_that_somebody_moved_writes_nothing(desk):
    fill(desk, 2)
    with unguarded(desk.database) as work:
        work.session.execute(text("UPDATE number_series SET last = 7 WHERE name = 'register'"))

    with pytest.raises((EntryLost, DBAPIError), match=r"there|in order"):
        fill(desk, 1)

    with desk.database.reading(COMMAND_LINE) as work:
        assert register.size(work) == 2
