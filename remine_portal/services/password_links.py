"""A lost password: who looks after the person makes a link, the person chooses a new one.

The link does not sign in, works once and for half an hour (QUALITY.md item 15). It is kept nowhere,
so whoever makes it passes it on; the audit trail says who that was.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from remine_portal.domain.errors import N_, Refusal
from remine_portal.persistence import audit, password_links
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.password_links import PasswordLinkRow
from remine_portal.persistence.people import PersonRow
from remine_portal.services import accounts, passwords, sessions
from remine_portal.services.sessions import sha256

VALID_FOR = timedelta(minutes=30)


class LinkUsedUp(Refusal):
    """It has been used or replaced, or its half hour is over."""

    sentence = N_("This link can no longer be used. Ask whoever sent it for another one.")


class DisabledHasNoPassword(Refusal):
    """First the account, then the password."""

    sentence = N_("{email} is disabled. Enable the account first.")


def make_link(work: UnitOfWork, person: PersonRow) -> str:
    """The secret part of a link, which is kept nowhere. Earlier links of the person are closed."""
    if person.disabled_at:
        raise DisabledHasNoPassword(email=person.email)
    password_links.close_links(work, person.id)
    token = secrets.token_urlsafe(32)
    work.session.add(
        PasswordLinkRow(
            token_sha256=sha256(token),
            person_id=person.id,
            made_by=work.actor.email or work.actor.name,
            made_at=work.now,
            expires_at=work.now + VALID_FOR,
        )
    )
    audit.record(work, "password-link:made", person.email, customer_id=person.customer_id)
    return token


def find_link(work: UnitOfWork, token: str) -> PasswordLinkRow:
    """The one that an address leads to, not used up by looking. Refuses one that is over."""
    found = password_links.find_link(work, sha256(token))
    if found is None or found.person.disabled_at:
        raise LinkUsedUp()
    return found


def choose_password(work: UnitOfWork, token: str, password: str) -> None:
    """The person's new password. Every session ends, and nobody is signed in by it."""
    link = find_link(work, token)
    person = link.person
    accounts.refuse_guessable(password, person.email, person.name, person.customer)
    if not password_links.close_links(work, person.id):
        raise LinkUsedUp()
    work.actor = person.actor()
    person.password_hash = passwords.hash_password(password)
    sessions.end_sessions_of(work, person.id)
    audit.record(
        work,
        "password-link:used",
        person.email,
        customer_id=person.customer_id,
        detail=f"made by {link.made_by}",
    )
