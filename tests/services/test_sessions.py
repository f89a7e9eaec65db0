"""Sessions are rows (QUALITY.md items 1, 4, 5 and 9)."""

from datetime import UTC, datetime, timedelta

import pytest

from remine_portal.domain.people import COMMAND_LINE, VISITOR
from remine_portal.persistence.customers import find_customer
from remine_portal.persistence.people import find_person
from remine_portal.services import accounts, companies, sessions
from tests.factories import ACME, a_person

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture
def hanako(given):
    return given(a_person, email="hanako@acme.example")


@pytest.fixture
def begin(database, hanako):
    def begin_at(after: timedelta = timedelta(0)) -> str:
        with database.writing(VISITOR, NOON + after) as work:
            return sessions.begin_session(work, hanako, "test")

    return begin_at


@pytest.fixture
def opens(database):
    """Whether a reference still opens the portal so long after noon."""

    def opens_at(reference: str, after: timedelta = timedelta(0)) -> bool:
        with database.reading(VISITOR, NOON + after) as work:
            return sessions.find_session(work, reference) is not None

    return opens_at


def test_the_database_does_not_hold_the_reference(begin, database):
    reference = begin()

    with database.reading(VISITOR) as work:
        (row,) = work.session.execute(sessions.SessionRow.__table__.select()).all()
    assert len(reference) >= 43
    assert reference not in str(row)


def test_half_an_hour_without_use_ends_it(begin, opens):
    reference = begin()

    assert opens(reference, timedelta(minutes=30))
    assert not opens(reference, timedelta(minutes=31))


def test_use_keeps_it_open_for_twelve_hours_and_no_longer(begin, opens, database):
    reference = begin()
    for minutes in range(20, 12 * 60, 20):
        with database.writing(VISITOR, NOON + timedelta(minutes=minutes)) as work:
            sessions.touch(work, reference)

    assert opens(reference, timedelta(hours=12))
    assert not opens(reference, timedelta(hours=12, minutes=1))


def test_use_is_seen_on_the_person(begin, database, hanako):
    reference = begin()
    later = NOON + timedelta(minutes=20)

    with database.writing(VISITOR, later) as work:
        sessions.touch(work, reference)
    with database.reading(VISITOR) as work:
        assert find_person(work, hanako.email).last_seen_at == later


def test_the_eleventh_browser_takes_the_place_of_the_one_used_longest_ago(begin, opens):
    references = [begin(timedelta(seconds=number)) for number in range(11)]

    assert [opens(each) for each in references] == [False] + [True] * 10


def test_disabling_the_person_ends_it_at_once(begin, opens, database, hanako):
    reference = begin()

    with database.writing(COMMAND_LINE, NOON) as work:
        accounts.disable(work, find_person(work, hanako.email))
    assert not opens(reference)


def test_enabling_the_company_again_does_not_bring_it_back(begin, opens, database):
    reference = begin()

    with database.writing(COMMAND_LINE, NOON) as work:
        companies.disable_company(work, find_customer(work, ACME))
    assert not opens(reference)
    with database.writing(COMMAND_LINE, NOON) as work:
        companies.enable_company(work, find_customer(work, ACME))
    assert not opens(reference)
