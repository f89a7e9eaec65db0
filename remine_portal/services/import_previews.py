"""What a file would do: new lines, changed ones old to new, unchanged ones, and refused ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar

from remine_portal.documents.erp_rows import Problem
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.mass import Mass
from remine_portal.domain.production import Production
from remine_portal.domain.receipts import Receipt
from remine_portal.domain.shipments import LotContent, ShipmentLine
from remine_portal.persistence.imports import DeclaredLine

Line = TypeVar("Line", ShipmentLine, LotContent, Receipt, Production)


class Counts(NamedTuple):
    """How many lines are of each kind. A refused row counts once, however many its reasons."""

    new: int
    changed: int
    unchanged: int
    refused: int

    @property
    def good(self) -> int:
        return self.new + self.changed + self.unchanged

    def __str__(self) -> str:
        return (
            f"{self.new} new, {self.changed} changed, "
            f"{self.unchanged} unchanged, {self.refused} refused"
        )


class LinesRefused(Refusal):
    """A file is taken whole or not at all, unless somebody asks for its good lines."""

    sentence = N_(
        "Nothing was imported. Rows that cannot be taken: {rows}. Correct them and try again."
    )

    def __init__(self, counts: Counts, problems: Sequence[Problem]) -> None:
        super().__init__(rows=counts.refused)
        self.counts = counts
        self.problems = problems


class PreviewOutdated(Refusal):
    sentence = N_(
        "Nothing was imported, because what is on file has changed since you looked. "
        "Check the new figures below, then apply again."
    )


class Change(NamedTuple):
    """One field of a line, as text; nothing where it is blank."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangedLine(Generic[Line]):
    """A line that is on file and says something else now.

    `revision_id` and `revision` are those on file. The current declaration of the line, where
    there is one (`declared_in`), stays as it was issued (DOMAIN.md rule 33).
    """

    line: Line
    changes: Sequence[Change]
    revision_id: int
    revision: int
    declared_in: str | None = None


@dataclass(frozen=True, slots=True)
class Preview(Generic[Line]):
    """What applying a file now would do. Companies and names are those it brings along."""

    new: Sequence[Line]
    changed: Sequence[ChangedLine[Line]]
    unchanged: int
    problems: Sequence[Problem]
    new_companies: Sequence[str] = ()
    proposed_names: Sequence[str] = ()

    @property
    def counts(self) -> Counts:
        return Counts(len(self.new), len(self.changed), self.unchanged, refused_rows(self.problems))

    @property
    def declared(self) -> list[DeclaredLine]:
        """Changed lines whose declaration does not change with them."""
        changed: Sequence[ChangedLine[Any]] = self.changed
        return [
            DeclaredLine(each.line.shipment_no, each.line.line_no, each.declared_in)
            for each in changed
            if each.declared_in
        ]


def refused_rows(problems: Sequence[Problem]) -> int:
    return len({problem.row for problem in problems})


def as_text(value: object, unit: str = "kg") -> str:
    """A field as the ERP writes it; a mass with its unit, because the unit may change as well."""
    match value:
        case None:
            return ""
        case Mass():
            return f"{value.in_unit(unit):f} {unit}"
        case date():
            return value.isoformat()
        case _:
            return str(value)
