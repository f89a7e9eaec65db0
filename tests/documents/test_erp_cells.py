from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis.strategies import characters, decimals, text

from remine_portal.documents import erp_cells
from remine_portal.documents.erp_cells import Unreadable
from tests.erp_files import TODAY

day = erp_cells.day_until(TODAY)


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("3.9", "3.9"),
        (" 7.000 ", "7"),
        ("1,234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("999999999.999999", "999999999.999999"),
        ("0.000001", "0.000001"),
        ("１２３．５", "123.5"),
        (Decimal(2000), "2000"),
        (Decimal("1E-6"), "0.000001"),
    ],
)
def test_a_mass_is_read_exactly(cell, figure):
    assert erp_cells.figure_above_zero(cell) == Decimal(figure)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("-5", "below zero"),
        (Decimal(-5), "below zero"),
        ("-0", "below zero"),
        ("0", "above zero"),
        ("0.000", "above zero"),
        ("1,5", "groups of three"),
        ("1.234,5", "groups of three"),
        ("1,23,456", "groups of three"),
        (",500", "groups of three"),
        ("0.0000001", "six decimals"),
        (Decimal("1E-7"), "six decimals"),
        ("1234567890", "nine digits"),
        ("9" * 100_000, "nine digits"),
        (Decimal("1E+20"), "nine digits"),
        ("#N/A", "Excel error"),
        (Decimal("NaN"), "Write the mass as a number"),
        (date(2026, 4, 3), "Write the mass as a number"),
    ],
)
def test_what_is_no_mass_is_refused_with_its_reason(cell, says):
    assert says in refused(erp_cells.figure_above_zero, cell)


@pytest.mark.parametrize(
    "cell",
    [
        *("NaN", "Infinity", "1e400", "1e5", "1_000", "0x10", "+5", ".5", "5.", "5 t", "=1+1"),
        *("۱۲۳", "½", "5²", "①", "1\x002", "1\u200b2", "True"),
    ],
)
def test_a_mass_is_digits_and_nothing_else(cell):
    assert "Write the mass as a number" in refused(erp_cells.figure_above_zero, cell)


@given(decimals(min_value="0.000001", max_value="999999999", places=6))
def test_every_mass_of_six_decimals_comes_back_exactly(figure):
    assert erp_cells.figure_above_zero(format(figure, ",f")) == figure


@pytest.mark.parametrize(
    "cell",
    [
        "2026-04-03",
        "2026/04/03",
        "20260403",
        " 2026-04-03 ",
        "２０２６／０４／０３",
        "令和8年4月3日",
        "R8.4.3",
        Decimal(20260403),
        date(2026, 4, 3),
    ],
)
def test_a_date_is_read_where_it_is_clear(cell):
    assert day(cell) == date(2026, 4, 3)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("03/04/2026", "like 2026-04-03"),
        ("2026-04/03", "like 2026-04-03"),
        ("2026-4-3", "like 2026-04-03"),
        ("26-04-03", "like 2026-04-03"),
        ("3 April 2026", "like 2026-04-03"),
        (Decimal(46115), "like 2026-04-03"),
        ("2026-02-30", "no such day"),
        ("20261301", "no such day"),
        ("令和8年13月1日", "no such day"),
        ("0000-01-01", "no such day"),
        (date(1900, 2, 28), "between 2000-01-01 and 2027-11-24"),
        ("2096-04-03", "between 2000-01-01 and 2027-11-24"),
        ("#VALUE!", "Excel error"),
    ],
)
def test_what_is_no_clear_date_is_refused_with_its_reason(cell, says):
    assert says in refused(day, cell)


@pytest.mark.parametrize("cell", ["10", "00010", " 10 ", "１０", Decimal(10)])
def test_a_line_number_is_a_whole_number(cell):
    assert erp_cells.line_number(cell) == 10


@pytest.mark.parametrize("cell", ["0", "-1", "1.5", "1000000", "ten", "1e3", Decimal("1.5"), TODAY])
def test_what_is_no_line_number_is_refused(cell):
    assert "whole number" in refused(erp_cells.line_number, cell)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("  ODD6\u3000", "ODD6"),
        ("ｏｄｄ４", "ｏｄｄ４"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("𠮷" * 64, "𠮷" * 64),
        ("00017", "00017"),
        (Decimal(2000), "2000"),
        (Decimal(123456789012345), "123456789012345"),
    ],
)
def test_an_identifier_is_kept_as_written(cell, written):
    assert erp_cells.identifier(cell) == written


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("A" * 65, "65 characters"),
        ("㍿" * 17, "68 characters"),
        ("A\nB", "U+000A"),
        ("A\0B", "U+0000"),
        ("A\u202eB", "U+202E"),
        ("A\u200bB", "U+200B"),
        ("A\ud800B", "U+D800"),
        ("#REF!", "Excel error"),
        (Decimal(1234567890123456), "Excel"),
        (date(2026, 3, 1), "Excel has turned this into a date"),
    ],
)
def test_what_cannot_be_an_identifier_is_refused(cell, says):
    assert says in refused(erp_cells.identifier, cell)


def test_names_are_longer_and_may_hold_wide_spaces():
    assert erp_cells.name("三菱\u3000マテリアル" * 20) == "三菱\u3000マテリアル" * 20
    assert "201 characters" in refused(erp_cells.name, "A" * 201)


@pytest.mark.parametrize(("cell", "unit"), [("kg", "kg"), (" T ", "t"), ("ｇ", "g"), ("㎏", "kg")])
def test_units_are_known_in_any_width_and_case(cell, unit):
    assert erp_cells.unit(cell) == unit


@pytest.mark.parametrize("cell", ["lb", "mg", "oz", "トン", "1"])
def test_other_units_are_refused(cell):
    assert "kg, t and g" in refused(erp_cells.unit, cell)


def test_a_known_code_is_spelt_as_the_portal_spells_it():
    assert erp_cells.one_of({"REM-CU"})("ｒｅｍ-cu ") == "REM-CU"


@given(text(characters()))
def test_any_text_is_read_or_refused(cell):
    readers = [erp_cells.figure_from_zero, erp_cells.line_number, erp_cells.identifier]
    for read in [*readers, erp_cells.name, erp_cells.unit, erp_cells.one_of({"A"}), day]:
        with suppress(Unreadable):
            read(cell)


def refused(read, cell):
    with pytest.raises(Unreadable) as caught:
        read(cell)
    return caught.value.reason.format(**caught.value.facts)
