"""Checking issued declarations: what row, snapshot, PDF, draft and register say is the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from remine_portal.domain.declarations import Status
from remine_portal.domain.differences import Difference, difference
from remine_portal.domain.errors import N_
from remine_portal.domain.register import ENDINGS, Event, declaration_entry
from remine_portal.persistence.credentials import credential_of
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declaration_audits import (
    Audited,
    entries_of_nothing,
    every_declaration,
)
from remine_portal.persistence.declarations import DeclarationLineRow, DeclarationRow
from remine_portal.persistence.register import RegisterEntryRow
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow
from remine_portal.services.office import Office

DECLARATION_GONE = N_("Entry {index} is of a declaration that is not there.")
NOT_REGISTERED = N_("Declaration {number} does not stand in the register.")
REGISTERED_OTHERWISE = N_("Entry {index} says something else than declaration {number}.")
STATUS_OTHERWISE = N_("Declaration {number} is shown as {shown}, and the register says {said}.")
SNAPSHOT_CHANGED = N_("The snapshot of declaration {number} was changed.")
COLUMN_CHANGED = N_("Declaration {number} shows another {column} than its snapshot.")
LINES_CHANGED = N_("Declaration {number} covers other lots than its snapshot or its draft.")
PDF_MISSING = N_("The PDF of declaration {number} is missing.")
PDF_CHANGED = N_("The PDF of declaration {number} was changed.")
CREDENTIAL_MISSING = N_("The signed credential of declaration {number} is missing.")
CREDENTIAL_CHANGED = N_("The signed credential of declaration {number} was changed.")

IN_BOTH = (
    "number",
    "verification_id",
    "code",
    "series",
    "product_code",
    "language",
    "prepared_by",
    "issued_by",
    "sample",
)
"""What a declaration's row repeats of its snapshot."""


def check_declarations(work: UnitOfWork, office: Office) -> Iterator[Difference]:
    """Every declaration against its snapshot, its PDF, its draft and its entries."""
    for index in entries_of_nothing(work):
        yield difference(DECLARATION_GONE, index=index)
    for each in every_declaration(work):
        yield from _check_entries(each.declaration, each.entries)
        yield from _check_snapshot(each)
        yield from _check_pdf(each.declaration, office)
        yield from _check_credential(work, each.declaration, office)


def _check_entries(
    declaration: DeclarationRow, entries: list[RegisterEntryRow]
) -> Iterator[Difference]:
    number = declaration.number
    if not entries or entries[0].event is not Event.ISSUED:
        yield difference(NOT_REGISTERED, number=number)
    previous = None
    for each in entries:
        expected = declaration_entry(
            each.event,
            declaration=(number, declaration.verification_id),
            pdf_sha256=declaration.pdf_sha256,
            declaration_sha256=declaration.snapshot_sha256,
            recorded_at=each.recorded_at,
            previous=previous,
        )
        if each.entry.encode() != expected:
            yield difference(REGISTERED_OTHERWISE, index=each.index, number=number)
        previous = each.index
    endings = [each.event for each in entries if each.event in ENDINGS]
    said = Status(endings[-1].value) if endings else Status.ISSUED
    if declaration.status is not said:
        yield difference(STATUS_OTHERWISE, number=number, shown=declaration.status, said=said)


def _check_snapshot(audited: Audited) -> Iterator[Difference]:
    declaration = audited.declaration
    number, snapshot = declaration.number, declaration.snapshot
    if hashlib.sha256(snapshot.encode()).hexdigest() != declaration.snapshot_sha256:
        yield difference(SNAPSHOT_CHANGED, number=number)
    try:
        said: dict[str, Any] = json.loads(snapshot)
        issued_at = datetime.fromisoformat(said["issued_at"])
        lots = {(each["line_no"], each["lot_no"]) for each in said["lines"]}
    except (ValueError, KeyError, TypeError):
        return  # its hash has told on it
    changed = [each for each in IN_BOTH if getattr(declaration, each) != said.get(each)]
    changed += ["issued_at"] if declaration.issued_at != issued_at else []
    changed += ["shipment"] if not _is_of_its_shipment(declaration, said["shipment_no"]) else []
    changed += ["draft"] if not _is_of_its_draft(audited) else []
    for column in changed:
        yield difference(COLUMN_CHANGED, number=number, column=column)
    if not _covers(audited, lots):
        yield difference(LINES_CHANGED, number=number)


def _is_of_its_shipment(declaration: DeclarationRow, shipment_no: str) -> bool:
    shipment: ShipmentRow | None = declaration.shipment  # None where a key leads nowhere
    return shipment is not None and shipment.shipment_no == shipment_no


def _is_of_its_draft(audited: Audited) -> bool:
    declaration, draft = audited.declaration, audited.draft
    if draft is None:
        return False
    drafted = draft.shipment_id, draft.customer_id, draft.language
    return drafted == (declaration.shipment_id, declaration.customer_id, declaration.language)


def _covers(audited: Audited, lots: set[tuple[int, str]]) -> bool:
    """Its lines are those of snapshot and draft, and keep others off as long as it is current."""
    declaration = audited.declaration
    covered = {
        (each.line_no, each.shipment_line.lot_no)
        for each in declaration.lines
        if _is_of_its_lot(each)
        and each.shipment_id == declaration.shipment_id
        and each.is_current is (declaration.status is Status.ISSUED)
    }
    drafted = {each.line_no for each in audited.draft.lines} if audited.draft else set()
    return covered == lots and drafted == {line_no for line_no, _ in lots}


def _is_of_its_lot(line: DeclarationLineRow) -> bool:
    lot: ShipmentLineRow | None = line.shipment_line
    return lot is not None and (lot.shipment_id, lot.line_no) == (line.shipment_id, line.line_no)


def _check_pdf(declaration: DeclarationRow, office: Office) -> Iterator[Difference]:
    try:
        content = office.blobs.path_of(declaration.pdf_sha256).read_bytes()
    except OSError:
        yield difference(PDF_MISSING, number=declaration.number)
        return
    sha256 = hashlib.sha256(content).hexdigest()
    if (sha256, len(content)) != (declaration.pdf_sha256, declaration.pdf_bytes):
        yield difference(PDF_CHANGED, number=declaration.number)


def _check_credential(
    work: UnitOfWork, declaration: DeclarationRow, office: Office
) -> Iterator[Difference]:
    """The file is the one that was signed."""
    kept = credential_of(work, declaration)
    try:
        token = office.blobs.path_of(kept.sha256).read_bytes() if kept else None
    except OSError:
        token = None
    if kept is None or token is None:
        yield difference(CREDENTIAL_MISSING, number=declaration.number)
    elif hashlib.sha256(token).hexdigest() != kept.sha256:
        yield difference(CREDENTIAL_CHANGED, number=declaration.number)
