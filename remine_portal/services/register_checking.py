"""Checking the register: every hash made again, every checkpoint and old proof held against it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from remine_portal.domain.differences import Difference, difference
from remine_portal.domain.errors import N_
from remine_portal.domain.merkle import (
    EMPTY_ROOT,
    Node,
    completed_hashes,
    consistency_ranges,
    hash_of,
    is_consistent,
    leaf_hash,
)
from remine_portal.domain.notes import NoteMalformed, NoteUnsigned, VerifierKey
from remine_portal.domain.register import (
    Checkpoint,
    Event,
    Proof,
    opened_checkpoint,
    read_entry,
)
from remine_portal.persistence import register
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import counted
from remine_portal.persistence.register import EntryLost, RegisterEntryRow
from remine_portal.services.declaration_checking import check_declarations
from remine_portal.services.office import Office
from remine_portal.services.registering import origin_at, verifier_keys

ENTRY_MISSING = N_("Entry {index} is missing.")
ENTRY_UNREADABLE = N_("Entry {index} is not written as the register writes its entries.")
ENTRY_ROW_CHANGED = N_("Entry {index} and the columns beside it do not say the same.")
HASHES_CHANGED = N_("The hashes kept with entry {index} are not those of the entries.")
COUNTED_OTHERWISE = N_("The register counts {counted} entries, and holds {size}.")
BEHIND = N_(
    "Checkpoint {file} covers {published} entries, and the database holds {size}: it is behind."
)
CHECKPOINT_CHANGED = N_("Checkpoint {file} is damaged, or signed by none of our keys.")
CHECKPOINT_ELSEWHERE = N_("Checkpoint {file} does not say what its name says.")
CHECKPOINT_DIFFERS = N_(
    "Checkpoint {file} has another root than the first {published} entries: they are not what was "
    "published."
)
PROOF_AHEAD = N_(
    "The proof was made from {published} entries, and the register holds {size}: entries are gone."
)
REWRITTEN = N_(
    "The proof carries our signature for another register: its first {published} entries were "
    "rewritten after that. Keep the proof."
)
ENTRY_REWRITTEN = N_("Entry {index} of the register is not the one that the proof shows.")


def findings(work: UnitOfWork, office: Office) -> Iterator[Difference]:
    """All in which database, files and published checkpoints disagree; nothing when they agree.

    Trusts no hash that the database keeps: all are made again from the text of the entries.
    """
    latest = office.register.latest()  # before the database, which only grows
    published = sorted(office.register.sizes())
    sizes = {*published, *_said(latest)}
    roots: dict[int, bytes] = {}
    yield from _check_entries(work, sizes, roots)
    if (counter := counted(work, register.SERIES)) != (size := register.size(work)):
        yield difference(COUNTED_OTHERWISE, counted=counter, size=size)
    truth = _Truth(verifier_keys(office), origin_at(office), size, roots)
    for each in published:
        yield from truth.differences(f"checkpoints/{each}", office.register.at(each), each)
    if latest is not None:
        yield from truth.differences("checkpoint", latest)
    yield from check_declarations(work, office)


def proof_findings(work: UnitOfWork, text: str, office: Office) -> Iterator[Difference]:
    """What an old proof says against today's register; nothing when it was only added to.

    A register that was rewritten cannot agree with a proof that a customer holds, though it were
    signed with the real key (QUALITY.md T10).
    """
    try:
        proof = Proof.read(text)
        old = proof.verified(verifier_keys(office))
    except (NoteMalformed, NoteUnsigned) as refusal:
        yield Difference(refusal.sentence, refusal.facts)
        return
    size = register.size(work)
    if size < old.size:
        yield difference(PROOF_AHEAD, published=old.size, size=size)
        return
    with suppress(EntryLost):
        today = size, register.root_at(work, size)
        added = register.hashes_over(work, consistency_ranges(old.size, size))
        if is_consistent((old.size, old.root), today, added):
            row = register.find_entry(work, proof.index)
            if row is None or row.entry.encode() != proof.entry:
                yield difference(ENTRY_REWRITTEN, index=proof.index)
            return
    yield difference(REWRITTEN, published=old.size)


def _check_entries(
    work: UnitOfWork, sizes: Collection[int], roots: dict[int, bytes]
) -> Iterator[Difference]:
    """Make every hash again; `roots` is filled with the roots at these sizes."""
    kept: dict[int, bytes] = {}  # the last complete subtree of each level
    roots[0] = EMPTY_ROOT
    expected = 0
    for row in register.every_entry(work):
        for missing in range(expected, row.index):
            yield difference(ENTRY_MISSING, index=missing)
        expected = row.index + 1
        hashes = completed_hashes(row.index, leaf_hash(row.entry.encode()), _last(kept))
        if b"".join(hashes) != row.hashes:
            yield difference(HASHES_CHANGED, index=row.index)
        kept.update(enumerate(hashes))
        if expected in sizes:
            roots[expected] = hash_of((0, expected), _last(kept))
        yield from _check_row(row)


def _last(kept: dict[int, bytes]) -> Callable[[Node], bytes]:
    """The subtree on the left of the leaf that is looked at: always the last of its level.

    Where entries are missing there is none, and whatever is made from it agrees with nothing.
    """
    return lambda node: kept.get(node[0], b"")


def _check_row(row: RegisterEntryRow) -> Iterator[Difference]:
    try:
        said = read_entry(row.entry.encode())
    except NoteMalformed:
        yield difference(ENTRY_UNREADABLE, index=row.index)
        return
    beside = row.event, row.recorded_at, row.declaration_id is None
    of_a_period = said["event"] == Event.PERIOD_CLOSED
    if beside != (said["event"], datetime.fromisoformat(said["recorded_at"]), of_a_period):
        yield difference(ENTRY_ROW_CHANGED, index=row.index)


@dataclass(frozen=True, slots=True)
class _Truth:
    """What checkpoints must agree with, made from the text of the entries alone."""

    keys: list[VerifierKey]
    origin: str
    size: int
    roots: Mapping[int, bytes]

    def differences(
        self, file: str, note: str | None, named: int | None = None
    ) -> Iterator[Difference]:
        try:
            checkpoint = opened_checkpoint(note or "", self.keys)
        except (NoteMalformed, NoteUnsigned):
            yield difference(CHECKPOINT_CHANGED, file=file)
            return
        facts = {"file": file, "published": checkpoint.size}
        if named not in (None, checkpoint.size) or checkpoint.origin != self.origin:
            yield difference(CHECKPOINT_ELSEWHERE, file=file)
        elif checkpoint.size > self.size:
            yield difference(BEHIND, size=self.size, **facts)
        elif self.roots.get(checkpoint.size) != checkpoint.root:
            yield difference(CHECKPOINT_DIFFERS, **facts)


def _said(note: str | None) -> Iterator[int]:
    with suppress(NoteMalformed):
        if note is not None:
            yield Checkpoint.in_note(note).size
