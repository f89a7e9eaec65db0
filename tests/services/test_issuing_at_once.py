"""Two colleagues press the button at the same moment: one declares, the other is told so."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from uuid import UUID

import pytest
from sqlalchemy import select, text

from remine_portal.domain.catalog import Series
from remine_portal.domain.declarations import (
    AlreadyIssued,
    DocumentLanguage,
    DraftIssued,
    Status,
)
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence.database import Database, UnitOfWork
from remine_portal.persistence.declarations import DeclarationLineRow, DeclarationRow
from tests.desk import Desk, found
from tests.factories import a_shipment, a_verification, the_catalogue


def tin_is_shipped(work: UnitOfWork) -> None:
    the_catalogue(work)
    a_verification(work)
    a_shipment(work)
    a_shipment(work, number="SH-2", lots=("LOT-2",))


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each deed gives, or its refusal; all begin together."""
    barrier = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> object:
        barrier.wait()
        try:
            return deed()
        except AlreadyIssued as refusal:
            return refusal

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))


def current_lines(database: Database) -> list[int]:
    with database.reading(COMMAND_LINE) as work:
        return list(
            work.session.scalars(
                select(DeclarationLineRow.shipment_id).where(DeclarationLineRow.is_current)
            )
        )


def test_one_draft_issued_twice_at_once_is_issued_once(given, desk, database):
    given(tin_is_shipped)
    draft_id, third = desk.ready(), desk.hire("Mika")

    results = at_once(lambda: desk.issue(draft_id), lambda: desk.issue(draft_id, by=third))

    issued = [each for each in results if isinstance(each, DeclarationRow)]
    refused = [each for each in results if isinstance(each, DraftIssued)]
    assert (len(issued), len(refused)) == (1, 1)
    assert issued[0].number in str(refused[0])
    assert len(current_lines(database)) == 1


def test_two_drafts_for_one_lot_issued_at_once_give_one_declaration(given, desk, database):
    given(tin_is_shipped)
    first, second = desk.ready(), desk.ready()

    results = at_once(lambda: desk.issue(first), lambda: desk.issue(second))

    issued = [each for each in results if isinstance(each, DeclarationRow)]
    refused = [each for each in results if isinstance(each, AlreadyIssued)]
    assert (len(issued), len(refused)) == (1, 1)
    assert issued[0].number in str(refused[0])
    assert len(current_lines(database)) == 1


def test_numbers_of_declarations_issued_at_once_follow_each_other(given, desk):
    given(tin_is_shipped)
    first, second = desk.ready(), desk.ready("SH-2")

    results = at_once(lambda: desk.issue(first), lambda: desk.issue(second))

    assert sorted(each.number for each in results) == ["RM-2026-000001", "RM-2026-000002"]


@pytest.fixture
def postgresql_desk(postgresql_database: Database, tmp_path) -> Desk:
    from tests.office import an_office

    return Desk(postgresql_database, an_office(tmp_path))


def test_the_database_itself_is_the_last_guard(postgresql_desk, postgresql_database):
    """Somebody writes a declaration by hand, without our lock: the index still refuses a second."""
    desk, database = postgresql_desk, postgresql_database
    with database.writing(COMMAND_LINE) as work:
        tin_is_shipped(work)
    by_hand, ours = desk.ready(), desk.ready()
    issuing = Event()

    def write_by_hand() -> None:
        with database.writing(COMMAND_LINE) as work:
            work.session.add(forged_declaration(work, by_hand))
            work.session.flush()
            issuing.set()
            wait_until_somebody_waits(database)

    def issue() -> object:
        issuing.wait()
        return desk.issue(ours)

    _, refusal = at_once(write_by_hand, issue)

    assert isinstance(refusal, AlreadyIssued)
    assert "RM-2026-999999" in str(refusal)
    assert len(current_lines(database)) == 1


def wait_until_somebody_waits(database: Database) -> None:
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    for _ in range(2000):
        with database.reading(COMMAND_LINE) as work:
            if work.session.scalar(waiting):
                return
        Event().wait(0.01)
    raise AssertionError("nobody waits for the declaration written by hand")


def forged_declaration(work: UnitOfWork, draft_id: UUID) -> DeclarationRow:
    draft = found(work, draft_id)
    (line,) = draft.shipment.lines
    return DeclarationRow(
        number="RM-2026-999999",
        verification_id="0" * 26,
        code="0" * 8,
        status=Status.ISSUED,
        series=Series.ISO_14021,
        product_code=line.product_code,
        language=DocumentLanguage.ENGLISH,
        customer_id=draft.customer_id,
        shipment_id=draft.shipment_id,
        draft_id=draft.id,
        prepared_by="Somebody",
        issued_by="Somebody",
        issued_at=work.now,
        snapshot="{}",
        snapshot_sha256="0" * 64,
        pdf_sha256="0" * 64,
        pdf_bytes=0,
        sample=False,
        lines=[
            DeclarationLineRow(
                line_no=line.line_no,
                shipment_id=draft.shipment_id,
                shipment_line_id=line.id,
                is_current=True,
            )
        ],
    )
