"""Production of a period: output, physical stock and measured yield, booked from records."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from remine_portal.documents.erp_rows import Problem
from remine_portal.documents.input_lines import read_production
from remine_portal.documents.tables import Table
from remine_portal.domain.credits import METALS
from remine_portal.domain.errors import Refusal
from remine_portal.domain.mass import Mass
from remine_portal.domain.periods import PeriodClosed
from remine_portal.domain.production import Production
from remine_portal.persistence import audit, periods
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.imports import Told
from remine_portal.persistence.periods import PeriodRow, ProductionRecordRow
from remine_portal.persistence.policies import all_policies
from remine_portal.persistence.shipments import ImportRunRow
from remine_portal.services.bookkeeping import hold_books
from remine_portal.services.import_previews import Preview
from remine_portal.services.periods import named_period, period_on

METAL = METALS[0]
Figure = TypeVar("Figure", Mass, Decimal)


@dataclass(frozen=True, slots=True)
class ProductionPlan:
    """What a file would do."""

    preview: Preview[Production]


def plan_production(work: UnitOfWork, table: Table) -> ProductionPlan:
    """Hold the production of every period against what is booked. Changes nothing.

    Refuses a period that is not one, and one that is closed (DOMAIN.md rule 30).
    """
    boundaries = {name for policy in all_policies(work) for name in policy.boundaries}
    read = read_production(table, boundaries=boundaries, today=work.today)
    new: list[Production] = []
    refused: list[Problem] = []
    for line in read.lines:
        try:
            if not _is_booked(work, line):
                new.append(line)
        except Refusal as refusal:
            facts, value = refusal.facts, line.first_day.isoformat()
            refused.append(
                Problem(line.row, "period", value, refusal.sentence, facts, refusal.code)
            )
    return ProductionPlan(
        Preview(
            new=new,
            changed=[],
            unchanged=len(read.lines) - len(new) - len(refused),
            problems=sorted([*read.problems, *refused], key=lambda problem: problem.row),
        )
    )


def write_production(
    work: UnitOfWork, plan: ProductionPlan, run: ImportRunRow, told: Told | None = None
) -> None:
    """Book what is new, boundary by boundary."""
    for line in sorted(plan.preview.new, key=lambda each: (each.boundary, each.first_day)):
        book_production(work, line, sample=run.sample)
    if told:
        told(len(plan.preview.new), len(plan.preview.new))


def book_production(
    work: UnitOfWork, line: Production, *, sample: bool = False
) -> ProductionRecordRow:
    """Book what is known of a period; what is None keeps its earlier figure. The newest counts.

    Refuses a period that is not one, and one that is closed (DOMAIN.md rule 30).
    """
    books = hold_books(work, line.boundary, METAL)
    period_on(work, books.boundary, books.metal, line.first_day)
    period = _open_period(work, line)
    earlier = periods.production_of(work, period)
    row = ProductionRecordRow(
        period_id=period.id,
        output=_newest(line.output, earlier and earlier.output),
        physical_stock=_newest(line.physical_stock, earlier and earlier.physical_stock),
        measured_yield=_newest(line.measured_yield, earlier and earlier.measured_yield),
        sample=sample,
        booked_by=work.actor.email or work.actor.name,
        booked_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    audit.record(work, "production:booked", f"{line.boundary} {line.first_day}")
    return row


def _newest(new: Figure | None, earlier: Figure | None) -> Figure | None:
    return earlier if new is None else new


def _open_period(work: UnitOfWork, line: Production) -> PeriodRow:
    period = named_period(work, line.boundary, METAL, line.first_day)
    if period.is_closed:
        raise PeriodClosed(first_day=period.first_day, last_day=period.last_day)
    return period


def _is_booked(work: UnitOfWork, line: Production) -> bool:
    """Whether the newest record says all of this already; refuses a closed period."""
    found = periods.period_with(work, line.boundary, METAL, line.first_day)
    if found is None:
        return False
    record = periods.production_of(work, _open_period(work, line))
    return record is not None and all(
        getattr(line, name) in (None, getattr(record, name))
        for name in ("output", "physical_stock", "measured_yield")
    )
