"""The public register: what is written into it, its checkpoints, and the proofs that travel.

Formats to the byte: C2SP tlog-checkpoint and tlog-proof, the entries by RFC 8785.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

import rfc8785

from remine_portal.domain.errors import N_
from remine_portal.domain.merkle import HASH_BYTES, is_included, leaf_hash
from remine_portal.domain.notes import (
    NoteMalformed,
    NoteUnsigned,
    VerifierKey,
    from_base64,
    text_of_note,
    to_base64,
    unverified_text,
)

PROOF_HEAD = "c2sp.org/tlog-proof@v1"
MOST_HASHES = 64
MOST_ENTRY_BYTES = 0xFFFF
"""An entry's length is written in two bytes."""

MOST_PROOF_CHARACTERS = 256 * 1024

_WHOLE_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


class Event(StrEnum):
    """What the register tells the public of."""

    ISSUED = "issued"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    PERIOD_CLOSED = "period-closed"


EVENT_NAMES = {
    Event.ISSUED: N_("Issued"),
    Event.SUPERSEDED: N_("Superseded"),
    Event.REVOKED: N_("Revoked"),
    Event.PERIOD_CLOSED: N_("Period closed"),
}

DECLARATION_FIELDS = (
    "number",
    "verification_id_sha256",
    "pdf_sha256",
    "declaration_sha256",
    "previous",
)
PERIOD_FIELDS = ("boundary", "metal", "period_first_day", "period_last_day", "document_sha256")

ENDINGS = (Event.SUPERSEDED, Event.REVOKED)


class ProofFails(NoteUnsigned):
    sentence = N_(
        "The proof does not show its entry in the register. Do not rely on it; tell the issuer."
    )


def declaration_entry(
    event: Event,
    *,
    declaration: tuple[str, str],
    pdf_sha256: str,
    declaration_sha256: str,
    recorded_at: datetime,
    previous: int | None,
) -> bytes:
    """What the register says of a declaration, given by number and verification id.

    Hashes only: it is public, and opens nobody's verification page. `previous` is the index of the
    entry before this one of the same declaration.
    """
    number, verification_id = declaration
    return _canonical(
        {
            "event": event.value,
            "number": number,
            "verification_id_sha256": hashlib.sha256(verification_id.encode()).hexdigest(),
            "recorded_at": _moment(recorded_at),
            "pdf_sha256": pdf_sha256,
            "declaration_sha256": declaration_sha256,
            "previous": previous,
        }
    )


def period_entry(
    *,
    account: tuple[str, str],
    first_day: date,
    last_day: date,
    document_sha256: str,
    recorded_at: datetime,
) -> bytes:
    """That a balance period of a boundary and metal was closed, and what was published of it."""
    boundary, metal = account
    return _canonical(
        {
            "event": Event.PERIOD_CLOSED.value,
            "boundary": boundary,
            "metal": metal,
            "period_first_day": first_day.isoformat(),
            "period_last_day": last_day.isoformat(),
            "document_sha256": document_sha256,
            "recorded_at": _moment(recorded_at),
        }
    )


def read_entry(entry: bytes) -> dict[str, Any]:
    """What an entry says. Refuses bytes that are not the one way of saying it."""
    try:
        said = json.loads(entry)
        canonical = rfc8785.dumps(said)
    except (ValueError, RecursionError, rfc8785.CanonicalizationError):
        raise NoteMalformed from None
    if canonical != entry or not isinstance(said, dict) or not _is_said_properly(said):
        raise NoteMalformed
    return said


def _is_said_properly(said: dict[str, Any]) -> bool:
    """Whether it has the fields of its event and no others, each of its kind."""
    event = said.get("event")
    if said.get("v") != 1 or event not in list(Event):
        return False
    fields = PERIOD_FIELDS if event == Event.PERIOD_CLOSED else DECLARATION_FIELDS
    texts = [each for key, each in said.items() if key not in ("v", "previous")]
    previous = said.get("previous")
    return (
        set(said) == {"v", "event", "recorded_at", *fields}
        and all(isinstance(each, str) for each in texts)
        and (previous is None or type(previous) is int)
    )


def origin_of(base_url: str) -> str:
    """The register's name: its address without scheme and last slash."""
    address = urlsplit(base_url)
    return f"{address.netloc}{address.path.rstrip('/')}/register"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How large the register was, and the root over all of it."""

    origin: str
    size: int
    root: bytes

    def body(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"

    @classmethod
    def read(cls, body: str) -> Checkpoint:
        """Refuses other spellings, and extension lines, of which ours have none."""
        lines = body.split("\n")
        if len(lines) != 4 or not lines[0] or lines[3]:
            raise NoteMalformed
        return cls(lines[0], _whole_number(lines[1]), _hash(lines[2]))

    @classmethod
    def in_note(cls, note: str) -> Checkpoint:
        """What a note says, whoever has signed it."""
        return cls.read(unverified_text(note))


def opened_checkpoint(note: str, keys: Iterable[VerifierKey]) -> Checkpoint:
    """A signed checkpoint, once one of the keys, which name the register, has signed it."""
    trusted = list(keys)
    checkpoint = Checkpoint.read(text_of_note(note, trusted))
    if checkpoint.origin not in {key.name for key in trusted}:
        raise NoteUnsigned
    return checkpoint


@dataclass(frozen=True, slots=True)
class Proof:
    """That an entry stands in the register, checkable without it. It carries the entry itself."""

    entry: bytes
    index: int
    hashes: Sequence[bytes]
    checkpoint: str

    def text(self) -> str:
        lines = [PROOF_HEAD, f"extra {to_base64(self.entry)}", f"index {self.index}"]
        lines += [to_base64(each) for each in self.hashes]
        return "\n".join(lines) + "\n\n" + self.checkpoint

    @classmethod
    def read(cls, text: str) -> Proof:
        """Parsed without trusting any of it: every line in its one spelling, and few of them."""
        if len(text) > MOST_PROOF_CHARACTERS:
            raise NoteMalformed
        proof, blank, checkpoint = text.partition("\n\n")
        lines = proof.split("\n")
        if not blank or lines[0] != PROOF_HEAD or not 3 <= len(lines) <= 3 + MOST_HASHES:
            raise NoteMalformed
        _, extra, index, *hashes = lines
        entry = from_base64(_after("extra ", extra))
        if len(entry) > MOST_ENTRY_BYTES:
            raise NoteMalformed
        place = _whole_number(_after("index ", index))
        return cls(entry, place, tuple(map(_hash, hashes)), checkpoint)

    def verified(self, keys: Iterable[VerifierKey]) -> Checkpoint:
        """The signed checkpoint that covers the entry; refuses a proof that does not show it."""
        checkpoint = opened_checkpoint(self.checkpoint, keys)
        leaf = leaf_hash(self.entry)
        if not is_included(leaf, self.index, checkpoint.size, self.hashes, checkpoint.root):
            raise ProofFails
        return checkpoint


def _canonical(said: dict[str, Any]) -> bytes:
    entry = rfc8785.dumps({"v": 1, **said})
    assert len(entry) <= MOST_ENTRY_BYTES, "an entry's length is written in two bytes"
    return entry


def _moment(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _whole_number(text: str) -> int:
    if not _WHOLE_NUMBER.fullmatch(text):
        raise NoteMalformed
    return int(text)


def _hash(text: str) -> bytes:
    content = from_base64(text)
    if len(content) != HASH_BYTES:
        raise NoteMalformed
    return content


def _after(word: str, line: str) -> str:
    if not line.startswith(word):
        raise NoteMalformed
    return line.removeprefix(word)
