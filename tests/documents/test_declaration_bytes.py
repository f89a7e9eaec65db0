"""The same snapshot is the same bytes, and what somebody typed is text and nothing else."""

import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from remine_portal.documents.twins import twins_of
from remine_portal.domain.catalog import Text
from remine_portal.domain.declarations import GlyphMissing, Recipient
from tests.archived import KINDS
from tests.papers import LINE, VERIFICATION, VERIFY_BASE, a_snapshot, printed, printed_anew, says

ELSEWHERE = """
import hashlib
from tests.archived import KINDS
from tests.papers import printed
for kind in reversed(KINDS):
    print(kind, hashlib.sha256(printed(KINDS[kind]("ja-en"))).hexdigest())
"""


def test_rule_33_the_same_snapshot_gives_the_same_bytes():
    """Rule 33."""
    again = printed_anew(a_snapshot("ja-en"))

    assert again == printed(a_snapshot("ja-en"))


def test_rule_33_in_another_process_and_time_zone_as_well():
    """Rule 33: of every kind, with its twins, before anybody signs it."""
    surroundings = {**os.environ, "PYTHONHASHSEED": "33", "TZ": "America/New_York"}
    ran = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
    )

    here = [f"{kind} {hashlib.sha256(printed(KINDS[kind]('ja-en'))).hexdigest()}" for kind in KINDS]
    assert ran.stdout.split("\n")[-2::-1] == here


def test_two_colleagues_print_at_once():
    wanted = [a_snapshot("en"), a_snapshot("ja-en")]

    with ThreadPoolExecutor(2) as colleagues:
        assert list(colleagues.map(printed_anew, wanted)) == [*map(printed, wanted)]


def test_another_snapshot_gives_other_bytes():
    assert printed(a_snapshot("ja-en")) != printed(a_snapshot("ja-en", version=2))


HOSTILE = (
    "<script>alert(1)</script> {{7*7}} {product} =1+1 "
    '"><img src=http://169.254.169.254/a> <link rel=attachment href=file:///etc/passwd>'
)
TYPED = Text(en=HOSTILE, ja=HOSTILE)
HOSTILE_LINE = replace(
    LINE,
    lot_no=HOSTILE,
    site=TYPED,
    entity=TYPED,
    customer_po=HOSTILE,
    order_no=HOSTILE,
    order_item=HOSTILE,
    verification=replace(VERIFICATION, verifier=HOSTILE, reference=HOSTILE, basis=HOSTILE),
)
EVIL = a_snapshot(
    lines=(HOSTILE_LINE, replace(HOSTILE_LINE, lot_no="LOT-2", line_no=2)),
    recipient=Recipient(HOSTILE, HOSTILE),
    shipment_no=HOSTILE,
    invoice_no=HOSTILE,
    issuer_contact=TYPED,
    retention=TYPED,
    remarks=HOSTILE,
    prepared_by=HOSTILE,
    issued_by=HOSTILE,
)
"""The same hostile words in every field that somebody types."""


def test_what_was_typed_is_printed_as_it_was_typed():
    for label in ("Number", "Invoice", "Your order", "Produced by", "Site", "Verified by", "Basis"):
        assert says(EVIL, f"{label} {HOSTILE}"), label
    for label in ("Contact", "Records kept", "Remarks", "Prepared by", "Approved and issued by"):
        assert says(EVIL, f"{label} {HOSTILE}"), label
    for field in ("Recipient", HOSTILE, "Our order / item", f"{HOSTILE} /"):
        assert says(EVIL, f"{field} {HOSTILE}"), field


def test_what_was_typed_brings_nothing_into_the_document():
    with pikepdf.open(BytesIO(printed(EVIL))) as document:
        kinds = {str(each.get("/S")) for each in document.objects if is_dictionary(each)}

        assert set(document.attachments) == {twin.name for twin in twins_of(EVIL, VERIFY_BASE)}
        assert "/Annots" not in document.pages[0]
        assert not kinds & {"/JavaScript", "/URI", "/Launch", "/GoToR"}


def test_the_canonical_form_is_as_it_has_always_been():
    """Those that are kept were written before RFC 8785 had a library here; none may change."""
    for snapshot in (EVIL, *(KINDS[kind]("ja-en") for kind in KINDS)):
        canonical = snapshot.canonical()
        as_before = json.dumps(
            json.loads(canonical), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )

        assert canonical == as_before
        assert "." not in re.sub(r'"(\\.|[^"\\])*"', "", canonical), "a figure is whole or text"


def is_dictionary(thing: pikepdf.Object) -> bool:
    return isinstance(thing, pikepdf.Dictionary)


@pytest.mark.parametrize("field", ["shipment_no", "remarks", "prepared_by"])
def test_a_character_the_fonts_lack_is_refused_and_named(field):
    with pytest.raises(GlyphMissing) as refused:
        printed(a_snapshot(**{field: "电"}))

    assert refused.value.facts == {"characters": "电 (U+7535)"}


def test_a_name_of_64_characters_breaks_and_is_whole():
    name = "L" * 64
    paper = a_snapshot(shipment_no=name, lines=(replace(LINE, lot_no=name, customer_po=name),))

    assert says(paper, f"Number {name}")
