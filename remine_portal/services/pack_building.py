"""Making a pack: the worker's part, some documents at a time, so that no pack is too large."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import IO

from remine_portal.documents import pack_index
from remine_portal.documents.exports import Value, write_csv_to, write_xlsx_to
from remine_portal.documents.keys import Use
from remine_portal.documents.pack_archive import Archive, stored
from remine_portal.documents.pack_index import Indexed, Missing
from remine_portal.documents.pack_manifest import Asked
from remine_portal.documents.pack_texts import how_to_verify, readme
from remine_portal.domain.catalog import Text
from remine_portal.domain.declarations import Status
from remine_portal.domain.file_names import Pattern, distinct
from remine_portal.domain.notices import NoticeKind
from remine_portal.persistence import packs
from remine_portal.persistence.certificates import CertificateRow
from remine_portal.persistence.database import JAPAN, UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.imports import chunks
from remine_portal.persistence.packs import Ended, PackRow
from remine_portal.services import notifying
from remine_portal.services.certificates import in_force_among
from remine_portal.services.jobs import WORKER, Finish, Task
from remine_portal.services.pack_certificates import (
    certificate_files,
    not_released,
    on_file_by,
    released_by,
)
from remine_portal.services.pack_files import files_of, pdf_path
from remine_portal.services.packs import PackFile, included, keep_file, let_go

SLICE = 50
"""Declarations that are read in one unit of work."""
TOLD_EVERY = 10
NO_PACK_TAKES = timedelta(days=1)

DECLARATION = Text(en="Declaration", ja="宣言書")
NOT_FOUND = Text(
    en="No declaration of this number has been issued to your company.",
    ja="この番号の宣言書は、貴社宛てには発行されていません。",
)
NOT_YET = Text(en="It was issued after the day named.", ja="基準日より後に発行された宣言書のため。")


@dataclass(frozen=True, slots=True)
class Contents:
    """What a selection comes to on its day. Of each declaration only what names it is in memory."""

    asked: Asked
    until: datetime
    ids: tuple[int, ...]
    names: dict[int, str]
    ended: dict[int, Ended]
    sample: bool
    customer_id: int
    on_file: list[CertificateRow]
    missing: list[Missing] = field(default_factory=list)


def make_pack(task: Task) -> Finish:
    """Make the file of a pack, telling how far it is, and keep it with the other files.

    Every declaration is read by itself and goes straight into the file. What can end or be closed
    is taken as of the day of the pack.
    """
    pack_id = int(task.about)
    with task.database.reading(WORKER, task.clock()) as work:
        contents = contents_of(work, _pack(work, pack_id))
        task.office.blobs.clear_workshops(before=work.now - NO_PACK_TAKES)
    with task.office.blobs.workshop() as workshop:
        path = workshop / "pack.zip"
        with Archive.writing(path) as archive:
            _Building(task, contents, archive, workshop).build()
        size = path.stat().st_size
        file = PackFile(task.office.blobs.put_file(path), size, len(contents.missing))

    def finish(work: UnitOfWork) -> None:
        pack = _pack(work, pack_id)
        keep_file(work, pack, file)
        notifying.tell_person(
            work, NoticeKind.PACK_READY, person_id=pack.ordered_by_id, about=str(pack_id)
        )
        let_go(work, task.office)

    return finish


def contents_of(work: UnitOfWork, pack: PackRow) -> Contents:
    """What is in a pack by name, how it had ended by then, and what is missing from the start."""
    asked = Asked(pack.customer.code, pack.as_of, pack.pattern, pack.selection.numbers)
    found = included(work, pack)
    names, sample = _named(work, [each.id for each in found], Pattern.read(pack.pattern))
    numbers = {each.number for each in found}
    later = {
        each.number
        for each in packs.found_by_number(work, asked.numbers)
        if each.customer_id == pack.customer_id
    }
    return Contents(
        asked=asked,
        until=pack.until,
        ids=tuple(each.id for each in found),
        names={each.id: names[each.number] for each in found},
        ended=packs.ended_by(work, [each.id for each in found], pack.until),
        sample=sample,
        customer_id=pack.customer_id,
        on_file=on_file_by(work, pack.until),
        missing=[
            Missing(number, DECLARATION, NOT_YET if number in later else NOT_FOUND)
            for number in asked.numbers
            if number not in numbers
        ],
    )


@dataclass(frozen=True, slots=True)
class _Building:
    """One pack on its way into its file."""

    task: Task
    contents: Contents
    archive: Archive
    workshop: Path
    in_force: dict[int, CertificateRow] = field(default_factory=dict)

    def build(self) -> None:
        """Documents first, then what is said of them all, and the manifest last."""
        asked, office = self.contents.asked, self.task.office
        self._add_documents()
        self._add_certificates()
        index = pack_index.headings(pack_index.INDEX)
        self._add_table("index.csv", lambda file: write_csv_to(file, self._rows(), index))
        self._add_table("index.xlsx", lambda file: self._write_workbook(file, index))
        missing = pack_index.missing_rows(self.contents.missing)
        heads = pack_index.headings(pack_index.MISSING)
        self._add_table("missing.csv", lambda file: write_csv_to(file, missing, heads))
        self.archive.add("README.txt", self._readme())
        self.archive.add("how-to-verify.txt", how_to_verify(office.base_url))
        self.archive.close(asked, lambda stated: office.keys.sign(Use.PACK, stated))

    def _readme(self) -> bytes:
        return readme(
            self.contents.asked,
            documents=len(self.contents.ids),
            sample=self.contents.sample,
            address=self.task.office.base_url,
        )

    def _add_documents(self) -> None:
        of = len(self.contents.ids)
        for done, (work, declaration) in enumerate(self._declarations()):
            if done % TOLD_EVERY == 0:
                self.task.tell(done, of)
            for each in files_of(
                work,
                declaration,
                self.contents.names[declaration.id],
                until=self.contents.until,
                office=self.task.office,
            ):
                if isinstance(each, Missing):
                    self.contents.missing.append(each)
                else:
                    self.archive.add(*each)
            for named in in_force_among(self.contents.on_file, declaration):
                if named.certificate is not None:
                    self.in_force[named.certificate.id] = named.certificate
        self.task.tell(of, of)

    def _add_certificates(self) -> None:
        """Those that the company had been given, and a word on those that it had not."""
        with self.task.database.reading(WORKER, self.task.clock()) as work:
            releases = released_by(work, self.contents.customer_id, self.contents.until)
            for path, content in certificate_files(releases, self.task.office):
                self.archive.add(path, content)
        given = {each.certificate_id for each in releases}
        self.contents.missing.extend(
            not_released(each for key, each in sorted(self.in_force.items()) if key not in given)
        )

    def _declarations(self) -> Iterator[tuple[UnitOfWork, DeclarationRow]]:
        """Each by number, with the unit of work that it was read in."""
        for some in chunks(self.contents.ids, SLICE):
            with self.task.database.reading(WORKER, self.task.clock()) as work:
                for declaration in packs.declarations_by_id(work, some):
                    yield work, declaration

    def _rows(self) -> Iterator[Sequence[Value]]:
        for _, declaration in self._declarations():
            ended = self.contents.ended.get(declaration.id)
            document = Indexed(
                snapshot=declaration.snapshot,
                status=ended.status if ended else Status.ISSUED,
                ended_on=ended.on if ended else None,
                replaced_by=ended.replaced_by if ended else None,
                issued_on=declaration.issued_at.astimezone(JAPAN).date(),
                pdf_path=pdf_path(self.contents.names[declaration.id]),
                pdf_sha256=declaration.pdf_sha256,
            )
            yield from pack_index.index_rows(document, self.contents.asked.as_of)

    def _write_workbook(self, file: IO[bytes], columns: Sequence[str]) -> None:
        """Dated by the day of the pack, and not compressed: zlib has bytes of its own."""
        made_at = datetime.combine(self.contents.asked.as_of, time(), UTC)
        with (self.workshop / "compressed.xlsx").open("w+b") as compressed:
            write_xlsx_to(compressed, self._rows(), columns, made_at=made_at)
            stored(compressed, file)

    def _add_table(self, path: str, write: Callable[[IO[bytes]], None]) -> None:
        with (self.workshop / "table").open("w+b") as file:
            write(file)
            self.archive.add_file(path, file)


def _named(work: UnitOfWork, ids: Sequence[int], pattern: Pattern) -> tuple[dict[str, str], bool]:
    """File names by number, none of them twice, and whether any document is a sample."""
    names, sample = {}, False
    for some in chunks(ids, SLICE):
        for declaration in packs.declarations_by_id(work, some):
            names[declaration.number] = pattern.name(_fields(declaration))
            sample = sample or declaration.sample
    return distinct(names), sample


def _fields(declaration: DeclarationRow) -> dict[str, list[str]]:
    """What a pattern may name, by what the declaration says."""
    said = json.loads(declaration.snapshot)
    lines = said["lines"]
    return {
        "po": [each["customer_po"] or "" for each in lines],
        "item": [each["order_item"] or "" for each in lines],
        "lot": [each["lot_no"] for each in lines],
        "delivery": [said["shipment_no"]],
        "number": [said["number"]],
        "product": [said["product_code"]],
        "language": [said["language"]],
    }


def _pack(work: UnitOfWork, pack_id: int) -> PackRow:
    pack = packs.find_pack(work, pack_id)
    assert pack is not None, "what was ordered is there"
    return pack
