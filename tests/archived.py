"""Declarations as files: one of every kind and language, and how a program walks through them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from io import BytesIO

import pikepdf

from remine_portal.domain.credits import Characteristic
from remine_portal.domain.declarations import DeclarationSnapshot
from remine_portal.domain.mass import Mass
from remine_portal.domain.recycled_content import Figure, Operator
from tests.papers import (
    LANGUAGES,
    LINE,
    MOST,
    a_share,
    a_snapshot,
    attributed,
    lots,
    platinum,
    printed,
)

SPLIT = Figure(Operator.EXACTLY, Decimal(100), Decimal("30.5"), Decimal("69.5"))
FROM_VEHICLES = a_share("100", Mass.of("50", "t"), Characteristic.END_OF_LIFE_VEHICLE)

KINDS: dict[str, Callable[[str], DeclarationSnapshot]] = {
    "tin": lambda language: a_snapshot(language, lines=lots(2, figure=SPLIT)),
    "lead": lambda language: a_snapshot(
        language, element="Pb", lines=(replace(LINE, figure=MOST),), version=2, replaces="RM-1"
    ),
    "platinum": platinum,
    "two pages": lambda language: a_snapshot(language, lines=lots(45), sample=True),
    "recycled copper": attributed,
    "copper from vehicles": lambda language: attributed(language, shares=(FROM_VEHICLES,)),
    "copper, both": lambda language: attributed(language, 2, percents=("40", "30"), sample=True),
}
EVERY = [(kind, language) for kind in KINDS for language in LANGUAGES]

PAINTING = {"f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "Tj", "TJ", "'", '"'}


def snapshot_of(kind: str, language: str) -> DeclarationSnapshot:
    return KINDS[kind](language)


@contextmanager
def opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(pdf)) as document:
        yield document


@contextmanager
def file_of(kind: str, language: str) -> Iterator[pikepdf.Pdf]:
    with opened(printed(snapshot_of(kind, language))) as document:
        yield document


def dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Everything in the file that has keys."""
    for each in document.objects:
        if isinstance(each, (pikepdf.Dictionary, pikepdf.Stream)):
            yield each


@dataclass(frozen=True)
class Node:
    """An element of the structure with its kind, its parts, and what it draws on which page."""

    element: pikepdf.Object
    parts: tuple["Node", ...]
    drawn: tuple[int, ...]

    @property
    def kind(self) -> str:
        return str(self.element["/S"])[1:]

    def walk(self) -> Iterator["Node"]:
        yield self
        for part in self.parts:
            yield from part.walk()

    def kinds(self) -> list[str]:
        return [part.kind for part in self.parts]


def structure(document: pikepdf.Pdf) -> Node:
    (top,) = document.Root["/StructTreeRoot"]["/K"]
    return _node(top)


def _node(element: pikepdf.Object) -> Node:
    kids = list(element["/K"]) if "/K" in element else []
    return Node(
        element,
        tuple(_node(kid) for kid in kids if isinstance(kid, pikepdf.Dictionary)),
        tuple(int(kid) for kid in kids if isinstance(kid, int)),
    )


@dataclass
class Drawn:
    """What a page draws: the numbers in the structure, and how deep its states are nested."""

    numbers: list[int]
    artifacts: list[pikepdf.Object]
    deepest: int


def drawn_on(page: pikepdf.Page) -> Drawn:
    """Fails where something is drawn that is neither in the structure nor an artifact, or both."""
    drawn, marks, depth = Drawn([], [], 0), [], 0
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        depth += {"q": 1, "Q": -1}.get(name, 0)
        drawn.deepest = max(drawn.deepest, depth)
        if name in ("BMC", "BDC"):
            marks.append(str(operands[0]))
            if name == "BDC" and "/MCID" in operands[1]:
                drawn.numbers.append(int(operands[1]["/MCID"]))
            elif name == "BDC":
                drawn.artifacts.append(operands[1])
        elif name == "EMC":
            marks.pop()
        elif name in PAINTING:
            assert len(marks) == 1, f"{name} is marked as {marks}"
    assert not marks
    return drawn
