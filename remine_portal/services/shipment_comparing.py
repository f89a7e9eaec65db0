"""Shipments from the ERP: every line of a file held against what is on file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from remine_portal.documents.erp_lines import read_shipment_lines
from remine_portal.documents.erp_rows import Problem, excerpt
from remine_portal.documents.tables import Table
from remine_portal.domain.errors import N_
from remine_portal.domain.shipments import SAME_FOR_A_SHIPMENT, ShipmentLine, matching_key
from remine_portal.persistence import catalog, imports
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.imports import LINE_FIELDS, ShipmentOnFile
from remine_portal.services.company_importing import CompaniesPlan, plan_companies
from remine_portal.services.import_previews import Change, ChangedLine, Preview, as_text

SPELT_OTHERWISE_ON_FILE = N_(
    "The portal knows this shipment as {known}. Write its number the same way."
)
SPELT_OTHERWISE_IN_FILE = N_(
    "Row {other} writes the number of this shipment as {theirs}. Write it the same way."
)
OTHER_LINES_DIFFER = N_(
    "All lines of a shipment must have the same value here, but line {line} on file has "
    "“{theirs}”. Put all lines of the shipment into one file."
)
DECLARED_FOR_ITS_CUSTOMER = N_(
    "{declaration} was issued for this shipment, so it stays with customer {customer}. "
    "Correct the customer code."
)
DRAFTED_FOR_ITS_CUSTOMER = N_(
    "A declaration is being prepared for this shipment, so it stays with customer {customer}. "
    "Withdraw the draft first."
)

_stated = attrgetter(*LINE_FIELDS)


@dataclass(frozen=True, slots=True)
class ShipmentsPlan:
    """What a file would do, and what writing it takes."""

    preview: Preview[ShipmentLine]
    on_file: Mapping[str, ShipmentOnFile]
    companies: CompaniesPlan


def plan_shipments(work: UnitOfWork, table: Table) -> ShipmentsPlan:
    """Hold every line against what is on file. Changes nothing, and the order of rows is no matter.

    A shipment's head follows its lines, so a file cannot change it for some of them only; and a
    shipment that a declaration was issued or is being prepared for stays with its customer.
    """
    read = read_shipment_lines(
        table,
        product_codes={product.code for product in catalog.all_products(work)},
        site_codes=set(catalog.sites_by_code(work)),
        today=work.today,
    )
    shipments = by_shipment(read.lines)
    on_file = imports.shipments_on_file(work, shipments)
    refused = [
        problem for key, lines in shipments.items() for problem in _refuse(lines, on_file.get(key))
    ]
    refused_rows = {problem.row for problem in refused}
    good = [line for line in read.lines if line.row not in refused_rows]
    companies = plan_companies(work, good)
    new, changed = _compare(good, on_file)
    preview = Preview(
        new=new,
        changed=changed,
        unchanged=len(good) - len(new) - len(changed),
        problems=sorted([*read.problems, *refused], key=lambda problem: problem.row),
        new_companies=sorted(names.code for names in companies.new.values()),
        proposed_names=sorted(companies.on_file[key].code for key in companies.proposed),
    )
    return ShipmentsPlan(preview, on_file, companies)


def by_shipment(lines: Iterable[ShipmentLine]) -> dict[str, list[ShipmentLine]]:
    """The lines of each shipment by the number's matching form, in the order they came."""
    shipments: defaultdict[str, list[ShipmentLine]] = defaultdict(list)
    for line in lines:
        shipments[matching_key(line.shipment_no)].append(line)
    return shipments


def _compare(
    lines: Iterable[ShipmentLine], on_file: Mapping[str, ShipmentOnFile]
) -> tuple[list[ShipmentLine], list[ChangedLine[ShipmentLine]]]:
    new: list[ShipmentLine] = []
    changed: list[ChangedLine[ShipmentLine]] = []
    for line in lines:
        shipment = on_file.get(matching_key(line.shipment_no))
        if shipment is None or line.line_no not in shipment.lines:
            new.append(line)
        elif changes := _changes(line, shipment):
            known = shipment.lines[line.line_no]
            declared_in = shipment.declared.get(line.line_no)
            changed.append(ChangedLine(line, changes, known.id, known.revision, declared_in))
    return new, changed


def _changes(line: ShipmentLine, shipment: ShipmentOnFile) -> list[Change]:
    known = shipment.lines[line.line_no]
    changes = []
    if matching_key(line.customer_code) != matching_key(shipment.customer_code):
        changes.append(Change("customer_code", shipment.customer_code, line.customer_code))
    if _stated(line) != _stated(known):
        changes += [
            Change(name, as_text(old, known.unit), as_text(new, line.unit))
            for name, old, new in zip(LINE_FIELDS, _stated(known), _stated(line), strict=True)
            if old != new
        ]
    return changes


def _refuse(lines: Sequence[ShipmentLine], known: ShipmentOnFile | None) -> list[Problem]:
    """What is wrong with the lines of one shipment: with all of them, or with none."""
    refused = _refuse_other_spelling(lines, known)
    if refused or known is None:
        return refused
    return _refuse_splitting_the_head(lines, known) or _refuse_moving_what_is_declared(lines, known)


def _refuse_other_spelling(
    lines: Sequence[ShipmentLine], known: ShipmentOnFile | None
) -> list[Problem]:
    """Two spellings are two numbers to whoever reads them, and one to whoever searches."""
    right = known.shipment_no if known else None
    first_of = {line.shipment_no: line.row for line in reversed(lines)}
    if len(first_of) == 1 and right in (None, *first_of):
        return []
    problems = []
    for line in lines:
        reason, facts = SPELT_OTHERWISE_ON_FILE, dict[str, object](known=right)
        if right is None or line.shipment_no == right:
            theirs = next(other for other in first_of if other != line.shipment_no)
            reason, facts = SPELT_OTHERWISE_IN_FILE, {"other": first_of[theirs], "theirs": theirs}
        problems.append(Problem(line.row, "shipment_no", line.shipment_no, reason, facts))
    return problems


def _refuse_splitting_the_head(
    lines: Sequence[ShipmentLine], known: ShipmentOnFile
) -> list[Problem]:
    named = {line.line_no for line in lines}
    staying = next((each for each in known.lines.values() if each.line_no not in named), None)
    if staying is None:
        return []
    problems = []
    for column in SAME_FOR_A_SHIPMENT:
        theirs = known.customer_code if column == "customer_code" else getattr(staying, column)
        facts = {"line": staying.line_no, "theirs": excerpt(as_text(theirs))}
        problems += [
            Problem(line.row, column, _value(line, column), OTHER_LINES_DIFFER, facts)
            for line in lines
            if _matching(getattr(line, column)) != _matching(theirs)
        ]
    return problems


def _refuse_moving_what_is_declared(
    lines: Sequence[ShipmentLine], known: ShipmentOnFile
) -> list[Problem]:
    facts: dict[str, object] = {"customer": known.customer_code}
    if known.declarations:
        reason = DECLARED_FOR_ITS_CUSTOMER
        facts["declaration"] = known.declarations[-1]
    elif known.has_open_draft:
        reason = DRAFTED_FOR_ITS_CUSTOMER
    else:
        return []
    return [
        Problem(line.row, "customer_code", _value(line, "customer_code"), reason, facts)
        for line in lines
        if matching_key(line.customer_code) != matching_key(known.customer_code)
    ]


def _value(line: ShipmentLine, column: str) -> str:
    return excerpt(as_text(getattr(line, column)))


def _matching(value: object) -> object:
    return matching_key(value) if isinstance(value, str) else value
