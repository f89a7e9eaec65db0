"""Keys: what the portal signs with, wherever the private halves are kept.

A key for each use, so that nobody who can make the portal sign one kind of thing has made it sign
another (QUALITY.md item 64).
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from remine_portal.domain.errors import N_, Refusal

P256_BYTES = 32
"""The length of r and of s, which JOSE writes one after the other (RFC 7518, 3.4)."""


class Use(StrEnum):
    """What a key is for.

    DOCUMENT signs PDFs: ECDSA P-256 over SHA-256, the signature in DER. CREDENTIAL signs verifiable
    credentials: the same, the signature as the bare r and s of ES256. REGISTER signs checkpoints of
    the register, PACK the manifests of packs: Ed25519, 64 bytes.
    """

    DOCUMENT = "document"
    CREDENTIAL = "credential"
    REGISTER = "register"
    PACK = "pack"


@dataclass(frozen=True)
class PublishedKey:
    """The public half of a key, for everybody and for as long as documents are checked.

    `not_after` is the moment from which another key signed in its place; the key that signs has
    none. A document key has its `certificates`, DER, its own first and the root last.
    """

    key_id: str
    use: Use
    public_pem: str
    not_before: datetime
    not_after: datetime | None = None
    certificates: tuple[bytes, ...] = ()


class Keys(Protocol):
    """Whatever holds the keys: a folder in development, a process of its own in production."""

    def published(self, use: Use) -> tuple[PublishedKey, ...]:
        """Newest first: the first one signs, the others are there for what they have signed."""

    def sign(self, use: Use, data: bytes) -> bytes:
        """The signature of that use over the data, by its newest key."""


class NoSigningService(Refusal):
    """Nobody who may sign answers. What would have needed a signature has not been done."""

    code = "SIGNING_UNAVAILABLE"
    sentence = N_(
        "The signing service does not answer, so nothing has been issued. Try again in a few "
        "minutes. If it still does not answer, tell the administrator of the portal."
    )


class NoKeys:
    """Keys of a portal that was given none: it reads and checks, and issues nothing."""

    def published(self, use: Use) -> tuple[PublishedKey, ...]:
        raise NoSigningService

    def sign(self, use: Use, data: bytes) -> bytes:
        raise NoSigningService


def key_entry(key: PublishedKey) -> dict[str, Any]:
    """The key as JSON, for a file or for another process."""
    return {
        "key_id": key.key_id,
        "use": str(key.use),
        "public_pem": key.public_pem,
        "not_before": key.not_before.isoformat(),
        "not_after": key.not_after and key.not_after.isoformat(),
        "certificates": [b64encode(der).decode() for der in key.certificates],
    }


def read_key(entry: Mapping[str, Any]) -> PublishedKey:
    """The key that `key_entry` wrote."""
    until = entry["not_after"]
    return PublishedKey(
        key_id=entry["key_id"],
        use=Use(entry["use"]),
        public_pem=entry["public_pem"],
        not_before=datetime.fromisoformat(entry["not_before"]),
        not_after=until and datetime.fromisoformat(until),
        certificates=tuple(b64decode(der) for der in entry["certificates"]),
    )


def is_signed_by(key: PublishedKey, signature: bytes, data: bytes) -> bool:
    """Whether this is the signature of that key over the data."""
    public = load_pem_public_key(key.public_pem.encode())
    try:
        if isinstance(public, ed25519.Ed25519PublicKey):
            public.verify(signature, data)
        elif isinstance(public, ec.EllipticCurvePublicKey):
            der = signature if key.use is Use.DOCUMENT else _der(signature)
            public.verify(der, data, ec.ECDSA(SHA256()))
        else:
            return False
    except (InvalidSignature, ValueError):
        return False
    return True


def sign_with(keys: Keys, key: PublishedKey, data: bytes) -> bytes:
    """A signature of exactly this key, for what names its key before it is signed.

    Refuses when another key has come in its place in between: the same again will name that one.
    """
    signature = keys.sign(key.use, data)
    if not is_signed_by(key, signature, data):
        raise NoSigningService
    return signature


def _der(signature: bytes) -> bytes:
    """What JOSE writes as r and s, as cryptography reads it."""
    if len(signature) != 2 * P256_BYTES:
        raise ValueError("ES256 has signatures of 64 bytes")
    r, s = signature[:P256_BYTES], signature[P256_BYTES:]
    return encode_dss_signature(int.from_bytes(r), int.from_bytes(s))
