"""A yearly statement on paper and in a workbook: each claim by itself, and the same bytes again."""

import re
from functools import cache
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from remine_portal.documents.printing import press
from remine_portal.documents.yearly_statement import render_yearly_statement
from remine_portal.documents.yearly_workbook import write_yearly_statement
from remine_portal.domain.declarations import Status
from remine_portal.domain.yearly_statements import Changes
from tests.papers import pages, squeezed
from tests.years import a_full_year

ADDRESS = "https://remine.example/statements"
CHANGED = Changes(ended=(("RM-2026-000001", Status.REVOKED),), issued=("RM-2026-000007",))


@cache
def paper(language="en", *, sample=False) -> bytes:
    return render_yearly_statement(a_full_year(sample=sample), language=language, address=ADDRESS)


def words(language="en", *, sample=False):
    return "".join(pages(paper(language, sample=sample)))


def sheets(changes=CHANGED, language="en"):
    content = write_yearly_statement(a_full_year(), changes, language=language, address=ADDRESS)
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@pytest.mark.parametrize(
    "said",
    [
        "Nordlicht GmbH",
        "Counted until 23 November 2026",
        "is not a declaration itself",
        f"not on this paper: {ADDRESS}",
        "Electrolytic lead 12,034.567 kg 11,234.567 kg 800 kg",
        "1,229.628 kg or more not disclosed",
        "9,960 kg 2,400 kg 7,560 kg",
        "All declared lots 11,234.567 kg 11,189.628 kg or more not disclosed",
        "because nothing is declared: Electrolytic bismuth",
        "11,234.567 kg 1,234.567 kg 10.9 %",
        "Copper cathode Recycled material 37.7 % 74,999.5 kg 28,324 kg",
        "Copper cathode Material from end-of-life vehicles 6.6 % 74,999.5 kg 5,000 kg",
        "The attributed share is not a physical content.",
        "The mass balance model is not applied.",
        "Electrolytic lead RM-2026-000002, RM-2026-000003",
        "Returned goods remain in these sums, as in their declarations: RM-2026-000004 500 g",
        "Electrolytic bismuth SH2605-00999 250 kg",
    ],
)
def test_the_paper_says(said):
    assert squeezed(said) in words()


def test_the_japanese_paper_says_the_same():
    for said in ("年度集計書", "11,189.628 kg以上", "28,324 kg", "宣言なし", "非開示"):
        assert squeezed(said) in words("ja"), said


def test_a_sample_is_marked_on_every_page():
    assert all("SAMPLE" in page for page in pages(paper("ja", sample=True)))
    assert "SAMPLE" not in words()


def test_the_same_figures_give_the_same_bytes():
    first = paper()
    press.cache_clear()

    assert render_yearly_statement(a_full_year(), language="en", address=ADDRESS) == first


def test_sums_of_the_metal_and_of_credits_stand_nowhere_together():
    """28,324 and 5,000 kg attributed, 2,500 and 11,189.628 kg in the metal: none is added up."""
    everything = words()
    for sum_of in ("33,324", "30,824", "39,513.628", "13,689.628", "47,013.628"):
        assert sum_of not in everything
        assert all(sum_of not in str(row) for rows in sheets().values() for row in rows)


def test_no_column_of_the_workbook_holds_both_material_and_credits():
    for rows in sheets().values():
        for heading in rows[1]:
            assert not re.search("metal|content|consumer", heading) or "ttributed" not in heading
    metal, credits = sheets()["Summary in the metal"], sheets()["Summary attributed"]
    assert not any("ttributed" in heading for heading in metal[1])
    assert not any(re.search("metal|content|consumer", heading) for heading in credits[1])
    assert {row[1] for row in metal[2:]} & {row[1] for row in credits[2:]} == set()


def test_the_workbook_holds_figures_as_numbers():
    metal = sheets()["Summary in the metal"][2:]

    assert metal[1] == [
        *("Electrolytic lead", "REM-PB", "One figure", "at least", 99.6, 1234.567, 1229.628),
        *("not disclosed", "not disclosed", "kg"),
    ]
    assert sheets()["Summary attributed"][2][3:] == [74999.5, 28324, 28324, "kg", 37.7]
    assert sheets()["Not declared"][2][-2:] == [250, "kg"]


def test_a_workbook_that_is_out_of_date_says_so_on_every_sheet():
    for rows in sheets().values():
        assert rows[0][0].startswith("OUT OF DATE")
    about = dict(row for row in sheets()["About"][2:])
    assert about["Replaced or revoked since"] == "RM-2026-000001"
    assert about["Issued since"] == "RM-2026-000007"
    assert not any("OUT OF DATE" in rows[0][0] for rows in sheets(Changes()).values())
