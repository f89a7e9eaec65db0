"""What a password must be: long, and nothing that is guessed first (QUALITY.md items 12 and 13)."""

from __future__ import annotations

import hashlib
import re
import string
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from remine_portal.domain.errors import N_, Refusal

SHORTEST = 12
LONGEST = 200

OURS = frozenset({"remine", "mitsubishi", "materials", "declaration", "portal", "password"})
"""Words that anybody would try on this portal."""

ROWS = (
    "0123456789012345678901234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)
AROUND = string.digits + string.punctuation + string.whitespace


class WeakPassword(Refusal):
    """The base of whatever is wrong with a password."""


class PasswordTooShort(WeakPassword):
    """Length is what makes a password strong."""

    sentence = N_("Use at least {least} characters. Some words in a row are easy to remember.")


class PasswordTooLong(WeakPassword):
    """Nobody types so much, but somebody may send it to keep us busy."""

    sentence = N_("Use at most {most} characters for the password.")


class PasswordEasilyGuessed(WeakPassword):
    """It is on the list of common ones, or made of what everybody knows."""

    sentence = N_(
        "Choose a password that is harder to guess: this one is common, repeats itself, "
        "or is made of a name, company or email address."
    )


def refuse_weak_password(password: str, *, about: Iterable[str] = ()) -> None:
    """Refuse one that is short, endless or easily guessed; any characters will do.

    `about` is what others know of the person: name, email address, company.
    """
    if len(password) < SHORTEST:
        raise PasswordTooShort(least=SHORTEST)
    if len(password) > LONGEST:
        raise PasswordTooLong(most=LONGEST)
    plain = password.casefold()
    if _is_common(plain) or _runs_on(plain) or _is_made_of(plain, known_words(about)):
        raise PasswordEasilyGuessed()


def known_words(about: Iterable[str]) -> set[str]:
    """The words of four letters or more that are known of a person, and ours."""
    found = {word for text in about for word in re.split(r"[\W_]+", text.casefold())}
    return {word for word in found if len(word) >= 4} | OURS


def _is_common(plain: str) -> bool:
    return bool({_digest(plain), _digest(plain.strip(AROUND))} & _common())


def _runs_on(plain: str) -> bool:
    """Whether it is one block again and again, or a run along the alphabet or the keyboard."""
    return bool(re.fullmatch(r"(.+?)\1+", plain, re.DOTALL)) or any(
        plain in row or plain in row[::-1] for row in ROWS
    )


def _is_made_of(plain: str, words: set[str]) -> bool:
    """Whether hardly anything is left of it without these words."""
    rest = plain
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != plain and len(rest.strip(AROUND)) < 4


@cache
def _common() -> frozenset[str]:
    lines = Path(__file__).with_name("common_passwords.txt").read_text().splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()[:10]
