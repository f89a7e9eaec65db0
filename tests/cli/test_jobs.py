"""The worker's command."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from remine_portal.domain.jobs import JobState
from remine_portal.domain.notices import NoticeKind
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence.jobs import count_jobs
from remine_portal.services import notifying
from tests.factories import a_person


@pytest.fixture
def mail(given):
    """A mail that waits, beside what is done every day."""
    haruka = given(a_person)
    kind = NoticeKind.DECLARATION_ISSUED
    given(notifying.tell_person, kind=kind, person_id=haruka.id, about="RM-2026-000001")


@pytest.fixture
def handlers():
    """Signals that do nothing until the command says what they do, and again after it."""
    signals = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = [signal.signal(each, lambda *_: None) for each in signals]
    yield
    for each, handler in zip(signals, before, strict=True):
        signal.signal(each, handler)


def test_what_is_due_is_done_once(run, mail, tmp_path):
    done, again = run("jobs", "work", "--once"), run("jobs", "work", "--once")

    assert (done.exit_code, done.stdout) == (0, "2 jobs were begun.\n")
    assert again.stdout == "0 jobs were begun.\n"
    assert len(list((tmp_path / "mail").iterdir())) == 1


def test_a_worker_works_until_it_is_told_to_stop(run, mail, database, handlers):
    def stop_when_done():
        for _ in range(3000):
            with database.reading(COMMAND_LINE) as work:
                if count_jobs(work, JobState.DONE) == 2:
                    break
            Event().wait(0.01)
        os.kill(os.getpid(), signal.SIGTERM)

    with ThreadPoolExecutor(1) as somebody:
        somebody.submit(stop_when_done)
        ended = run("jobs", "work")

    assert ended.exit_code == 0
    with database.reading(COMMAND_LINE) as work:
        assert count_jobs(work, JobState.DONE) == 2
