"""Files that are made to break whoever reads them: each a PDF at first sight."""

import re
import zlib
from collections.abc import Mapping

HEAD = b"%PDF-1.7\n"
CATALOGUE = b"<< /Type /Catalog >>"


def with_table(root: bytes, trailer: bytes = b"", size: int = 2) -> bytes:
    """One object and a table that finds it; TABLE in the trailer becomes the table's own place."""
    body = HEAD + b"1 0 obj\n" + root + b"\nendobj\n"
    table = b"%d" % len(body)
    return (
        body
        + b"xref\n0 2\n0000000000 65535 f \n%010d 00000 n \n" % len(HEAD)
        + b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (size, trailer.replace(b"TABLE", table))
        + b"startxref\n%s\n%%%%EOF\n" % table
    )


def with_object_stream(content: bytes, filters: bytes) -> bytes:
    """A catalogue inside a compressed stream."""
    stream = b"3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter [%s] /Length %d >>\nstream\n" % (
        filters,
        len(content),
    )
    body = HEAD + stream + content + b"\nendstream\nendobj\n"
    rows = [(0, 0, 255), (2, 3, 0), (0, 0, 255), (1, len(HEAD), 0), (1, len(body), 0)]
    table = b"".join(bytes([a]) + b.to_bytes(4) + bytes([c]) for a, b, c in rows)
    return (
        body
        + b"4 0 obj\n<< /Type /XRef /Size 5 /W [1 4 1] /Root 1 0 R /Length %d >>\n" % len(table)
        + b"stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(body))
    )


def bomb(megabytes: int, times: int) -> bytes:
    """An object stream that is mostly blanks, compressed so many times over."""
    packer = zlib.compressobj(9)
    content = packer.compress(b"1 0 " + CATALOGUE)
    for _ in range(megabytes):
        content += packer.compress(b" " * 1024 * 1024)
    content += packer.flush()
    for _ in range(times - 1):
        content = zlib.compress(content, 9)
    return with_object_stream(content, b"/FlateDecode " * times)


BAD_PDFS: Mapping[str, bytes] = {
    "garbage": HEAD + bytes(range(256)) * 1024,
    "nothing but a head": HEAD,
    "many ends": HEAD + b"%%EOF\n" * 100_000,
    "brackets without end": with_table(b"[" * 200_000),
    "nested arrays": with_table(b"[" * 200_000 + b"]" * 200_000),
    "nested dictionaries": with_table(b"<</A " * 200_000 + b">>" * 200_000),
    "an object that is itself": with_table(b"1 0 R"),
    "a table before itself": with_table(CATALOGUE, b"/Prev TABLE"),
    "a size of a milliard": with_table(CATALOGUE, size=1_000_000_000),
    "a table of a milliard": with_table(CATALOGUE).replace(b"xref\n0 2\n", b"xref\n0 1000000000\n"),
    "a negative place": with_table(CATALOGUE).replace(b"startxref\n", b"startxref\n-"),
    "a stream that swells": bomb(megabytes=200, times=1),
    "a stream that swells twice": bomb(megabytes=1000, times=2),
}


def with_a_moment(pdf: bytes, moment: bytes) -> bytes:
    """A signature that says of itself that it was made then."""
    changed, count = re.subn(rb"(/M \(D(?::|\\072))\d{14}", rb"\g<1>" + moment, pdf)
    assert count == 1, "it says once when it was made"
    return changed
