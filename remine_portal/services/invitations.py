"""Invitations: the only way in. A link makes one person of one role, once, within a week."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.people import CUSTOMER_ROLES, ROLE_NAMES, Role
from remine_portal.persistence import audit, customers, people
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.people import InvitationRow, PersonRow, folded
from remine_portal.services import accounts
from remine_portal.services.sessions import sha256

VALID_FOR = timedelta(days=7)
ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f]{1,64}@[\w-]+(\.[\w-]+)+")


class NoAddress(Refusal):
    """Nobody can be reached there."""

    sentence = N_("Enter an email address like name@example.com.")


class CompanyNeeded(Refusal):
    """Customers' people see their own company, so they need one."""

    sentence = N_("A person with the role “{what}” belongs to a company. Enter its code.")


class NoCompanyForStaff(Refusal):
    """Staff see all companies and belong to none."""

    sentence = N_("A person with the role “{what}” belongs to no company. Leave the code empty.")


class UnknownCompany(Refusal):
    """Companies come from the ERP, or from a portal administrator."""

    sentence = N_("No company has the code {code}. Check the list of companies.")


class CompanyDisabled(Refusal):
    """Nobody of a disabled company can sign in."""

    sentence = N_("{company} is disabled. Enable it before you invite its people.")


class InvitationUsedUp(Refusal):
    """It has been used, withdrawn or replaced, or its week is over."""

    sentence = N_("This invitation can no longer be used. Ask whoever sent it for another one.")


def invite(work: UnitOfWork, email: str, *, role: Role, company: str = "") -> str:
    """A new invitation; gives the secret part of its link, which is kept nowhere.

    `company` is its code; company administrators invite into their own, whatever they ask for. An
    earlier invitation to the same address, among those the actor looks after, is withdrawn.
    """
    if role not in accounts.roles_to_give(work.actor):
        raise accounts.RoleNotYoursToGive(what=ROLE_NAMES[role])
    email = folded(email)
    if len(email) > 254 or not ADDRESS.fullmatch(email):
        raise NoAddress()
    customer = _find_company(work, role, company)
    if people.find_person(work, email):
        raise accounts.AddressInUse(email=email)
    people.withdraw_invitations(work, InvitationRow.email == email)
    return _write_invitation(work, email, role, customer)


def find_invitation(work: UnitOfWork, token: str) -> InvitationRow:
    """The one that a link leads to, not used up by looking. Refuses one that is over."""
    found = people.find_invitation(work, sha256(token))
    if found is None or (found.customer and found.customer.disabled_at):
        raise InvitationUsedUp()
    return found


def accept(work: UnitOfWork, token: str, *, name: str, password: str, language: str) -> PersonRow:
    """The person whom the invitation makes, and who is the one acting from now on."""
    invitation = find_invitation(work, token)
    accounts.refuse_guessable(password, invitation.email, name, invitation.customer)
    if not people.take_invitation(work, invitation):
        raise InvitationUsedUp()
    person = accounts.make_person(
        work,
        email=invitation.email,
        name=name,
        role=invitation.role,
        customer=invitation.customer,
        password=password,
        language=language,
    )
    work.actor = person.actor()
    audit.record(
        work,
        "invitation:accepted",
        person.email,
        customer_id=person.customer_id,
        detail=f"{person.role}, invited by {invitation.invited_by}",
    )
    return person


def withdraw(work: UnitOfWork, invitation_id: int) -> InvitationRow | None:
    """Make its link worthless; None when there is no such open one that the actor looks after."""
    for gone in people.withdraw_invitations(work, InvitationRow.id == invitation_id):
        audit.record(work, "invitation:withdrawn", gone.email, customer_id=gone.customer_id)
        return gone
    return None


def _find_company(work: UnitOfWork, role: Role, code: str) -> CustomerRow | None:
    """Where the person will belong. The actor's own company comes from the actor alone."""
    if work.actor.customer_id is not None:
        return work.session.get(CustomerRow, work.actor.customer_id)
    if role not in CUSTOMER_ROLES:
        if code:
            raise NoCompanyForStaff(what=ROLE_NAMES[role])
        return None
    if not code:
        raise CompanyNeeded(what=ROLE_NAMES[role])
    customer = customers.find_customer(work, code)
    if customer is None:
        raise UnknownCompany(code=code)
    if customer.disabled_at:
        raise CompanyDisabled(company=customer.code)
    return customer


def _write_invitation(
    work: UnitOfWork, email: str, role: Role, customer: CustomerRow | None
) -> str:
    token = secrets.token_urlsafe(32)
    customer_id = customer.id if customer else None
    work.session.add(
        InvitationRow(
            token_sha256=sha256(token),
            email=email,
            role=role,
            customer_id=customer_id,
            invited_by=work.actor.email or work.actor.name,
            invited_at=work.now,
            expires_at=work.now + VALID_FOR,
        )
    )
    audit.record(work, "person:invited", email, customer_id=customer_id, detail=role.value)
    return token
