"""File names by a buyer's pattern, safe on Windows, macOS and Linux alike."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from remine_portal.domain.errors import N_, Refusal

FIELDS = ("po", "item", "lot", "delivery", "number", "product", "language")
"""What a pattern may name, and a declaration has."""

DEFAULT = "{po}_{item}_{lot}.pdf"
EXTENSION = ".pdf"
LONGEST_PATTERN = 200
MOST_BYTES = 150
"""Of a name without extension, in UTF-8. The suffix of a collision, the extension and the folder
that a pack is unpacked into must fit beside it where a whole path has 260 characters at most."""

MOST_VALUES = 3
"""A name lists so many lots or orders; of more it says how many others there are."""

FORBIDDEN = frozenset('<>:"/\\|?*')
"""What Windows takes in no file name; among it what parts folders anywhere."""

INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
RESERVED = re.compile(
    r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|CLOCK\$|(COM|LPT)[0-9¹²³]) *(\..*)?", re.IGNORECASE
)
"""Names of devices, which Windows opens in the place of a file, whatever its extension."""


class PatternUnfit(Refusal):
    """No pattern that file names could be made by."""

    sentence = N_("The file name pattern is too long. Use at most {n} characters.")


class PatternUnclear(PatternUnfit):
    sentence = N_(
        "The file name pattern cannot be read. Put names of fields in braces, like {example}."
    )


class FieldUnknown(PatternUnfit):
    sentence = N_(
        "The file name pattern names {field}, which no document has. The fields are: {fields}."
    )


class FieldMissing(PatternUnfit):
    """All documents would have one name."""

    sentence = N_(
        "The file name pattern names no field, so all documents would have the same name. "
        "Use at least one of: {fields}."
    )


class PatternUnsafe(PatternUnfit):
    sentence = N_(
        "The file name pattern holds {characters}, which not every system takes in a file name. "
        "Use letters, digits, spaces, hyphens, underscores or dots instead."
    )


@dataclass(frozen=True, slots=True)
class Pattern:
    """How a buyer names files: words and fields in turn, without the extension."""

    text: str
    parts: tuple[tuple[str, str | None], ...]

    @classmethod
    def read(cls, typed: str) -> Pattern:
        """Refuses what names no field or an unknown one, and what is safe on one system only."""
        text = unicodedata.normalize("NFC", typed.strip())
        if len(text) > LONGEST_PATTERN:
            raise PatternUnfit(n=LONGEST_PATTERN)
        if text.lower().endswith(EXTENSION):
            text = text[: -len(EXTENSION)]
        parts = tuple(_parts(text))
        unsafe = sorted({each for words, _ in parts for each in words if _is_unsafe(each)})
        if unsafe:
            raise PatternUnsafe(characters=" ".join(map(_visible, unsafe)))
        for _, field in parts:
            if field is not None and field not in FIELDS:
                raise FieldUnknown(field=f"{{{field}}}", fields=_fields())
        if not any(field for _, field in parts):
            raise FieldMissing(fields=_fields())
        return cls(text + EXTENSION, parts)

    def name(self, values: Mapping[str, Iterable[str]]) -> str:
        """A document's file name without extension. A field without a value says so: no-po."""
        return safe_name(
            "".join(
                words + (_listed(field, values[field]) if field else "")
                for words, field in self.parts
            )
        )


def _parts(text: str) -> Iterator[tuple[str, str | None]]:
    """Words and the field behind them; `{po!r}` and `{po:9}` name fields that there are not."""
    try:
        for words, field, form, conversion in Formatter().parse(text):
            more = (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
            yield words, field if field is None else field + more
    except ValueError:
        raise PatternUnclear(example=DEFAULT) from None


def _listed(field: str, values: Iterable[str]) -> str:
    """The values of one field, each once: `LOT-1+LOT-2`, or `LOT-1(+4)` of five."""
    several = [each for each in dict.fromkeys(map(_cleaned, values)) if each]
    if not several:
        return f"no-{field}"
    if len(several) > MOST_VALUES:
        return f"{several[0]}(+{len(several) - 1})"
    return "+".join(several)


def safe_name(wanted: str) -> str:
    """The nearest name that every system takes, without extension.

    Unsafe characters become hyphens and what cannot be seen goes. A name that would be hidden, be
    taken for an option, or open a device gets an underscore in front. Never empty, and of the same
    name always the same.
    """
    name = _cut(_cleaned(wanted), MOST_BYTES)
    if not name or name[0] in ".-~" or RESERVED.fullmatch(name):
        name = _cut(f"_{name}", MOST_BYTES)
    return name


def distinct(names: Mapping[str, str]) -> dict[str, str]:
    """By key the name of each, with the key behind every name that two would share.

    Names that differ in case, width or spelling of letters alone are one name on some systems. What
    a name becomes depends on no order. The keys are safe themselves, and none ends with another.
    """
    found = dict(names)
    suffixed: set[str] = set()
    while shared := [key for key in _shared(found) if key not in suffixed]:
        for key in shared:
            found[key] = f"{names[key]}_{key}"
        suffixed.update(shared)
    return found


def _shared(names: Mapping[str, str]) -> list[str]:
    keys: dict[str, list[str]] = defaultdict(list)
    for key, name in names.items():
        keys[_folded(name)].append(key)
    return [key for same in keys.values() if len(same) > 1 for key in same]


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def _cleaned(text: str) -> str:
    """Without what cannot be seen and with hyphens for what is unsafe; single spaces inside."""
    seen = (
        "-" if each in FORBIDDEN else " " if each.isspace() else each
        for each in text
        if each.isspace() or unicodedata.category(each) not in INVISIBLE
    )
    return unicodedata.normalize("NFC", " ".join("".join(seen).split()))


def _cut(name: str, most: int) -> str:
    """So many bytes at most, and neither a dot nor a space at the end, which Windows drops."""
    return name.encode()[:most].decode(errors="ignore").rstrip(" .")


def _is_unsafe(character: str) -> bool:
    return character in FORBIDDEN or unicodedata.category(character) in INVISIBLE


def _visible(character: str) -> str:
    return character if character in FORBIDDEN else f"U+{ord(character):04X}"


def _fields() -> str:
    return ", ".join(f"{{{each}}}" for each in FIELDS)
