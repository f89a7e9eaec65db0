"""Where a signature lies in the bytes of a file, read more strictly than the format asks.

A signature cannot sign the room it lies in. Readers let that room hold anything after the
signature, and letters in either case; ours holds the signature in one spelling, then zeros
(QUALITY.md M12).
"""

from __future__ import annotations

import re
from typing import Any

from remine_portal.documents.file_checks import Fault

END = re.compile(rb"%%EOF[\r\n]{0,2}")


def layout_fault(pdf: bytes, byte_range: list[Any], contents: bytes) -> Fault | None:
    """What is wrong with how a signature divides the file; None when it is as we write it.

    `contents` is what the reader of the PDF takes for the signature with its padding.
    """
    if len(byte_range) != 4 or any(not isinstance(each, int) or each < 0 for each in byte_range):
        return Fault.NOT_THE_WHOLE_FILE
    start, opening, closing, rest = byte_range
    if start != 0 or not opening < closing - 2 or closing + rest != len(pdf):
        return Fault.NOT_THE_WHOLE_FILE
    if not END.fullmatch(pdf, pdf.rfind(b"%%EOF")):
        return Fault.NOT_THE_WHOLE_FILE
    written = pdf[opening:closing]
    if written != b"<" + contents.hex().upper().encode() + b">":
        return Fault.SIGNATURE_STUFFED
    if any(contents[der_length(contents) :]):
        return Fault.SIGNATURE_STUFFED
    return None


def der_length(content: bytes) -> int:
    """How many bytes the first DER value takes; all of them when it is none."""
    if len(content) < 2:
        return len(content)
    first = content[1]
    if first < 0x80:
        return 2 + first
    follow = first - 0x80
    written = content[2 : 2 + follow]
    return 2 + follow + int.from_bytes(written)
