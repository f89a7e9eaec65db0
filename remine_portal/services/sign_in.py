"""At the door: tries are counted, slowed down, and answered alike whoever knocks.

A view calls `knock`, compares the password outside of any unit of work (it takes a tenth of a
second, in which writers would wait), and calls `enter` when it is right.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement

from remine_portal.domain.errors import N_, Refusal
from remine_portal.persistence import audit, people, sign_in_misses
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.people import PersonRow, folded
from remine_portal.persistence.sign_in_misses import of_account, of_address
from remine_portal.services import passwords, sessions

REMEMBERED = timedelta(hours=1)
FIRST_WAIT = timedelta(seconds=15)


@dataclass(frozen=True)
class Limit:
    """So many misses are free; after each further one the wait doubles, up to the longest."""

    free: int
    longest: timedelta

    def wait_after(self, misses: int) -> timedelta:
        if misses <= self.free:
            return timedelta(0)
        return min(self.longest, FIRST_WAIT * (1 << min(misses - self.free - 1, 10)))


AT_ONE_ADDRESS = Limit(free=4, longest=timedelta(minutes=15))
OF_AN_ADDRESS = Limit(free=19, longest=timedelta(minutes=15))
"""A whole office may stand behind one address."""

OF_AN_ACCOUNT = Limit(free=19, longest=timedelta(minutes=1))
"""Short, because any stranger can bring it about for somebody else (QUALITY.md item 19)."""


class WrongPassword(Refusal):
    """The same sentence for an unknown address and for a wrong password (item 16)."""

    sentence = N_("The email address or the password is not right. Check both and try again.")


class TooManyTries(Refusal):
    """The door stays shut for a while."""

    sentence = N_("There were too many tries with a wrong password.")

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


class AccountDisabled(Refusal):
    """Said only to who knows the password."""

    sentence = N_(
        "This account has been disabled. Ask the administrator of your company, or contact us."
    )


def knock(work: UnitOfWork, email: str, address: str) -> str:
    """Write the try down before the password is looked at; gives the hash to compare it with.

    `enter` takes the try back. Refuses with `TooManyTries` while one must wait, and then writes
    nothing down, so that waiting ends however often somebody knocks.
    """
    email = folded(email)[:254]
    sign_in_misses.queue_at_the_door(work, email)
    wait = _wait(work, email, address)
    if wait > timedelta(0):
        raise TooManyTries(wait)
    sign_in_misses.forget_old(work, work.now - REMEMBERED, email, address)
    sign_in_misses.write_down(work, email, address)
    person = people.find_person(work, email)
    if person is None:
        return passwords.NOBODY
    _tell_of_slowing_down(work, person, address)
    return person.password_hash


def enter(work: UnitOfWork, email: str, password: str, *, address: str, browser: str) -> str:
    """Let in who has shown the password; gives the reference for the cookie of a new session.

    Refuses who has been disabled. A hash made with less effort than today's is made anew.
    """
    person = people.find_person(work, email)
    if person is None or not person.may_come_in:
        raise AccountDisabled()
    forgive(work, person.email, address)
    if passwords.is_outdated(person.password_hash):
        person.password_hash = passwords.hash_password(password)
    return begin_session(work, person, browser)


def begin_session(work: UnitOfWork, person: PersonRow, browser: str) -> str:
    """A session for the person, who is the one acting from now on."""
    work.actor = person.actor()
    audit.record(work, "person:signed-in", person.email, customer_id=person.customer_id)
    return sessions.begin_session(work, person, browser)


def leave(work: UnitOfWork, reference: str) -> None:
    """End the session on the server: its cookie is worth nothing any more (QUALITY.md M1)."""
    if work.actor.email:
        audit.record(
            work, "person:signed-out", work.actor.email, customer_id=work.actor.customer_id
        )
    sessions.end_session(work, reference)


def forgive(work: UnitOfWork, email: str, address: str) -> None:
    """Forget the misses of an account at one address: the right password has followed."""
    sign_in_misses.forget(work, of_account(folded(email)), of_address(address))


def _tell_of_slowing_down(work: UnitOfWork, person: PersonRow, address: str) -> None:
    """In the audit trail, once a series: who looks after the person may want to ask."""
    tries, _ = sign_in_misses.count_misses(
        work, work.now - REMEMBERED, of_account(person.email), of_address(address)
    )
    if tries == AT_ONE_ADDRESS.free + 1:
        audit.record(
            work,
            "sign-in:slowed-down",
            person.email,
            customer_id=person.customer_id,
            detail=f"{tries} tries from {address}",
        )


def _wait(work: UnitOfWork, email: str, address: str) -> timedelta:
    """How long until the next try: the longest that any of the limits asks for."""
    asked: list[tuple[Limit, list[ColumnElement[bool]]]] = [
        (AT_ONE_ADDRESS, [of_account(email), of_address(address)]),
        (OF_AN_ADDRESS, [of_address(address)]),
        (OF_AN_ACCOUNT, [of_account(email)]),
    ]
    return max(_left(work, limit, which) for limit, which in asked)


def _left(work: UnitOfWork, limit: Limit, which: list[ColumnElement[bool]]) -> timedelta:
    misses, last = sign_in_misses.count_misses(work, work.now - REMEMBERED, *which)
    return (last or work.now) + limit.wait_after(misses) - work.now
