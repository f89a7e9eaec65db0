"""Every list exports its whole filtered result, and to nobody who may not see the list."""

import csv
import re
from datetime import date
from io import BytesIO, StringIO

import pytest
from python_calamine import CalamineWorkbook

from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.persistence.shipments import find_shipment
from remine_portal.resources import resource_folder
from remine_portal.web import exporting
from tests.desk import a_correction
from tests.factories import RIVAL, a_person, a_shipment, a_verification, the_catalogue
from tests.pages import text_of

LISTS_BY_ANOTHER_NAME = {
    "admin.show_audit_trail": ["admin.export_audit_trail"],
    "credits.show_account": ["credits.export_entries"],
    "credits.show_credits": ["credits.export_accounts", "credits.export_periods"],
    "declarations.show_declaration": ["declarations.export_downloads"],
    "evidence.show_electricity": ["evidence.export_electricity"],
    "evidence.show_evidence": ["evidence.export_verifications"],
    "sales_desk.show_queue": ["sales_desk.export_queue"],
}
NO_TABLES = {
    "catalog.list_news": "articles to read",
    "downloads.list_views": "names of lists, which export themselves",
}


def lists_of(app):
    """Each list with the views that export it: `export_things` for `list_things`."""
    named = {
        endpoint: [endpoint.replace(".list_", ".export_")]
        for endpoint in app.view_functions
        if ".list_" in endpoint and endpoint not in NO_TABLES
    }
    return named | LISTS_BY_ANOTHER_NAME


def test_every_list_has_its_export_behind_the_same_wall(one_app):
    views = one_app.view_functions
    for shown, exports in lists_of(one_app).items():
        for export in exports:
            assert export in views, f"{shown} has no {export}"
            assert vars(views[export])["permission"] == vars(views[shown])["permission"], export


def test_every_list_of_pages_offers_its_export():
    templates = resource_folder("templates")
    lacking = [
        path.relative_to(templates)
        for path in templates.rglob("*.html")
        if "components/pagination.html" in (text := path.read_text()) and "{{ export(" not in text
    ]
    assert not lacking


@pytest.fixture
def buyer(given):
    given(the_catalogue)
    given(a_verification)
    given(a_shipment, number="SH-1", lots=("LOT-1", "LOT-2"))
    given(a_shipment, number="SH-2", lots=("=1+1",))
    given(a_shipment, number="SH-RIVAL", company=RIVAL)
    return given(a_person, role=Role.PROCUREMENT)


def test_an_export_holds_the_whole_filtered_list_of_its_company(browse, buyer, monkeypatch):
    monkeypatch.setattr(exporting, "SLICE", 1)

    everything = rows(browse(buyer).get("/shipments.csv?size=25&after=2020-01-01.1"))
    some = rows(browse(buyer).get("/shipments.csv?q=SH-2"))

    assert [each["Shipment"] for each in everything] == ["SH-2", "SH-1"]
    assert [each["Shipment"] for each in some] == ["SH-2"]


def test_csv_and_workbook_hold_the_same_in_the_readers_language(browse, buyer):
    browser = browse(buyer, language="ja")
    comma = browser.get("/shipments.csv").data.decode("utf-8-sig")
    book = browser.get("/shipments.xlsx").data

    sheet = CalamineWorkbook.from_filelike(BytesIO(book)).get_sheet_by_index(0).to_python()
    written = list(csv.reader(StringIO(comma, newline="")))
    assert written[0] == sheet[0]
    assert written[0][:2] == ["出荷番号", "出荷日"]
    assert [each[0] for each in written] == [each[0] for each in sheet]


def test_an_export_names_masses_with_units_and_claims_apart(browse, buyer):
    row = rows(browse(buyer).get("/shipments.csv?q=SH-1"))[0]

    assert (row["Net mass"], row["Unit"]) == ("4000", "kg")
    assert row["Recycled content in the metal: exactly or at least"] == "exactly"
    assert row["Recycled content in the metal (%)"] == "100"
    assert row["Post-consumer material in the metal (%)"] == "Not disclosed"
    assert row["Attributed by mass balance, recycled material (%)"] == ""


def test_an_export_states_no_figure_of_some_lots_for_a_whole_shipment(browse, buyer, given):
    given(a_shipment, number="SH-3", lots=("OLD", "NEW"))
    given(a_correction, number="SH-3", line_no=1, production_date=date(2020, 1, 1))
    browser = browse(buyer)
    row = rows(browser.get("/shipments.csv?q=SH-3"))[0]

    assert row["Recycled content in the metal: exactly or at least"] == "Differs by lot"
    assert row["Recycled content in the metal (%)"] == ""
    assert "1 of 2 lots" in text_of(browser.get("/"))


def test_a_declaration_keeps_the_ship_date_that_it_states(browse, buyer, desk, database):
    issued = desk.declare("SH-1")
    with database.writing(COMMAND_LINE) as work:
        find_shipment(work, "SH-1").ship_date = date(2026, 7, 1)
    browser = browse(buyer)

    assert rows(browser.get("/declarations.csv"))[0]["Shipped on"] == "2026-06-01"
    assert "Shipped on 1 June 2026" in text_of(browser.get(f"/declarations/{issued.number}"))


def test_the_links_of_a_list_keep_its_filters_and_say_how_many_rows(browse, buyer):
    page = browse(buyer).get("/shipments?q=SH&size=25&lang=en").text

    assert "Export these 2 rows:" in page
    assert re.findall(r'href="(/shipments\.\w+[^"]*)"', page) == [
        "/shipments.csv?q=SH",
        "/shipments.xlsx?q=SH",
    ]


def rows(response):
    return list(csv.DictReader(StringIO(response.data.decode("utf-8-sig"), newline="")))
