"""File names by a buyer's pattern: what every system takes, and nothing that one would mistake."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis.strategies import dictionaries, from_regex, lists, text

from remine_portal.domain.file_names import (
    DEFAULT,
    FIELDS,
    FORBIDDEN,
    MOST_BYTES,
    RESERVED,
    FieldMissing,
    FieldUnknown,
    Pattern,
    PatternUnclear,
    PatternUnfit,
    PatternUnsafe,
    distinct,
    safe_name,
)

VALUES = {
    "po": ["PO-4711"],
    "item": ["10"],
    "lot": ["LOT-1", "LOT-2"],
    "delivery": ["SH-1"],
    "number": ["RM-2026-000001"],
    "product": ["REM-SN"],
    "language": ["ja-en"],
}


def named(pattern, **values):
    return Pattern.read(pattern).name(VALUES | values)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        (DEFAULT, "PO-4711_10_LOT-1+LOT-2"),
        ("{number}", "RM-2026-000001"),
        (" {number}.PDF ", "RM-2026-000001"),
        ("{delivery} ({product}, {language}).pdf", "SH-1 (REM-SN, ja-en)"),
        ("宣言書_{number}.pdf", "宣言書_RM-2026-000001"),
        ("{{draft}} {number}", "{draft} RM-2026-000001"),
        ("v1.{number}.final", "v1.RM-2026-000001.final"),
    ],
)
def test_a_pattern_names_a_document(pattern, name):
    assert named(pattern) == name


def test_a_pattern_is_kept_with_its_extension():
    assert Pattern.read("{po}.PDF").text == Pattern.read("{po}").text == "{po}.pdf"


@pytest.mark.parametrize(
    ("pattern", "refusal"),
    [
        ("", FieldMissing),
        (".pdf", FieldMissing),
        ("all of them.pdf", FieldMissing),
        ("{price}.pdf", FieldUnknown),
        ("{PO}.pdf", FieldUnknown),
        ("{}.pdf", FieldUnknown),
        ("{po.x}", FieldUnknown),
        ("{po!r}", FieldUnknown),
        ("{po:9}", FieldUnknown),
        ("{po", PatternUnclear),
        ("po}", PatternUnclear),
        ("{po}/{lot}", PatternUnsafe),
        ("..\\{po}", PatternUnsafe),
        ("C:{po}", PatternUnsafe),
        ("{po}?*", PatternUnsafe),
        ('"{po}"', PatternUnsafe),
        ("{po}\n{lot}", PatternUnsafe),
        ("{po}\u202egpj", PatternUnsafe),
        ("{po}\ud800", PatternUnsafe),
        ("{po}" + "x" * 197, PatternUnfit),
    ],
)
def test_a_pattern_that_is_unclear_or_unsafe_is_refused(pattern, refusal):
    with pytest.raises(refusal):
        Pattern.read(pattern)


def test_a_refusal_names_what_is_wrong():
    with pytest.raises(PatternUnsafe, match=r"holds / U\+202E, which"):
        Pattern.read("{po}/\u202e")
    with pytest.raises(FieldUnknown, match=r"names \{price\}, .* \{po\}, \{item\}"):
        Pattern.read("{price}")


@pytest.mark.parametrize(
    ("lots", "name"),
    [
        ([], "no-lot"),
        (["", "  "], "no-lot"),
        (["A"], "A"),
        (["A", "A"], "A"),
        (["A", "B", "C"], "A+B+C"),
        (["A", "B", "C", "D", "E"], "A(+4)"),
    ],
)
def test_a_field_lists_its_values(lots, name):
    assert named("{lot}", lot=lots) == name


@pytest.mark.parametrize(
    ("wanted", "safe"),
    [
        ("PO/47\\11", "PO-47-11"),
        ('a<b>c:d"e|f?g*h', "a-b-c-d-e-f-g-h"),
        ("PO\0 47\x1b11\u200b\u202e", "PO 4711"),
        ("\tPO \u3000 47 ", "PO 47"),
        ("ends with dots. . .", "ends with dots"),
        (".hidden", "_.hidden"),
        ("../../etc/passwd", "_..-..-etc-passwd"),
        ("-rf", "_-rf"),
        ("~root", "_~root"),
        ("CON", "_CON"),
        ("con.PO-1", "_con.PO-1"),
        ("Com1 .x", "_Com1 .x"),
        ("LPT³", "_LPT³"),
        ("CONTENT", "CONTENT"),
        ("COM10", "COM10"),
        ("", "_"),
        (" . ", "_."[:1]),
        ("が", "が"),
        ("髙﨑𠮷野㈱", "髙﨑𠮷野㈱"),
    ],
)
def test_a_name_is_one_that_every_system_takes(wanted, safe):
    assert safe_name(unicodedata.normalize("NFD", wanted) if wanted == "が" else wanted) == safe


def test_a_long_name_is_cut_between_characters():
    assert safe_name("注" * 100) == "注" * (MOST_BYTES // 3)
    assert safe_name("x" * 149 + ". and more") == "x" * 149


@given(text())
def test_whatever_is_wanted_the_name_is_safe(wanted):
    name = safe_name(wanted)

    assert 0 < len(name.encode()) <= MOST_BYTES
    assert not FORBIDDEN & set(name)
    assert all(unicodedata.category(each)[0] != "C" for each in name)
    assert name[0] not in " .-~"
    assert name[-1] not in " ."
    assert not RESERVED.fullmatch(name)
    assert unicodedata.is_normalized("NFC", name)
    assert safe_name(name) == name


@given(lists(text(), min_size=1))
def test_whatever_the_values_a_pattern_gives_a_safe_name(values):
    name = Pattern.read(DEFAULT).name(dict.fromkeys(FIELDS, values))

    assert safe_name(name) == name


def test_names_of_their_own_stay_as_they_are():
    assert distinct({"RM-1": "a", "RM-2": "b"}) == {"RM-1": "a", "RM-2": "b"}


def test_names_that_would_meet_are_told_apart_by_the_number():
    names = {"RM-1": "PO-1", "RM-2": "po-1", "RM-3": "ＰＯ-1", "RM-4": "PO-2"}

    found = distinct(names)

    assert found == {
        "RM-1": "PO-1_RM-1",
        "RM-2": "po-1_RM-2",
        "RM-3": "ＰＯ-1_RM-3",
        "RM-4": "PO-2",
    }
    assert distinct(dict(reversed(names.items()))) == found


def test_a_name_that_is_told_apart_meets_no_other():
    found = distinct({"RM-1": "a", "RM-2": "A", "RM-3": "a_rm-1"})

    assert found == {"RM-1": "a_RM-1", "RM-2": "A_RM-2", "RM-3": "a_rm-1_RM-3"}


@given(dictionaries(from_regex(r"\ARM-[0-9]{4}\Z"), text(alphabet="aAß1_.RM-0", max_size=9)))
def test_on_no_system_two_documents_have_one_name(names):
    found = distinct({key: safe_name(name) for key, name in names.items()})

    folded = {unicodedata.normalize("NFKC", name).casefold() for name in found.values()}
    assert len(folded) == len(names)
