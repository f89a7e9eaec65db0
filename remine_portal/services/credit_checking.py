"""Checking the books: everything they say is derived again from the entries, and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from remine_portal.domain.credits import Reason, Standing, standings_of
from remine_portal.domain.differences import Difference, difference
from remine_portal.domain.errors import N_
from remine_portal.persistence import credit_audits
from remine_portal.persistence.database import UnitOfWork
from remine_portal.services.attribution_checking import check_declarations, check_drafts
from remine_portal.services.input_checking import check_inputs, check_strikes
from remine_portal.services.period_checking import check_carry_over, check_periods, check_statements

STANDINGS = (Standing.AVAILABLE, Standing.RESERVED, Standing.ATTRIBUTED, Standing.EXPIRED)

STANDS_OTHERWISE = N_(
    "Batch {batch} of {account} shows {shown} kg (available, reserved, attributed, expired), "
    "and its entries come to {entries} kg."
)
ENTRY_ELSEWHERE = N_("Entry {entry} moves credits of {account}, and counts for {other}.")
LOPSIDED_TRANSFER = N_(
    "Entry {entry} transfers {kilograms} kg, and its counterpart {counterpart} kg."
)
COVERED_ABOVE = N_("Deficit {deficit} of {account} is {kilograms} kg, and {covered} kg cover it.")


def differences(work: UnitOfWork) -> list[Difference]:
    """Everything in which the books and their entries do not agree; nothing when they do.

    Batches, periods, receipts, drafts, declarations and deficits are each reckoned again from the
    entries, by the rules that posted them. Changes nothing, and asks nothing of the sums that the
    database keeps.
    """
    return [found for check in CHECKS for found in check(work)]


def check_batches(work: UnitOfWork) -> Iterator[Difference]:
    """What stands where in every batch."""
    moved: dict[int, dict[Reason, int]] = {}
    for each in credit_audits.moves(work):
        of_batch = moved.setdefault(each.batch_id, {})
        of_batch[each.reason] = of_batch.get(each.reason, 0) + each.kilograms
    for batch in credit_audits.batches(work):
        standings = standings_of(moved.get(batch.id, {}))
        shown = [batch.available_kg, batch.reserved_kg, batch.attributed_kg, batch.expired_kg]
        entries = [standings[each] for each in STANDINGS]
        if shown != entries:
            facts = {"batch": batch.id, "account": batch.account.name}
            yield difference(
                STANDS_OTHERWISE, **facts, shown=_listed(shown), entries=_listed(entries)
            )


def check_entries(work: UnitOfWork) -> Iterator[Difference]:
    """Kinds and boundaries are never mixed (rules 20 and 24), and no deficit is covered twice."""
    for each in credit_audits.entries_elsewhere(work):
        yield difference(ENTRY_ELSEWHERE, entry=each.id, account=each.account, other=each.other)
    for each in credit_audits.lopsided_transfers(work):
        facts = {"kilograms": each.kilograms, "counterpart": each.counterpart}
        yield difference(LOPSIDED_TRANSFER, entry=each.id, **facts)
    for each in credit_audits.overcovered_deficits(work):
        facts = {"kilograms": each.kilograms, "covered": each.covered}
        yield difference(COVERED_ABOVE, deficit=each.id, account=each.account, **facts)


CHECKS: tuple[Callable[[UnitOfWork], Iterator[Difference]], ...] = (
    check_inputs,
    check_batches,
    check_entries,
    check_strikes,
    check_periods,
    check_carry_over,
    check_statements,
    check_drafts,
    check_declarations,
)


def _listed(kilograms: list[int]) -> str:
    return " / ".join(map(str, kilograms))
