"""The reconciliation of one balance period: every figure of its balance, back to the receipts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from remine_portal.domain.catalog import Text
from remine_portal.domain.credits import Characteristic, Reason, Standing
from remine_portal.domain.mass import Mass
from remine_portal.domain.periods import BalancePeriod, PeriodBalance
from remine_portal.domain.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class InputLine:
    """One input booked in the period. Without a characteristic it brought in no credits."""

    receipt_no: str
    site_code: str
    received_on: date
    material: str
    characteristic: Characteristic | None
    supplier_ref: str
    gross: Mass
    assay_percent: Decimal
    factor: Decimal
    policy: str
    weight_ticket: str
    assay_report: str
    credited_kg: int
    account: str | None
    sample: bool = False

    @property
    def contained_kg(self) -> Decimal:
        """Contained metal as printed, in kilograms with three decimals, rounded down."""
        milligrams = self.gross.milligrams * int(self.assay_percent * 1000) // 100_000
        return Decimal(milligrams // 1000).scaleb(-3)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """One entry of the ledger that counts in the period."""

    id: int
    account: str
    batch_id: int
    reason: Reason
    kilograms: int
    effective_on: date
    posted_at: datetime
    posted_by: str
    receipt_no: str | None = None
    shipment_no: str | None = None
    declaration: str | None = None
    corrects_id: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLine:
    """One account in the period, in kilograms. `standings` are those at the end of the period."""

    account: str
    characteristic: Characteristic
    balance: PeriodBalance
    standings: dict[Standing, int]
    deficit_kg: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributedLine:
    """Credits of the period on one shipment; what the reader may not know of it is None."""

    characteristic: Characteristic
    kilograms: int
    shipment_no: str | None
    ship_date: date | None
    customer: Text | None
    declaration: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """One boundary and metal in one period. What staff have not booked yet is None.

    `shipped` is the copper shipped from the boundary in the period, by the ERP.
    """

    boundary: str
    metal: str
    period: BalancePeriod
    policy: Policy
    accounts: Sequence[AccountLine]
    inputs: Sequence[InputLine]
    attributed: Sequence[AttributedLine]
    entries: Sequence[EntryLine]
    shipped: Mass
    output: Mass | None
    physical_stock: Mass | None
    measured_yield: Decimal | None
    closed_at: datetime | None
    closed_by: tuple[str, str] | None
    sample: bool

    @property
    def output_limit(self) -> Mass:
        """What attributions of the period may come to: booked output, else what was shipped."""
        return self.shipped if self.output is None else self.output
