"""Signed notes and the keys that verify them, to the byte as C2SP signed-note says."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from remine_portal.domain.errors import N_, Refusal

ED25519 = b"\x01"
"""The type of signature, a part of the key's id."""

MOST_BYTES = 128 * 1024
MOST_SIGNATURES = 32
"""At least 16 must be accepted, and one of the post-quantum kind takes nearly five kilobytes."""

_NAME = re.compile(r"[^\s+]+")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_FORBIDDEN = re.compile(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]")


class NoteMalformed(Refusal):
    sentence = N_("This is no checkpoint or proof of the register. Ask for the file once more.")


class NoteUnsigned(Refusal):
    """Signed by nobody whose key we trust, or falsely in the name of one whom we do."""

    sentence = N_(
        "No key of the register has signed this checkpoint. Do not rely on it, and tell the issuer."
    )


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A published Ed25519 key under its name."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or len(self.public) != 32:
            raise ValueError("a key's name has neither space nor plus, and the key 32 bytes")

    @property
    def key_id(self) -> bytes:
        named = self.name.encode() + b"\n" + ED25519 + self.public
        return hashlib.sha256(named).digest()[:4]

    @property
    def text(self) -> str:
        """As the specification writes verifier keys: name, id in hex, type and key in base64."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(ED25519 + self.public)}"

    @classmethod
    def read(cls, text: str) -> VerifierKey:
        """Refuses a text whose id is not the key's."""
        name, _, rest = text.partition("+")
        key_id, _, key = rest.partition("+")
        material = from_base64(key)
        if not _NAME.fullmatch(name) or len(material) != 33 or material[:1] != ED25519:
            raise NoteMalformed
        found = cls(name, material[1:])
        if found.key_id.hex() != key_id:
            raise NoteMalformed
        return found

    def signature_line(self, signature: bytes) -> str:
        return f"— {self.name} {to_base64(self.key_id + signature)}\n"

    def has_signed(self, text: str, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


def signed_note(text: str, key: VerifierKey, signature: bytes) -> str:
    """The note of a text, which ends in a newline, and its signature by the key."""
    assert text.endswith("\n"), "a note's text ends in a newline"
    return f"{text}\n{key.signature_line(signature)}"


def text_of_note(note: str, keys: Iterable[VerifierKey]) -> str:
    """The signed text, once one of the keys has signed it and none has been counterfeited.

    Signatures by unknown keys are passed over, as the specification asks.
    """
    text, signatures = _parts(note)
    known = {(key.name, key.key_id): key for key in keys}
    verified = False
    for name, signature in signatures:
        key = known.get((name, signature[:4]))
        if key is None:
            continue
        if not key.has_signed(text, signature[4:]):
            raise NoteUnsigned
        verified = True
    if not verified:
        raise NoteUnsigned
    return text


def unverified_text(note: str) -> str:
    """The text of a note that nobody is asked to believe: for what we have published ourselves."""
    return _parts(note)[0]


def to_base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def from_base64(text: str) -> bytes:
    """Refuses every spelling but the one that encoding gives."""
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise NoteMalformed from None
    if to_base64(content) != text:
        raise NoteMalformed
    return content


def _parts(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    if len(note) > MOST_BYTES or _FORBIDDEN.search(note) or not note.endswith("\n"):
        raise NoteMalformed
    body, blank, signatures = note.rpartition("\n\n")
    lines = signatures[:-1].split("\n")
    if not blank or len(lines) > MOST_SIGNATURES:
        raise NoteMalformed
    return body + "\n", [_signature(line) for line in lines]


def _signature(line: str) -> tuple[str, bytes]:
    match = _SIGNATURE.fullmatch(line)
    if match is None:
        raise NoteMalformed
    signature = from_base64(match[2])
    if len(signature) <= 4:
        raise NoteMalformed
    return match[1], signature
