"""Staff hand in files from the ERP, look at what they would do, and apply them."""

import pytest

from remine_portal.domain.people import Role
from remine_portal.persistence.shipments import ShipmentLineRow
from tests.erp import lots_file, shipments_file
from tests.erp_files import BAD_FILES
from tests.erp_pages import hand_in, press
from tests.factories import a_person, an_import
from tests.pages import text_of

TWO = {"line_no": "2", "lot_no": "CU26082565"}
BAD = {**TWO, "net_mass": "1,5"}


@pytest.fixture
def staff(erp, browse, given):
    return browse(given(a_person, role=Role.CREDITS))


def test_it_works(staff, erp):
    preview = hand_in(staff, shipments_file({}, TWO))
    seen = text_of(staff.get(preview))
    assert not erp.rows(ShipmentLineRow)

    result = text_of(press(staff, preview))

    assert "New lines 2 Changed lines 0 Unchanged lines 0 Refused rows 0" in seen
    assert "Import of erp.csv Applied New lines 2" in result
    assert len(erp.rows(ShipmentLineRow)) == 2


def test_it_works_for_lots_and_in_japanese(erp, browse, given):
    browser = browse(given(a_person, role=Role.SALES), "ja")

    preview = hand_in(browser, lots_file({}), kind="lots")

    assert "工程内戻り材" in text_of(browser.get(preview))
    assert "反映済み" in text_of(press(browser, preview))


def test_the_limits_are_said_before_a_file_is_chosen(staff):
    assert "at most 10 MB and 100,000 rows" in text_of(staff.get("/imports/hand-in"))


def test_the_list_leads_to_every_file(staff, given):
    run = given(an_import)

    page = staff.get("/imports")

    assert f"/imports/{run.id}" in page.text
    assert "test.csv" in text_of(page)


def test_the_list_turns_its_pages(staff, given):
    for _ in range(26):
        given(an_import)

    first = staff.get("/imports")
    following = first.text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]

    assert "Files on this page: 25" in text_of(first)
    assert "Files on this page: 1" in text_of(staff.get(following.replace("&amp;", "&")))


@pytest.mark.parametrize("place", ["x", "2026-11-23_x", "2026-11-23T00:00:00_" + "0" * 32, "_"])
def test_a_place_that_is_none_shows_the_first_page(staff, given, place):
    given(an_import)

    assert "Files on this page: 1" in text_of(staff.get(f"/imports?after={place}"))


def test_an_empty_list_says_what_will_be_there(staff):
    assert "No imports yet" in text_of(staff.get("/imports"))


@pytest.mark.parametrize("name", sorted(file.name for file in BAD_FILES.iterdir()))
def test_a_bad_file_is_never_applied(staff, erp, name):
    status = 303 if name in ("rows.csv", "short_row.csv") else 200

    response = hand_in(staff, (BAD_FILES / name).read_bytes(), name, status=status)

    if status == 200:
        assert "Error:" in response.text
    else:
        assert "Rows that cannot be taken" in text_of(staff.get(response))
    assert not erp.rows(ShipmentLineRow)


def test_a_file_that_cannot_be_read_says_what_to_do_beside_the_field(staff):
    response = hand_in(staff, b"", status=200)

    assert "There is a problem" in response.text
    assert response.text.count("The file is empty. Export it from the ERP again.") == 2


@pytest.mark.parametrize("data", [{}, {"kind": "gold"}, {"kind": "shipments", "file": "text"}])
def test_a_form_that_lacks_something_is_shown_again(staff, data):
    response = staff.post("/imports/hand-in", data, status=200)

    assert "Choose a CSV or XLSX file" in response.text


def test_a_file_larger_than_a_page_takes_is_refused(staff):
    staff.get("/imports/hand-in")
    with staff.client.session_transaction() as session:
        fields = {"csrf_token": session["csrf_token"], "kind": "shipments"}
    parts = [f'form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
    parts.append(f'form-data; name="file"; filename="erp.csv"\r\n\r\n{"x" * 10_000_001}')
    body = "".join(f"--edge\r\nContent-Disposition: {part}\r\n" for part in parts) + "--edge--"

    response = staff.client.post(
        "/imports/hand-in", data=body, content_type="multipart/form-data; boundary=edge"
    )

    assert "larger than 10 MB" in response.text


@pytest.mark.parametrize(
    ("role", "listed", "handed_in"),
    [
        (Role.SALES, 200, 200),
        (Role.CREDITS, 200, 200),
        (Role.AUDITOR, 200, 404),
        (Role.ADMINISTRATOR, 404, 404),
        (Role.BUYER, 404, 404),
        (Role.PROCUREMENT, 404, 404),
        (Role.COMPANY_ADMINISTRATOR, 404, 404),
    ],
)
def test_who_may_see_and_who_may_hand_in(staff, browse, given, role, listed, handed_in):
    preview = hand_in(staff, shipments_file({}, BAD))

    somebody = browse(given(a_person, role=role))

    for url in ("/imports", preview, f"{preview}/errors.csv"):
        somebody.get(url, listed)
    somebody.get("/imports/hand-in", handed_in)
    somebody.post(f"{preview}/apply", {"seen": "9 9 9 9"}, 303 if handed_in == 200 else 404)


def test_an_auditor_sees_no_button(staff, browse, given):
    preview = hand_in(staff, shipments_file({}))

    auditor = browse(given(a_person, role=Role.AUDITOR))

    assert 'name="seen"' not in auditor.get(preview).text
    assert "Hand in a file" not in text_of(auditor.get("/imports"))


def test_a_file_that_is_not_there_is_not_found(staff):
    for page in ("", "/errors.csv"):
        staff.get(f"/imports/00000000-0000-4000-8000-000000000000{page}", 404)


def test_a_file_without_refused_rows_has_no_error_file(staff):
    staff.get(hand_in(staff, shipments_file({})) + "/errors.csv", 404)
