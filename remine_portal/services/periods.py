"""Balance periods: which one a day lies in, opened when it is first needed, without a gap."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil

from remine_portal.domain.mass import Mass
from remine_portal.domain.periods import ONE_DAY, BalancePeriod, NoPeriod, PeriodUnknown
from remine_portal.domain.policy import NoPolicy, Policy, policy_on
from remine_portal.persistence import periods
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.periods import PeriodRow
from remine_portal.persistence.policies import all_policies


def policy_of(work: UnitOfWork, day: date) -> Policy:
    """The policy in force on a day. Refuses a ledger without one, and a day before the first."""
    return policy_among(all_policies(work), day)


def policy_among(policies: Sequence[Policy], day: date) -> Policy:
    """The same for whoever asks of many days."""
    try:
        return policy_on(policies, day)
    except NoPolicy:
        if policies:
            raise NoPeriod(
                day=day, first_day=min(each.effective_from for each in policies)
            ) from None
        raise


def period_on(work: UnitOfWork, boundary: str, metal: str, day: date) -> PeriodRow:
    """The period of a boundary that a day lies in, opened with all before it if need be.

    The accounts of the boundary must be held. A period's length is that of the policy in force on
    its first day. Refuses a day before the first period (`NO_PERIOD`).
    """
    if found := periods.period_with(work, boundary, metal, day):
        return found
    last = periods.last_period(work, boundary, metal)
    row = last or _open(work, boundary, metal, _first_period(work, boundary, day))
    while row.last_day < day:
        first_day = row.last_day + ONE_DAY
        months = policy_of(work, first_day).period_months
        following = BalancePeriod.beginning(first_day, months)
        row.period.refuse_gap_before(following)
        row = _open(work, boundary, metal, following)
    if day not in row.period:
        raise NoPeriod(day=day, first_day=_first_day(work, boundary, metal))
    return row


def open_period_on(work: UnitOfWork, boundary: str, metal: str, day: date) -> PeriodRow:
    """The period a day lies in, or where that is closed, the first open one after it (rule 30)."""
    row = period_on(work, boundary, metal, day)
    while row.is_closed:
        row = period_on(work, boundary, metal, row.last_day + ONE_DAY)
    return row


def named_period(work: UnitOfWork, boundary: str, metal: str, first_day: date) -> PeriodRow:
    """The period that begins on a day, as people name it. Refuses a day on which none begins."""
    row = periods.period_with(work, boundary, metal, first_day)
    if row is None or row.first_day != first_day:
        raise PeriodUnknown(boundary=boundary, first_day=first_day)
    return row


def output_of(work: UnitOfWork, period: PeriodRow, policy: Policy) -> Mass:
    """What attributions of a period may come to (DOMAIN.md rule 21 and 7a).

    Booked output where there is one, else the metal shipped from the boundary's sites.
    """
    record = periods.production_of(work, period)
    if record is not None and record.output is not None:
        return record.output
    return periods.shipped_in(work, period, policy.boundaries.get(period.boundary, ()))


def output_limit_kg(work: UnitOfWork, period: PeriodRow, policy: Policy) -> int:
    """The same in whole kilograms, the output or each shipped lot rounded up, as debits are."""
    record = periods.production_of(work, period)
    if record is not None and record.output is not None:
        return ceil(record.output.in_unit("kg"))
    return periods.shipped_kg_in(work, period, policy.boundaries.get(period.boundary, ()))


def first_day_to_spend(work: UnitOfWork, period: PeriodRow) -> date:
    """From which period on credits may be used in a period (DOMAIN.md 7a, rules 26 and 27).

    Where an earlier period is open and its policy carries over nothing, or only so much, credits
    come across by its closing alone: nothing up to its end is drawn on.
    """
    first_day = date.min
    for earlier in periods.open_periods_before(work, period):
        policy = policy_of(work, earlier.first_day)
        if not policy.carry_over or policy.caps:
            first_day = earlier.last_day + ONE_DAY
    return first_day


def _open(work: UnitOfWork, boundary: str, metal: str, period: BalancePeriod) -> PeriodRow:
    row = PeriodRow(
        boundary=boundary, metal=metal, first_day=period.first_day, last_day=period.last_day
    )
    work.session.add(row)
    work.session.flush()
    return row


def _first_period(work: UnitOfWork, boundary: str, day: date) -> BalancePeriod:
    """From the first day of the first policy that knows the boundary."""
    known = [each for each in all_policies(work) if boundary in each.boundaries]
    first = min(known, key=lambda each: each.effective_from, default=None)
    if first is None or day < first.effective_from:
        raise NoPeriod(day=day, first_day=first.effective_from if first else day)
    return BalancePeriod.beginning(first.effective_from, first.period_months)


def _first_day(work: UnitOfWork, boundary: str, metal: str) -> date:
    return periods.periods_of(work, boundary, metal)[0].first_day
