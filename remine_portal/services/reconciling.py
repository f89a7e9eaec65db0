"""The reconciliation of a period, gathered from the books for whoever may read it."""

from __future__ import annotations

from remine_portal.domain.credits import Characteristic, account_name, standings_of
from remine_portal.domain.people import Actor
from remine_portal.domain.reconciliation import (
    AccountLine,
    AttributedLine,
    EntryLine,
    InputLine,
    Reconciliation,
)
from remine_portal.persistence import (
    credit_positions,
    credit_reports,
    ledger,
    periods,
    receipts,
)
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.periods import PeriodRow
from remine_portal.services.periods import policy_of


def reconcile(work: UnitOfWork, period: PeriodRow, *, reader: Actor) -> Reconciliation:
    """Every figure of a period's balance, back to the receipts.

    A customer reads the sums and their own shipments; inputs, entries and whatever is of others
    stay unnamed (DOMAIN.md rule 40). The period must be loaded with who proposed and closed it.
    """
    policy = policy_of(work, period.first_day)
    record = periods.production_of(work, period)
    inputs = _inputs(work, period)
    return Reconciliation(
        boundary=period.boundary,
        metal=period.metal,
        period=period.period,
        policy=policy,
        accounts=_accounts(work, period),
        inputs=inputs if reader.is_staff else (),
        attributed=_attributed(work, period, reader),
        entries=entries_of(work, period) if reader.is_staff else (),
        shipped=periods.shipped_in(work, period, policy.boundaries.get(period.boundary, ())),
        output=record.output if record else None,
        physical_stock=record.physical_stock if record else None,
        measured_yield=record.measured_yield if record else None,
        closed_at=period.closed_at,
        closed_by=_closers(period),
        sample=policy.sample or any(each.sample for each in inputs),
    )


def _closers(period: PeriodRow) -> tuple[str, str] | None:
    """Who proposed the closing, and who confirmed it."""
    if period.proposed_by is None or period.closed_by is None:
        return None
    return period.proposed_by.name, period.closed_by.name


def _accounts(work: UnitOfWork, period: PeriodRow) -> list[AccountLine]:
    balances = credit_positions.balances_until(work, period)
    moved = credit_reports.moved_until(work, period)
    rows = ledger.accounts_of(work, period.boundary, period.metal)
    deficits = credit_positions.open_deficits(work, [each.id for each in rows])
    return [
        AccountLine(
            account=row.name,
            characteristic=row.characteristic,
            balance=balances[row.characteristic],
            standings=standings_of(moved[row.characteristic]),
            deficit_kg=sum(kg for deficit, kg in deficits if deficit.account_id == row.id),
        )
        for row in rows
    ]


def _inputs(work: UnitOfWork, period: PeriodRow) -> list[InputLine]:
    def account(characteristic: Characteristic | None) -> str | None:
        if characteristic is None:
            return None
        return account_name(period.boundary, period.metal, characteristic)

    return [
        InputLine(
            receipt_no=row.receipt_no,
            site_code=row.site_code,
            received_on=row.received_on,
            material=row.material,
            characteristic=row.characteristic,
            supplier_ref=row.supplier_ref,
            gross=row.gross_mass,
            assay_percent=row.assay_percent,
            factor=row.factor,
            policy=row.policy.name,
            weight_ticket=row.weight_ticket,
            assay_report=row.assay_report,
            credited_kg=row.credited_kg,
            account=account(row.characteristic),
            sample=row.sample,
        )
        for row in receipts.receipts_of(work, period.id)
    ]


def _attributed(work: UnitOfWork, period: PeriodRow, reader: Actor) -> list[AttributedLine]:
    """By shipment; those of other customers only as kilograms."""
    lines = []
    for kind, kilograms, shipment_no, day, customer, number in credit_reports.attributed_in(
        work, period
    ):
        seen = reader.sees_customer(customer.id)
        lines.append(
            AttributedLine(
                characteristic=kind,
                kilograms=int(kilograms),
                shipment_no=shipment_no if seen else None,
                ship_date=day if seen else None,
                customer=customer.name if seen else None,
                declaration=number if seen else None,
            )
        )
    return lines


def entries_of(work: UnitOfWork, period: PeriodRow) -> list[EntryLine]:
    """Every entry that counts in a period, in the order of posting."""
    return [
        EntryLine(
            id=entry.id,
            account=account,
            batch_id=entry.batch_id,
            reason=entry.reason,
            kilograms=entry.kilograms,
            effective_on=entry.effective_on,
            posted_at=entry.posted_at,
            posted_by=entry.posted_by,
            receipt_no=receipt_no,
            shipment_no=shipment_no,
            declaration=declaration,
            corrects_id=entry.corrects_id,
            note=entry.note,
        )
        for entry, account, receipt_no, shipment_no, declaration in credit_reports.entries_in(
            work, period
        )
    ]
