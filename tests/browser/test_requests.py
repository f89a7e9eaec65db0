"""A customer asks for declarations and answers the desk's question, in a real browser."""

import pytest

from tests.browser.test_every_page import PHONE, accessibility_problems

pytestmark = pytest.mark.browser

BUYER, PROCUREMENT = "buyer@hokuto.example", "procurement@nordlicht.example"


def usable(page, scripts):
    """The page on a phone, and by everybody. Without scripts axe cannot look at it."""
    page.wait_for_load_state()
    desk = page.viewport_size
    page.set_viewport_size(PHONE)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"], f"{page.url} is {wide} px wide"
    page.set_viewport_size(desk)
    assert not scripts or accessibility_problems(page) == [], page.url


@pytest.mark.parametrize(("language", "scripts"), [("en", True), ("ja", False)], ids=str)
def test_a_customer_chooses_shipments_and_asks_for_declarations(reader, language, scripts):
    buyer = reader(BUYER, language=language, scripts=scripts)
    page = buyer.page
    onward = page.locator("main form button").first
    buyer.open("/shipments?declared=no&size=100")
    for row in page.locator("tbody tr:has(.bar--small)").all()[-2:]:
        row.locator("input").check()
    page.locator("#chosen button").click()
    for question in ("document", "contact", "check"):
        page.wait_for_url(f"**/{question}")
        usable(page, scripts)
        onward.click()
    page.wait_for_url("**/confirmation")
    usable(page, scripts)
    number = page.locator(".figure__value").inner_text()

    page.locator("main p a").last.click()
    usable(page, scripts)
    assert number in page.locator("h1").inner_text()
    assert page.locator("tbody tr").count() == 2
    page.locator("summary").click()
    page.locator("details button").click()
    page.wait_for_load_state()
    assert page.locator(".status--past").count() == 1
    assert buyer.complaints == []


def test_what_cannot_be_declared_says_why(reader):
    buyer = reader(PROCUREMENT, language="ja")
    page = buyer.page
    buyer.open("/shipments?product=REM-BI&declared=no")
    page.locator("tbody th a").first.click()
    page.locator("form[action='/requests'] button").click()
    page.wait_for_url("**/cannot-be-declared")
    usable(page, scripts=True)

    page.locator("main form button").last.click()
    page.wait_for_url("**/requests")
    assert buyer.complaints == []


def test_a_question_is_answered_without_scripts(reader):
    buyer = reader(PROCUREMENT, language="ja", scripts=False)
    page = buyer.page
    buyer.open("/requests?status=question")
    page.locator("tbody th a").first.click()
    usable(page, scripts=False)
    page.locator("textarea[name=reply]").fill("1件目の宛先でお願いします。")
    page.locator("main form button").first.click()
    page.wait_for_load_state()

    assert "1件目の宛先でお願いします。" in page.locator(".timeline").inner_text()
    assert page.locator("textarea[name=reply]").count() == 0
    assert buyer.complaints == []
