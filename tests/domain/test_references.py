"""Numbers as customers write them: what makes no difference, and what does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remine_portal.domain.references import (
    DASHES,
    Directory,
    declaration_number,
    grouped,
    rough,
)
from remine_portal.domain.shipments import matching_key


def meant(reference, *numbers):
    """Which of our numbers a reference may stand for."""
    known = Directory()
    for number in numbers:
        known.add(number, number)
    return sorted(each for key in known.meant_by(reference) for each in known.of(key))


@pytest.mark.parametrize(
    "spelling",
    [
        "SH2410-00001",
        "  sh2410-00001\t",
        "ＳＨ２４１０ー００００１",
        "ＳＨ２４１０－００００１",
        "SH2410–00001",
        "SH 2410 00001",
        "SH\u30002410−00001",
        "SH241000001",
        "SH2410-1",
        "sh-2410-001",
        '"SH2410-00001"',
        "「SH2410-00001」",
        "'SH2410-00001",
        "SH2410\u200b-00001",
    ],
)
def test_a_number_is_found_in_any_spelling(spelling):
    assert meant(spelling, "SH2410-00001", "SH2410-00010") == ["SH2410-00001"]


@pytest.mark.parametrize(
    "other",
    ["SH2410-00002", "SH2410-10000", "SH2410-0000", "SH24-1000001", "SX2410-00001", "-", ""],
)
def test_another_number_is_not_taken_for_it(other):
    assert meant(other, "SH2410-00001") == []


def test_groups_of_digits_are_not_moved_from_one_to_the_other():
    assert meant("SH-1-23", "SH-12-3") == []


def test_a_number_in_one_piece_may_be_any_that_is_parted():
    assert meant("SH123", "SH-1-23", "SH-12-3") == ["SH-1-23", "SH-12-3"]


def test_leading_zeros_make_a_difference_only_where_both_numbers_exist():
    assert meant("PO-80", "PO-080") == ["PO-080"]
    assert meant("PO-80", "PO-080", "PO-80") == ["PO-80"]
    assert meant("PO-0080", "PO-080", "PO-80") == ["PO-080", "PO-80"]


def test_one_number_may_belong_to_many_things():
    known = Directory()
    known.add("PO-1", "first")
    known.add("ＰＯ １", "second")

    assert known.of(*known.meant_by("po1")) == ["first", "second"]


@pytest.mark.parametrize(
    "text",
    ["RM-2026-000123", "ＲＭー２０２６ー１２３", "rm 2026 000123", "RM2026000123", "“RM-2026-123”"],
)
def test_the_number_of_a_declaration_is_read_in_any_spelling(text):
    assert declaration_number(text) == "RM-2026-000123"


@pytest.mark.parametrize("text", ["RM-2026", "RM2026123", "RQ-2026-000123", "ARM-2026-000123", ""])
def test_what_is_no_number_of_a_declaration_is_none(text):
    assert declaration_number(text) is None


NUMBERS = st.text("ABZ0123９０-ー ", min_size=1, max_size=12)


@given(NUMBERS, st.sampled_from(DASHES + " "), st.booleans())
def test_whatever_is_found_has_passed_the_rough_comparison(number, dash, upper):
    spelling = number.replace("-", dash)
    spelling = spelling.upper() if upper else spelling.lower()

    for found in meant(spelling, number, "0" + number, number.replace("0", "")):
        assert rough(grouped(spelling)) == rough(matching_key(found))
