"""The end of a declaration, guarded by the database itself: nobody at a SQL prompt forges one."""

import pytest

from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence.database import DatabaseFailure
from remine_portal.services import downloads
from tests.by_hand import run
from tests.desk import declared
from tests.factories import a_shipment, a_verification, the_catalogue

ENDING = """
INSERT INTO declaration_ending (declaration_id, status, cause, because, successor_id,
                                proposed_by_id, ended_by_id, ended_at)
VALUES (:declaration, :status, 'wording', 'By hand', :successor, :proposer, :other,
        CURRENT_TIMESTAMP)
"""
STATES = (
    "SELECT id, status FROM declaration ORDER BY id",
    "SELECT declaration_id, line_no, is_current FROM declaration_line ORDER BY 1, 2",
    "SELECT * FROM declaration_ending ORDER BY 1",
    "SELECT * FROM ending_notice ORDER BY 1",
    "SELECT * FROM revocation ORDER BY 1",
    "SELECT * FROM replacement ORDER BY 1",
)


@pytest.fixture
def current(desk, given):
    """A declaration in force, which the preparer took."""
    given(the_catalogue)
    given(a_verification)
    given(a_shipment)
    given(a_shipment, number="SH-2", lots=("LOT-2",))
    declaration = desk.declare()
    with desk.writing(desk.preparer) as work:
        downloads.record_download(work, declared(work, declaration))
    return declaration


@pytest.fixture
def ended(desk, current):
    """The same, replaced by a new version."""
    desk.supersede(current)
    return current


@pytest.fixture
def refused(database):
    """Runs a statement that the database refuses, and that leaves everything as it was."""

    def run_and_fail(statement, because, **figures):
        before = states(database)
        with pytest.raises(DatabaseFailure, match=because), database.writing(COMMAND_LINE) as work:
            run(work, statement, **figures)
        assert states(database) == before

    return run_and_fail


def states(database):
    with database.reading(COMMAND_LINE) as work:
        return [run(work, each).all() for each in STATES]


@pytest.mark.parametrize(
    ("statement", "because"),
    [
        ("UPDATE declaration SET status = 'superseded'", "with its ending"),
        ("UPDATE declaration SET status = 'revoked'", "with its ending"),
        ("UPDATE declaration_line SET is_current = false", "with its ending"),
    ],
)
def test_no_status_changes_without_an_ending(current, refused, statement, because):
    """34. and 36.: neither the status nor the lots alone."""
    refused(statement, because)


@pytest.mark.parametrize(
    ("statement", "because"),
    [
        ("UPDATE declaration SET status = 'issued'", "with its ending"),
        ("UPDATE declaration SET status = 'revoked' WHERE status = 'superseded'", "with its end"),
        ("UPDATE declaration_line SET is_current = true", "with its ending|uq_decl|UNIQUE"),
        ("UPDATE declaration_ending SET because = 'Another'", "append-only"),
        ("UPDATE declaration_ending SET successor_id = NULL", "append-only"),
        ("DELETE FROM declaration_ending", "append-only"),
        ("UPDATE replacement SET cause = 'figure'", "append-only"),
        ("DELETE FROM replacement", "append-only"),
        ("DELETE FROM ending_notice", "is kept"),
        ("UPDATE ending_notice SET person_id = person_id + 1", "acknowledged once"),
    ],
)
def test_an_ending_stays_as_it_is(ended, refused, statement, because):
    """34. What has ended does not come back, and nobody rewrites why."""
    refused(statement, because)


def test_one_person_ends_nothing(desk, current, refused):
    """39. Four eyes."""
    desk.propose_to_revoke(current)
    one = desk.preparer.id

    refused(ENDING, "by_two", **revoked(current, proposer=one, other=one))


def test_nothing_is_revoked_without_a_proposal(desk, current, refused):
    """39. Four eyes: by two names that nobody has asked."""
    refused(
        ENDING,
        "two people end",
        **revoked(current, proposer=desk.preparer.id, other=desk.colleague.id),
    )


def test_nothing_is_revoked_by_a_proposal_that_was_withdrawn(desk, current, refused):
    desk.propose_to_revoke(current)
    desk.withdraw_revocation(current)

    refused(
        ENDING,
        "two people end",
        **revoked(current, proposer=desk.preparer.id, other=desk.colleague.id),
    )


def test_nothing_is_superseded_by_another_declaration(desk, current, refused):
    """34. Only by the version that was prepared to replace it."""
    other = desk.declare("SH-2")

    refused(
        ENDING,
        "two people end",
        declaration=current.id,
        status="superseded",
        successor=other.id,
        proposer=desk.preparer.id,
        other=desk.colleague.id,
    )


def test_a_second_ending_is_refused(desk, ended, refused):
    refused(
        ENDING,
        "two people end|pk_declaration_ending|UNIQUE|not replaced",
        **revoked(ended, proposer=desk.preparer.id, other=desk.colleague.id),
    )


def revoked(declaration, *, proposer, other):
    return {
        "declaration": declaration.id,
        "status": "revoked",
        "successor": None,
        "proposer": proposer,
        "other": other,
    }


def test_a_proposal_is_withdrawn_once(desk, current, refused):
    desk.propose_to_revoke(current)
    desk.withdraw_revocation(current)

    refused("UPDATE revocation SET withdrawn_at = NULL, withdrawn_by_id = NULL", "withdrawn once")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE revocation SET because = 'Another'",
        "UPDATE revocation SET proposed_by_id = proposed_by_id + 1",
        "DELETE FROM revocation",
    ],
)
def test_a_proposal_stays_as_it_is(desk, current, refused, statement):
    desk.propose_to_revoke(current)

    refused(statement, "nothing else of it|is kept")


def test_a_notice_is_acknowledged_once(database, ended, refused):
    with database.writing(COMMAND_LINE) as work:
        assert run(work, "UPDATE ending_notice SET acknowledged_at = '2026-11-24'").rowcount == 1

    refused("UPDATE ending_notice SET acknowledged_at = NULL", "acknowledged once")
    refused("UPDATE ending_notice SET acknowledged_at = '2026-11-25'", "acknowledged once")
