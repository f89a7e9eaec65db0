"""What could be attributed to the copper of a shipment, and what a draft takes: asked, not posted.

Nothing here opens a period or an account, and nothing fails: what stands in the way is carried as
the refusal that says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, Decimal

from remine_portal.domain.attribution import Attribution, unattributed
from remine_portal.domain.catalog import Series
from remine_portal.domain.credits import METALS, AccountFrozen, Characteristic, account_name
from remine_portal.domain.errors import Refusal
from remine_portal.domain.mass import Mass
from remine_portal.domain.periods import ShippedInClosedPeriod
from remine_portal.domain.policy import Policy, policy_on
from remine_portal.persistence import attributions, credit_positions, ledger, periods
from remine_portal.persistence.credit_positions import Position
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.drafts import DraftRow
from remine_portal.persistence.periods import PeriodRow
from remine_portal.persistence.policies import all_policies
from remine_portal.persistence.shipment_search import copper_without_declaration
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow
from remine_portal.services.periods import first_day_to_spend, output_limit_kg, policy_of
from remine_portal.services.planning import Plan, plan_of

METAL = METALS[0]
FINEST_SHARE = Decimal("0.001")
NOT_OPENED = 0
"""No account has this id: one that has never been posted to holds nothing."""


@dataclass(frozen=True)
class AccountOutlook:
    """One account as of today. Usable is what credits of the shipment's period or before hold."""

    name: str
    characteristic: Characteristic
    position: Position
    usable_kg: int

    @property
    def refusal(self) -> Refusal | None:
        """Why nothing can be attributed from it at all."""
        deficit = self.position.deficit_kg
        return AccountFrozen(account=self.name, deficit=deficit) if deficit else None


@dataclass(frozen=True)
class BoundaryOutlook:
    """The lots of one boundary: its accounts, and what its output leaves room for.

    Where nothing has been booked in the period yet, it is None, and so is the output.
    """

    boundary: str
    lines: tuple[ShipmentLineRow, ...]
    accounts: tuple[AccountOutlook, ...]
    period: PeriodRow | None
    output_kg: int | None
    used_kg: int

    @property
    def net_mass(self) -> Mass:
        return Mass.total(line.net_mass for line in self.lines)

    @property
    def left_kg(self) -> int | None:
        """What the period's output leaves room for (DOMAIN.md rule 21)."""
        return None if self.output_kg is None else max(0, self.output_kg - self.used_kg)

    def most_percent(self, account: AccountOutlook) -> Decimal:
        """The largest share of all these lots that the account and the output allow."""
        most = account.usable_kg if self.left_kg is None else min(account.usable_kg, self.left_kg)
        if account.refusal or not self.net_mass:
            return Decimal(0)
        percent = Decimal(most) * 100 / self.net_mass.in_unit("kg")
        return min(Decimal(100), percent.quantize(FINEST_SHARE, ROUND_DOWN)).normalize()


@dataclass(frozen=True)
class Outlook:
    """The copper of a shipment by boundary; why a lot can have no credits, by line number."""

    boundaries: tuple[BoundaryOutlook, ...] = ()
    refusals: Mapping[int, Refusal] = field(default_factory=dict)


@dataclass(frozen=True)
class CreditUse:
    """What a draft takes from one account, in kilograms: before, taken, and after.

    A new version takes only what it needs more than the `kept_kg` of those before it, and gives
    back what it needs less.
    """

    attribution: Attribution
    account: str
    attributed_kg: int
    debit_kg: int
    before_kg: int
    kept_kg: int = 0

    @property
    def taken_kg(self) -> int:
        return max(0, self.debit_kg - self.kept_kg)

    @property
    def after_kg(self) -> int:
        """Below zero: so much is lacking. What goes back is not counted, for it may expire."""
        return self.before_kg - self.taken_kg


@dataclass(frozen=True)
class DraftCredits:
    """Everything that a draft attributes. `used_kg` is of the period's output, the draft with it.

    `reserved` is whether the draft holds its credits today; `going_back` what a new version gives
    back when it is issued, by account.
    """

    boundary: str
    net_mass: Mass
    uses: tuple[CreditUse, ...]
    reserved: bool
    period: PeriodRow | None
    output_kg: int | None
    used_kg: int
    going_back: Mapping[str, int] = field(default_factory=dict)

    @property
    def unattributed(self) -> Mass:
        return unattributed(self.net_mass, (each.attributed_kg for each in self.uses))


def outlook(work: UnitOfWork, shipment: ShipmentRow) -> Outlook:
    """What can be attributed to the copper of a shipment, loaded as by `find_shipment`."""
    copper = [line for line in shipment.lines if line.product.series is Series.ISO_22095]
    if not copper:
        return Outlook()
    try:
        policy = policy_of(work, shipment.ship_date)
    except Refusal as refusal:
        return Outlook(refusals={line.line_no: refusal for line in copper})
    refusals: dict[int, Refusal] = {}
    by_boundary: dict[str, list[ShipmentLineRow]] = {}
    for line in copper:
        try:
            by_boundary.setdefault(policy.boundary_of(line.site_code), []).append(line)
        except Refusal as refusal:
            refusals[line.line_no] = refusal
    found = [
        _of_boundary(work, policy, boundary=key, lines=by_boundary[key]) for key in by_boundary
    ]
    for each in found:
        if each.period and each.period.is_closed:
            closed = ShippedInClosedPeriod(
                first_day=each.period.first_day, last_day=each.period.last_day
            )
            refusals |= {line.line_no: closed for line in each.lines}
    still_open = [each for each in found if not (each.period and each.period.is_closed)]
    return Outlook(tuple(still_open), refusals)


def _of_boundary(
    work: UnitOfWork, policy: Policy, *, boundary: str, lines: Sequence[ShipmentLineRow]
) -> BoundaryOutlook:
    day = lines[0].ship_date
    period = periods.period_with(work, boundary, METAL, day)
    # A period that nobody has needed yet answers like one that is as long as the day asked for.
    asked = period or PeriodRow(boundary=boundary, metal=METAL, first_day=day, last_day=day)
    rows = {each.characteristic: each.id for each in ledger.accounts_of(work, boundary, METAL)}
    positions = credit_positions.positions_on(work, work.today)
    usable = attributions.usable_kg(
        work,
        rows.values(),
        first_day=first_day_to_spend(work, asked),
        last_day=asked.first_day,
    )
    return BoundaryOutlook(
        boundary=boundary,
        lines=tuple(lines),
        accounts=tuple(
            AccountOutlook(
                name=account_name(boundary, METAL, each),
                characteristic=each,
                position=positions.get(rows.get(each, NOT_OPENED), Position()),
                usable_kg=usable.get(rows.get(each, NOT_OPENED), 0),
            )
            for each in Characteristic
        ),
        period=period,
        output_kg=_output_kg(work, period, policy),
        used_kg=_used_kg(work, period),
    )


def credits_of(work: UnitOfWork, draft: DraftRow) -> DraftCredits | None:
    """What a draft attributes and takes, loaded as by `find_draft`; None where no rule lets it."""
    try:
        plan = plan_of(work, draft)
    except Refusal:
        return None
    rows = {each.name: each.id for each in ledger.accounts_of(work, plan.boundary, plan.metal)}
    period = periods.period_with(work, plan.boundary, plan.metal, draft.shipment.ship_date)
    held = draft.reserved_until is not None and draft.reserved_until >= work.today
    before = _before(work, draft if held else None)
    return DraftCredits(
        boundary=plan.boundary,
        net_mass=plan.net_mass,
        uses=tuple(
            CreditUse(
                attribution=each,
                account=plan.account(each),
                attributed_kg=each.printed_kg(plan.net_mass),
                debit_kg=each.debit_kg(plan.net_mass),
                before_kg=before.get(rows.get(plan.account(each), NOT_OPENED), 0),
                kept_kg=plan.inherited.kept_kg(plan.account(each)) if plan.inherited else 0,
            )
            for each in plan.attributions
        ),
        reserved=held or not plan.needs,
        period=period,
        output_kg=_output_kg(work, period, plan.policy),
        used_kg=_used_kg(work, period) + (0 if held else sum(plan.needs.values())),
        going_back=_going_back(plan),
    )


def _going_back(plan: Plan) -> dict[str, int]:
    kilograms: dict[str, int] = {}
    for each in plan.going:
        kilograms[each.account] = kilograms.get(each.account, 0) + each.kilograms
    return kilograms


def _before(work: UnitOfWork, holding: DraftRow | None) -> dict[int, int]:
    """What each account would have available today if a draft held nothing, by its id."""
    positions = credit_positions.positions_on(work, work.today)
    before = {key: each.available_kg for key, each in positions.items()}
    for each in credit_positions.held_by(work, [holding.id] if holding else []):
        before[each.account_id] += each.kilograms
    return before


def _output_kg(work: UnitOfWork, period: PeriodRow | None, policy: Policy) -> int | None:
    return output_limit_kg(work, period, policy) if period else None


def _used_kg(work: UnitOfWork, period: PeriodRow | None) -> int:
    """Attributed or reserved in a period today; a reservation that has lapsed counts no more."""
    return period.used_kg - credit_positions.lapsed_kg(work, period) if period else 0


def waiting_for_credits(work: UnitOfWork, at_most: int) -> list[ShipmentRow]:
    """The newest shipments with undeclared copper that could have credits attributed.

    A lot of theirs comes from inside a boundary whose period is open; whether credits are left is
    not asked. Loaded as a page is.
    """
    policies = all_policies(work)
    if not policies:
        return []
    first_day = min(each.effective_from for each in policies)
    closed = periods.closed_periods(work, METAL)

    def is_open(line: ShipmentLineRow) -> bool:
        policy = policy_on(policies, line.ship_date)
        inside = [key for key, sites in policy.boundaries.items() if line.site_code in sites]
        shut = [each.boundary for each in closed if line.ship_date in each.period]
        return bool(set(inside) - set(shut))

    return [
        each
        for each in copper_without_declaration(work, first_day, at_most)
        if any(is_open(line) for line in each.lines)
    ]
