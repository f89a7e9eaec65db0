"""People are told of a certificate's end 90, 30 and 7 days ahead, each time once."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from remine_portal.domain.jobs import JobKind, JobState
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import certificates
from remine_portal.persistence.audit import AuditEventRow
from remine_portal.persistence.jobs import JobRow
from remine_portal.services import jobs, working
from remine_portal.services.expiring import warn_of_ends
from remine_portal.services.jobs import WORKER
from tests.certified import a_certificate, certified
from tests.factories import the_catalogue
from tests.office import an_office

LAST_DAY = date(2027, 3, 31)
NOON = datetime(2027, 3, 31, 3, tzinfo=UTC)


def look(database, days_before):
    with database.writing(WORKER, NOON - timedelta(days_before)) as work:
        warn_of_ends(work)
        told = select(AuditEventRow.id).where(AuditEventRow.event == "certificate:end-announced")
        return len(work.session.scalars(told).all())


def test_each_threshold_is_told_once_however_often_somebody_looks(database, given):
    given(the_catalogue)
    given(a_certificate, certificate=certified(valid_to=LAST_DAY))
    given(a_certificate, certificate=certified(valid_to=None))

    days = [91, 90, 90, 60, 30, 29, 7, 1, 0, -1]
    assert [look(database, each) for each in days] == [0, 1, 1, 1, 2, 2, 3, 3, 3, 3]


def test_the_database_knows_of_no_second_warning(database, given):
    given(the_catalogue)
    given(a_certificate, certificate=certified(valid_to=LAST_DAY))
    look(database, 90)

    again = "INSERT INTO certificate_expiry_warning SELECT * FROM certificate_expiry_warning"
    with pytest.raises(DBAPIError), database.writing(COMMAND_LINE) as work:
        work.session.execute(text(again))


def test_the_worker_looks_once_a_day(database, tmp_path):
    def clock():
        return NOON

    for _ in range(2):
        working.order_what_is_daily(database, clock)
    office = an_office(tmp_path)
    while jobs.work_off(database, office, working.HANDLERS, clock):
        pass

    with database.reading(COMMAND_LINE) as work:
        rows = work.session.scalars(select(JobRow).where(JobRow.kind == JobKind.EXPIRY)).all()
        assert [row.state for row in rows] == [JobState.DONE]


def test_what_ends_soon_is_listed_with_the_nearest_end_first(database, given):
    given(the_catalogue)
    for last_day in (LAST_DAY, date(2027, 1, 31), date(2027, 9, 30), date(2026, 9, 30), None):
        given(a_certificate, certificate=certified(valid_to=last_day))

    with database.reading(COMMAND_LINE, NOON - timedelta(90)) as work:
        found = certificates.ending_from(work, work.today, LAST_DAY)

    assert [each.valid_to for each in found] == [date(2027, 1, 31), LAST_DAY]
