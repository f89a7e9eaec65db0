"""Checking the inputs: what each receipt brought in, where it went, and what was struck off."""

from __future__ import annotations

from collections.abc import Iterator

from remine_portal.domain.batches import credited_kg, last_day_of
from remine_portal.domain.credits import Reason, account_name
from remine_portal.domain.differences import Difference, difference
from remine_portal.domain.errors import N_
from remine_portal.domain.periods import over_issued_kg
from remine_portal.domain.policy import Policy
from remine_portal.persistence import credit_audits, policies
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.ledger import BatchRow
from remine_portal.persistence.periods import ProductionRecordRow
from remine_portal.persistence.receipts import ReceiptRow

OTHER_CREDITS = N_(
    "Receipt {receipt} shows {shown} kg of credits, and its mass, assay and the factor of policy "
    "{policy} come to {expected} kg."
)
BOOKED_OTHERWISE = N_(
    "Receipt {receipt} shows {shown} kg of credits, and the entries book {entries} kg."
)
OTHER_ACCOUNT = N_(
    "Batch {batch} is in account {account}, and its receipt {receipt} belongs to {expected}."
)
OTHER_LAST_DAY = N_(
    "Batch {batch} of {account} ends on {shown}, and its receipt {receipt} gives it until "
    "{expected}."
)
STRUCK_OTHERWISE = N_(
    "{struck} kg were struck off for receipt {receipt}, and {expected} kg should have been."
)


def check_inputs(work: UnitOfWork) -> Iterator[Difference]:
    """Contained metal × factor once more (rules 12 and 31), and each batch as its receipt says."""
    known = {row.id: row.policy for row in policies.policy_rows(work)}
    booked = credit_audits.booked_kg(work)
    for receipt in credit_audits.receipts(work):
        yield from _check_receipt(receipt, known[receipt.policy_id], booked.get(receipt.id, 0))
    for batch in credit_audits.batches(work):
        yield from _check_batch(batch, known[batch.receipt.policy_id])


def check_strikes(work: UnitOfWork) -> Iterator[Difference]:
    """All of an input that was found not eligible, else what its measured yield says.

    DOMAIN.md rules 32 and 37.
    """
    struck = credit_audits.struck_kg(work)
    production = _production_at_closing(work)
    for receipt in credit_audits.receipts(work):
        disallowed = struck.get((receipt.id, Reason.DISALLOW), 0)
        trued_up = struck.get((receipt.id, Reason.TRUE_UP), 0)
        expected = receipt.credited_kg
        if not disallowed:
            expected = _over_issued_kg(receipt, production.get(receipt.period_id))
        if (total := disallowed + trued_up) != expected:
            facts = {"receipt": receipt.receipt_no, "struck": total, "expected": expected}
            yield difference(STRUCK_OTHERWISE, **facts)


def _check_receipt(receipt: ReceiptRow, policy: Policy, booked_kg: int) -> Iterator[Difference]:
    number, shown = receipt.receipt_no, receipt.credited_kg
    expected = 0
    if receipt.characteristic is not None:
        factor = policy.conversion_factors[receipt.metal]
        expected = credited_kg(receipt.gross_mass, receipt.assay_percent, factor)
    if shown != expected:
        facts = {"receipt": number, "policy": policy.name}
        yield difference(OTHER_CREDITS, **facts, shown=shown, expected=expected)
    if shown != booked_kg:
        yield difference(BOOKED_OTHERWISE, receipt=number, shown=shown, entries=booked_kg)


def _check_batch(batch: BatchRow, policy: Policy) -> Iterator[Difference]:
    """A batch has its receipt's kind and last day; only a transfer takes it to another boundary."""
    receipt, account = batch.receipt, batch.account
    facts = {"batch": batch.id, "account": account.name, "receipt": receipt.receipt_no}
    boundary = receipt.boundary if batch.from_batch_id is None else account.boundary
    assert receipt.characteristic is not None, "a batch is of credits, which have one"
    expected = account_name(boundary, receipt.metal, receipt.characteristic)
    if account.name != expected:
        yield difference(OTHER_ACCOUNT, **facts, expected=expected)
    last_day = last_day_of(receipt.received_on, policy.validity_months)
    if batch.expires_on != last_day:
        yield difference(OTHER_LAST_DAY, **facts, shown=batch.expires_on, expected=last_day)


def _production_at_closing(work: UnitOfWork) -> dict[int, ProductionRecordRow]:
    """What closed periods were trued up to, by period."""
    production = credit_audits.production(work)
    return {
        period.id: production[period.id]
        for of_boundary in credit_audits.periods(work).values()
        for period in of_boundary
        if period.is_closed and period.id in production
    }


def _over_issued_kg(receipt: ReceiptRow, record: ProductionRecordRow | None) -> int:
    if record is None or record.measured_yield is None or receipt.characteristic is None:
        return 0
    return over_issued_kg(
        receipt.credited_kg,
        gross=receipt.gross_mass,
        assay_percent=receipt.assay_percent,
        measured_yield=record.measured_yield,
    )
