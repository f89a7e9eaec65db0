"""Accounts of people: made, changed, disabled and enabled again; never deleted."""

from __future__ import annotations

from typing import NotRequired, TypedDict, Unpack

from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.passwords import refuse_weak_password
from remine_portal.domain.people import (
    COMMAND_LINE,
    CUSTOMER_ROLES,
    ROLE_NAMES,
    STAFF_ROLES,
    Actor,
    Role,
)
from remine_portal.persistence import audit, people
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.people import PersonRow
from remine_portal.services import passwords, sessions


class NewPerson(TypedDict):
    """What a person is made of."""

    email: str
    name: str
    role: Role
    customer: CustomerRow | None
    password: str
    language: NotRequired[str]
    sample: NotRequired[bool]


class AddressInUse(Refusal):
    """An address signs in to one account."""

    sentence = N_("{email} already has an account. Use another address.")


class UnknownAddress(Refusal):
    """Said to operators only; at the door nobody learns who has an account."""

    sentence = N_("Nobody has an account with the address {email}.")


class WrongCurrentPassword(Refusal):
    """Whoever sits at an open browser is not always its owner."""

    sentence = N_("This is not your current password. Try again.")


class RoleNotYoursToGive(Refusal):
    """Company administrators give the roles of their company, portal administrators all."""

    sentence = N_("The role “{what}” cannot be given here. Choose another one.")


class OwnAccount(Refusal):
    """So that the last administrator cannot lock everybody out."""

    sentence = N_(
        "You cannot change your own role or disable your own account. Ask another administrator."
    )


class LastAdministrator(Refusal):
    """Somebody must be able to invite the next one."""

    sentence = N_(
        "{email} is the last administrator who can sign in. Make somebody else an administrator "
        "first."
    )


def make_person(work: UnitOfWork, **whom: Unpack[NewPerson]) -> PersonRow:
    """A person who can sign in from now on. Refuses an address that already has an account."""
    is_customer = whom["role"] in CUSTOMER_ROLES
    assert is_customer == (whom["customer"] is not None), "customers have a company, staff none"
    email = people.folded(whom["email"])
    if people.find_person(work, email):
        raise AddressInUse(email=email)
    person = PersonRow(
        email=email,
        name=whom["name"],
        role=whom["role"],
        customer=whom["customer"],
        password_hash=passwords.hash_password(whom["password"]),
        language=whom.get("language", "ja"),
        created_at=work.now,
        sample=whom.get("sample", False),
    )
    work.session.add(person)
    work.session.flush()
    return person


def roles_to_give(actor: Actor) -> list[Role]:
    """What the actor may make of people whom they look after, in the order of the table."""
    if actor.role is Role.ADMINISTRATOR or actor == COMMAND_LINE:
        return list(Role)
    if actor.role is Role.COMPANY_ADMINISTRATOR:
        return [role for role in Role if role in CUSTOMER_ROLES]
    return []


def roles_for(actor: Actor, person: PersonRow) -> list[Role]:
    """What the actor may make of this person, who stays in the company, or with the staff."""
    kind = STAFF_ROLES if person.customer_id is None else CUSTOMER_ROLES
    return [role for role in roles_to_give(actor) if role in kind]


def change_role(work: UnitOfWork, person: PersonRow, role: Role) -> None:
    """Give the person another role, from their next request on."""
    _refuse_oneself(work, person)
    if role not in roles_for(work.actor, person):
        raise RoleNotYoursToGive(what=ROLE_NAMES[role])
    if role is not person.role:
        _refuse_last_administrator(work, person)
        _record(work, "person:role-changed", person, f"{person.role} to {role}")
        person.role = role


def disable(work: UnitOfWork, person: PersonRow) -> None:
    """Shut the person out at once: every session ends. What they did stays theirs."""
    _refuse_oneself(work, person)
    if person.disabled_at is None:
        _refuse_last_administrator(work, person)
        person.disabled_at = work.now
        sessions.end_sessions_of(work, person.id)
        _record(work, "person:disabled", person)


def enable(work: UnitOfWork, person: PersonRow) -> None:
    """Let the person sign in again, with the password they had."""
    if person.disabled_at is not None:
        person.disabled_at = None
        _record(work, "person:enabled", person)


def end_sessions(work: UnitOfWork, person: PersonRow) -> None:
    """Sign the person out everywhere; they may sign in again."""
    sessions.end_sessions_of(work, person.id)
    _record(work, "person:sessions-ended", person)


def change_password(work: UnitOfWork, password: str, *, this_session: str) -> None:
    """Give the actor, who has just shown the current one, a new password.

    Every session but this one ends: somebody else may have known the old password.
    """
    person = get_self(work)
    refuse_guessable(password, person.email, person.name, person.customer)
    person.password_hash = passwords.hash_password(password)
    sessions.end_sessions_of(work, person.id, but=this_session)
    _record(work, "person:password-changed", person)


def end_own_sessions(work: UnitOfWork, *, but: str) -> None:
    """Sign the actor out everywhere else."""
    person = get_self(work)
    sessions.end_sessions_of(work, person.id, but=but)
    _record(work, "person:sessions-ended", person)


def change_language(work: UnitOfWork, language: str) -> None:
    """The language of the actor's pages, wherever they sign in."""
    get_self(work).language = language


def get_self(work: UnitOfWork) -> PersonRow:
    """The row of whoever acts, with the company."""
    person = people.find_person(work, work.actor.email or "")
    assert person is not None, "only who is signed in has an account"
    return person


def refuse_guessable(password: str, email: str, name: str, company: CustomerRow | None) -> None:
    """Refuse a password that is weak for this person: their own names are guessed first."""
    names = [company.code, company.name_en, company.name_ja] if company else []
    refuse_weak_password(password, about=[email, name, *names])


def _refuse_oneself(work: UnitOfWork, person: PersonRow) -> None:
    if person.id == work.actor.person_id:
        raise OwnAccount()


def _refuse_last_administrator(work: UnitOfWork, person: PersonRow) -> None:
    """Of two who shut each other out at once, the second is refused.

    Whoever looks after others than their own kind, as portal administrators do, may leave them
    without an administrator, and can invite one.
    """
    own_kind = (person.role, person.customer_id) == (work.actor.role, work.actor.customer_id)
    if own_kind and not people.hold_administrators(work, person):
        raise LastAdministrator(email=person.email)


def _record(work: UnitOfWork, event: str, person: PersonRow, detail: str | None = None) -> None:
    audit.record(work, event, person.email, customer_id=person.customer_id, detail=detail)
