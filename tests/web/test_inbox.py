"""The inbox: what one is told, where it leads, and what comes by mail."""

import pytest
from sqlalchemy import func, select

from remine_portal.domain.notices import NoticeKind
from remine_portal.domain.people import Role
from remine_portal.persistence.notices import NoticeRow
from remine_portal.services import notifying
from remine_portal.web.inbox.reading_notices import LEADS_TO
from tests.factories import RIVAL, a_person
from tests.pages import text_of

ONE, TWO = "RM-2026-000001", "RM-2026-000002"
NEWEST = select(func.max(NoticeRow.id))


@pytest.fixture
def haruka(given):
    return given(a_person)


@pytest.fixture
def tell(given, haruka):
    """Tell Haruka of something: a declaration is issued unless said otherwise."""

    def happen(about=ONE, kind=NoticeKind.DECLARATION_ISSUED):
        given(notifying.tell_person, kind=kind, person_id=haruka.id, about=about)
        return given(lambda work: work.session.scalar(NEWEST))

    return happen


def headings(page):
    return [line.split("</a>")[0].split(">")[-1] for line in page.text.split('<li class="entry">')]


def test_what_is_unread_stands_first_and_is_counted(browse, haruka, tell):
    browser, old = browse(haruka), tell(ONE)
    tell(TWO)
    browser.post(f"/inbox/{old}/read")
    tell("RM-2026-000003")

    page = browser.get("/inbox")

    assert "Inbox: 2 unread" in page.text
    assert [each[-1] for each in headings(page)[1:]] == ["3", "2", "1"]


def test_everything_up_to_what_the_page_showed_is_read_at_once(browse, haruka, tell):
    browser, shown = browse(haruka), tell(ONE)
    tell(TWO)

    browser.post("/inbox/read", {"newest": shown})

    assert "Inbox: 1 unread" in browser.get("/inbox").text
    browser.post("/inbox/read", {"newest": "no key"}, status=400)


def test_a_notice_leads_to_what_it_is_about(browse, haruka, tell):
    notice = tell(ONE)

    assert browse(haruka).get(f"/inbox/{notice}", 303).location == f"/declarations/{ONE}"


def test_every_kind_of_notice_leads_to_a_page(one_app):
    assert set(LEADS_TO) == set(NoticeKind)
    for endpoint, name in LEADS_TO.values():
        assert name in next(one_app.url_map.iter_rules(endpoint)).arguments


def test_it_is_narrowed_and_stays_so_after_a_notice_is_read(browse, haruka, tell):
    browser, issued = browse(haruka), tell(ONE)
    tell(TWO, NoticeKind.DECLARATION_REVOKED)

    narrowed = browser.get("/inbox?kind=declaration_issued&state=unread")
    assert ONE in narrowed.text
    assert TWO not in narrowed.text
    back = browser.post(f"/inbox/{issued}/read", {"kind": "declaration_issued", "state": "unread"})

    assert back.location == "/inbox?kind=declaration_issued&state=unread"
    assert "No notice matches" in text_of(browser.get(back.location))


def test_whoever_was_told_nothing_yet_learns_what_will_appear(browse, haruka):
    assert "No notices yet" in text_of(browse(haruka).get("/inbox"))


@pytest.mark.parametrize("company", ["C1001", RIVAL])
def test_40_a_notice_to_somebody_else_does_not_exist(given, browse, haruka, tell, company):
    """40. Tenant wall."""
    notice = tell()
    other = browse(given(a_person, company=company))

    other.get(f"/inbox/{notice}", 404)
    other.post(f"/inbox/{notice}/read", status=404)
    other.post("/inbox/read", {"newest": notice})
    assert ONE not in other.get("/inbox").text
    assert "Inbox: 1 unread" in browse(haruka).get("/inbox").text


def test_whoever_is_shown_no_declarations_any_more_is_told_of_none(browse, given, haruka, tell):
    tell()
    given(lambda work: setattr(work.session.merge(haruka), "role", Role.ADMINISTRATOR))

    assert ONE not in browse(haruka).get("/inbox").text


def test_what_one_has_asked_for_stands_on_the_home_page_until_it_is_read(browse, haruka, tell):
    browser = browse(haruka)
    notice = tell("RQ-2026-000001", NoticeKind.REQUEST_ANSWERED)
    assert "Needs you Reply to your request: RQ-2026-000001" in text_of(browser.get("/"))

    browser.post(f"/inbox/{notice}/read")

    assert "Needs you" not in text_of(browser.get("/"))


def test_each_person_chooses_what_comes_by_mail(browse, haruka):
    browser = browse(haruka)
    assert browser.get("/account/notifications").text.count(" checked") == 6

    browser.post("/account/notifications", {"kinds": ["pack_ready", "declaration_revoked", "x"]})

    page = browser.get("/account/notifications")
    assert page.text.count(" checked") == 1
    assert "Your choice has been saved." in text_of(page)


def test_it_is_said_in_japanese_as_well(browse, haruka, tell):
    tell()
    page = browse(haruka, "ja").get("/inbox")

    assert "通知：未読1件" in page.text
    assert f"宣言書{ONE}が発行されました。" in text_of(page)
