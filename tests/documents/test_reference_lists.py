"""Lists of numbers as people paste them, or hand them in as files."""

from io import BytesIO

import pytest
from xlsxwriter import Workbook

from remine_portal.documents.reference_files import UnknownKindOfList, text_of_list
from remine_portal.documents.reference_headings import names_masses, names_numbers, unit_in
from remine_portal.documents.reference_lists import read_list
from remine_portal.documents.spreadsheets import (
    BrokenCsv,
    FileTooLarge,
    SeveralTables,
    UnreadableText,
)
from remine_portal.documents.workbooks import NotAWorkbook
from remine_portal.domain.errors import Refusal
from remine_portal.domain.references import MOST_REFERENCES, NoReferences, TooManyReferences


def read(text):
    """Numbers, each with its mass in kilograms where it has one."""
    return [
        (each.text, each.mass and str(each.mass.in_unit("kg")))
        for each in read_list(text).references
    ]


def workbook(**sheets):
    file = BytesIO()
    with Workbook(file) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def test_a_line_is_one_number_or_several_parted_by_commas():
    text = "PO-1\n\n PO 2 , PO-3;PO-4、ＰＯー５\r\n「PO-6」"

    numbers = ["PO-1", "PO 2", "PO-3", "PO-4", "ＰＯー５", "「PO-6」"]
    assert read(text) == [(each, None) for each in numbers]


@pytest.mark.parametrize(
    ("line", "kilograms"),
    [
        ("PO-1 2000 kg", "2000"),
        ("PO-1, 1,234.5kg", "1234.5"),
        ("PO-1;0.5 t", "500"),
        ("PO-1,1200.5 kg", "1200.5"),
        ("PO-1\tTin\t250 g", "0.25"),
        ("PO-1\t10\t250\tg", "0.25"),
        ("PO-1　２，０００．５㎏", "2000.5"),
        ("PO-1 3 トン", "3000"),
        ("PO-1\t2026-04-03\t10 kg\tHamburg", "10"),
    ],
)
def test_a_mass_is_known_by_its_unit(line, kilograms):
    assert read(line) == [("PO-1", kilograms)]


def test_a_mass_belongs_to_the_number_before_it():
    assert read("PO-1, PO-2 5 kg, PO-3") == [("PO-1", None), ("PO-2", "5"), ("PO-3", None)]


def test_a_number_of_digits_and_its_mass_may_have_but_a_comma_between():
    assert read("4500012345,1200.5 kg") == [("4500012345", "1200.5")]


@pytest.mark.parametrize("mass", ["1.234,5 kg", "12,5 kg", "12.3.4 t", "1234,567 kg"])
def test_a_mass_that_cannot_be_read_is_no_number(mass):
    found = read_list(f"PO-1 {mass}")

    assert [(each.text, each.mass) for each in found.references] == [("PO-1", None)]
    assert len(found.problems) == 1


def test_digits_without_a_unit_are_a_number():
    assert read("4500012345\n2000") == [("4500012345", None), ("2000", None)]


@pytest.mark.parametrize("delimiter", ["\t", ";"])
def test_columns_are_known_by_their_names(delimiter):
    rows = ["Orders of 2026", "No.;PO No.;Qty (t);Colour", "1;PO-1;2.5;red", "2;PO-2;;", "3;;1;"]

    found = read_list("\n".join(rows).replace(";", delimiter))

    assert [each.text for each in found.references] == ["PO-1", "PO-2"]
    assert str(found.references[0].mass.in_unit("kg")) == "2500"
    assert found.columns == ["PO No.", "Qty (t)"]
    assert not found.problems


def test_of_several_columns_with_numbers_the_first_that_is_filled_counts():
    text = "注文番号,ロット番号,正味重量,単位\nPO-1,L1,2,t\n,L2,300,g"

    assert read(text) == [("PO-1", "2000"), ("L2", "0.3")]


@pytest.mark.parametrize(
    ("heading", "unit"),
    [("Net mass (kg)", "kg"), ("net_mass_t", "t"), ("Weight [g]", "g"), ("正味重量（ｋｇ）", "kg")],
)
def test_the_unit_may_stand_in_the_name_of_the_column(heading, unit):
    assert names_masses(heading)
    assert unit_in(heading) == unit


@pytest.mark.parametrize("heading", ["Item", "PO item", "No.", "Material", "SH2410-00001", "品名"])
def test_other_columns_are_not_read(heading):
    assert not names_numbers(heading)


def test_what_cannot_be_read_is_said_and_the_rest_is_kept():
    text = "PO No.\tQty (kg)\nPO-1\t5.5.5\n" + "X" * 65 + "\t1\nPO-3\t-1\nPO-4\t7"

    found = read_list(text)

    assert [each.text for each in found.references] == ["PO-1", "PO-3", "PO-4"]
    assert [each.row for each in found.problems] == [2, 3, 4]
    assert found.references[0].mass is None


def test_masses_without_any_unit_are_said_once_and_not_compared():
    found = read_list("Lot;Qty\nL1;5\nL2;6 kg\nL3;7")

    assert [each.mass and str(each.mass.in_unit("kg")) for each in found.references] == [
        None,
        "6",
        None,
    ]
    assert len(found.problems) == 1


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        (" \n\t\n", NoReferences),
        ("PO No.\n", NoReferences),
        ("PO-1\n" * (MOST_REFERENCES + 1), TooManyReferences),
        ('PO No.,Qty (kg)\n"PO-1,5', BrokenCsv),
    ],
)
def test_a_list_of_nothing_or_of_too_much_is_refused(text, refusal):
    with pytest.raises(refusal):
        read_list(text)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("宣言書番号,重量(kg)\nRM-2026-1,5\n".encode("cp932"), "a.csv"),
        ("\ufeffDeclaration no.;Menge;Mass (kg)\nRM-2026-1;;5\n".encode(), "A.CSV"),
        (b"RM-2026-1,5 kg,,\n", "a.csv"),
        (b"RM-2026-1\t5 kg", "a.txt"),
        (
            workbook(A=[["Title"], [], ["", "Declaration", "Mass (kg)"], [7, "RM-2026-1", 5]]),
            "a.xlsx",
        ),
        (workbook(A=[["RM-2026-1", "5 kg"]]), "a.xlsx"),
        (workbook(A=[["Notes"]], B=[["Lot\nno."], ["RM-2026-1 5 kg"]]), "a.xlsx"),
    ],
)
def test_a_file_is_read_like_what_is_pasted(content, name):
    assert read(text_of_list(content, name)) == [("RM-2026-1", "5")]


def test_digits_of_a_workbook_stay_digits():
    assert read(text_of_list(workbook(A=[["PO"], [4500012345]]), "a.xlsx")) == [
        ("4500012345", None)
    ]


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (b"PO-1", "a.pdf", UnknownKindOfList),
        (b"PO-1", "a.xlsx", NotAWorkbook),
        (b"\x80\x81\xff", "a.txt", UnreadableText),
        (b"0" * 10_000_001, "a.csv", FileTooLarge),
        (workbook(A=[["PO", "x"], ["1"]], B=[["Lot"], ["2"]]), "a.xlsx", SeveralTables),
    ],
)
def test_a_file_that_is_no_list_is_refused(content, name, refusal):
    with pytest.raises(refusal) as refused:
        text_of_list(content, name)
    assert isinstance(refused.value, Refusal)
