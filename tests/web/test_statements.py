"""Yearly statements on their pages: made, read, taken home, and out of date when papers change."""

import re
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.persistence.audit import AuditEventRow
from tests.factories import RIVAL, a_person, a_shipment, a_verification, the_catalogue

YEAR = {"month": "4", "year": "2026"}


@pytest.fixture
def declared(desk, given):
    given(the_catalogue)
    given(a_verification)
    given(a_shipment, number="SH-1")
    given(a_shipment, number="SH-2", lots=("LOT-2",))
    return desk.declare("SH-1")


@pytest.fixture
def procurement(given, browse):
    return browse(given(a_person, role=Role.PROCUREMENT))


def test_procurement_makes_a_statement_and_takes_it_home(declared, procurement, database):
    procurement.get("/statements/new")
    page = procurement.post("/statements/new", YEAR).location

    read = procurement.get(page).text
    assert declared.number in read
    assert re.search(r"<th scope=\"row\"><a [^>]*>SH-2</a>", read)
    assert "Company" not in procurement.get("/statements/new").text.partition("<form")[2]
    for language in ("ja", "en"):
        assert procurement.get(f"{page}.{language}.pdf").data.startswith(b"%PDF-1.7")
    sheets = CalamineWorkbook.from_filelike(BytesIO(procurement.get(f"{page}.xlsx").data))
    assert sheets.get_sheet_by_name("Declarations").to_python()[2][0] == declared.number
    assert procurement.get("/statements.csv").data.count(b"\r\n") == 2
    with database.reading(COMMAND_LINE) as work:
        events = list(work.session.scalars(select(AuditEventRow.event)))
    assert events.count("statement:made") == 1
    assert events.count("statement:downloaded") == 3


def test_a_statement_out_of_date_says_why_and_is_made_anew(declared, desk, procurement):
    page = procurement.post("/statements/new", YEAR).location
    paper = procurement.get(f"{page}.en.pdf").data

    desk.revoke(declared)

    for here in (page, "/statements"):
        assert "Out of date" in (shown := procurement.get(here).text)
        assert f"{declared.number}" in shown.partition("Replaced or revoked since")[2]
    assert procurement.get(f"{page}.en.pdf").data == paper
    hidden = r'<input type="hidden" name="(\w+)" value="([^"]*)">'
    anew = dict(re.findall(hidden, procurement.get(page).text))
    new = procurement.post("/statements/new", {name: anew[name] for name in YEAR}).location
    assert new != page
    assert "Up to date" in procurement.get(new).text
    assert f'href="{new}"' in procurement.get(page).text


def test_no_bar_is_both_solid_and_hatched_and_a_stranger_finds_nothing(
    declared, procurement, given, browse
):
    page = procurement.post("/statements/new", YEAR).location

    bars = re.findall(r"<svg.*?</svg>", procurement.get(page).text, re.DOTALL)
    assert bars
    assert not [each for each in bars if "bar-metal" in each and "bar-attributed" in each]
    rival = browse(given(a_person, role=Role.PROCUREMENT, company=RIVAL))
    for ending in ("", ".ja.pdf", ".xlsx"):
        rival.get(page + ending, 404)


def test_a_year_without_goods_is_said_in_the_form(declared, procurement):
    answer = procurement.post("/statements/new", {"month": "1", "year": "2025"}, status=200)

    assert "Nothing was shipped to this company" in answer.text
