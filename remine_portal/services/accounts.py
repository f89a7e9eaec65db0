"""Accounts of people: made, changed, disabled and enabled again; never deleted."""

from __future__ import annotations

from typing import NotRequired, TypedDict, Unpack

from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.people import CUSTOMER_ROLES, Role
from remine_portal.persistence import people
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.people import PersonRow
from remine_portal.services import passwords


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


def make_person(work: UnitOfWork, **whom: Unpack[NewPerson]) -> PersonRow:
    """A person who can sign in from now on. Refuses an address that already has an account."""
    is_customer = whom["role"] in CUSTOMER_ROLES
    assert is_customer == (whom["customer"] is not None), "customers have a company, staff none"
    email = whom["email"].strip().lower()
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
