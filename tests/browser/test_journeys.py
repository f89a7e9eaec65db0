"""What people come for, from the first click to the last, in a real browser."""

import hashlib
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

both_engines = pytest.mark.parametrize("portal", ["sqlite", "postgresql"], indirect=True)

BUYER, SALES, COLLEAGUE = "buyer@hokuto.example", "sales@remine.example", "sales2@remine.example"
BAD_ROWS = Path(__file__).parent.parent / "data" / "erp" / "bad" / "rows.csv"
GOOD_ROWS = Path(__file__).parent.parent / "data" / "erp" / "shipments_ja_cp932.csv"


def downloaded(page, click) -> bytes:
    with page.expect_download() as waiting:
        click()
    return Path(waiting.value.path()).read_bytes()


def undeclared_tin(somebody) -> str:
    """The number of the newest shipment of tin that nobody has declared yet."""
    somebody.open("/shipments?product=REM-SN&declared=no")
    return somebody.page.locator("tbody th a").first.inner_text()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
@pytest.mark.parametrize(
    ("language", "shipments", "search", "metal", "download"),
    [
        ("en", "Shipments", "Apply", "In the metal", "Download PDF"),
        ("ja", "出荷", "適用", "金属に含まれる", "PDFをダウンロード"),
    ],
)
def test_a_buyer_finds_a_shipment_and_downloads_its_declaration(
    reader, language, shipments, search, metal, download, scripts
):
    buyer = reader(BUYER, language=language, scripts=scripts)
    page = buyer.page
    page.get_by_role("navigation").get_by_role("link", name=shipments, exact=True).click()
    page.locator("select[name=product]").select_option("REM-SN")
    page.get_by_role("button", name=search).click()
    declared = page.locator("tbody tr", has=page.locator("a[href^='/declarations/RM-']")).first
    declared.locator("th a").click()

    assert page.get_by_role("heading", name=metal).is_visible()
    assert "100" in page.locator(".claim--metal .figure__value").inner_text()

    pdf = downloaded(page, page.get_by_role("link", name=download).first.click)
    page.locator("main a[href^='/declarations/RM-']").first.click()

    assert pdf.startswith(b"%PDF-")
    assert hashlib.sha256(pdf).hexdigest() in page.inner_text("main")
    assert buyer.complaints == []


@both_engines
def test_two_colleagues_issue_a_declaration(reader):
    preparer, colleague = reader(SALES), reader(COLLEAGUE)
    page = preparer.page
    number = undeclared_tin(preparer)
    preparer.open(f"/shipments/{number}")
    page.get_by_role("link", name="Prepare a declaration").click()
    for lot in page.locator("input[name=lots]").all():
        lot.check()
    page.get_by_label("Japanese and English").check()
    page.get_by_role("button", name="Prepare draft").click()
    page.wait_for_load_state()
    address = page.url.removeprefix(preparer.portal.address)
    preview = downloaded(page, page.get_by_role("link", name="Preview of the document").click)
    page.get_by_role("button", name="Hand over to a colleague").click()
    page.wait_for_load_state()
    preparer.open(f"{address}/issue")

    assert preview.startswith(b"%PDF-")
    assert "a colleague must issue it" in page.inner_text("main")

    colleague.open(f"{address}/issue")
    colleague.page.get_by_role("button", name="Issue declaration").click()
    colleague.page.wait_for_load_state()

    assert "RM-" in colleague.page.locator("h1").inner_text()
    assert number in colleague.page.inner_text("main")
    assert preparer.complaints == colleague.complaints == []


def new_version(preparer, number) -> str:
    """Where the draft stands that gives a declaration another address, handed over."""
    page = preparer.page
    preparer.open(f"/declarations/{number}")
    page.get_by_role("link", name="Replace this declaration").click()
    page.get_by_label("Wrong recipient or address").check()
    page.locator("textarea[name=because]").fill("The address was that of the old office.")
    page.locator("textarea[name=recipient_address]").fill("1 Harbour Road")
    page.get_by_role("button", name="Prepare draft").click()
    page.get_by_role("button", name="Hand over to a colleague").click()
    page.wait_for_load_state()
    return page.url.removeprefix(preparer.portal.address)


def test_a_wrong_declaration_is_replaced_and_whoever_took_it_takes_note(reader):
    """Nothing of it needs a script."""
    buyer, preparer, colleague = (reader(each, scripts=False) for each in (BUYER, SALES, COLLEAGUE))
    buyer.open("/declarations?product=REM-PB")
    buyer.page.locator("tbody th a").first.click()
    buyer.page.wait_for_load_state()
    number = buyer.page.locator("h1").inner_text().split()[-1]
    downloaded(buyer.page, buyer.page.get_by_role("link", name="Download PDF").click)

    draft = new_version(preparer, number)
    colleague.open(f"{draft}/issue")
    assert "1 Harbour Road" in colleague.page.inner_text("main")
    colleague.page.get_by_role("button", name=f"replace {number}").click()
    colleague.page.wait_for_load_state()

    buyer.open("/")
    buyer.page.get_by_role("link", name=number).first.click()
    buyer.page.wait_for_load_state()
    assert "The address was that of the old office." in buyer.page.inner_text("main")
    buyer.page.get_by_role("button", name="I have taken note").click()
    buyer.page.wait_for_load_state()
    assert "You took note of its end" in buyer.page.inner_text("main")
    assert buyer.complaints == preparer.complaints == colleague.complaints == []


def test_words_that_claim_too_much_are_stopped_where_they_are_typed(reader):
    preparer = reader(SALES)
    page = preparer.page
    preparer.open(f"/sales-desk/prepare/{undeclared_tin(preparer)}")
    page.locator("input[name=lots]").first.check()
    page.get_by_label("English", exact=True).check()
    page.locator("textarea[name=remarks]").fill("Ｇｒｅｅｎ metal")
    page.get_by_role("button", name="Prepare draft").click()

    problems = page.get_by_role("alert")
    assert "green" in problems.inner_text()
    assert page.title().startswith("Error: ")
    assert page.locator("textarea[name=remarks]").input_value() == "Ｇｒｅｅｎ metal"


@both_engines
def test_a_stranger_checks_a_document_by_number_and_code(reader):
    buyer, stranger = reader(BUYER), reader()
    buyer.open("/declarations")
    buyer.page.locator("tbody th a").first.click()
    buyer.page.wait_for_load_state()
    number = buyer.page.locator("h1").inner_text().split()[-1]
    code = buyer.page.locator(".code").first.inner_text()
    stranger.open("/verify")
    stranger.page.locator("input[name=number]").fill(number.lower())
    stranger.page.locator("input[name=code]").fill(f" {code[:4].lower()}-{code[4:]} ")
    stranger.page.locator("main button").first.click()
    stranger.page.wait_for_load_state()

    assert "Genuine and current" in stranger.page.locator("h1").inner_text()
    assert "Hokuto" not in stranger.page.inner_text("body")
    assert stranger.complaints == []


def test_a_file_with_errors_says_what_is_wrong_and_the_right_one_goes_in(reader):
    desk = reader(SALES)
    page = desk.page

    def hand_in(file: Path) -> str:
        desk.open("/imports/hand-in")
        page.locator("input[type=radio][value=shipments]").check()
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Continue").click()
        page.wait_for_load_state()
        return page.inner_text("main")

    assert "There is a problem" in hand_in(BAD_ROWS.with_name("not_a_workbook.xlsx"))
    assert page.title().startswith("Error: ")

    seen = hand_in(BAD_ROWS)
    assert "Row 4: net_mass" in seen
    assert "Use commas only between groups of three digits" in seen
    errors = downloaded(page, page.get_by_role("link", name="CSV").click)
    assert "net_mass" in errors.decode("utf-8-sig")

    assert "New lines" in hand_in(GOOD_ROWS)
    page.get_by_role("button", name="Apply").click()
    page.wait_for_load_state()
    assert "25" in page.inner_text("main")
    assert desk.complaints == []
