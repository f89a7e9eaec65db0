"""The companies that ERP lines name: new codes make companies, changed names are only proposed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from remine_portal.domain.shipments import ShipmentLine, matching_key
from remine_portal.persistence import audit, customers
from remine_portal.persistence.customers import CustomerRow, NameProposalRow
from remine_portal.persistence.database import UnitOfWork


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one company as its newest shipment in the file states them."""

    code: str
    en: str | None
    ja: str | None


@dataclass(frozen=True, slots=True)
class CompaniesPlan:
    """By matching customer code: companies on file, those to make, and names to propose."""

    on_file: Mapping[str, CustomerRow]
    new: Mapping[str, Names]
    proposed: Mapping[str, Names]


def plan_companies(work: UnitOfWork, lines: Iterable[ShipmentLine]) -> CompaniesPlan:
    """What the lines say of companies, whatever the order of the lines.

    A name is proposed where it differs from the one on file, unless the same one has been
    dismissed before or is waiting for an answer.
    """
    stated = _stated_names(lines)
    on_file = {matching_key(each.code): each for each in customers.all_customers(work)}
    changed = {
        key: names
        for key, names in stated.items()
        if key in on_file and _renamed(on_file[key], names) != _names_on_file(on_file[key])
    }
    heard = customers.names_heard(work) if changed else set()
    return CompaniesPlan(
        on_file=on_file,
        new={key: names for key, names in stated.items() if key not in on_file},
        proposed={
            key: names
            for key, names in changed.items()
            if (on_file[key].id, *_renamed(on_file[key], names)) not in heard
        },
    )


def write_companies(work: UnitOfWork, plan: CompaniesPlan, *, sample: bool) -> dict[str, int]:
    """Make the new companies and propose the names. Gives every company's id by matching code."""
    made = {
        key: CustomerRow(
            code=names.code,
            name_en=names.en or names.ja or names.code,
            name_ja=names.ja or names.en or names.code,
            sample=sample,
        )
        for key, names in sorted(plan.new.items())
    }
    work.session.add_all(made.values())
    work.session.flush()
    for company in made.values():
        audit.record(work, "company:created", company.code, customer_id=company.id)
    for key, names in sorted(plan.proposed.items()):
        _propose(work, plan.on_file[key], names)
    return {key: company.id for key, company in {**plan.on_file, **made}.items()}


def _propose(work: UnitOfWork, company: CustomerRow, names: Names) -> None:
    """One proposal is open at a time: a newer name takes the place of one nobody has judged yet."""
    proposal = customers.find_open_proposal(work, company)
    if proposal is None:
        proposal = NameProposalRow(customer_id=company.id)
        work.session.add(proposal)
    proposal.name_en, proposal.name_ja = _renamed(company, names)
    proposal.proposed_at = work.now
    audit.record(work, "company-name:proposed", company.code, customer_id=company.id)


def _stated_names(lines: Iterable[ShipmentLine]) -> dict[str, Names]:
    newest: dict[str, ShipmentLine] = {}
    for line in lines:
        key = matching_key(line.customer_code)
        if key not in newest or _recency(line) > _recency(newest[key]):
            newest[key] = line
    return {
        key: Names(line.customer_code, line.customer_name, line.customer_name_ja)
        for key, line in newest.items()
    }


def _recency(line: ShipmentLine) -> tuple[object, ...]:
    """Lines that state a name come before lines that do not, however new these are."""
    named = bool(line.customer_name or line.customer_name_ja)
    return (named, line.ship_date, line.shipment_no, line.line_no)


def _renamed(company: CustomerRow, names: Names) -> tuple[str, str]:
    return (names.en or company.name_en, names.ja or company.name_ja)


def _names_on_file(company: CustomerRow) -> tuple[str, str]:
    return (company.name_en, company.name_ja)
