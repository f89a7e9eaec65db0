"""The register's checkpoints, kept outside the database: what has once been said stays said.

A database that is put back to an older day cannot put these back with it (QUALITY.md T9).
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from remine_portal.domain.register import Checkpoint

IN_A_FOLDER = 1000


class CheckpointContradicted(RuntimeError):
    """Another register has been published here under the same name. A person must look at it."""


@dataclass(frozen=True)
class RegisterFolder:
    """`checkpoint` is the latest signed one; `checkpoints` holds every one there has been.

    One lock for all processes, and a file under its final name is whole, so that a process may be
    killed at any moment: the next one finds either the old checkpoint or the new one.
    """

    path: Path

    def latest(self) -> str | None:
        """The note of the largest checkpoint; None before the first."""
        return _text(self.path / "checkpoint")

    def put(self, note: str, roots: Mapping[int, bytes]) -> None:
        """Publish a signed checkpoint, unless a larger one has been published meanwhile.

        `roots` are those of the register that it was made from: what has been published must be
        among them, so that two registers never follow each other under one name.
        """
        new = Checkpoint.in_note(note)
        with self._alone():
            latest = self.latest()
            if latest is not None:
                old = Checkpoint.in_note(latest)
                self._keep(old.size, latest)  # a process may have been killed before it was kept
                if old.size > new.size:
                    return
                _refuse_contradiction(old, new, roots)
                if old.size == new.size:
                    return
            if (kept := self.at(new.size)) is not None:
                _refuse_contradiction(Checkpoint.in_note(kept), new, roots)
            self._write(self.path / "checkpoint", note)
            self._keep(new.size, note)

    def covering(self, index: int) -> str | None:
        """The smallest published checkpoint that covers an entry: always the same one."""
        latest = self.latest()
        if latest is None or Checkpoint.in_note(latest).size <= index:
            return None
        smallest = next(self.sizes(index + 1), None)
        return latest if smallest is None else self.at(smallest) or latest

    def sizes(self, smallest: int = 0) -> Iterator[int]:
        """The sizes of the checkpoints kept, from one on, in order."""
        folders = sorted(int(each.name) for each in self._checkpoints.glob("*"))
        for folder in folders:
            if folder >= smallest // IN_A_FOLDER:
                kept = self._checkpoints / str(folder)
                named = (each.name for each in kept.iterdir())
                sizes = sorted(int(name) for name in named if name.isdecimal())
                yield from (size for size in sizes if size >= smallest)

    def at(self, size: int) -> str | None:
        """The note of the checkpoint of exactly this size."""
        return _text(self._path_of(size))

    @property
    def _checkpoints(self) -> Path:
        return self.path / "checkpoints"

    def _path_of(self, size: int) -> Path:
        return self._checkpoints / str(size // IN_A_FOLDER) / str(size)

    def _keep(self, size: int, note: str) -> None:
        final = self._path_of(size)
        if final.exists():
            return
        final.parent.mkdir(parents=True, exist_ok=True)
        self._write(final, note)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.path.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _write(self, final: Path, note: str) -> None:
        descriptor, name = tempfile.mkstemp(dir=final.parent, prefix="unfinished-")
        with os.fdopen(descriptor, "wb") as file:
            file.write(note.encode())
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(final)
        for folder in (final.parent, final.parent.parent):
            _sync(folder)


def _refuse_contradiction(old: Checkpoint, new: Checkpoint, roots: Mapping[int, bytes]) -> None:
    if roots.get(old.size) != old.root or old.origin != new.origin:
        raise CheckpointContradicted(f"what was published of {old.origin} at {old.size} differs")


def _text(path: Path) -> str | None:
    try:
        return path.read_bytes().decode(errors="replace")
    except FileNotFoundError:
        return None


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
