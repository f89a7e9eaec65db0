"""A difference: one place where the books do not say what their entries come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """`sentence` is English with {named} places, and the key of its translations."""

    sentence: str
    facts: Mapping[str, object]

    def __str__(self) -> str:
        return self.sentence.format(**self.facts)


def difference(sentence: str, **facts: object) -> Difference:
    return Difference(sentence, facts)
