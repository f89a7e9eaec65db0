"""A declaration as it is read aloud: headings, lists, tables and pictures (PDF/UA-1)."""

from itertools import pairwise

import pikepdf
import pytest

from tests import glyphs
from tests.archived import EVERY, Node, drawn_on, file_of, opened, structure
from tests.papers import DRAFT, a_snapshot, lots, printed, squeezed

every_kind = pytest.mark.parametrize(("kind", "language"), EVERY)

MAY_HOLD = {
    "L": {"LI"},
    "LI": {"Lbl", "LBody"},
    "Table": {"THead", "TBody"},
    "THead": {"TR"},
    "TBody": {"TR"},
    "TR": {"TH", "TD"},
}
"""What stands in these and nowhere else (ISO 32000-1, 14.8.4.3)."""
ONLY_IN = {
    part: {whole for whole in MAY_HOLD if part in MAY_HOLD[whole]}
    for part in set().union(*MAY_HOLD.values())
}
STANDARD = {"Document", "Sect", "Div", "P", "H1", "H2", "Span", "Figure", "L", "Table", *ONLY_IN}
INLINE = {"P", "H1", "H2", "Span", "Lbl"}


@every_kind
def test_every_part_stands_where_the_standard_has_it(kind, language):
    with file_of(kind, language) as document:
        assert "/RoleMap" not in document.Root["/StructTreeRoot"]
        for node in structure(document).walk():
            assert node.kind in STANDARD
            assert set(node.kinds()) <= MAY_HOLD.get(node.kind, STANDARD - set(ONLY_IN))
            for part in node.parts:
                assert node.kind in ONLY_IN.get(part.kind, STANDARD)
                assert part.element["/P"].objgen == node.element.objgen
            if node.kind in INLINE:
                assert set(node.kinds()) <= {"Span", "Figure"}


@every_kind
def test_no_part_is_empty_but_cells(kind, language):
    with file_of(kind, language) as document:
        for node in structure(document).walk():
            assert node.parts or node.drawn or node.kind == "TD"


@every_kind
def test_it_begins_with_its_title_and_no_heading_is_skipped(kind, language):
    with file_of(kind, language) as document:
        levels = [node.kind for node in structure(document).walk() if node.kind[:1] == "H"]

        assert levels[0] == "H1"
        assert levels.count("H1") == 1
        assert len(levels) > 5
        assert {"H1", "H2"} >= set(levels)


@every_kind
def test_every_drawing_is_found_from_the_structure_and_back(kind, language):
    with file_of(kind, language) as document:
        owners: dict[tuple[int, int], tuple[int, int]] = {}
        for node in structure(document).walk():
            for number in node.drawn:
                place = (node.element["/Pg"]["/StructParents"], number)
                assert place not in owners, "drawn twice"
                owners[place] = node.element.objgen
        numbers = document.Root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
        named = {
            (number, place): element.objgen
            for number, elements in zip(numbers[::2], numbers[1::2], strict=True)
            for place, element in enumerate(elements)
            if isinstance(element, pikepdf.Dictionary)
        }

        assert named == owners
        assert sorted(owners) == sorted(
            (page["/StructParents"], number)
            for page in document.pages
            for number in drawn_on(page).numbers
        )


@every_kind
def test_every_picture_has_its_words_and_its_place(kind, language):
    with file_of(kind, language) as document:
        pictures = [node.element for node in structure(document).walk() if node.kind == "Figure"]

        assert len(pictures) >= 2, "a bar and the code"
        for picture in pictures:
            left, bottom, right, top = map(float, picture["/A"]["/BBox"])
            assert str(picture["/Alt"]).strip()
            assert 0 <= left < right <= 595
            assert 0 <= bottom < top <= 842


def test_a_picture_stands_where_it_is_seen():
    """The bar in the upper half of a page, the code at its foot."""
    with file_of("lead", "en") as document:
        bar, code = (
            n.element["/A"]["/BBox"] for n in structure(document).walk() if n.kind == "Figure"
        )

        assert float(bar[1]) > 421
        assert float(code[3]) < 250


@every_kind
def test_every_cell_has_headers_that_are_in_its_table(kind, language):
    with file_of(kind, language) as document:
        tables = [node for node in structure(document).walk() if node.kind == "Table"]
        named = document.Root["/StructTreeRoot"]["/IDTree"]["/Names"]

        assert tables
        for table in tables:
            cells = [node for node in table.walk() if node.kind in ("TH", "TD")]
            heads = {bytes(each.element["/ID"]) for each in cells if each.kind == "TH"}
            for cell in cells:
                about = cell.element["/A"]
                if cell.kind == "TH":
                    assert about["/Scope"] in ("/Column", "/Row")
                else:
                    assert about["/Headers"]
                    assert {bytes(each) for each in about["/Headers"]} <= heads
        keys = [bytes(each) for each in named[::2]]
        assert keys == sorted(set(keys))


@every_kind
def test_every_row_of_a_table_is_as_wide_as_the_others(kind, language):
    with file_of(kind, language) as document:
        for table in structure(document).walk():
            widths = {
                sum(int(cell.element["/A"].get("/ColSpan", 1)) for cell in row.parts)
                for row in table.walk()
                if table.kind == "Table" and row.kind == "TR"
            }
            assert len(widths) <= 1


@pytest.mark.parametrize("kind", ["tin", "copper, both"])
def test_a_second_language_is_named_where_it_is_read(kind):
    with file_of(kind, "ja-en") as document:
        named = {
            str(node.element.get("/Lang"))
            for node in structure(document).walk()
            if node.drawn and "/Lang" in node.element
        }
        plain = [n for n in structure(document).walk() if n.drawn and "/Lang" not in n.element]

    assert named == {"en"}
    assert plain


def test_terms_are_labels_of_what_is_said_of_them():
    with file_of("lead", "en") as document:
        items = [node for node in structure(document).walk() if node.kind == "LI"]

        assert len(items) > 10
        assert all(item.kinds() == ["Lbl", "LBody"] for item in items)


def test_the_head_of_the_second_page_is_read_as_part_of_its_table():
    with file_of("two pages", "en") as document:
        tables = [node for node in structure(document).walk() if node.kind == "Table"]

        assert len(document.pages) == 2
        assert [table.kinds()[0] for table in tables] == ["THead"] * len(tables)
        assert len(tables) == 2


def test_no_heading_holds_another():
    with file_of("platinum", "ja-en") as document:
        for node in structure(document).walk():
            if node.kind[:1] == "H":
                assert all(part.kind == "Span" for one, part in pairwise(node.walk()))


def read_aloud(document: pikepdf.Pdf) -> str:
    """The words of a file in the order of its structure, without any space."""
    said = {page["/StructParents"]: glyphs.words(page) for page in document.pages}

    def of(node: Node) -> str:
        own = (said[node.element["/Pg"]["/StructParents"]].get(n, "") for n in node.drawn)
        return "".join([*own, *map(of, node.parts)])

    return squeezed(of(structure(document)))


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ({"sample": True}, "SAMPLE 見本 Made with sample data. The figures are invented."),
        (DRAFT, "DRAFT 下書き Preview. Not issued, and no evidence of anything."),
    ],
)
def test_a_sample_or_a_draft_is_called_so_before_all_else_and_once(said, first):
    """The words across every page and in every head are for eyes; a reader hears them once."""
    with opened(printed(a_snapshot("en", lines=lots(45), **said))) as document:
        heard = read_aloud(document)

        assert len(document.pages) == 2
        assert heard.startswith(squeezed(first))
        assert sum(heard.count(mark) for mark in ("見本", "下書き")) == 1


def test_the_foot_of_a_page_is_not_read():
    with file_of("two pages", "en") as document:
        assert "Page1of2" not in read_aloud(document)
