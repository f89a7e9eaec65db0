"""Procurement before an audit: sixty orders, what is missing of them, and one file with it all."""

import hashlib
import zipfile

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.declarations import DeclarationLineRow
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow

pytestmark = pytest.mark.browser

PROCUREMENT, SALES, COLLEAGUE = (
    "procurement@hokuto.example",
    "sales@remine.example",
    "sales2@remine.example",
)
FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}


@pytest.mark.parametrize(
    ("portal", "language", "scripts"),
    [("sqlite", "ja", False), ("postgresql", "en", True)],
    indirect=["portal"],
    ids=str,
)
def test_sixty_orders_end_in_one_file_that_is_the_same_twice(
    portal, reader, tmp_path, language, scripts
):
    procurement = reader(PROCUREMENT, language=language, scripts=scripts)
    numbers = sixty_numbers(portal)
    ask_about(procurement, numbers)
    before = len(declarations_named(procurement))
    request = ask_for_what_is_missing(procurement)
    answer(reader(SALES), reader(COLLEAGUE), request)

    ask_about(procurement, numbers)
    declared = declarations_named(procurement)
    first, second = (take_all(procurement, numbers, tmp_path / name) for name in ("1", "2"))

    assert len(declared) == before + 2
    assert hashlib.sha256(first).digest() == hashlib.sha256(second).digest()
    assert papers_in(tmp_path / "1") == declared
    assert procurement.complaints == []


def sixty_numbers(portal):
    """Declared, undeclared, nobody's, another company's, repeated, in full width and sloppy."""
    declared = select(DeclarationLineRow.shipment_line_id).where(DeclarationLineRow.is_current)
    orders = (
        select(ShipmentLineRow.customer_po)
        .join(ShipmentRow, ShipmentRow.id == ShipmentLineRow.shipment_id)
        .join(CustomerRow, CustomerRow.id == ShipmentRow.customer_id)
        .where(ShipmentLineRow.is_current, ShipmentLineRow.line_no == 1)
        .order_by(ShipmentLineRow.ship_date, ShipmentLineRow.id)
    )
    ours = orders.where(CustomerRow.code == "C1001", ShipmentLineRow.product_code == "REM-PB")
    with portal.database.reading(COMMAND_LINE) as work:
        of = work.session.scalars
        known = list(of(ours.where(ShipmentLineRow.id.in_(declared))))
        missing = list(of(ours.where(ShipmentLineRow.id.not_in(declared)).limit(2)))
        others = list(of(orders.where(CustomerRow.code == "C1003").limit(20)))
    odd = [each.translate(FULL_WIDTH) for each in known] + [f" {missing[0].lower()} "]
    wrong = [f"PO-0000{number}" for number in range(60)]
    return [*known, *missing, *odd, *others, *wrong][:60]


def ask_about(procurement, numbers):
    procurement.open("/coverage")
    procurement.page.locator("textarea").fill("\n".join(numbers))
    procurement.page.locator("main form .actions button").first.click()
    procurement.page.wait_for_load_state()


def declarations_named(procurement):
    links = procurement.page.locator("tbody a[href^='/declarations/']")
    return {each.inner_text() for each in links.all()}


def ask_for_what_is_missing(procurement):
    page = procurement.page
    page.locator("form[action='/requests'] button").click()
    for question in ("document", "contact", "check"):
        page.wait_for_url(f"**/{question}")
        page.locator("main form button").first.click()
    page.wait_for_url("**/confirmation")
    return page.locator(".figure__value").inner_text()


def answer(sales, colleague, request):
    """Approve it, and issue what it asks for by two pairs of hands."""
    page = sales.page
    sales.open(f"/sales-desk/requests/{request}")
    page.get_by_role("button", name="Assign to me").click()
    page.get_by_label("Approve").check()
    page.get_by_role("button", name="Send the answer").click()
    page.wait_for_load_state()
    links = page.locator("a[href*='/sales-desk/prepare/']").all()
    for address in [each.get_attribute("href") for each in links]:
        sales.open(address)
        page.get_by_role("button", name="Prepare draft").click()
        page.get_by_role("button", name="Hand over to a colleague").click()
        page.wait_for_load_state()
        colleague.open(f"{page.url.removeprefix(sales.portal.address)}/issue")
        colleague.page.get_by_role("button", name="Issue declaration").click()
        colleague.page.wait_for_url("**/declarations/RM-*")


def take_all(procurement, numbers, file):
    """Order the pack of everything that matched, let the worker make it, and take it."""
    page = procurement.page
    ask_about(procurement, numbers)
    page.locator("form[action='/downloads/packs'] button").click()
    page.wait_for_url("**/downloads/packs/*")
    procurement.portal.run("jobs", "work", "--once")
    page.reload()
    with page.expect_download() as waiting:
        page.locator("a[href$='.zip']").click()
    waiting.value.save_as(file)
    return file.read_bytes()


def papers_in(file):
    """The numbers of the declarations in a pack, by its workbook, when all its sums are right."""
    folder = file.with_suffix(".d")
    with zipfile.ZipFile(file) as pack:
        pack.extractall(folder)
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
    sheet = CalamineWorkbook.from_path(folder / "index.xlsx").get_sheet_by_index(0)
    heads, *rows = sheet.to_python()
    place = next(n for n, head in enumerate(heads) if str(head).startswith("Declaration"))
    assert len(list((folder / "declarations").glob("*.pdf"))) == len({row[place] for row in rows})
    return {row[place] for row in rows}
