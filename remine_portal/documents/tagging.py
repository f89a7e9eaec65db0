"""The structure of a printed document, as a screen reader walks it (PDF/UA-1, ISO 14289-1).

WeasyPrint tags what it draws, but leaves running heads in the structure's numbers, terms of a list
without their place in it, headings within headings, and no language where it changes. That is put
right here, on the objects of the PDF before they are written.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import Any, TypeAlias

import pydyf
from weasyprint import Document
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

POINTS = 0.75
"""A CSS pixel in units of the PDF."""

WORDS = {"/P", "/H1", "/H2", "/Span", "/Lbl", "/LBody", "/TD", "/TH"}
"""Elements whose parts are words and no blocks."""
CELLS = {"/TD", "/TH"}
HEADINGS = {"/H1", "/H2"}
GROUPS = {"/Sect", "/Div"}

Element: TypeAlias = Any
"""An element of the structure: a dictionary of the PDF, which has no types."""


class Reading(Enum):
    """How words or a picture on a page are read aloud."""

    IN_PLACE = auto()
    FIRST = auto()
    """A note in the head of the first page."""
    NEVER = auto()
    """Heads and feet that come again, and what a template hides from readers (`aria-hidden`)."""


def put_structure_right(document: Document, pdf: pydyf.PDF) -> None:
    """Make the structure of a tagged document one that PDF/UA-1 asks for."""
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    top = _at(pdf, root["K"][0])
    _name_what_was_drawn(document, pdf, top)
    _simplify(pdf, top)
    _make_list_items(pdf, top)
    identifiers: dict[str, Element] = {}
    for element in _under(pdf, top):
        if element["S"] == "/Figure":
            _place(document, pdf, element)
        if "ID" in element:
            identifiers[element["ID"].string] = element
    _give_headers_scope(pdf, top)
    if identifiers:
        names = pydyf.Array()
        for identifier in sorted(identifiers):
            names.extend([pydyf.String(identifier), identifiers[identifier].reference])
        root["IDTree"] = pydyf.Dictionary({"Names": names})


def _name_what_was_drawn(document: Document, pdf: pydyf.PDF, top: Element) -> None:
    """Give words of another language its name, and let only be read what is to be read."""
    drawn = [each for each in pdf.objects if _is_drawn(each)]
    printed = [
        each
        for number, page in enumerate(document.pages)
        for each in _boxes(page._page_box, first=number == 0)  # noqa: SLF001 - elements follow its boxes
    ]
    notes: dict[bytes, None] = {}
    for element, (box, reading) in zip(drawn, printed, strict=True):
        if reading is Reading.NEVER:
            _make_artifact(pdf, element)
            continue
        if reading is Reading.FIRST:
            notes[_outermost(pdf, element, top).reference] = None
        if (language := box.style["lang"]) and language != document.metadata.lang:
            element["Lang"] = pydyf.String(language)
    top["K"] = pydyf.Array([*notes, *top["K"]])


def _outermost(pdf: pydyf.PDF, element: Element, top: Element) -> Element:
    while element["P"] != top.reference:
        element = _at(pdf, element["P"])
    return element


def _is_drawn(thing: Any) -> bool:
    """Whether it is an element of the structure with something on a page."""
    return (
        isinstance(thing, pydyf.Dictionary)
        and thing.get("Type") == "/StructElem"
        and any(isinstance(kid, int) for kid in thing["K"])
    )


def _boxes(
    box: Any, *, first: bool, reading: Reading = Reading.IN_PLACE
) -> Iterator[tuple[Any, Reading]]:
    """The words and pictures of a page in the order of their elements, and how they are read."""
    if isinstance(box, AbsolutePlaceholder):
        box = box._box  # noqa: SLF001 - elements are made of what it stands for
    about = {} if box.element is None else box.element.attrib
    if isinstance(box, boxes.MarginBox) or about.get("aria-hidden") == "true":
        reading = Reading.NEVER
    elif about.get("role") == "note" and first:
        reading = Reading.FIRST
    if isinstance(box, (boxes.TextBox, boxes.ReplacedBox)):
        yield box, reading
        return
    for child in box.children:
        yield from _boxes(child, first=first, reading=reading)


def _make_artifact(pdf: pydyf.PDF, element: Element) -> None:
    """Take it out of the structure, on its page and in the structure's numbers."""
    page = _at(pdf, element["Pg"])
    (number,) = element["K"]
    stream = _at(pdf, page["Contents"]).stream
    for place, item in enumerate(stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") == number:
            stream[place - 1] = "/Artifact"
            stream[place] = pydyf.Dictionary({"Type": "/Pagination"})
    numbers = _at(pdf, _at(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    numbers[2 * page["StructParents"] + 1][number] = "null"
    _at(pdf, element["P"])["K"].remove(element.reference)
    element.clear()


def _simplify(pdf: pydyf.PDF, element: Element) -> None:
    """Leave out elements without content, and those that only say again what holds them."""
    kids = pydyf.Array()
    for kid in element["K"]:
        if isinstance(kid, int):
            kids.append(kid)
            continue
        child = _at(pdf, kid)
        _simplify(pdf, child)
        if child["S"] == "/NonStruct":
            child["S"] = "/Span" if element["S"] in WORDS else "/Div"
        if not child["K"] and child["S"] not in CELLS:
            child.clear()
        elif child["S"] in HEADINGS and child["S"] == element["S"]:
            child["S"] = "/Span"
            kids.append(kid)
        else:
            kids.append(kid)
    element["K"] = kids
    _hoist(pdf, element)


def _hoist(pdf: pydyf.PDF, element: Element) -> None:
    """A group that holds nothing but one group of its kind is that group."""
    while len(element["K"]) == 1 and element["S"] in GROUPS:
        only = _at(pdf, element["K"][0])
        if only["S"] != element["S"]:
            return
        element["K"] = only["K"]
        for kid in only["K"]:
            _at(pdf, kid)["P"] = element.reference
        only.clear()


def _make_list_items(pdf: pydyf.PDF, top: Element) -> None:
    """A term and what is said of it are label and body of one item (ISO 32000-1, 14.8.4.3.3)."""
    for listing in [each for each in _under(pdf, top) if each["S"] == "/L"]:
        for item in [_at(pdf, kid) for kid in listing["K"]]:
            if item["S"] == "/Div":
                _make_list_item(pdf, item)


def _make_list_item(pdf: pydyf.PDF, item: Element) -> None:
    bodies = pydyf.Array()
    for inner in [_at(pdf, kid) for kid in item["K"]]:
        bodies.extend(inner["K"])
        inner.clear()
    for body in bodies:
        _at(pdf, body)["P"] = item.reference
    if len(bodies) > 1:
        _at(pdf, bodies[0])["S"] = "/Lbl"
    item["S"], item["K"] = "/LI", bodies


def _place(document: Document, pdf: pydyf.PDF, figure: Element) -> None:
    """Where a picture stands, in the units and from the corner that a PDF counts from."""
    page = document.pages[_at(pdf, figure["Pg"])["StructParents"]]
    left, top, right, bottom = figure["A"]["BBox"]
    figure["A"]["BBox"] = pydyf.Array(
        round(POINTS * each, 3) for each in (left, page.height - bottom, right, page.height - top)
    )


def _give_headers_scope(pdf: pydyf.PDF, top: Element) -> None:
    """A header in the head of a table is of its column, any other of its row."""
    for part in [each for each in _under(pdf, top) if each["S"] in ("/THead", "/TBody")]:
        scope = "/Column" if part["S"] == "/THead" else "/Row"
        for cell in _under(pdf, part):
            if cell["S"] == "/TH":
                cell["A"]["Scope"] = scope


def _under(pdf: pydyf.PDF, element: Element) -> Iterator[Element]:
    for kid in element["K"]:
        if not isinstance(kid, int):
            child = _at(pdf, kid)
            yield child
            yield from _under(pdf, child)


def _at(pdf: pydyf.PDF, reference: bytes) -> Element:
    return pdf.objects[int(reference.split()[0])]
