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
        font = ""
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) == "Tf":
                font = str(operands[0])
            elif str(operator) in ("Tj", "TJ"):
                pieces = operands[0] if str(operator) == "TJ" else [operands[0]]
                for piece in pieces:
                    if isinstance(piece, pikepdf.String):
                        found.setdefault(font, set()).update(_numbers(bytes(piece)))
    return found


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
