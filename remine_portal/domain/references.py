"""Numbers as customers write them, and how one is recognised among ours."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Generic, TypeVar

from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.mass import Mass
from remine_portal.domain.shipments import matching_key

MOST_REFERENCES = 5_000
"""In one list, each counted as often as it stands there."""

DASHES = "-‐‑‒–—―⁃−─━ー〜゠"
"""What keyboards, word processors and scanned lists write where a number has a hyphen."""
QUOTES = "\"'`´‘’‚‛“”„‟«»‹›「」『』"
UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"

BETWEEN = re.compile(rf"(?:\s|[{DASHES}{QUOTES}{UNSEEN}])+")
"""What may stand between the groups of a number."""
NEEDLESS_DASH = re.compile(r"(?<![0-9])-|-(?![0-9])")
LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
NOT_COMPARED = str.maketrans("", "", f" \t\u00a0\u3000{DASHES}{QUOTES}{UNSEEN}0")

OUR_NUMBER = re.compile(r"rm([0-9]{4})-([0-9]{1,8})|rm([0-9]{4})([0-9]{6,8})")

Thing = TypeVar("Thing")


class NoReferences(Refusal):
    sentence = N_(
        "The list has no numbers. Enter order, shipment, lot, invoice or declaration numbers, "
        "one per line."
    )


class TooManyReferences(Refusal):
    sentence = N_("The list has more than {most} numbers. Divide it into smaller lists.")


@dataclass(frozen=True, slots=True)
class Reference:
    """The number of an order, shipment, lot, invoice or declaration as a customer wrote it.

    `mass` is the figure they have for it, where they state one.
    """

    text: str
    mass: Mass | None = None


def grouped(text: str) -> str:
    """A number with a dash between groups of digits, and none elsewhere: `sh2410-00001`.

    Width, case, quotation marks, and the kind of dash or space make no difference.
    """
    return NEEDLESS_DASH.sub("", BETWEEN.sub("-", matching_key(text)))


def without_zeros(number: str) -> str:
    """A grouped number without the zeros that lead a group of digits: `sh2410-1`."""
    return LEADING_ZEROS.sub("", number)


def without_dashes(number: str) -> str:
    """A grouped number in one piece: `sh241000001`."""
    return number.replace("-", "")


def rough(numbers: str) -> str:
    """What every spelling of a number has in common, and some other numbers too.

    Of numbers in their matching form, a line each: quick to compare by the hundred thousand.
    """
    return numbers.translate(NOT_COMPARED)


def declaration_number(text: str) -> str | None:
    """RM-YYYY-NNNNNN, however it is spelt; None for what is no number of a declaration."""
    found = OUR_NUMBER.fullmatch(grouped(text))
    if found is None:
        return None
    year, number = found[1] or found[3], found[2] or found[4]
    return f"RM-{year}-{int(number):06d}"


class Directory(Generic[Thing]):
    """Things by their numbers, and what a reference means among these.

    One that leaves out zeros or dashes means every number it may stand for, unless one is spelt
    just so: PO-12 is PO-0012 where there is no PO-12. SH123 may be SH-1-23 as well as SH-12-3, and
    neither of these is the other.
    """

    def __init__(self) -> None:
        self._things: defaultdict[str, list[Thing]] = defaultdict(list)
        self._zeroless: defaultdict[str, set[str]] = defaultdict(set)
        self._dashless: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, number: str, thing: Thing) -> None:
        """One thing after the other: a number that it has twice is added once."""
        key = grouped(number)
        things = self._things[key]
        if not things:
            self._zeroless[without_zeros(key)].add(key)
            self._dashless[without_dashes(key)].add(key)
        if not things or things[-1] is not thing:
            things.append(thing)

    def meant_by(self, text: str) -> tuple[str, ...]:
        """The grouped numbers that a reference may stand for."""
        key = grouped(text)
        if key in self._things or not key:
            return (key,) if key else ()
        in_one_piece = {
            each
            for each in self._dashless.get(without_dashes(key), ())
            if "-" not in key or "-" not in each
        }
        return tuple(sorted(in_one_piece | self._zeroless.get(without_zeros(key), set())))

    def of(self, number: str) -> list[Thing]:
        """The things of a grouped number, in the order in which they were added."""
        return self._things.get(number, [])
