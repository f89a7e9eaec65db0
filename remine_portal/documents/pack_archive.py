"""The file of a pack: a ZIP archive of the same bytes on every machine and every day."""

from __future__ import annotations

import hashlib
import shutil
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from remine_portal.documents.pack_manifest import Asked, Member, manifest

MANIFEST = "manifest.json"
SIGNATURE = "manifest.json.sig"
SUMS = "SHA256SUMS"

LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The first moment that a ZIP archive can name: no clock is in it."""
UNIX = 3
CHUNK = 1024 * 1024


class Archive:
    """Takes files one after the other and keeps of each its path, size and hash, never its bytes.

    Nothing is compressed: zlib writes other bytes in another version, and most of a pack is PDF.
    """

    def __init__(self, opened: ZipFile) -> None:
        self._opened = opened
        self.members: list[Member] = []

    @classmethod
    @contextmanager
    def writing(cls, path: Path) -> Iterator[Archive]:
        with ZipFile(path, "w", ZIP_STORED) as opened:
            yield cls(opened)

    def add(self, path: str, content: bytes) -> None:
        """A file that is in memory already."""
        self._opened.writestr(_entry(path, len(content)), content)
        self.members.append(Member(path, len(content), hashlib.sha256(content).hexdigest()))

    def add_file(self, path: str, file: IO[bytes]) -> None:
        """A file that is read from its beginning, a chunk at a time."""
        size = file.seek(0, 2)
        file.seek(0)
        digest = hashlib.sha256()
        with self._opened.open(_entry(path, size), "w") as target:
            for chunk in iter(lambda: file.read(CHUNK), b""):
                digest.update(chunk)
                target.write(chunk)
        self.members.append(Member(path, size, digest.hexdigest()))

    def close(self, asked: Asked, sign: Callable[[bytes], bytes]) -> None:
        """Add the manifest of all files so far, its signature, and the sums of them all."""
        stated = manifest(asked, self.members)
        self.add(MANIFEST, stated)
        self.add(SIGNATURE, sign(stated))
        self.add(SUMS, sums(self.members))


def sums(members: Iterable[Member]) -> bytes:
    """What `sha256sum -c` reads, in the order of the paths' bytes. A path has no line's end."""
    lines = sorted((each.path.encode(), each.sha256.encode()) for each in members)
    return b"".join(sha256 + b"  " + path + b"\n" for path, sha256 in lines)


def stored(compressed: IO[bytes], target: IO[bytes]) -> None:
    """The same archive with nothing compressed, for a workbook whose bytes are promised."""
    with ZipFile(compressed) as old, ZipFile(target, "w", ZIP_STORED) as new:
        for each in old.infolist():
            entry = _entry(each.filename, each.file_size)
            with old.open(each) as source, new.open(entry, "w") as copy:
                shutil.copyfileobj(source, copy, CHUNK)


def _entry(path: str, size: int) -> ZipInfo:
    """A file that everybody may read, written on no system in particular."""
    entry = ZipInfo(path, LONG_AGO)
    entry.create_system = UNIX
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    entry.file_size = size
    return entry
