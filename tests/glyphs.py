"""The characters of a printed page, as a validator looks at them: drawn, named, and as wide."""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from fontTools.ttLib import TTFont

PAIRS = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]+)>")


def shown(document: pikepdf.Pdf) -> dict[str, set[int]]:
    """The glyphs that the pages show, by the name of their font in the resources."""
    found: dict[str, set[int]] = {}
    for page in document.pages:
        for _, font, glyphs in _drawn(page):
            found.setdefault(font, set()).update(glyphs)
    return found


def words(page: pikepdf.Page) -> dict[int, str]:
    """What a page says, by its numbers in the structure."""
    read = {name: characters(font) for name, font in page["/Resources"]["/Font"].items()}
    said: dict[int, str] = {}
    for number, font, glyphs in _drawn(page):
        if number is not None:
            said[number] = said.get(number, "") + "".join(read[font][each] for each in glyphs)
    return said


def _drawn(page: pikepdf.Page) -> Iterator[tuple[int | None, str, list[int]]]:
    """Glyphs with their font and their number in the structure, which artifacts do not have."""
    font, number = "", None
    for operands, operator in pikepdf.parse_content_stream(page):
        match str(operator):
            case "Tf":
                font = str(operands[0])
            case "BMC":
                number = None
            case "BDC":
                number = int(operands[1]["/MCID"]) if "/MCID" in operands[1] else None
            case "Tj" | "TJ" as name:
                pieces = operands[0] if name == "TJ" else [operands[0]]
                codes = b"".join(bytes(each) for each in pieces if isinstance(each, pikepdf.String))
                yield number, font, list(_numbers(codes))


def _numbers(codes: bytes) -> Iterator[int]:
    return (int.from_bytes(codes[n : n + 2]) for n in range(0, len(codes), 2))


def characters(font: pikepdf.Object) -> dict[int, str]:
    """What each glyph of a font is read as."""
    cmap = font["/ToUnicode"].read_bytes()
    body = b"".join(re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL))
    return {
        int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for glyph, text in PAIRS.findall(body)
    }


def widths(font: pikepdf.Object) -> dict[int, float]:
    """How wide the PDF says that each glyph is, in thousandths."""
    said: dict[int, float] = {}
    items = list(font["/DescendantFonts"][0]["/W"])
    while items:
        first, rest = int(items.pop(0)), items.pop(0)
        if isinstance(rest, pikepdf.Array):
            said |= {first + n: float(width) for n, width in enumerate(rest)}
        else:
            width = float(items.pop(0))
            said |= dict.fromkeys(range(first, int(rest) + 1), width)
    return said


def advances(font: pikepdf.Object) -> dict[int, float]:
    """How wide the glyphs are in the font's own file, in thousandths."""
    file = font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"].read_bytes()
    with TTFont(BytesIO(file)) as program:
        per_thousand = 1000 / program["head"].unitsPerEm
        order = program.getGlyphOrder()
        return {n: program["hmtx"][name][0] * per_thousand for n, name in enumerate(order)}
