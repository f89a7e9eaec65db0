"""Packs of the tests: ordered by a person, made by a worker, and unpacked."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from zipfile import ZipFile

from remine_portal.domain.file_names import DEFAULT
from remine_portal.domain.jobs import JobKind
from remine_portal.domain.packs import PackState
from remine_portal.domain.people import Actor
from remine_portal.persistence.packs import PackRow, find_pack
from remine_portal.persistence.people import PersonRow
from remine_portal.services import jobs, packs
from remine_portal.services.pack_building import make_pack
from tests.desk import Desk


def as_customer(person: PersonRow) -> Actor:
    return Actor(person.name, person.role, person.id, person.email, person.customer_id)


def order(
    desk: Desk,
    person: PersonRow,
    numbers: Iterable[str],
    *,
    as_of: date | None = None,
    pattern: str = DEFAULT,
) -> PackRow:
    with desk.database.writing(as_customer(person), desk.now) as work:
        return packs.order_pack(work, numbers, pattern=pattern, as_of=as_of or work.today)


def work_off(desk: Desk, now: datetime | None = None) -> None:
    """The worker does one job, if one is due."""
    jobs.work_off(desk.database, desk.office, {JobKind.PACK: make_pack}, lambda: now or desk.now)


def made(desk: Desk, person: PersonRow, pack: PackRow) -> PackRow:
    """The pack, as it stands now."""
    with desk.database.reading(as_customer(person), desk.now) as work:
        found = find_pack(work, pack.id)
        assert found is not None
        return found


def content_of(desk: Desk, person: PersonRow, pack: PackRow) -> bytes:
    """The file of a pack that has been made."""
    sha256 = made(desk, person, pack).sha256
    assert sha256 is not None, "it has been made"
    return desk.office.blobs.get(sha256)


def unpacked(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def rows_of(table: bytes) -> list[dict[str, str]]:
    """A table of the pack, its columns by their English names."""
    text = io.StringIO(table.decode("utf-8-sig"), newline="")
    return [
        {column.partition(" / ")[0]: cell for column, cell in row.items()}
        for row in csv.DictReader(text)
    ]


def state(desk: Desk, person: PersonRow, pack: PackRow) -> tuple[PackState, bool]:
    """Where it stands, and whether there is a file."""
    with desk.database.reading(as_customer(person), desk.now) as work:
        found = find_pack(work, pack.id)
        assert found is not None
        return packs.state_of(work, found), packs.file_of(work, found, desk.office) is not None
