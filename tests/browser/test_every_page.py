"""Every page in both languages: axe finds nothing, the console is silent, phones need no sideways.

The browser is Chromium at 1280 and 320 pixels; rules are WCAG 2.0 to 2.2, levels A and AA.
"""

from functools import cache
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

AXE = Path(__file__).with_name("axe.min.js")
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

VISITOR = (
    "/",
    "/products",
    "/products/REM-SN",
    "/products/REM-PT",
    "/products/REM-CU",
    "/about",
    "/contact",
    "/news",
    "/accessibility",
    "/sign-in",
    "/verify",
    "/register/",
    "/register/periods/",
    "/register/periods/NAOSHIMA/2026-01-01",
    "/v/00000000000000000000000000",
    "/nowhere",
)
BUYER = (
    "/",
    "/shipments",
    "/shipments?product=REM-SN",
    "/declarations",
    "/account",
    "/account/notifications",
    "/inbox",
    "/requests",
    "/wording/calculator",
    "/certificates",
    "/certificates/2",
)
SALES = (
    "/",
    "/shipments",
    "/sales-desk",
    "/sales-desk/requests",
    "/imports",
    "/evidence",
    "/messages",
    "/credits",
)
CREDITS = (
    "/imports/hand-in",
    "/certificates/1",
    "/certificates/new",
    "/evidence",
    "/admin/name-proposals",
    "/credits",
    "/credits/check",
    "/credits/accounts/NAOSHIMA-CU-recycled",
    "/credits/entries/1",
    "/credits/receipts/R2607-0034",
    "/credits/disallow/R2607-0034",
    "/credits/receive",
    "/credits/periods/NAOSHIMA/2026-04-01",
    "/credits/periods/NAOSHIMA/2026-04-01/close",
    "/credits/periods/NAOSHIMA/2026-07-01/close",
    "/credits/periods/NAOSHIMA/2026-07-01/production",
    "/credits/policies",
    "/credits/policies/2025-10-01",
    "/credits/policies/new",
    "/credits/goods-return",
    "/credits/onward-use",
    "/credits/transfer",
)
PROCUREMENT = ("/statements", "/statements/new", "/statements/1")
ADMINISTRATOR = ("/admin/people", "/admin/audit", "/admin/companies", "/admin/jobs")
COMPANY_ADMINISTRATOR = ("/admin/company", "/admin/downloads")

READERS = [
    (None, VISITOR),
    ("buyer@hokuto.example", BUYER),
    (
        "procurement@hokuto.example",
        ("/downloads", "/downloads/packs", "/downloads/packs/1", "/downloads/views", "/coverage"),
    ),
    ("procurement@nordlicht.example", PROCUREMENT),
    ("sales@remine.example", SALES),
    ("credits@remine.example", CREDITS),
    ("admin@remine.example", ADMINISTRATOR),
    ("admin@nordlicht.example", COMPANY_ADMINISTRATOR),
]


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize(("email", "pages"), READERS)
def test_a_page_can_be_used_by_everybody_and_fits_a_phone(reader, email, pages, language):
    somebody = reader(email, language=language)

    for path in pages:
        somebody.page.set_viewport_size(DESK)
        somebody.open(path)
        assert somebody.page.locator("h1").count() == 1, path
        assert accessibility_problems(somebody.page) == [], path

        somebody.page.set_viewport_size(PHONE)
        wide = somebody.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], f"{path} is {wide} px wide"
    assert [each for each in somebody.complaints if "404" not in each] == []


ENDED = ["declarations?status=superseded", "declarations?status=revoked"]


@pytest.mark.parametrize("path", ["shipments", "declarations", *ENDED, "requests"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_a_list_leads_to_can_be_used_by_everybody(reader, path, language):
    buyer = reader("buyer@hokuto.example", language=language)
    buyer.open(f"/{path}")
    buyer.page.locator("tbody th a").first.click()
    buyer.page.wait_for_load_state()

    assert f"/{path.partition('?')[0]}/" in buyer.page.url
    assert accessibility_problems(buyer.page) == []
    assert buyer.complaints == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_a_stranger_learns_can_be_used_by_everybody(reader, language):
    buyer = reader("buyer@hokuto.example", language=language)
    buyer.open("/declarations")
    buyer.page.locator("tbody th a").first.click()
    pdf = buyer.page.request.get(buyer.page.url + ".pdf").body()
    buyer.page.locator("a[href*='/v/']").click()
    buyer.page.wait_for_load_state()
    assert accessibility_problems(buyer.page) == []

    dropped = {"name": "a.pdf", "mimeType": "application/pdf", "buffer": pdf}
    buyer.page.locator("input[type=file]").set_input_files(dropped)
    buyer.page.locator("form[method=post] button:visible").last.click()
    buyer.page.wait_for_load_state()
    assert buyer.page.locator(".verdict--current").count() == 1
    assert accessibility_problems(buyer.page) == []
    assert buyer.complaints == []


@pytest.mark.parametrize("deed", ["replace", "revoke"])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_the_desk_does_after_issue_can_be_used_by_everybody(reader, deed, language):
    sales = reader("sales@remine.example", language=language)
    sales.open("/declarations?product=REM-CU")
    sales.page.locator("tbody th a").first.click()
    sales.page.locator(f"a[href*='/sales-desk/{deed}/']").click()
    sales.page.wait_for_load_state()
    assert accessibility_problems(sales.page) == []

    sales.page.set_viewport_size(PHONE)
    assert sales.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert sales.complaints == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_answered_of_a_list_can_be_used_by_everybody(reader, language):
    procurement = reader("procurement@hokuto.example", language=language)
    procurement.open("/coverage")
    procurement.page.locator("textarea").fill(
        "ＲＭー２０２６ー３\nRM-2026-000006\nSH2609-00371 1 kg\nX"
    )
    procurement.page.locator("#list .actions button").click()
    procurement.page.wait_for_load_state()
    assert procurement.page.locator(".tabs button").count() == 5, "all, and four answers"
    assert accessibility_problems(procurement.page) == []

    procurement.page.set_viewport_size(PHONE)
    assert procurement.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert procurement.complaints == []


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def accessibility_problems(page):
    """What axe finds, in a line each. Chromium runs it outside the page's own policy."""
    page.evaluate(f"{axe()}; null")
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
