"""The PDF of a sample certificate: a page that says SAMPLE, and whose document it is not."""

from __future__ import annotations

A4 = b"[0 0 595 842]"
LARGE, SMALL = 64, 12


def sample_certificate(reference: str, title: str) -> bytes:
    """The same few bytes for the same words, which are ASCII: no program but this made them."""
    lines = [
        _line(LARGE, 640, "SAMPLE"),
        _line(SMALL, 590, title),
        _line(SMALL, 570, reference),
        _line(SMALL, 530, "No such certificate exists. Nobody issued this page."),
    ]
    content = b"BT\n" + b"\n".join(lines) + b"\nET"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox " + A4 + b" /Contents 5 0 R "
        b"/Resources << /Font << /F1 4 0 R >> >> >>"
    )
    return _file(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page,
            font,
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    )


def _line(size: int, height: int, words: str) -> bytes:
    written = words.encode("ascii").replace(b"\\", b"\\\\").replace(b"(", b"\\(")
    return b"/F1 %d Tf 1 0 0 1 72 %d Tm (%s) Tj" % (size, height, written.replace(b")", b"\\)"))


def _file(objects: list[bytes]) -> bytes:
    """The objects, numbered from 1 on, the first being the catalogue, with the table of places."""
    content, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n"
        b"startxref\n%d\n%%%%EOF\n" % (len(objects) + 1, rows, len(objects) + 1, len(content))
    )
