"""Jobs: each has its effect once, whatever dies meanwhile (QUALITY.md T16)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from remine_portal.domain.jobs import HELD_FOR, MOST_TRIES, JobKind, JobState
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import audit
from remine_portal.persistence.audit import AuditEventRow
from remine_portal.persistence.jobs import JobRow
from remine_portal.services import jobs, working
from remine_portal.services.jobs import NothingHappened, TakenAway
from tests.office import an_office

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LONG = timedelta(days=1)


class Killed(BaseException):
    """What a worker dies of: nothing of ours may catch it."""


class Workshop:
    """A table of jobs, a clock, and workers who do what each test lets them do."""

    def __init__(self, database, office):
        self.database, self.office, self.now = database, office, NOON

    def order(self, kind=JobKind.PACK, about="1", **key):
        with self.database.writing(COMMAND_LINE, self.now) as work:
            return jobs.order(work, kind, about, **key)

    def work(self, handler):
        """One worker's look at the table; whether there was a job to begin."""
        handlers = dict.fromkeys(JobKind, handler)
        return jobs.work_off(self.database, self.office, handlers, lambda: self.now)

    def look(self):
        """The only job there is."""
        with self.database.reading(COMMAND_LINE) as work:
            return work.session.scalars(select(JobRow)).one()

    def decide(self, decision):
        with self.database.writing(COMMAND_LINE, self.now) as work:
            decision(work, work.session.scalars(select(JobRow)).one())

    def done(self):
        """What jobs have written down at their end."""
        with self.database.reading(COMMAND_LINE) as work:
            query = select(AuditEventRow.subject).where(AuditEventRow.event == "test:done")
            return sorted(work.session.scalars(query))


@pytest.fixture
def workshop(database, tmp_path):
    return Workshop(database, an_office(tmp_path))


def well(task):
    """Do it well; what is written down is what it was about."""
    return lambda work: audit.record(work, "test:done", task.about)


def badly(_task):
    raise ZeroDivisionError("it cannot be done\0")


def in_vain(_task):
    raise NothingHappened("nobody answers")


def until_killed(_task):
    raise Killed


def never(task):
    raise AssertionError(f"nobody may begin job {task.job_id} again")


def test_a_job_is_done_once(workshop):
    workshop.order()

    assert workshop.work(well)
    assert not workshop.work(never)

    assert (workshop.look().state, workshop.look().done_at) == (JobState.DONE, NOON)
    assert workshop.done() == ["1"]


def test_two_workers_do_each_job_once(workshop):
    for number in range(12):
        workshop.order(about=str(number))
    barrier, begun = Barrier(2), []

    def noted(task):
        begun.append(task.about)
        return well(task)

    def work_off():
        barrier.wait()
        while workshop.work(noted):
            pass

    with ThreadPoolExecutor(2) as workers:
        for each in [workers.submit(work_off), workers.submit(work_off)]:
            each.result()

    assert sorted(begun) == workshop.done() == sorted(map(str, range(12)))


def test_what_a_worker_leaves_when_it_dies_is_done_by_another(workshop):
    workshop.order()
    with pytest.raises(Killed):
        workshop.work(until_killed)

    assert not workshop.work(never), "it may live, and be busy"
    workshop.now += HELD_FOR + timedelta(seconds=1)

    assert workshop.work(well)
    assert workshop.done() == ["1"]


def test_a_mail_is_never_begun_again_after_a_death(workshop):
    workshop.order(JobKind.MAIL)
    with pytest.raises(Killed):
        workshop.work(until_killed)

    workshop.now += LONG
    workshop.work(never)

    assert workshop.look().state is JobState.PARKED
    assert "died" in workshop.look().failure


def test_whoever_was_taken_for_dead_changes_nothing_any_more(workshop):
    workshop.order()

    def too_slowly(task):
        workshop.now += LONG
        workshop.work(well)
        with pytest.raises(TakenAway):
            task.tell(1, of=2)
        return well(task)

    workshop.work(too_slowly)

    assert workshop.done() == ["1"]


def test_five_failures_park_it_and_each_waits_longer(workshop):
    workshop.order()
    pauses = []
    for _ in range(MOST_TRIES):
        workshop.now = max(workshop.now, workshop.look().due_at)
        assert workshop.work(badly)
        pauses.append(workshop.look().due_at - workshop.now)

    assert pauses[:4] == [timedelta(minutes=minutes) for minutes in (1, 5, 25, 125)]
    workshop.now += LONG
    assert not workshop.work(never)
    job = workshop.look()
    assert (job.state, job.tries) == (JobState.PARKED, MOST_TRIES)
    assert job.failure == "ZeroDivisionError: it cannot be done "


def test_a_job_that_kills_each_worker_is_parked_as_well(workshop):
    workshop.order()
    for _ in range(MOST_TRIES):
        with pytest.raises(Killed):
            workshop.work(until_killed)
        workshop.now += LONG

    workshop.work(never)

    assert workshop.look().state is JobState.PARKED


@pytest.mark.parametrize(
    ("handler", "state"), [(in_vain, JobState.WAITING), (badly, JobState.PARKED)]
)
def test_a_mail_is_tried_again_only_if_it_certainly_did_not_leave(workshop, handler, state):
    workshop.order(JobKind.MAIL)

    workshop.work(handler)

    assert workshop.look().state is state


def test_a_mail_that_left_is_not_sent_again_because_writing_failed(workshop):
    workshop.order(JobKind.MAIL)

    workshop.work(lambda task: badly)

    assert workshop.look().state is JobState.PARKED


def test_who_waits_sees_how_far_it_is_and_telling_keeps_the_job(workshop):
    workshop.order()
    seen = []

    def step_by_step(task):
        for step in range(3):
            task.tell(step, of=3)
            workshop.now += HELD_FOR - timedelta(seconds=1)
            seen.append((workshop.look().steps_done, workshop.look().steps))
            assert not workshop.work(never)
        return well(task)

    workshop.work(step_by_step)

    assert seen == [(0, 3), (1, 3), (2, 3)]
    assert workshop.done() == ["1"]


def test_what_has_been_ordered_under_a_key_is_ordered_once(workshop):
    barrier = Barrier(2)

    def order():
        barrier.wait()
        return workshop.order(key="daily")

    with ThreadPoolExecutor(2) as two:
        both = [two.submit(order), two.submit(order)]

    assert len([each for each in both if each.result() is not None]) == 1
    assert workshop.order(key="daily") is None


def test_people_let_a_parked_job_be_tried_again_or_drop_it(workshop):
    workshop.order(JobKind.MAIL)
    workshop.work(badly)
    workshop.decide(jobs.try_again)
    workshop.work(badly)
    assert (workshop.look().state, workshop.look().tries) == (JobState.PARKED, 2)

    workshop.decide(jobs.drop)
    workshop.decide(jobs.try_again)

    assert workshop.look().state is JobState.DROPPED
    assert not workshop.work(never)


def test_every_kind_of_job_has_somebody_who_does_it():
    assert set(working.HANDLERS) == set(JobKind)


def test_what_is_daily_is_ordered_once_a_day(workshop):
    for hours in (0, 5, 24):
        working.order_what_is_daily(workshop.database, lambda at=hours: NOON + timedelta(hours=at))

    with workshop.database.reading(COMMAND_LINE) as work:
        days = work.session.scalars(select(JobRow.about).order_by(JobRow.about)).all()
    assert days == ["2026-11-23", "2026-11-24"]


def test_without_a_mail_server_mails_wait(tmp_path):
    office = an_office(tmp_path)
    assert JobKind.MAIL in working.handlers_in(office)

    without = working.handlers_in(replace(office, mailer=None))

    assert set(without) == set(working.HANDLERS) - {JobKind.MAIL}
