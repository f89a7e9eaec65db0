"""Checking the periods: no gap, and what was attributed, carried over and published of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from math import ceil

from remine_portal.domain.credits import Reason
from remine_portal.domain.differences import Difference, difference
from remine_portal.domain.errors import N_
from remine_portal.domain.periods import COMING_IN, GOING_OUT, ONE_DAY
from remine_portal.domain.register import read_entry
from remine_portal.persistence import balance_statements, credit_audits
from remine_portal.persistence.credit_audits import Moved
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.periods import PeriodRow, ProductionRecordRow
from remine_portal.services.balance_publishing import restated

NOT_CONTIGUOUS = N_(
    "The period of {boundary} from {period} does not begin on the day after {last_day}, when the "
    "one before it ends."
)
USED_OTHERWISE = N_(
    "The period of {boundary} from {period} shows {shown} kg (reserved, attributed), and its "
    "entries come to {entries} kg."
)
ABOVE_OUTPUT = N_(
    "{attributed} kg are attributed in the closed period of {boundary} from {period}, and its "
    "output was {output} kg."
)
CARRIED_OTHERWISE = N_(
    "{shown} kg of batch {batch} were carried into the period of {boundary} from {period}, and "
    "{expected} kg should have been."
)

STATED_OTHERWISE = N_(
    "What was published of the period of {boundary} from {period} is not what its entries and "
    "shares come to, or what the register has the hash of."
)


def check_periods(work: UnitOfWork) -> Iterator[Difference]:
    """Each period after the other (rule 25), what it counts, and its output (rule 21)."""
    moved = _by_period(credit_audits.moves(work))
    returned = credit_audits.returned_within_period(work)
    production = credit_audits.production(work)
    for of_boundary in credit_audits.periods(work).values():
        for earlier, period in pairwise(of_boundary):
            if period.first_day != earlier.last_day + ONE_DAY:
                yield difference(NOT_CONTIGUOUS, **_named(period), last_day=earlier.last_day)
        for period in of_boundary:
            of_period = moved.get(period.id, [])
            yield from _check_counters(period, of_period, returned.get(period.id, 0))
            if period.is_closed:
                yield from _check_output(period, production.get(period.id))


def check_carry_over(work: UnitOfWork) -> Iterator[Difference]:
    """What stood in each batch when a period closed was carried into the next (rules 26, 27)."""
    moved = _by_period(credit_audits.moves(work))
    begun = {batch.id: batch.period_from for batch in credit_audits.batches(work)}
    for of_boundary in credit_audits.periods(work).values():
        standing: Counter[int] = Counter()
        expected: dict[int, int] = {}
        for period in of_boundary:
            of_period = moved.get(period.id, [])
            carried = {
                each.batch_id: each.kilograms
                for each in of_period
                if each.reason is Reason.CARRY_OVER
            }
            for batch in sorted(expected.keys() | carried.keys()):
                shown, due = carried.get(batch, 0), expected.get(batch, 0)
                if shown != due:
                    facts = {"batch": batch, "shown": shown, "expected": due}
                    yield difference(CARRIED_OTHERWISE, **_named(period), **facts)
            for each in of_period:
                standing[each.batch_id] += _signed(each)
            expected = _left(standing, begun, period) if period.is_closed else {}


def check_statements(work: UnitOfWork) -> Iterator[Difference]:
    """What was published of a period can be stated again, and the register has its hash."""
    for row in balance_statements.statements(work):
        registered = read_entry(row.entry.entry.encode())
        again = restated(work, row.period, row.secret).canonical()
        if row.document != again or registered.get("document_sha256") != row.sha256:
            yield difference(STATED_OTHERWISE, **_named(row.period))


def _check_counters(
    period: PeriodRow, moved: list[Moved], returned_kg: int
) -> Iterator[Difference]:
    sums: Counter[Reason] = Counter()
    for each in moved:
        sums[each.reason] += each.kilograms
    reserved = sums[Reason.RESERVE] - sums[Reason.RELEASE] - sums[Reason.ATTRIBUTE]
    attributed = sums[Reason.ATTRIBUTE] - returned_kg
    if (period.reserved_kg, period.attributed_kg) != (reserved, attributed):
        shown = f"{period.reserved_kg} / {period.attributed_kg}"
        entries = f"{reserved} / {attributed}"
        yield difference(USED_OTHERWISE, **_named(period), shown=shown, entries=entries)


def _check_output(period: PeriodRow, record: ProductionRecordRow | None) -> Iterator[Difference]:
    output = ceil(record.output.in_unit("kg")) if record and record.output else 0
    if period.attributed_kg > output:
        facts = {"attributed": period.attributed_kg, "output": output}
        yield difference(ABOVE_OUTPUT, **_named(period), **facts)


def _by_period(moved: list[Moved]) -> dict[int, list[Moved]]:
    found: dict[int, list[Moved]] = {}
    for each in moved:
        found.setdefault(each.period_id, []).append(each)
    return found


def _signed(moved: Moved) -> int:
    if moved.reason in COMING_IN:
        return moved.kilograms
    return -moved.kilograms if moved.reason in GOING_OUT else 0


def _left(standing: Counter[int], begun: dict[int, date], period: PeriodRow) -> dict[int, int]:
    """What the batches of a period and of those before it hold at its end."""
    return {
        batch: kilograms
        for batch, kilograms in standing.items()
        if kilograms > 0 and begun[batch] <= period.first_day
    }


def _named(period: PeriodRow) -> dict[str, object]:
    return {"boundary": period.boundary, "period": period.first_day}
