"""The download centre: what is listed to whom, views under their names, and packs."""

import hashlib
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.persistence.audit import AuditEventRow
from tests.certified import a_certificate, a_release, certified
from tests.factories import RIVAL, a_person, a_shipment, a_verification, the_catalogue
from tests.packed import work_off
from tests.pages import body, problems, text_of


@pytest.fixture
def database(sqlite_database):
    """What is asked of the database is asked on both engines elsewhere."""
    return sqlite_database


@pytest.fixture(autouse=True)
def tin_is_shipped(given, app):
    given(the_catalogue)
    given(a_verification)
    given(a_shipment)


@pytest.fixture
def issued(desk):
    return desk.declare()


@pytest.fixture
def procurement(browse, given):
    return browse(given(a_person, role=Role.PROCUREMENT))


@pytest.fixture
def rival(browse, given):
    return browse(given(a_person, role=Role.PROCUREMENT, company=RIVAL))


def ordered(browser, *numbers, **fields):
    """The address of the pack."""
    chosen = {"which": "chosen", "declarations": list(numbers), **fields}
    return browser.post("/downloads/packs", chosen).location


def test_declarations_and_released_certificates_are_listed(procurement, issued, given):
    released = given(a_certificate, certificate=certified(reference="C-1"))
    given(a_certificate, certificate=certified(reference="C-2"))
    given(a_release, certificate=released)

    page = text_of(procurement.get("/downloads"))

    assert f"{issued.number} Electrolytic tin Declaration of recycled content SH-1" in page
    assert issued.pdf_sha256[:12] in page
    assert "C-1 SGS Japan Inc." in page
    assert "C-2" not in page
    listed = procurement.get("/downloads.csv").data.decode()
    assert issued.pdf_sha256 in listed
    assert "C-1" in listed


def test_filters_narrow_the_list(procurement, issued, given):
    given(a_release, certificate=given(a_certificate, certificate=certified(reference="C-1")))

    for query, declaration, certificate in (
        ("q=LOT-1", True, False),
        ("q=c-1", False, True),
        ("kind=content", True, False),
        ("kind=attributed", False, False),
        ("kind=certificate", False, True),
        ("kind=none-such", True, True),
        ("status=revoked", False, False),
        ("product=REM-PB", False, False),
        ("language=en", True, False),
        ("language=ja", False, False),
        ("issued_from=2026-11-23&issued_to=2026-11-23", True, False),
        ("issued_from=2026-11-24", False, True),
        ("issued_to=2026-11-22", False, False),
        ("issued_from=tomorrow", True, True),
        ("issued_from=0001-01-01&issued_to=9999-12-31", True, True),
    ):
        page = text_of(procurement.get(f"/downloads?{query}"))
        assert ((issued.number in page), ("C-1" in page)) == (declaration, certificate), query


def test_a_pack_is_ordered_made_and_taken(procurement, issued, desk, database):
    address = ordered(procurement, issued.number, pattern="{number}")
    waiting = procurement.get(address)
    assert '<noscript><meta http-equiv="refresh"' in waiting.text
    assert "The pack is waiting to be made" in text_of(waiting)
    assert procurement.get(f"{address}.zip", 303).location == address

    work_off(desk, datetime.now(UTC))
    ready = procurement.get(address)
    procurement.client.head(f"{address}.zip").close()
    with procurement.get(f"{address}.zip") as taken:
        content = taken.data

    assert "refresh" not in ready.text
    assert hashlib.sha256(content).hexdigest() in text_of(ready)
    assert taken.mimetype == "application/zip"
    assert taken.headers["Cache-Control"] == "no-store"
    assert taken.headers["Content-Length"] == str(len(content))
    with database.reading(COMMAND_LINE) as work:
        events = work.session.scalars(select(AuditEventRow.event)).all()
    assert events.count("declaration:downloaded") == events.count("pack:downloaded") == 1


def test_a_pack_whose_file_is_lost_can_be_made_again(procurement, issued, desk):
    """It is not in the backup, and two workers may hold the same bytes."""
    address = ordered(procurement, issued.number)
    work_off(desk, datetime.now(UTC))
    for made in desk.office.blobs.folder.rglob("*"):
        if made.is_file() and made.read_bytes().startswith(b"PK"):
            made.unlink()
    assert procurement.get(f"{address}.zip", 303).location == address
    assert "Make the pack again" in text_of(procurement.get(address))

    procurement.post(f"{address}/again")
    work_off(desk, datetime.now(UTC))

    procurement.get(f"{address}.zip").close()


def test_all_that_the_filters_leave_can_be_ordered(procurement, issued, given, desk):
    given(a_shipment, number="SH-2", lots=("LOT-2",))
    desk.declare("SH-2")

    page = text_of(procurement.get("/downloads?q=LOT-2"))
    address = procurement.post("/downloads/packs", {"which": "all", "q": "LOT-2"}).location

    assert "Order a pack of 1 document" in page
    assert "Declarations 1" in text_of(procurement.get(address))


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"declarations": ""}, "Select at least one document"),
        ({"pattern": "{price}.pdf"}, "names {price}, which no document has"),
        ({"as_of": "2999-01-01"}, "is in the future"),
        ({"as_of": "soon"}, "Enter a date like 2026-11-23"),
    ],
)
def test_what_is_refused_is_said_and_what_was_chosen_is_kept(procurement, issued, fields, problem):
    chosen = {"which": "chosen", "declarations": issued.number, **fields}

    page = procurement.post("/downloads/packs", chosen, 200)

    assert problem in problems(page)
    assert page.text.count(problem) == 2  # in the summary and beside its field
    assert (f"{issued.number}</textarea>" in page.text) is bool(chosen["declarations"])


def test_40_another_companys_pack_does_not_exist(procurement, rival, issued, desk):
    address = ordered(procurement, issued.number)
    work_off(desk, datetime.now(UTC))

    nowhere = address.replace("1", "9")
    for form in ("", ".zip"):
        theirs, nobodys = (rival.get(f"{each}{form}", 404) for each in (address, nowhere))
        assert body(theirs) == body(nobodys).replace(nowhere, address)
    rival.post(f"{address}/again", status=404)
    assert "No packs yet" in text_of(rival.get("/downloads/packs"))
    assert issued.number not in text_of(rival.get("/downloads?status=all"))


def test_a_buyer_reads_documents_and_orders_no_pack(browse, given, issued):
    buyer = browse(given(a_person))

    page = buyer.get("/downloads")

    assert issued.number in text_of(page)
    assert "checkbox" not in page.text
    buyer.get("/downloads/packs", 403)
    buyer.post("/downloads/packs", {"declarations": issued.number}, 403)


def test_staff_order_a_pack_for_a_customer(browse, desk, issued, procurement):
    address = ordered(browse(desk.preparer), issued.number)

    assert "Acme Metals" in text_of(browse(desk.preparer).get(address))
    assert "Ordered by Aiko" in text_of(procurement.get(address))


def test_a_view_is_its_address_under_a_name(procurement, browse, given, rival):
    kept = {"q": " LOT ", "status": "all", "kind": "", "page": "2", "name": "Lots", "shared": "y"}

    saved = procurement.post("/downloads/views", kept)

    assert saved.location == "/downloads?q=LOT&status=all"
    assert 'href="/downloads?q=LOT&amp;status=all">Lots</a>' in procurement.get("/downloads").text
    colleague = browse(given(a_person))
    assert "Lots Procurement The whole company" in text_of(colleague.get("/downloads/views"))
    assert "No saved views yet" in text_of(rival.get("/downloads/views"))
    again = procurement.post("/downloads/views", kept, 200)
    assert "You have a view named “Lots” already" in problems(again)


def test_only_whoever_saved_a_view_changes_or_removes_it(procurement, browse, given):
    procurement.post("/downloads/views", {"q": "LOT", "name": "Lots", "shared": "y"})
    colleague = browse(given(a_person))

    for page in ("/downloads/views/1", "/downloads/views/1/remove"):
        colleague.post(page, {"name": "Mine"}, 404)
    procurement.post("/downloads/views/1", {"name": "Only mine"})
    assert "Only mine" in text_of(procurement.get("/downloads/views"))
    assert "No saved views yet" in text_of(colleague.get("/downloads/views"))
    procurement.post("/downloads/views/1/remove")
    assert "No saved views yet" in text_of(procurement.get("/downloads/views"))


def test_anybody_gets_the_keys_that_sign_packs(browse):
    keys = browse().get("/verify/pack-keys.pem").text

    assert keys.startswith("-----BEGIN PUBLIC KEY-----\n")
    assert keys.endswith("\n-----END PUBLIC KEY-----\n")
