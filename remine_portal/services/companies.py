"""Companies: their names and addresses, and whether their people may come in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from remine_portal.domain.errors import N_, Refusal
from remine_portal.persistence import audit, customers, people
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.services import sessions


@dataclass(frozen=True)
class CompanyFacts:
    """What staff keep of a company: its names, and the address that is printed on declarations."""

    name_en: str
    name_ja: str
    address: str | None


class CodeInUse(Refusal):
    """The ERP knows a company by its code."""

    sentence = N_("{code} is the code of {company}. Use another one.")


class AlreadyDecided(Refusal):
    """Somebody, or an import, was faster."""

    sentence = N_(
        "This name is no longer waiting: a colleague has decided, or an import changed it."
    )


def add_company(work: UnitOfWork, code: str, facts: CompanyFacts) -> CustomerRow:
    """A company that the ERP has not named yet. Refuses a code that is in use."""
    if found := customers.find_customer(work, code):
        raise CodeInUse(code=code, company=found.name)
    customer = CustomerRow(code=code, **vars(facts))
    work.session.add(customer)
    work.session.flush()
    _record(work, "company:created", customer)
    return customer


def change_company(work: UnitOfWork, customer: CustomerRow, facts: CompanyFacts) -> None:
    """From now on; documents that are issued keep what they say."""
    changed = {
        name: value for name, value in vars(facts).items() if value != getattr(customer, name)
    }
    for name, value in changed.items():
        setattr(customer, name, value)
    if changed:
        _record(
            work, "company:changed", customer, "; ".join(f"{k}: {v}" for k, v in changed.items())
        )


def disable_company(work: UnitOfWork, customer: CustomerRow) -> None:
    """Shut all its people out at once. Its shipments and declarations stay."""
    if customer.disabled_at is None:
        customer.disabled_at = work.now
        for person in people.people_of_company(work, customer.id):
            sessions.end_sessions_of(work, person.id)
        _record(work, "company:disabled", customer)


def enable_company(work: UnitOfWork, customer: CustomerRow) -> None:
    """Let its people sign in again, except those who are disabled themselves."""
    if customer.disabled_at is not None:
        customer.disabled_at = None
        _record(work, "company:enabled", customer)


def decide_name(
    work: UnitOfWork, proposal_id: int, *, proposed_at: datetime, accept: bool
) -> CustomerRow:
    """Take the name that an import brought then, or leave the one on file. Gives the company.

    Refuses when a colleague has decided, or an import has brought yet another name since.
    """
    proposal = customers.close_proposal(work, proposal_id, proposed_at=proposed_at, accepted=accept)
    if proposal is None:
        raise AlreadyDecided()
    customer = work.session.get_one(CustomerRow, proposal.customer_id)
    event = "company-name:accepted" if accept else "company-name:dismissed"
    _record(work, event, customer, f"{proposal.name_en} / {proposal.name_ja}")
    if accept:
        customer.name_en, customer.name_ja = proposal.name_en, proposal.name_ja
    return customer


def _record(work: UnitOfWork, event: str, customer: CustomerRow, detail: str | None = None) -> None:
    audit.record(work, event, customer.code, customer_id=customer.id, detail=detail)
