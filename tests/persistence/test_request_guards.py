"""Requests, guarded by the database itself: nobody at a SQL prompt skips a step or rewrites one."""

from itertools import product

import pytest

from remine_portal.domain.people import COMMAND_LINE
from remine_portal.domain.requests import NEXT, RequestStatus
from remine_portal.persistence.database import DatabaseFailure
from tests.asking import a_request, asking
from tests.by_hand import run
from tests.factories import a_person, a_shipment, a_verification, the_catalogue

STEP = """
INSERT INTO request_event (request_id, position, before, status, done_by_id, done_at)
SELECT 1, 1 + count(*), :before, :after, :by, CURRENT_TIMESTAMP FROM request_event
"""
STATES = ("SELECT * FROM request", "SELECT * FROM request_event", "SELECT * FROM request_shipment")
SAME_AGAIN = "INSERT INTO request_event SELECT * FROM request_event"


@pytest.fixture
def requested(database, given):
    """A buyer's request that has been received, and somebody else."""
    given(the_catalogue)
    given(a_verification)
    given(a_shipment)
    given(a_shipment, number="SH-2", lots=("LOT-2",))
    buyer = given(a_person)
    with database.writing(asking(buyer)) as work:
        a_request(work, "SH-1")
    return buyer, given(a_person)


@pytest.fixture
def refused(database):
    """Runs a statement that the database refuses, and that leaves everything as it was."""

    def run_and_fail(statement, because, **figures):
        with database.reading(COMMAND_LINE) as work:
            before = [run(work, each).all() for each in STATES]
        with pytest.raises(DatabaseFailure, match=because), database.writing(COMMAND_LINE) as work:
            run(work, statement, **figures)
        with database.reading(COMMAND_LINE) as work:
            assert [run(work, each).all() for each in STATES] == before

    return run_and_fail


def test_what_was_asked_and_done_stays(requested, refused):
    for statement, because in (
        ("UPDATE request SET status = 'in_review'", "with its timeline"),
        ("UPDATE request SET recipient_name = 'Rival'", "does not change"),
        ("UPDATE request SET note = NULL", "does not change"),
        ("UPDATE request SET customer_id = customer_id + 1", "does not change"),
        ("DELETE FROM request", "is kept"),
        ("UPDATE request_event SET words = 'Another'", "append-only"),
        ("DELETE FROM request_event", "append-only"),
        ("UPDATE request_shipment SET shipment_id = 2", "append-only"),
        ("DELETE FROM request_shipment", "append-only"),
        ("INSERT INTO request_shipment (request_id, shipment_id) VALUES (1, 2)", "does not grow"),
        (SAME_AGAIN, "one step|not replaced|unique|UNIQUE"),
    ):
        refused(statement, because)


def test_the_database_knows_the_table_of_steps(database, requested):
    """Every pair of statuses is tried at every status: only what the domain allows goes through."""
    _, other = requested
    way = ["received", "in_review", "question", "in_review", "approved", "declined"]
    with database.writing(COMMAND_LINE) as work:
        for here, following in zip(way, [*way[1:], None], strict=True):
            allowed = {(here, each.value) for each in NEXT[RequestStatus(here)]}
            for before, after in set(product(RequestStatus, RequestStatus)) - allowed:
                with pytest.raises(DatabaseFailure), work.session.begin_nested():
                    run(work, STEP, before=before, after=after, by=other.id)
            if following:
                run(work, STEP, before=here, after=following, by=other.id)
        assert run(work, "SELECT status FROM request").scalar_one() == way[-1]


def test_nobody_approves_their_own(database, requested, refused):
    """39. Four eyes, for whoever asked."""
    buyer, other = requested
    with database.writing(COMMAND_LINE) as work:
        run(work, STEP, before="received", after="in_review", by=other.id)

    refused(STEP, "one step", before="in_review", after="approved", by=buyer.id)
