"""What a password must be (QUALITY.md items 12 and 13)."""

import pytest

from remine_portal.domain.passwords import (
    PasswordEasilyGuessed,
    PasswordTooLong,
    PasswordTooShort,
    refuse_weak_password,
)

KNOWN = ("buyer@hokuto.example", "Sato Hanako", "Hokuto Electronics Co., Ltd.")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "tin-lead-bismuth-copper",
        "スズと鉛とビスマスの合金で作る",
        "🦔🦉🦊🐻🦝🐨🦘🐧🦩🦚🐢🦎",
        "   spaces count too   ",
        "my hokuto bicycle is red",
        "x9$Kq2!vLw7#",
        "a" + "bc" * 99,
    ],
)
def test_long_passwords_of_any_characters_will_do(password):
    refuse_weak_password(password, about=KNOWN)


def test_eleven_characters_are_too_few():
    with pytest.raises(PasswordTooShort, match="at least 12 characters"):
        refuse_weak_password("x9$Kq2!vLw7")


def test_two_hundred_characters_are_enough():
    refuse_weak_password("a" + "bc" * 99 + "d")

    with pytest.raises(PasswordTooLong, match="at most 200 characters"):
        refuse_weak_password("a" + "bc" * 100)


@pytest.mark.parametrize(
    "password",
    [
        "qwertyuiop123",
        "Iloveyou2026!",
        "dragon123456",
        "123456789012",
        "210987654321",
        "abcdefghijkl",
        "aaaaaaaaaaaa",
        "blue!blue!blue!",
        "Password2026!",
        "Remine-Portal-2026",
        "mitsubishi materials",
    ],
)
def test_what_everybody_tries_first_is_refused(password):
    with pytest.raises(PasswordEasilyGuessed):
        refuse_weak_password(password)


@pytest.mark.parametrize("password", ["hokuto-2026-!!", "Buyer@Hokuto.example", "HanakoSato1990"])
def test_what_is_known_of_the_person_is_refused(password):
    with pytest.raises(PasswordEasilyGuessed):
        refuse_weak_password(password, about=KNOWN)
