"""At the door (QUALITY.md items 11, 16 and 19)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from remine_portal.domain.people import VISITOR
from remine_portal.persistence.audit import AuditEventRow
from remine_portal.persistence.people import find_person
from remine_portal.services import passwords, sign_in
from remine_portal.services.sign_in import AccountDisabled, TooManyTries
from tests.factories import a_person

NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
HERE, ELSEWHERE = "203.0.113.7", "198.51.100.9"
WEAK_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("tin and lead")


@pytest.fixture
def hanako(given):
    return given(a_person, email="hanako@acme.example", password_hash=WEAK_HASH)


@pytest.fixture
def knock(database):
    def knock_at(seconds: float = 0, *, email="hanako@acme.example", address=HERE) -> str:
        with database.writing(VISITOR, NOON + timedelta(seconds=seconds)) as work:
            return sign_in.knock(work, email, address)

    return knock_at


@pytest.fixture
def enter(database):
    def enter_at(seconds: float = 0, *, address=HERE) -> str:
        with database.writing(VISITOR, NOON + timedelta(seconds=seconds)) as work:
            return sign_in.enter(
                work, "hanako@acme.example", "tin and lead", address=address, browser="test"
            )

    return enter_at


def wait_of(knock, seconds=0, **whom) -> float:
    """How long one who knocks then is asked to wait."""
    with pytest.raises(TooManyTries) as refused:
        knock(seconds, **whom)
    return refused.value.wait.total_seconds()


def test_a_try_is_answered_with_the_hash_to_compare(hanako, knock):
    assert passwords.matches(knock(email=" Hanako@ACME.example "), "tin and lead")


def test_an_unknown_address_gets_a_hash_that_nothing_matches(knock):
    kept = knock(email="nobody@acme.example")

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$"), "as much work as a real one"
    assert not passwords.matches(kept, "tin and lead")


def test_the_fifth_miss_begins_to_cost_time(hanako, knock):
    for _ in range(5):
        knock()

    assert wait_of(knock) == 15


def test_each_further_miss_doubles_the_wait_up_to_a_quarter_of_an_hour(hanako, knock):
    for _ in range(5):
        knock()
    now, waits = 0.0, []
    for _ in range(8):
        waits.append(wait_of(knock, now))
        now += waits[-1]
        knock(now)

    assert waits == [15, 30, 60, 120, 240, 480, 900, 900]


def test_knocking_while_one_waits_makes_it_no_longer(hanako, knock):
    for _ in range(5):
        knock()
    for second in range(15):
        wait_of(knock, second)

    assert knock(15)


def test_the_right_password_from_another_address_still_works(hanako, knock, enter):
    for _ in range(5):
        knock()
    wait_of(knock)

    knock(address=ELSEWHERE)
    assert enter(address=ELSEWHERE)


def test_one_address_that_tries_many_accounts_is_slowed_down(knock):
    for number in range(20):
        knock(email=f"person{number}@acme.example")

    assert wait_of(knock, email="another@acme.example") == 15


def test_many_addresses_never_keep_the_owner_out_for_more_than_a_minute(hanako, knock):
    for number in range(20):
        knock(address=f"192.0.2.{number}")
    now = 0.0
    for number in range(20, 30):
        now += wait_of(knock, now, address=ELSEWHERE)
        knock(now, address=f"192.0.2.{number}")

    assert wait_of(knock, now, address=ELSEWHERE) == 60


def test_misses_are_forgotten_after_an_hour(hanako, knock):
    for _ in range(5):
        knock()

    for _ in range(5):
        knock(3601)
    assert wait_of(knock, 3601) == 15


def test_the_right_password_forgives_the_misses(hanako, knock, enter):
    for _ in range(4):
        knock()
    enter()

    for _ in range(5):
        knock()


def test_a_crowd_cannot_slip_past_the_count(hanako, knock):
    def passes(_number: int) -> bool:
        try:
            return bool(knock())
        except TooManyTries:
            return False

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(passes, range(16))) == 5


def test_slowing_down_is_told_to_who_looks_after_the_person(hanako, knock, database):
    for _ in range(5):
        knock()
    knock(15)

    with database.reading(VISITOR) as work:
        told = work.session.scalars(
            select(AuditEventRow).where(AuditEventRow.event == "sign-in:slowed-down")
        ).all()
    assert [(each.customer_id, each.detail) for each in told] == [
        (hanako.customer_id, f"5 tries from {HERE}")
    ]


def test_a_hash_made_with_less_effort_is_made_anew(hanako, enter, database):
    enter()

    with database.reading(VISITOR) as work:
        kept = find_person(work, hanako.email).password_hash
    assert not passwords.is_outdated(kept)
    assert passwords.matches(kept, "tin and lead")


@pytest.mark.parametrize("disabled", ["person", "company"])
def test_who_is_disabled_does_not_come_in(hanako, enter, database, disabled):
    with database.writing(VISITOR) as work:
        person = find_person(work, hanako.email)
        (person if disabled == "person" else person.customer).disabled_at = work.now

    with pytest.raises(AccountDisabled):
        enter()
