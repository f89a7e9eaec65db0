"""Declarations: found, read, and downloaded by those they were made to."""

import hashlib

import pytest
from sqlalchemy import event, select

from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.persistence.audit import AuditEventRow
from remine_portal.persistence.declarations import DownloadRow
from tests.factories import (
    RIVAL,
    a_customer,
    a_person,
    a_shipment,
    a_verification,
    the_catalogue,
)
from tests.pages import body, text_of


@pytest.fixture(autouse=True)
def tin_is_shipped(given, app):
    given(the_catalogue)
    given(a_verification)
    given(a_shipment)


@pytest.fixture
def buyer(browse, given):
    return browse(given(a_person))


def test_it_works(buyer, desk):
    issued = desk.declare()

    listed = text_of(buyer.get("/declarations"))
    page = text_of(buyer.get(f"/declarations/{issued.number}"))

    assert f"{issued.number} 23 November 2026, 14:00 JST Electrolytic tin SH-1" in listed
    assert issued.pdf_sha256 in page
    assert issued.code in page
    assert "In the metal 100 %" in page


def test_nothing_yet_says_what_will_appear(buyer):
    assert "No declarations yet" in text_of(buyer.get("/declarations"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=LOT-1", True),
        ("q=2026-0000", True),
        ("q=LOT-2", False),
        ("status=issued", True),
        ("status=revoked", False),
        ("status=none-such", True),
        ("product=REM-SN", True),
        ("product=REM-PB", False),
        ("after=0", False),
        ("after=xyz", True),
    ],
)
def test_filters_narrow_the_list(buyer, desk, query, found):
    number = desk.declare().number

    assert (number in text_of(buyer.get(f"/declarations?{query}"))) is found


def test_a_superseded_declaration_is_not_listed_first_and_never_gone(buyer, desk):
    old = desk.declare()
    new = desk.supersede(old)

    listed = text_of(buyer.get("/declarations"))
    assert new.number in listed
    assert old.number not in listed
    assert "Show superseded and revoked declarations as well" in listed
    assert old.number in text_of(buyer.get("/declarations?status=all"))
    assert old.number in text_of(buyer.get("/declarations?status=superseded"))


def test_where_none_is_current_the_list_says_so(buyer, desk):
    desk.revoke(desk.declare())

    assert "No declaration is current" in text_of(buyer.get("/declarations"))


def test_a_number_typed_in_full_leads_to_its_declaration(buyer, desk):
    number = desk.declare().number

    response = buyer.get("/declarations", 303, query_string={"q": f" {number.lower()} "})

    assert response.location == f"/declarations/{number}"


def test_the_download_is_the_very_file_that_was_issued(buyer, desk):
    issued = desk.declare()

    response = buyer.get(f"/declarations/{issued.number}.pdf")

    assert hashlib.sha256(response.data).hexdigest() == issued.pdf_sha256
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"] == f"attachment; filename={issued.number}.pdf"
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["Cache-Control"] == "no-store"


def test_each_download_is_written_down_with_who_took_it(given, browse, desk, database):
    number = desk.declare().number
    person = given(a_person)
    buyer = browse(person)

    buyer.get(f"/declarations/{number}.pdf")
    buyer.get(f"/declarations/{number}.pdf")
    buyer.client.head(f"/declarations/{number}.pdf")

    with database.reading(COMMAND_LINE) as work:
        taken = work.session.scalars(select(DownloadRow.person_id)).all()
        events = work.session.scalars(select(AuditEventRow.event)).all()
    assert taken == [person.id, person.id]
    assert events.count("declaration:downloaded") == 2


def test_the_staff_sees_who_took_it_and_the_customer_does_not(given, browse, desk):
    number = desk.declare().number
    person = given(a_person, email="taker@example.org")
    browse(person).get(f"/declarations/{number}.pdf")

    assert "Buyer Acme Metals" in text_of(browse(desk.preparer).get(f"/declarations/{number}"))
    seen = text_of(browse(person).get(f"/declarations/{number}"))
    assert "Downloads" not in seen
    assert "Daichi" not in seen


@pytest.mark.parametrize("page", ["/declarations/{}", "/declarations/{}.pdf"])
def test_40_another_companys_declaration_does_not_exist(given, browse, desk, database, page):
    """40. Tenant wall: page and PDF give the same bytes as a number that was never used."""
    number, unused = desk.declare().number, "RM-2026-999999"
    given(a_customer, code=RIVAL, name="Rival Metals")
    rival = browse(given(a_person, company=RIVAL))

    theirs, nobodys = (rival.get(page.format(each), 404) for each in (number, unused))

    assert body(theirs).replace(number, unused) == body(nobodys)
    assert number not in text_of(rival.get("/declarations?status=all"))
    assert number not in text_of(rival.get("/declarations", query_string={"q": "LOT-1"}))
    with database.reading(COMMAND_LINE) as work:
        assert not work.session.scalars(select(DownloadRow)).all()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.PROCUREMENT, 200),
        (Role.COMPANY_ADMINISTRATOR, 200),
        (Role.CREDITS, 200),
        (Role.AUDITOR, 200),
        (Role.ADMINISTRATOR, 404),
    ],
)
def test_who_may_read(given, browse, desk, role, status):
    number = desk.declare().number
    person = browse(given(a_person, role=role))

    for page in ("/declarations", f"/declarations/{number}", f"/declarations/{number}.pdf"):
        person.get(page, status)


@pytest.mark.parametrize("page", ["/declarations", "/declarations/RM-2026-000001"])
def test_a_page_asks_the_database_at_most_twelve_times(browse, desk, database, page):
    desk.declare()
    sales = browse(desk.preparer)
    asked = []
    event.listen(database.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    sales.get(page)

    statements = [each for each in asked if each.lstrip().upper().startswith("SELECT")]
    assert 0 < len(statements) <= 12, "\n".join(statements)
