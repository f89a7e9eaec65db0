"""The register as a folder of static files, which anybody may copy and check offline."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from remine_portal.documents.keys import Use
from remine_portal.documents.trust import Trust
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.notes import NoteMalformed, NoteUnsigned
from remine_portal.domain.register import Checkpoint, opened_checkpoint
from remine_portal.domain.tiles import tiles_of
from remine_portal.persistence import register
from remine_portal.persistence.database import UnitOfWork
from remine_portal.services.office import Office
from remine_portal.services.registering import refuse_if_behind, verifier_keys

OURS = {"tile", "checkpoint", "trust.json"}


class NothingPublished(Refusal):
    code = "NOT_FOUND"
    sentence = N_("Nothing has been published in the register yet.")


class ForeignFolder(Refusal):
    """Files are added to an older export, and to nothing else."""

    sentence = N_(
        "{folder} holds something that is no part of this register: {file}. Name an empty folder, "
        "or one that this register was exported to before."
    )


def export_register(work: UnitOfWork, office: Office, folder: Path) -> Checkpoint:
    """Write tiles, entries and checkpoint, as C2SP tlog-tiles lays them out, and whom to believe.

    What is there already must be the same: an export only grows. The checkpoint is written last,
    so that a folder never promises a tile that it lacks.
    """
    checkpoint = refuse_if_behind(work, office)
    note = office.register.at(checkpoint.size) if checkpoint else None
    if checkpoint is None:
        raise NothingPublished
    _refuse_foreign(work, office, folder, checkpoint)
    for tile in tiles_of(checkpoint.size):
        content = register.content_of(work, tile)
        file = folder / tile.path
        if not file.exists():
            _write(file, content)
        elif file.read_bytes() != content:
            raise ForeignFolder(folder=folder, file=tile.path)
    trust = Trust.of(office.keys.published(Use.DOCUMENT), verifier_keys(office))
    _write(folder / "trust.json", trust.json().encode())
    _write(folder / "checkpoint", (note or office.register.latest() or "").encode())
    return checkpoint


def _refuse_foreign(work: UnitOfWork, office: Office, folder: Path, checkpoint: Checkpoint) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ForeignFolder(folder=folder, file=folder.name)
    for strange in sorted(each.name for each in folder.iterdir() if each.name not in OURS):
        raise ForeignFolder(folder=folder, file=strange)
    earlier = folder / "checkpoint"
    if not earlier.exists():
        return
    try:
        old = opened_checkpoint(earlier.read_bytes().decode(), verifier_keys(office))
    except (NoteMalformed, NoteUnsigned, UnicodeDecodeError):
        raise ForeignFolder(folder=folder, file="checkpoint") from None
    if old.size > checkpoint.size or register.root_at(work, old.size) != old.root:
        raise ForeignFolder(folder=folder, file="checkpoint")


def _write(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(file)
