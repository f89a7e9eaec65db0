"""The whole ledger, gathered for a program that reckons it again."""

from __future__ import annotations

from remine_portal.documents.ledger_export import Ledger, LedgerAccount
from remine_portal.domain.credits import Standing
from remine_portal.persistence import credit_audits, credit_positions, ledger
from remine_portal.persistence.credit_positions import Position
from remine_portal.persistence.database import UnitOfWork
from remine_portal.services.bookkeeping import hold_books
from remine_portal.services.reconciling import entries_of


def export_ledger(work: UnitOfWork) -> Ledger:
    """Every account as of today, and every entry in the order of posting.

    What has fallen due by today is posted first, as whenever an account is read for its entries:
    so what stands in each account is what its entries come to (DOMAIN.md 7a).
    """
    rows = ledger.all_accounts(work)
    for boundary, metal in sorted({(row.boundary, row.metal) for row in rows}):
        hold_books(work, boundary, metal)
    positions = credit_positions.positions_on(work, work.today)
    entries = [
        (period.first_day, entry)
        for of_boundary in credit_audits.periods(work).values()
        for period in of_boundary
        for entry in entries_of(work, period)
    ]
    return Ledger(
        as_of=work.today,
        accounts=[
            LedgerAccount(
                row.name,
                row.metal,
                row.characteristic,
                _standings(positions.get(row.id, Position())),
            )
            for row in rows
        ],
        entries=sorted(entries, key=lambda each: each[1].id),
    )


def _standings(position: Position) -> dict[Standing, int]:
    return {
        Standing.AVAILABLE: position.available_kg,
        Standing.RESERVED: position.reserved_kg,
        Standing.ATTRIBUTED: position.attributed_kg,
        Standing.EXPIRED: position.expired_kg,
    }
