"""Units of work: one place commits, reading cannot write, and history cannot be rewritten."""

import pytest
from sqlalchemy import select, text

from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import audit
from remine_portal.persistence.audit import AuditEventRow
from remine_portal.persistence.database import DatabaseFailure
from tests.factories import a_customer, a_verification, the_catalogue


def events(database):
    with database.reading(COMMAND_LINE) as work:
        return [row.event for row in work.session.scalars(select(AuditEventRow))]


def test_a_block_that_ends_well_is_kept(database):
    with database.writing(COMMAND_LINE) as work:
        audit.record(work, "lamp:lit", "the lamp")

    assert events(database) == ["lamp:lit"]


def test_a_block_that_fails_leaves_nothing(database):
    with pytest.raises(RuntimeError), database.writing(COMMAND_LINE) as work:
        audit.record(work, "lamp:lit", "the lamp")
        work.session.flush()
        raise RuntimeError

    assert events(database) == []


def test_reading_cannot_write(database):
    with database.reading(COMMAND_LINE) as work:
        audit.record(work, "lamp:lit", "the lamp")
        with pytest.raises(DatabaseFailure):
            work.session.flush()


def test_an_effect_waits_for_the_commit(database):
    letters = []
    with database.writing(COMMAND_LINE) as work:
        work.after_commit(lambda: letters.append(events(database)))
        audit.record(work, "lamp:lit", "the lamp")
        assert letters == []

    assert letters == [["lamp:lit"]]


def test_an_effect_of_work_undone_never_happens(database):
    letters = []
    with pytest.raises(RuntimeError), database.writing(COMMAND_LINE) as work:
        work.after_commit(lambda: letters.append("sent"))
        raise RuntimeError

    assert letters == []


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_event SET done_by = 'nobody'", "DELETE FROM audit_event"]
)
def test_the_audit_trail_is_append_only(database, statement):
    with database.writing(COMMAND_LINE) as work:
        audit.record(work, "lamp:lit", "the lamp")

    with (
        pytest.raises(DatabaseFailure, match="append-only"),
        database.writing(COMMAND_LINE) as work,
    ):
        work.session.execute(text(statement))


def test_a_verification_once_entered_is_never_changed(database, given):
    given(the_catalogue)
    given(a_verification)

    with (
        pytest.raises(DatabaseFailure, match="append-only"),
        database.writing(COMMAND_LINE) as work,
    ):
        work.session.execute(text("UPDATE verification SET percent = 100000"))


def test_a_reference_to_nothing_is_refused(database):
    with pytest.raises(DatabaseFailure), database.writing(COMMAND_LINE) as work:
        audit.record(work, "lamp:lit", "the lamp", customer_id=4711)


def test_a_company_code_exists_once(database, given):
    given(a_customer)

    with pytest.raises(DatabaseFailure), database.writing(COMMAND_LINE) as work:
        work.session.execute(
            text(
                "INSERT INTO customer (code, name_en, name_ja, sample) "
                "VALUES ('C1001', 'Again', 'Again', false)"
            )
        )
