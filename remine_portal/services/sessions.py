"""Sessions: begun at sign-in, found by their reference, ended at sign-out or by time."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.sessions import SessionRow

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
TOUCH_AFTER = timedelta(minutes=1)


def begin_session(work: UnitOfWork, person: PersonRow, browser: str) -> str:
    """A new session for the person; gives the reference for the cookie, of which we keep a hash."""
    reference = secrets.token_urlsafe(32)
    work.session.add(
        SessionRow(
            reference_sha256=_sha256(reference),
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
        .where(SessionRow.reference_sha256 == _sha256(reference), SessionRow.ended_at.is_(None))
        .options(joinedload(SessionRow.person).joinedload(PersonRow.customer))
    )
    if found is None or found.person.disabled_at is not None:
        return None
    if found.person.customer and found.person.customer.disabled_at is not None:
        return None
    if work.now - found.seen_at > IDLE or work.now - found.began_at > LONGEST:
        return None
    return found


def needs_touch(work: UnitOfWork, found: SessionRow) -> bool:
    """Whether it was last seen long enough ago to write it down."""
    return work.now - found.seen_at > TOUCH_AFTER


def touch(work: UnitOfWork, reference: str) -> None:
    """Write down that the session is in use."""
    work.session.execute(
        update(SessionRow)
        .where(SessionRow.reference_sha256 == _sha256(reference))
        .values(seen_at=work.now)
    )


def end_session(work: UnitOfWork, reference: str) -> None:
    """End it on the server: the cookie is worth nothing from now on."""
    work.session.execute(
        update(SessionRow)
        .where(SessionRow.reference_sha256 == _sha256(reference), SessionRow.ended_at.is_(None))
        .values(ended_at=work.now)
    )


def end_sessions_of(work: UnitOfWork, person_id: int, *, but: str | None = None) -> None:
    """End every session of a person, except the one with the reference `but`."""
    query = update(SessionRow).where(
        SessionRow.person_id == person_id, SessionRow.ended_at.is_(None)
    )
    if but is not None:
        query = query.where(SessionRow.reference_sha256 != _sha256(but))
    work.session.execute(query.values(ended_at=work.now))


def _sha256(reference: str) -> str:
    return hashlib.sha256(reference.encode()).hexdigest()
