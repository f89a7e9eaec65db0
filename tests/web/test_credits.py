"""The books at a glance: accounts, periods, entries, and whether the books hold."""

import csv
from datetime import UTC, datetime
from io import StringIO

import pytest

from remine_portal.domain.people import Role
from tests.books import ELV, Q2, Q3, RECYCLED
from tests.by_hand import spoil
from tests.factories import a_person
from tests.pages import text_of

RECYCLED_ACCOUNT = "/credits/accounts/NAOSHIMA-CU-recycled"


@pytest.fixture(autouse=True)
def the_same_day(books_day, books, desk):
    desk.now = books.now


@pytest.fixture
def emi(browse, books):
    """Who keeps the books."""
    return browse(books.hire())


@pytest.fixture
def auditor(browse, books):
    return browse(books.hire(Role.AUDITOR))


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        (Role.CREDITS, 200, 200),
        (Role.SALES, 200, 404),
        (Role.AUDITOR, 200, 404),
        (Role.ADMINISTRATOR, 404, 404),
        (Role.PROCUREMENT, 404, 404),
    ],
)
def test_who_may_read_and_write_the_books(browse, given, books, role, reads, writes):
    books.receive(kg=1000)
    person = browse(given(a_person, role=role))

    for page in ("", "/check", "/accounts/NAOSHIMA-CU-recycled", "/policies"):
        person.get(f"/credits{page}", reads)
    for form in ("/receive", "/goods-return", "/onward-use", "/transfer", "/policies/new"):
        person.get(f"/credits{form}", writes)


def test_nobody_but_the_desk_is_led_to_a_form(books, auditor):
    books.receive(kg=1000)

    page = auditor.get("/credits")

    assert "Book an input" not in page.text
    assert "/credits/receive" not in page.text


def test_an_empty_ledger_says_what_opens_it(emi):
    page = text_of(emi.get("/credits"))

    assert "NAOSHIMA" in page
    assert "Nothing has been booked here yet" in page


def test_without_a_policy_the_desk_is_led_to_enter_one(books, browse):
    books.now = books.now.replace(year=2025, month=1)
    auditor, emi = browse(books.hire(Role.AUDITOR)), browse(books.hire())

    assert "/credits/policies/new" not in auditor.get("/credits").text
    assert "/credits/policies/new" in emi.get("/credits").text


def test_every_account_stands_with_its_four_figures(books, desk, emi):
    books.receive(kg=30_000)
    books.receive(kg=5_000, kind=ELV)
    books.ship("SH-1", "50")
    books.ship("SH-2", "10")
    desk.declare("SH-1", attributions={RECYCLED: "40"})
    desk.prepare("SH-2", attributions={RECYCLED: "10"})

    page = text_of(emi.get("/credits"))

    assert "NAOSHIMA-CU-recycled Recycled material 9,000 1,000 20,000 0 Open" in page
    assert "NAOSHIMA-CU-elv Material from end-of-life vehicles 5,000 0 0 0 Open" in page
    assert "2026-07-01 – 2026-09-30 20,000 1,000 60,000 Ends in 41 days" in page


def test_an_account_with_a_deficit_is_shown_as_frozen(books, desk, emi):
    """37. Frozen account."""
    receipt = books.receive(kg=30_000)
    books.ship("SH-1", "50")
    desk.declare("SH-1", attributions={RECYCLED: "40"})
    strike_off(emi, receipt)

    assert "Frozen: 20,000 kg are missing" in text_of(emi.get("/credits"))
    assert "Nothing can be attributed from this account" in text_of(emi.get(RECYCLED_ACCOUNT))


def strike_off(emi, receipt):
    number = receipt.receipt_no
    emi.post(f"/credits/disallow/{number}", {"note": "No origin", "number": number})


def test_the_earliest_open_period_is_the_next_to_close(books, emi):
    books.receive(kg=1000, on=Q3)

    page = emi.get("/credits")

    assert page.text.count("/close") == 1
    assert "/credits/periods/NAOSHIMA/2025-10-01/close" in page.text


def test_what_has_expired_is_shown_as_expired_though_nobody_posted_it(books, browse):
    """28. Expiry counts by its date."""
    books.receive(kg=1000, on=Q2)
    books.now = datetime(2028, 4, 2, 3, tzinfo=UTC)

    page = text_of(browse(books.hire()).get("/credits"))

    assert "NAOSHIMA-CU-recycled Recycled material 0 0 0 1,000" in page


def test_books_that_agree_are_said_to(books, emi):
    books.receive(kg=1000)

    page = text_of(emi.get("/credits/check"))

    assert "The books agree" in page
    assert "Checked on 20 August 2026, 12:00 JST" in page


def test_a_difference_is_named_in_the_readers_language(books, browse):
    books.receive(kg=1000, receipt_no="R-1")
    spoil(books, "UPDATE input_receipt SET credited_kg = 1")

    page = text_of(browse(books.hire(Role.AUDITOR), "ja").get("/credits/check"))

    assert "不一致：" in page
    assert "受入R-1" in page.replace(" ", "")


def test_an_account_shows_its_periods_as_picture_words_and_table(books, emi):
    books.receive(kg=30_000, on=Q2)
    books.receive(kg=1_000, on=Q3)

    page = emi.get(RECYCLED_ACCOUNT)

    assert page.text.count('role="img"') == 1
    assert "31,000\xa0kg came in, 0\xa0kg went out" in page.text
    assert "Credits by balance period, in figures" in text_of(page)
    assert "2026-07-01 – 2026-09-30 30,000 1,000 0 0 31,000" in text_of(page)


def test_the_entries_can_be_narrowed(books, emi):
    books.receive(kg=1000, on=Q2, receipt_no="R-SPRING")
    books.receive(kg=2000, on=Q3, receipt_no="R-SUMMER")

    page = text_of(emi.get(f"{RECYCLED_ACCOUNT}?period=2026-04-01"))
    none = text_of(emi.get(f"{RECYCLED_ACCOUNT}?reason=expire"))

    assert "R-SPRING" in page
    assert "R-SUMMER" not in page
    assert "No entry matches" in none


def test_the_entries_turn_their_pages(books, emi):
    for _ in range(26):
        books.receive(kg=10)

    first = emi.get(RECYCLED_ACCOUNT)
    following = first.text.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]

    assert "Entries on this page: 25" in text_of(first)
    assert "Entries on this page: 1" in text_of(emi.get(following.replace("&amp;", "&")))


def test_all_filtered_entries_can_be_downloaded(books, emi):
    for _ in range(26):
        books.receive(kg=10, on=Q3)
    books.receive(kg=99, on=Q2, supplier_ref="=1+1")

    rows = download(emi, f"{RECYCLED_ACCOUNT}/entries.csv?period=2026-07-01")

    assert len(rows) == 26
    assert {row["Reason"] for row in rows} == {"Input booked"}
    assert {(row["From"], row["To"]) for row in rows} == {("Outside the ledger", "Available")}


def test_a_download_speaks_the_readers_language(books, browse):
    books.receive(kg=10)
    reader = browse(books.hire(Role.AUDITOR), "ja")

    assert download(reader, f"{RECYCLED_ACCOUNT}/entries.csv")[0]["事由"] == "受入計上"


def download(browser, url):
    return list(csv.DictReader(StringIO(browser.get(url).data.decode("utf-8-sig"))))


def test_a_correction_and_what_it_corrects_lead_to_each_other(books, emi):
    strike_off(emi, books.receive(kg=1000))
    booked, struck = books.entries()

    before = emi.get(f"/credits/entries/{booked.id}")
    after = emi.get(f"/credits/entries/{struck.id}")

    assert f"Corrected by {struck.id}" in text_of(before)
    assert f"Corrects {booked.id} Note No origin" in text_of(after)
    assert f'href="/credits/entries/{booked.id}"' in after.text


@pytest.mark.parametrize(
    "page", ["accounts/NOWHERE-CU-recycled", "entries/99", "receipts/R-X", "periods/NAOSHIMA/x"]
)
def test_what_is_not_there_is_not_found(emi, page):
    emi.get(f"/credits/{page}", 404)
