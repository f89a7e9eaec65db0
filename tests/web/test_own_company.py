"""What a company's administrator reads: its own company, its deeds, and what was downloaded."""

import csv
import io
from datetime import UTC, datetime

import pytest

from remine_portal.domain.people import COMMAND_LINE, Actor, Role
from remine_portal.persistence import audit
from remine_portal.services import invitations
from tests.factories import ACME, RIVAL, a_customer, a_person
from tests.pages import text_of

LOG = "/admin/downloads"


@pytest.fixture
def chief(given):
    return given(a_person, role=Role.COMPANY_ADMINISTRATOR, email="chief@acme.example")


@pytest.fixture
def administrator(browse, chief):
    return browse(chief)


@pytest.fixture
def deed(database, given):
    """Somebody does something that is about a company, ACME unless said otherwise."""

    def do(event, subject, by, *, company=ACME, on=(2026, 11, 23, 3), detail=None):
        customer = given(a_customer, code=company)
        actor = Actor(name=by) if "@" not in by else Actor(name="Somebody", email=by)
        with database.writing(actor, datetime(*on, tzinfo=UTC)) as work:
            audit.record(work, event, subject, customer_id=customer.id, detail=detail)

    return do


@pytest.fixture
def downloads(given, deed):
    """Two people of ACME took documents, one of RIVAL, and the sales desk one of ACME's."""
    given(a_person, email="hanako@acme.example")
    given(a_person, email="taro@acme.example", role=Role.PROCUREMENT)
    given(a_person, email="rita@rival.example", company=RIVAL)
    given(a_person, email="aiko@remine.example", role=Role.SALES)
    deed("declaration:downloaded", "RM-2026-000001", "hanako@acme.example", on=(2026, 11, 1, 14))
    deed("declaration:downloaded", "RM-2026-000002", "taro@acme.example", on=(2026, 11, 1, 16))
    deed("certificate:downloaded", "SGS-77", "taro@acme.example")
    deed("declaration:downloaded", "RM-2026-000003", "aiko@remine.example")
    deed("declaration:downloaded", "RM-2026-000004", "rita@rival.example", company=RIVAL)
    deed("person:signed-in", "hanako@acme.example", "hanako@acme.example")


def test_the_own_company_is_read_and_not_changed(administrator, given, chief):
    given(a_person, email="hanako@acme.example")
    given(invitations.invite, email="new@acme.example", role=Role.BUYER, company=ACME)

    page = administrator.get("/admin/company")
    assert "Acme Metals Postal address Not entered Customer code C1001" in text_of(page)
    assert "Buyer 1 Procurement 0 Company administrator 1" in text_of(page)
    assert "Invited, not accepted yet 1" in text_of(page)
    assert "<form" not in page.text.partition("<main")[2]
    administrator.post("/admin/company", {"name_en": "Mine"}, 405)
    administrator.get(f"/admin/companies/{chief.customer_id}", 404)


def test_its_pages_stand_under_one_entry_that_speaks_of_the_company(administrator):
    page = administrator.get("/admin/people").text

    navigation, _, main = page.partition("<main")
    assert '<a href="/admin" aria-current="page">Your company</a>' in navigation
    assert "Audit trail" not in navigation
    for address in ("/admin/company", "/admin/people", LOG, "/admin/audit"):
        assert f'href="{address}"' in main


def test_the_log_says_which_of_the_own_people_took_what_and_when(administrator, downloads):
    shown = text_of(administrator.get(LOG))

    assert "2 November 2026, 01:00 JST Declaration RM-2026-000002 Procurement taro@" in shown
    assert "Third-party certificate SGS-77" in shown
    for theirs in ("000003", "aiko", "000004", "rita", "Signed in"):
        assert theirs not in shown


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=000002", {"RM-2026-000002"}),
        ("q=TARO", {"RM-2026-000002", "SGS-77"}),
        ("event=certificate:downloaded", {"SGS-77"}),
        ("person=hanako@acme.example", {"RM-2026-000001"}),
        ("person=rita@rival.example", {"RM-2026-000001", "RM-2026-000002", "SGS-77"}),
        ("first_day=2026-11-02", {"RM-2026-000002", "SGS-77"}),
        ("first_day=2026/11/2&last_day=2026-11-02", {"RM-2026-000002"}),
        ("last_day=2026-11-01", {"RM-2026-000001"}),
        ("q=rita", set()),
        ("q=aiko", set()),
        ("company=C1002", {"RM-2026-000001", "RM-2026-000002", "SGS-77"}),
    ],
)
def test_the_log_is_narrowed_and_exported_as_it_is_shown(administrator, downloads, query, found):
    """Days are those of Japan: what was taken at 16:00 UTC was taken on the next one."""
    shown = text_of(administrator.get(f"{LOG}?{query}"))
    rows = list(csv.DictReader(io.StringIO(administrator.get(f"{LOG}.csv?{query}").text)))

    everything = {"RM-2026-000001", "RM-2026-000002", "RM-2026-000003", "SGS-77"}
    assert {each for each in everything if each in shown} == found
    assert {row["Document number"] for row in rows} == found


def test_a_day_that_is_none_is_said_at_its_field_and_narrows_nothing(administrator, downloads):
    page = administrator.get(f"{LOG}?first_day=2026-13-01&q=%00")

    assert "Enter a date like 2026-11-23" in page.text
    assert "SGS-77" in page.text


def test_the_portals_auditor_reads_of_everybody_by_company(given, browse, downloads):
    auditor = browse(given(a_person, role=Role.AUDITOR))

    assert "RM-2026-000003 Sales aiko@remine.example Acme Metals" in text_of(auditor.get(LOG))
    assert "rita@rival.example" in text_of(auditor.get(LOG))
    assert "rita" not in text_of(auditor.get(f"{LOG}?company={ACME}"))


def test_customers_learn_what_the_staff_did_and_not_who(administrator, given, deed):
    """Neither from a row nor by looking for an address, nor before the desk has issued anything."""
    deed("declaration:issued", "RM-2026-000001", "aiko@remine.example")
    deed("draft:prepared", "a-draft", "aiko@remine.example", detail="SH-1")
    deed(
        "invitation:accepted",
        "hanako@acme.example",
        "hanako@acme.example",
        detail="buyer, invited by admin@remine.example",
    )
    deed("sign-in:slowed-down", "hanako@acme.example", "visitor")
    deed(
        "person:role-changed",
        "hanako@acme.example",
        "chief@acme.example",
        detail="buyer to procurement",
    )
    given(a_person, email="hanako@acme.example")

    shown = text_of(administrator.get("/admin/audit"))
    assert "Declaration issued RM-2026-000001 Mitsubishi Materials" in shown
    assert "hanako@acme.example Buyer, invited by Mitsubishi Materials" in shown
    assert "hanako@acme.example Somebody who was not signed in" in shown
    assert "hanako@acme.example chief@acme.example Buyer → Procurement" in shown
    assert "Draft" not in shown.partition("Details")[2]
    assert "remine.example" not in administrator.get("/admin/audit.csv").text
    assert "No event matches" in text_of(administrator.get("/admin/audit?q=aiko"))


def test_whoever_invited_is_named_among_the_own_people_only(administrator, given, database, chief):
    given(invitations.invite, email="one@acme.example", role=Role.BUYER, company=ACME)
    with database.writing(COMMAND_LINE) as work:
        work.actor = Actor(
            "Chief", Role.COMPANY_ADMINISTRATOR, chief.id, chief.email, chief.customer_id
        )
        invitations.invite(work, "two@acme.example", role=Role.BUYER)

    shown = text_of(administrator.get("/admin/people"))
    assert "two@acme.example Buyer chief@acme.example" in shown
    assert "one@acme.example Buyer Mitsubishi Materials" in shown


def test_an_administrator_does_not_shut_out_themselves(administrator, chief):
    for do, form in (("/disable", {}), ("", {"role": "buyer"})):
        page = administrator.post(f"/admin/people/{chief.id}{do}", form, 409 if do else 200)
        assert "You cannot change your own role or disable your own account" in page.text
