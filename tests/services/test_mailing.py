"""From a deed to the mail about it, by way of the worker."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from remine_portal.domain.jobs import JobKind, JobState
from remine_portal.domain.notices import NoticeKind
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.outbound.mail_server import MailServer
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import this_moment
from remine_portal.persistence.jobs import JobRow
from remine_portal.persistence.notices import mark_read
from remine_portal.persistence.people import PersonRow
from remine_portal.services import accounts, jobs, mailing, notifying
from remine_portal.services.companies import disable_company
from tests.desk import acting
from tests.factories import a_person, a_shipment, a_verification, the_catalogue
from tests.post_office import HANG_UP, PostOffice


@pytest.fixture
def haruka(given):
    return given(a_person, email="haruka@acme.example")


@pytest.fixture
def tell(database, haruka):
    """Haruka is told that a declaration has been revoked; gives the key of the notice."""

    def happen(ago=timedelta(0)):
        kind = NoticeKind.DECLARATION_REVOKED
        with database.writing(COMMAND_LINE, this_moment() - ago) as work:
            notifying.tell_person(work, kind, person_id=haruka.id, about="RM-2026-000001")
            return int(work.session.scalars(select(JobRow.about)).one())

    return happen


@pytest.fixture
def send(database, desk):
    """A worker sends what is ordered; gives the mails that lie in the folder, or its job."""

    def work_off(mailer=None):
        office = replace(desk.office, mailer=mailer or desk.office.mailer)
        while jobs.work_off(database, office, {JobKind.MAIL: mailing.send_notice}):
            pass
        files = sorted(desk.office.mailer.folder.glob("*.eml"))
        return [message_from_bytes(file.read_bytes(), policy=default) for file in files]

    return work_off


def test_an_issue_is_told_in_each_persons_language_without_a_figure(given, desk, haruka, send):
    given(the_catalogue)
    given(a_verification)
    given(a_shipment)
    taro = given(a_person, email="taro@acme.example")
    given(lambda work: setattr(work.session.merge(taro), "language", "ja"))
    issued = desk.declare()

    mails = {mail["To"]: mail for mail in send()}

    assert set(mails) == {haruka.email, taro.email}
    assert mails[haruka.email]["Subject"] == f"Declaration issued: {issued.number}"
    assert mails[taro.email]["Subject"] == f"宣言書の発行：{issued.number}"
    text = mails[haruka.email].get_body(("plain",)).get_content()
    assert "https://remine.example/inbox/" in text
    assert not [word for word in ("100", "%", "kg", "tin", "SH-1", "Acme") if word in text]


def test_what_is_no_news_any_more_is_not_sent(database, given, haruka, tell, send):
    tell(ago=timedelta(days=8))
    assert send() == []


def test_what_has_been_read_is_not_sent(database, haruka, tell, send):
    notice = tell()
    with database.writing(acting(haruka)) as work:
        mark_read(work, notice)

    assert send() == []


@pytest.mark.parametrize("whom", ["person", "company"])
def test_whoever_was_shut_out_meanwhile_gets_none(given, haruka, tell, send, whom):
    def shut_out(work):
        if whom == "person":
            accounts.disable(work, work.session.get_one(PersonRow, haruka.id))
        else:
            disable_company(work, work.session.get_one(CustomerRow, haruka.customer_id))

    tell()
    given(shut_out)

    assert send() == []


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({}, JobState.DONE),
        ({"RCPT": "450 not now"}, JobState.WAITING),
        ({"letter": HANG_UP}, JobState.PARKED),
    ],
)
def test_a_server_decides_whether_it_is_sent_waits_or_is_looked_at(
    database, tell, send, answers, state
):
    tell()

    with closing(PostOffice(**answers)) as office:
        send(MailServer("127.0.0.1", office.port, "no-reply@remine.example"))

    with database.reading(COMMAND_LINE) as work:
        assert work.session.scalars(select(JobRow.state)).one() is state
