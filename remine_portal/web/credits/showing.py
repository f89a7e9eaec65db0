"""What pages of the ledger say: boundaries with accounts and periods, and lists of entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort

from remine_portal.domain.credits import METALS, MOVES, REASON_NAMES, STANDING_NAMES
from remine_portal.domain.mass import Mass
from remine_portal.domain.policy import NoPolicy, Policy, policy_on
from remine_portal.persistence import credit_entries, ledger
from remine_portal.persistence.catalog import SiteRow, sites_by_code
from remine_portal.persistence.credit_positions import Position, positions_on
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.ledger import AccountRow, EntryRow
from remine_portal.persistence.periods import PeriodRow, periods_of
from remine_portal.persistence.policies import all_policies
from remine_portal.services.periods import output_limit_kg, output_of, policy_of
from remine_portal.web.languages import gettext, ngettext

METAL = METALS[0]


@dataclass(frozen=True)
class PeriodLine:
    """A period beside what its boundary put out, and what attributions may come to by that.

    The earliest one that is open is the next to be closed.
    """

    row: PeriodRow
    output: Mass
    limit_kg: int
    is_next: bool

    @property
    def is_over(self) -> bool:
        """Whether more is attributed than was put out (DOMAIN.md rule 21)."""
        return self.row.attributed_kg > self.limit_kg


@dataclass(frozen=True)
class Boundary:
    """A system boundary as of a day; its periods the newest first."""

    name: str
    sites: list[SiteRow]
    accounts: list[tuple[AccountRow, Position]]
    periods: list[PeriodLine]


def policy_in_force(work: UnitOfWork) -> Policy | None:
    """Today's policy; None where none is on file, or none has begun."""
    try:
        return policy_on(all_policies(work), work.today)
    except NoPolicy:
        return None


def boundaries_on(work: UnitOfWork, policy: Policy) -> list[Boundary]:
    """Those of the policy, and any that accounts are left of."""
    positions = positions_on(work, work.today)
    accounts: dict[str, list[AccountRow]] = {name: [] for name in policy.boundaries}
    for account in ledger.all_accounts(work):
        accounts.setdefault(account.boundary, []).append(account)
    sites = sites_by_code(work)
    return [
        Boundary(
            name,
            [sites[code] for code in policy.boundaries.get(name, ())],
            [(row, positions.get(row.id, Position())) for row in rows],
            list(_periods(work, name)),
        )
        for name, rows in sorted(accounts.items())
    ]


def _periods(work: UnitOfWork, boundary: str) -> Iterator[PeriodLine]:
    rows = periods_of(work, boundary, METAL)
    earliest = next((each for each in rows if not each.is_closed), None)
    for row in reversed(rows):
        policy = policy_of(work, row.first_day)
        output, limit_kg = output_of(work, row, policy), output_limit_kg(work, row, policy)
        yield PeriodLine(row, output, limit_kg, is_next=row is earliest)


def period_named(work: UnitOfWork, boundary: str, first_day: str) -> PeriodRow:
    """The period of an address, with who proposed and who closed it, or no page."""
    rows = {each.first_day.isoformat(): each for each in periods_of(work, boundary, METAL)}
    return rows.get(first_day) or abort(404)


def state_of(period: PeriodRow, today: date) -> tuple[str, str]:
    """Look and word for a period on a day: closed, or how long it goes on."""
    if period.is_closed:
        return "done", gettext("Closed")
    if period.first_day > today:
        return "new", gettext("Not begun yet")
    left = (period.last_day - today).days
    if left < 0:
        words = ngettext("Ended %(n)s day ago", "Ended %(n)s days ago", -left)
        return "ask", words % {"n": -left}
    if left == 0:
        return "open", gettext("Ends today")
    return "open", ngettext("Ends in %(n)s day", "Ends in %(n)s days", left) % {"n": left}


def entries_said(work: UnitOfWork, entries: list[EntryRow]) -> dict[str, Any]:
    """Entries with what corrects each, and the shipments and declarations they reach."""
    return {
        "entries": entries,
        "corrected_by": credit_entries.corrections_of(work, [each.id for each in entries]),
        "drafts": credit_entries.drafts_of(work, entries),
        **NAMES,
    }


NAMES = {"reasons": REASON_NAMES, "standings": STANDING_NAMES, "moves": MOVES}
