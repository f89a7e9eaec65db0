"""The manifest of a pack: every file in it by size and hash, what was asked for, and as of when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import rfc8785

FORM = "remine-pack-manifest/1"
PREFIX = b'{"about":"' + FORM.encode() + b'",'
"""How the canonical form of every manifest begins, and nothing else that the portal signs."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a pack, under its path."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose pack it is, as of which day, and which declarations were asked for."""

    company: str
    as_of: date
    pattern: str
    numbers: tuple[str, ...]


def manifest(asked: Asked, members: Iterable[Member]) -> bytes:
    """In canonical form (RFC 8785). It names no moment but the day that was asked for.

    It is put together from its parts, because there are many files; no name sorts after theirs.
    """
    stated = rfc8785.dumps(
        {
            "about": FORM,
            "as_of": asked.as_of.isoformat(),
            "company": asked.company,
            "declarations": list(asked.numbers),
            "file_names": asked.pattern,
        }
    )
    in_order = sorted(members, key=lambda each: each.path.encode("utf-16-be"))
    files = b",".join(
        rfc8785.dumps(each.path) + b":" + rfc8785.dumps({"sha256": each.sha256, "size": each.size})
        for each in in_order
    )
    return b'%s,"files":{%s}}' % (stated[:-1], files)
