"""Imports of ERP files: previewed, then applied whole or not at all, and once.

A file whose bytes were taken in before does nothing, also where later files have changed its lines:
what comes twice is a job that was run again, and must not undo a correction. To set a line back,
the ERP sends another file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from uuid import uuid4

from remine_portal.documents.spreadsheets import read_table
from remine_portal.domain.errors import N_
from remine_portal.persistence import audit, imports
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.imports import Told
from remine_portal.persistence.shipments import ImportRunRow
from remine_portal.services.import_previews import (
    Counts,
    LinesRefused,
    Preview,
    PreviewOutdated,
)
from remine_portal.services.lot_importing import plan_lots, write_lots
from remine_portal.services.producing import plan_production, write_production
from remine_portal.services.receiving import plan_receipts, write_receipts
from remine_portal.services.shipment_comparing import plan_shipments
from remine_portal.services.shipment_writing import write_shipments

LARGEST_MB = 100
"""Of any file; a page takes smaller ones only (web/imports)."""
FILE_NAME_LENGTH = 200


class ImportKind(StrEnum):
    """What a file holds."""

    SHIPMENTS = "shipments"
    LOTS = "lots"
    RECEIPTS = "receipts"
    PRODUCTION = "production"


class ImportFile(NamedTuple):
    """A file by its name, and its bytes."""

    name: str
    content: bytes


KIND_NAMES: Mapping[ImportKind, str] = {
    ImportKind.SHIPMENTS: N_("Shipments"),
    ImportKind.LOTS: N_("Contents of lots"),
    ImportKind.RECEIPTS: N_("Receipts of inputs"),
    ImportKind.PRODUCTION: N_("Production of a balance period"),
}
PLANS: Mapping[ImportKind, Callable[..., Any]] = {
    ImportKind.SHIPMENTS: plan_shipments,
    ImportKind.LOTS: plan_lots,
    ImportKind.RECEIPTS: plan_receipts,
    ImportKind.PRODUCTION: plan_production,
}
WRITERS: Mapping[ImportKind, Callable[..., None]] = {
    ImportKind.SHIPMENTS: write_shipments,
    ImportKind.LOTS: write_lots,
    ImportKind.RECEIPTS: write_receipts,
    ImportKind.PRODUCTION: write_production,
}


def apply_file(
    work: UnitOfWork,
    kind: ImportKind,
    file: ImportFile,
    *,
    sample: bool = False,
    good_lines_only: bool = False,
    told: Told | None = None,
) -> ImportRunRow:
    """Take the file's lines in, all or none; with `good_lines_only`, those that are in order.

    The key of a line is its shipment and line number, its lot and product, its receipt number, or
    its boundary and period (INTERFACES.md "ERP files"). A file that was taken in before changes
    nothing and gives the earlier run. Refuses with `LinesRefused`, which names every row and
    reason, and changes nothing then. `told` hears how much is written.
    """
    run = _new_run(work, kind, file.content, file.name)
    run.sample = sample
    return apply_run(work, run, file.content, good_lines_only=good_lines_only, told=told)


def preview(work: UnitOfWork, kind: str, content: bytes, file_name: str) -> Preview[Any]:
    """What applying the file now would do, for any kind. Refuses what cannot be read at all."""
    table = read_table(content, file_name, largest_mb=LARGEST_MB)
    found: Preview[Any] = PLANS[ImportKind(kind)](work, table).preview
    return found


def find_applied(work: UnitOfWork, kind: str, content: bytes) -> ImportRunRow | None:
    """The import by which these bytes were taken in, every line of them; None if never."""
    return imports.find_applied(work, kind, hashlib.sha256(content).hexdigest())


def is_repeated(work: UnitOfWork, run: ImportRunRow) -> bool:
    """Whether this work changed nothing, because an earlier run had done what was asked."""
    return run.applied_at != work.now


def counts_of(run: ImportRunRow) -> Counts:
    """What the run's preview said, or what applying it did."""
    return Counts(run.new_count, run.changed_count, run.unchanged_count, run.refused_count)


def hand_in(
    work: UnitOfWork, kind: str, content: bytes, file_name: str, counts: Counts
) -> ImportRunRow:
    """Note a file that is to be looked at before it is applied, with what its preview says."""
    run = _new_run(work, ImportKind(kind), content, file_name)
    _note_counts(run, counts)
    work.session.add(run)
    work.session.flush()
    audit.record(work, "import:handed-in", run.file_name)
    return run


def apply_run(
    work: UnitOfWork,
    run: ImportRunRow,
    content: bytes,
    *,
    good_lines_only: bool = False,
    seen: Counts | None = None,
    told: Told | None = None,
) -> ImportRunRow:
    """Apply a file that was handed in, once: whoever comes second gets the run that did it.

    `seen` is what the person decided on: other figures by now are refused (`PreviewOutdated`).
    """
    imports.take_turns(work)
    if run in work.session:
        work.session.refresh(run)
    if run.applied_at is not None:
        return run
    if earlier := imports.find_applied(work, run.kind, run.file_sha256):
        return earlier
    kind = ImportKind(run.kind)
    plan = PLANS[kind](work, read_table(content, run.file_name, largest_mb=LARGEST_MB))
    counts = plan.preview.counts
    if seen is not None and seen != counts:
        raise PreviewOutdated
    if counts.refused and not (good_lines_only and counts.good):
        raise LinesRefused(counts, plan.preview.problems)
    _note_counts(run, counts)
    run.applied_by, run.applied_at = _who(work), work.now
    work.session.add(run)
    work.session.flush()
    WRITERS[kind](work, plan, run, told)
    audit.record(work, "import:applied", run.file_name, detail=str(counts))
    return run


def printable_name(file_name: str) -> str:
    """The name of a file without its folders and without characters that cannot be seen."""
    name = PurePosixPath(file_name.replace("\\", "/")).name
    return "".join(sign for sign in name if sign.isprintable())[-FILE_NAME_LENGTH:]


def _new_run(work: UnitOfWork, kind: ImportKind, content: bytes, file_name: str) -> ImportRunRow:
    return ImportRunRow(
        id=uuid4(),
        kind=kind.value,
        file_name=printable_name(file_name),
        file_sha256=hashlib.sha256(content).hexdigest(),
        handed_in_by=_who(work),
        handed_in_at=work.now,
    )


def _note_counts(run: ImportRunRow, counts: Counts) -> None:
    run.new_count = counts.new
    run.changed_count = counts.changed
    run.unchanged_count = counts.unchanged
    run.refused_count = counts.refused


def _who(work: UnitOfWork) -> str:
    return work.actor.email or work.actor.name
