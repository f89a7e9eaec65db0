"""Sessions: begun at sign-in, found by their reference, ended at sign-out or by time."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.sessions import SessionRow, sessions_of

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
TOUCH_AFTER = timedelta(minutes=1)
MOST = 10
"""At one time by one person; the one used longest ago makes room (QUALITY.md item 9)."""


def begin_session(work: UnitOfWork, person: PersonRow, browser: str) -> str:
    """A new session for the person; gives the reference for the cookie, of which we keep a hash."""
    for oldest in living_sessions(work, person.id)[MOST - 1 :]:
        oldest.ended_at = work.now
    reference = secrets.token_urlsafe(32)
    _seen(work, person.id)
    work.session.add(
        SessionRow(
            reference_sha256=sha256(reference),
            person_id=person.id,
            began_at=work.now,
            seen_at=work.now,
            browser=browser[:200],
        )
    )
    return reference


def find_session(work: UnitOfWork, reference: str) -> SessionRow | None:
    """With its person and their company; None when ended, idle or too old, or they are disabled."""
    found = work.session.scalar(
        select(SessionRow)
        .where(SessionRow.reference_sha256 == sha256(reference), SessionRow.ended_at.is_(None))
        .options(joinedload(SessionRow.person).joinedload(PersonRow.customer))
    )
    if found is None or not found.person.may_come_in:
        return None
    if work.now - found.seen_at > IDLE or work.now - found.began_at > LONGEST:
        return None
    return found


def needs_touch(work: UnitOfWork, found: SessionRow) -> bool:
    """Whether it was last seen long enough ago to write it down."""
    return work.now - found.seen_at > TOUCH_AFTER


def touch(work: UnitOfWork, reference: str) -> None:
    """Write down that the session is in use, and its person there."""
    person_id = work.session.scalar(
        update(SessionRow)
        .where(SessionRow.reference_sha256 == sha256(reference))
        .values(seen_at=work.now)
        .returning(SessionRow.person_id)
    )
    if person_id is not None:
        _seen(work, person_id)


def living_sessions(work: UnitOfWork, person_id: int) -> list[SessionRow]:
    """Those of a person that still open the portal, used last first."""
    return sessions_of(work, person_id, seen_since=work.now - IDLE, begun_since=work.now - LONGEST)


def end_session(work: UnitOfWork, reference: str) -> None:
    """End it on the server: the cookie is worth nothing from now on."""
    work.session.execute(
        update(SessionRow)
        .where(SessionRow.reference_sha256 == sha256(reference), SessionRow.ended_at.is_(None))
        .values(ended_at=work.now)
    )


def end_own_session(work: UnitOfWork, session_id: int) -> None:
    """End one of the actor's own sessions; another person's is left alone."""
    work.session.execute(
        update(SessionRow)
        .where(
            SessionRow.id == session_id,
            SessionRow.person_id == work.actor.person_id,
            SessionRow.ended_at.is_(None),
        )
        .values(ended_at=work.now)
    )


def end_sessions_of(work: UnitOfWork, person_id: int, *, but: str | None = None) -> None:
    """End every session of a person, except the one with the reference `but`."""
    query = update(SessionRow).where(
        SessionRow.person_id == person_id, SessionRow.ended_at.is_(None)
    )
    if but is not None:
        query = query.where(SessionRow.reference_sha256 != sha256(but))
    work.session.execute(query.values(ended_at=work.now))


def _seen(work: UnitOfWork, person_id: int) -> None:
    work.session.execute(
        update(PersonRow).where(PersonRow.id == person_id).values(last_seen_at=work.now)
    )


def sha256(reference: str) -> str:
    """What is kept of a secret reference, so that nobody can use what the database holds."""
    return hashlib.sha256(reference.encode()).hexdigest()
