"""Content-addressed files: the name of a blob is the SHA-256 of its bytes."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

WORKSHOP = "workshop-"


@dataclass(frozen=True)
class Blobs:
    """A local folder of immutable files."""

    folder: Path

    def put(self, content: bytes) -> str:
        """Keep the bytes and give their SHA-256.

        Written under another name, synced, then renamed: a file under its final name is whole, and
        one that a crash leaves without its row is a harmless orphan (QUALITY.md M7, M9).
        """
        sha256 = hashlib.sha256(content).hexdigest()
        final = self.path_of(sha256)
        if final.exists():
            return sha256
        final.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=final.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(final)
        except OSError:  # a full disk shall not be filled with halves
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(final.parent)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Refuses, by an assertion, bytes that are no longer what they were."""
        content = self.path_of(sha256).read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha256, f"blob {sha256} was altered"
        return content

    @contextmanager
    def workshop(self) -> Iterator[Path]:
        """A folder for a file that is too large for the memory, until it is put."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=WORKSHOP, dir=self.folder) as name:
            yield Path(name)

    def clear_workshops(self, before: datetime) -> None:
        """Remove what somebody left there who died over it before that moment."""
        for left in self.folder.glob(f"{WORKSHOP}*"):
            with suppress(FileNotFoundError):  # who works there has just left it
                if left.stat().st_mtime < before.timestamp():
                    shutil.rmtree(left)

    def put_file(self, path: Path) -> str:
        """Keep a file of the workshop, which moves, and give its SHA-256.

        It is as whole under its final name as by `put`.
        """
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        final = self.path_of(sha256)
        final.parent.mkdir(parents=True, exist_ok=True)
        path.replace(final)
        _sync_folder(final.parent)
        return sha256

    def checked(self, sha256: str) -> Path:
        """Where a file is that is too large for the memory; refuses what `get` refuses."""
        path = self.path_of(sha256)
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        assert found == sha256, f"blob {sha256} was altered"
        return path

    def discard(self, sha256: str) -> None:
        """Let go of a file that can be made again. Whoever is reading it reads on to its end."""
        self.path_of(sha256).unlink(missing_ok=True)

    def path_of(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
