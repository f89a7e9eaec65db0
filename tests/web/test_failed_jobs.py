"""Jobs that failed wait for an administrator, who lets them be tried again or drops them."""

import pytest
from sqlalchemy import select

from remine_portal.domain.jobs import JobKind, JobState
from remine_portal.domain.notices import NoticeKind
from remine_portal.domain.people import Role
from remine_portal.persistence.jobs import JobRow
from remine_portal.services import jobs, notifying
from tests.factories import a_person
from tests.pages import text_of


def fail(_task):
    raise ConnectionResetError("the connection broke")


@pytest.fixture
def administrator(browse, given):
    return browse(given(a_person, role=Role.ADMINISTRATOR))


@pytest.fixture
def mail(app, database, given):
    """A mail to Haruka whose connection broke; gives the key of its job."""
    haruka = given(a_person, email="haruka@acme.example")
    told = {"kind": NoticeKind.DECLARATION_ISSUED, "about": "RM-2026-000001"}
    given(notifying.tell_person, person_id=haruka.id, **told)
    jobs.work_off(database, app.extensions["office"], {JobKind.MAIL: fail})
    return given(lambda work: work.session.scalar(select(JobRow.id)))


@pytest.fixture
def state(given, mail):
    return lambda: given(lambda work: work.session.get_one(JobRow, mail).state)


def test_an_administrator_finds_what_failed_and_why(administrator, mail):
    assert "Jobs that failed 1" in text_of(administrator.get("/"))

    row = text_of(administrator.get("/admin/jobs"))

    assert "Email of a notice haruka@acme.example" in row
    assert "ConnectionResetError: the connection broke" in row


def test_it_is_tried_again_when_the_administrator_says_so(administrator, mail, state):
    administrator.post(f"/admin/jobs/{mail}/try-again")

    assert state() is JobState.WAITING
    administrator.post(f"/admin/jobs/{mail}/drop", status=404)


def test_it_is_dropped_for_good(administrator, mail, state):
    administrator.post(f"/admin/jobs/{mail}/drop")

    assert state() is JobState.DROPPED
    assert "No job has failed" in text_of(administrator.get("/admin/jobs"))
    assert "Failed job dropped" in text_of(administrator.get("/admin/audit"))
