"""Passwords are kept as Argon2id hashes, and compared a few at a time."""

from __future__ import annotations

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

HASHER = PasswordHasher()
"""The library's own measure: 64 MiB and 3 passes, above the floor of QUALITY.md item 11."""

AT_ONCE = BoundedSemaphore(4)
"""Each comparison takes 64 MiB: a crowd at the door must not take all the memory (M3)."""

NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$cmVtaW5lLW5vYm9keS1oZXJl"
    "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
)
"""A hash that no password is known to have: who is unknown waits as long as who is known."""


def hash_password(password: str) -> str:
    """What to keep of a password, whatever its characters: nothing is trimmed or normalised."""
    with AT_ONCE:
        return HASHER.hash(password)


def matches(kept: str, password: str) -> bool:
    """Whether it is the password of which `kept` is the hash."""
    with AT_ONCE:
        try:
            return HASHER.verify(kept, password)
        except (VerifyMismatchError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether the hash was made with less effort than today's, and is to be made anew."""
    return HASHER.check_needs_rehash(kept)
