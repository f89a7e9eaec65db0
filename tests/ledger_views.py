"""What the portal and the oracle say of the books, in the same words, so that they compare."""

from copy import deepcopy

from sqlalchemy import select

from remine_portal.domain.credits import METALS, account_name
from remine_portal.persistence import credit_positions, ledger
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.ledger import AccountRow, BatchRow
from tests.ledger_scale import OTHER
from tests.oracle import Oracle


def accounts(work: UnitOfWork) -> dict[str, tuple[int, ...]]:
    """Available, reserved, attributed, expired and lacking, as of today."""
    names = {row.id: row.name for row in ledger.all_accounts(work)}
    return {
        names[key]: (
            each.available_kg,
            each.reserved_kg,
            each.attributed_kg,
            each.expired_kg,
            each.deficit_kg,
        )
        for key, each in credit_positions.positions_on(work, work.today).items()
    }


def accounts_of(oracle: Oracle) -> dict[str, tuple[int, ...]]:
    """With everything that has fallen due by today, as it is when somebody reads."""
    read = deepcopy(oracle)
    for boundary in OTHER:
        read.keep_up(boundary)
    return {
        account_name(boundary, METALS[0], kind): figures
        for (boundary, kind), figures in read.positions().items()
    }


def batches(work: UnitOfWork) -> list[tuple[object, ...]]:
    """Account, last day, and what is available, reserved, attributed and expired, as posted."""
    rows = work.session.execute(
        select(
            AccountRow.name,
            BatchRow.expires_on,
            BatchRow.available_kg,
            BatchRow.reserved_kg,
            BatchRow.attributed_kg,
            BatchRow.expired_kg,
        )
        .join(AccountRow, AccountRow.id == BatchRow.account_id)
        .order_by(BatchRow.id)
    )
    return [tuple(row) for row in rows]


def batches_of(oracle: Oracle) -> list[tuple[object, ...]]:
    return [
        (
            account_name(boundary, METALS[0], kind),
            each.last_day,
            each.available,
            sum(each.held.values()),
            sum(each.taken.values()),
            each.expired,
        )
        for each in oracle.batches
        for boundary, kind in [each.account]
    ]
