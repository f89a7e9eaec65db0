"""Contents of lots: what went into each, held against what is on file, and written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from remine_portal.documents.erp_lines import read_lot_contents
from remine_portal.documents.erp_rows import Problem
from remine_portal.documents.tables import Table
from remine_portal.domain.errors import N_
from remine_portal.domain.shipments import LotContent, matching_key
from remine_portal.persistence import catalog, imports
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.imports import CONTENT_FIELDS, Told
from remine_portal.persistence.shipments import ImportRunRow, LotContentRow
from remine_portal.services.import_previews import Change, ChangedLine, Preview, as_text

LOT_SPELT_OTHERWISE = N_("The portal knows this lot as {known}. Write its number the same way.")

COLUMNS = {
    "product_mass": "product_mass",
    "pre_consumer": "pre_consumer_mass",
    "post_consumer": "post_consumer_mass",
    "same_process_returns": "same_process_returns_mass",
}
"""The column of the ERP file for each field."""

_stated = attrgetter(*CONTENT_FIELDS)


@dataclass(frozen=True, slots=True)
class LotsPlan:
    """What a file would do."""

    preview: Preview[LotContent]


def plan_lots(work: UnitOfWork, table: Table) -> LotsPlan:
    """Hold the contents of every lot against those on file. Changes nothing."""
    read = read_lot_contents(
        table, product_codes={product.code for product in catalog.all_products(work)}
    )
    on_file = imports.lots_on_file(work, {matching_key(line.lot_no) for line in read.lines})
    new: list[LotContent] = []
    changed: list[ChangedLine[LotContent]] = []
    refused: list[Problem] = []
    for line in read.lines:
        known = on_file.get(_key(line))
        if known is None:
            new.append(line)
        elif known.lot_no != line.lot_no:
            facts = {"known": known.lot_no}
            refused.append(Problem(line.row, "lot_no", line.lot_no, LOT_SPELT_OTHERWISE, facts))
        elif changes := _changes(line, known):
            changed.append(ChangedLine(line, changes, known.id, known.revision))
    return LotsPlan(
        Preview(
            new=new,
            changed=changed,
            unchanged=len(read.lines) - len(new) - len(changed) - len(refused),
            problems=sorted([*read.problems, *refused], key=lambda problem: problem.row),
        )
    )


def write_lots(
    work: UnitOfWork, plan: LotsPlan, run: ImportRunRow, told: Told | None = None
) -> None:
    """Write what is new and changed, in the order of lots, whatever the order of the file."""
    changed = plan.preview.changed
    revisions = {each.line.row: each.revision + 1 for each in changed}
    imports.retire(work, LotContentRow, [each.revision_id for each in changed])
    lines = [*plan.preview.new, *(each.line for each in changed)]
    rows = [_revision(line, revisions.get(line.row, 1), run) for line in sorted(lines, key=_key)]
    imports.add_in_bulk(work, LotContentRow, rows, told)


def _key(line: LotContent) -> tuple[str, str]:
    return matching_key(line.lot_no), line.product_code


def _changes(line: LotContent, known: Any) -> list[Change]:
    return [
        Change(COLUMNS[name], as_text(old), as_text(new))
        for name, old, new in zip(CONTENT_FIELDS, _stated(known), _stated(line), strict=True)
        if old != new
    ]


def _revision(line: LotContent, revision: int, run: ImportRunRow) -> Mapping[str, Any]:
    return {
        "lot_no": line.lot_no,
        "matching_lot": matching_key(line.lot_no),
        "product_code": line.product_code,
        "revision": revision,
        "is_current": True,
        "import_id": run.id,
        **{name: getattr(line, name) for name in CONTENT_FIELDS},
    }
