"""The audit trail: who may read what of it (DOMAIN.md 7a)."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from remine_portal import services
from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.persistence import audit
from remine_portal.web.admin.events import EVENT_NAMES
from tests.factories import ACME, RIVAL, a_customer, a_person
from tests.pages import text_of

PAGE = "/admin/audit"


@pytest.fixture
def auditor(given, browse):
    return browse(given(a_person, role=Role.AUDITOR))


def a_deed(work, *, event="person:disabled", subject="hanako@acme.example", company=None):
    customer = a_customer(work, code=company) if company else None
    audit.record(work, event, subject, customer_id=customer.id if customer else None)


def test_it_says_what_was_done_to_what_and_by_whom(auditor, given):
    given(a_deed, company=ACME)

    assert "Account disabled hanako@acme.example command line Acme Metals" in text_of(
        auditor.get(PAGE)
    )


def test_a_company_administrator_reads_of_the_own_company_only(given, browse):
    given(a_deed, subject="ours", company=ACME)
    given(a_deed, subject="theirs", company=RIVAL)
    given(a_deed, subject="nobody's")
    shown = text_of(browse(given(a_person, role=Role.COMPANY_ADMINISTRATOR)).get(PAGE))

    assert "ours" in shown
    assert "theirs" not in shown
    assert "nobody's" not in shown


def test_filters_do_not_look_over_the_wall(given, browse):
    given(a_deed, subject="theirs", company=RIVAL)
    browser = browse(given(a_person, role=Role.COMPANY_ADMINISTRATOR))

    shown = text_of(browser.get(f"{PAGE}?q=theirs&event=person:disabled"))
    assert "No event matches" in shown


def test_it_is_narrowed_by_event_and_by_words(auditor, given):
    given(a_deed, subject="alpha")
    given(a_deed, subject="omega", event="person:enabled")

    assert "omega" not in text_of(auditor.get(f"{PAGE}?event=person:disabled"))
    assert "alpha" not in text_of(auditor.get(f"{PAGE}?q=OMEGA"))


@pytest.mark.parametrize("query", ["event=made:up", "before=x", "after=-1", "q=%00", "q=%25"])
def test_an_odd_address_is_still_a_page(auditor, given, query):
    given(a_deed)

    auditor.get(f"{PAGE}?{query}")


def test_a_long_trail_goes_on_over_pages(auditor, given):
    for number in range(26):
        given(a_deed, subject=f"deed-{number:02}")

    first = auditor.get(PAGE)
    assert "deed-25" in first.text
    assert "deed-00" not in first.text
    following = re.search(r'href="([^"]+)" rel="next"', first.text)[1].replace("&amp;", "&")
    assert "deed-00" in auditor.get(following).text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.BUYER, 403),
        (Role.PROCUREMENT, 403),
        (Role.COMPANY_ADMINISTRATOR, 200),
        (Role.SALES, 404),
        (Role.CREDITS, 404),
        (Role.AUDITOR, 200),
        (Role.ADMINISTRATOR, 200),
    ],
)
def test_who_may_read_it(given, browse, role, status):
    browse(given(a_person, role=role)).get(PAGE, status)


def test_signing_out_is_in_it_and_what_is_written_is_escaped(auditor, given, browse):
    given(a_deed, subject="<script>alert(1)</script>")
    browse(given(a_person, email="hanako@acme.example")).post("/sign-out")

    page = auditor.get(PAGE)
    assert "Signed out hanako@acme.example hanako@acme.example" in text_of(page)
    assert "<script>alert" not in page.text


def test_every_event_that_the_services_record_has_its_words():
    recorded = {
        event
        for path in Path(services.__path__[0]).glob("*.py")
        for event in re.findall(r'"([a-z]+(?:-[a-z]+)*:[a-z]+(?:-[a-z]+)*)"', path.read_text())
    }
    assert "person:signed-in" in recorded, "the sweep found nothing to check"
    assert recorded <= set(EVENT_NAMES), recorded - set(EVENT_NAMES)


def test_times_are_those_of_japan(auditor, database):
    with database.writing(COMMAND_LINE, datetime(2026, 11, 23, 16, 30, tzinfo=UTC)) as work:
        a_deed(work)

    assert "24 November 2026, 01:30" in text_of(auditor.get(PAGE))
