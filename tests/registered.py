"""The register of the tests: declarations that stand in it, and entries by the hundred."""

from datetime import date, timedelta

from remine_portal.domain.people import COMMAND_LINE
from remine_portal.domain.register import Checkpoint, Event, opened_checkpoint
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.services import registering
from remine_portal.services.office import Office
from tests.desk import Desk
from tests.factories import a_shipment, a_verification, the_catalogue


def tin_is_shipped(work: UnitOfWork) -> None:
    the_catalogue(work)
    a_verification(work)
    a_shipment(work)
    for number in ("SH-2", "SH-3"):
        a_shipment(work, number=number, lots=(f"LOT-{number[-1]}",))


def end(desk: Desk, declaration: DeclarationRow, event: Event = Event.REVOKED) -> None:
    """What the register hears when a declaration ends; its row is not touched."""
    with desk.writing(desk.colleague) as work:
        record(work, declaration, event, desk.office)


def record(work: UnitOfWork, declaration: DeclarationRow, event: Event, office: Office) -> int:
    row = work.session.get_one(DeclarationRow, declaration.id)
    return registering.record_declaration(work, row, event, office=office).index


def fill(desk: Desk, count: int) -> None:
    """So many closed periods, in one transaction."""
    with desk.database.writing(COMMAND_LINE, desk.now) as work:
        for each in range(count):
            close_a_period(work, desk.office, each)


def close_a_period(work: UnitOfWork, office: Office, each: int = 0) -> int:
    first_day = date(2026, 1, 1) + timedelta(days=each)
    return registering.record_period(
        work,
        ("NAOSHIMA", "CU"),
        (first_day, first_day),
        document_sha256=f"{each:064x}",
        office=office,
    ).index


def latest(office: Office) -> Checkpoint:
    note = office.register.latest()
    assert note is not None, "nothing has been published"
    return opened_checkpoint(note, registering.verifier_keys(office))
