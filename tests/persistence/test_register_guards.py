"""The database itself keeps the register's entries from being changed, on both engines."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from remine_portal.domain.merkle import inclusion_proof, leaf_hash, root_of
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.domain.register import Event
from remine_portal.domain.tiles import Tile
from remine_portal.persistence import register
from remine_portal.persistence.register import EntryLost, RegisterEntryRow
from tests.registered import end, fill, tin_is_shipped

COLUMNS = [each.name for each in RegisterEntryRow.__table__.columns]
NEW = """
INSERT {how} INTO register_entry
    (entry_index, event, declaration_id, entry, hashes, recorded_at)
SELECT {index}, '{event}', {declaration}, entry, hashes, recorded_at
FROM register_entry WHERE entry_index = 0
"""


def refused(database, statement, because):
    with pytest.raises(DBAPIError, match=because), database.writing(COMMAND_LINE) as work:
        work.session.execute(text(statement))


def insert(database, because, index=2, event="period-closed", declaration="NULL", how=""):
    statement = NEW.format(index=index, event=event, declaration=declaration, how=how)
    refused(database, statement, because)


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_of_an_entry_is_changed(database, desk, column):
    fill(desk, 2)

    same = f"UPDATE register_entry SET {column} = {column} WHERE entry_index = 0"
    refused(database, same, "append-only")


def test_no_entry_is_deleted(database, desk):
    fill(desk, 2)

    refused(database, "DELETE FROM register_entry WHERE entry_index = 1", "append-only")
    if not database.is_sqlite:
        refused(database, "TRUNCATE register_entry CASCADE", "append-only")


@pytest.mark.parametrize("index", [-1, 0, 1, 3, 900])
def test_an_entry_has_the_next_index_and_no_other(database, desk, index):
    fill(desk, 2)

    insert(database, "in order|not replaced", index=index)


def test_an_entry_is_not_replaced(sqlite_database, tmp_path):
    from tests.desk import Desk
    from tests.office import an_office

    fill(Desk(sqlite_database, an_office(tmp_path)), 2)

    insert(sqlite_database, "not replaced|in order", index=1, how="OR REPLACE")


def test_a_declaration_is_issued_once_and_ends_once(database, given, desk):
    given(tin_is_shipped)
    first, second = desk.declare(), desk.declare("SH-2")
    end(desk, first, Event.SUPERSEDED)
    once = "(?i)unique|not replaced"

    insert(database, once, index=3, event="issued", declaration=second.id)
    insert(database, once, index=3, event="revoked", declaration=first.id)
    insert(database, once, index=3, event="superseded", declaration=first.id)
    if database.is_sqlite:
        insert(database, once, 3, "issued", second.id, "OR REPLACE")
        insert(database, once, 3, "revoked", first.id, "OR REPLACE")


def test_what_was_not_registered_does_not_end(database, given, desk):
    given(tin_is_shipped)
    fill(desk, 1)

    insert(database, "in order|of_a_declaration", index=1, event="revoked", declaration="NULL")
    insert(database, "in order", index=1, event="revoked", declaration=1)


def test_an_entry_is_of_a_declaration_or_of_a_period(database, given, desk):
    given(tin_is_shipped)
    fill(desk, 2)
    wrong = "of_a_declaration_or_a_period"

    insert(database, wrong, event="issued")
    insert(database, wrong, event="period-closed", declaration=1)


def test_any_root_and_proof_comes_from_a_few_rows(database, desk):
    fill(desk, 300)
    with database.reading(COMMAND_LINE) as work:
        leaves = [leaf_hash(each.entry.encode()) for each in register.every_entry(work)]
        for size in (0, 1, 2, 255, 256, 257, 300):
            assert register.root_at(work, size) == root_of(leaves[:size])
        ranges = [(0, 256), (256, 288), (288, 296), (298, 300), (297, 298)]
        assert register.hashes_over(work, ranges)[-1] == inclusion_proof(296, leaves)[0]


def test_what_is_not_there_is_not_made_up(database, desk):
    fill(desk, 3)
    with database.reading(COMMAND_LINE) as work:
        for wanted in ((2, 0), (0, 3), (1, 1)):
            with pytest.raises(EntryLost):
                register.nodes(work, [wanted])
        with pytest.raises(EntryLost):
            register.content_of(work, Tile(None, 0, 4))
