"""Closing a balance period: checked, simulated, proposed by one person and confirmed by another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil

from remine_portal.domain.closing import Closing, OverIssue, Taken, close_batches
from remine_portal.domain.credits import Reason
from remine_portal.domain.declarations import SameHands
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.periods import ONE_DAY, PeriodClosed, over_issued_kg
from remine_portal.persistence import (
    audit,
    corrections,
    credit_closings,
    credit_positions,
    ledger,
    periods,
)
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.ledger import DeficitRow, Posting
from remine_portal.persistence.periods import PeriodRow, ProductionRecordRow
from remine_portal.services.balance_publishing import publish_statement
from remine_portal.services.bookkeeping import Books, cover_deficits, hold_books
from remine_portal.services.office import Office
from remine_portal.services.periods import period_on, policy_of


class NotReadyToClose(Refusal):
    sentence = N_("The period cannot be closed yet. This is missing: {what}")


class NothingProposed(Refusal):
    sentence = N_("Nobody has proposed to close this period yet. Propose it first.")


class SameCloser(SameHands):
    """DOMAIN.md rule 39, for the books."""

    sentence = N_("You proposed to close this period, so a colleague must confirm it.")


class ClosingStale(Refusal):
    code = "DRAFT_STALE"
    sentence = N_(
        "Something has been booked since the closing was proposed. Look at the new figures, then "
        "propose it again."
    )


ENDED = N_("The period has ended.")
EARLIER_CLOSED = N_("Every earlier period is closed.")
OUTPUT_BOOKED = N_("The output of the period is booked.")
STOCK_BOOKED = N_("The physical stock at the end of the period is booked.")
YIELD_BOOKED = N_("The measured yield of the inputs of the period is booked.")
NOTHING_RESERVED = N_("No open draft holds credits for a shipment of the period.")
WITHIN_OUTPUT = N_("No more is attributed than was put out.")


@dataclass(frozen=True, slots=True)
class Simulation:
    """What closing a period now would do, and each point of the checklist with its answer."""

    closing: Closing
    checks: dict[str, bool]

    @property
    def ready(self) -> bool:
        return all(self.checks.values())


def simulate(work: UnitOfWork, period: PeriodRow) -> Simulation:
    """What closing the period now would do. Changes nothing (DOMAIN.md rules 26, 27 and 32)."""
    record = periods.production_of(work, period)
    policy = policy_of(work, period.first_day)
    closing = close_batches(
        credit_closings.standing_batches(work, period, work.today),
        over_issues(work, period, record),
        carry_over=policy.carry_over,
        cap=record.physical_stock if record and policy.caps else None,
    )
    return Simulation(closing, _checks(work, period, record))


def over_issues(
    work: UnitOfWork, period: PeriodRow, record: ProductionRecordRow | None
) -> Iterator[OverIssue]:
    """Inputs of the period that brought in more than the measured yield carries (rule 32)."""
    if record is None or record.measured_yield is None:
        return
    for receipt, batch in credit_closings.booked_inputs(work, period):
        assert receipt.characteristic is not None, "credits have one"
        kilograms = over_issued_kg(
            receipt.credited_kg - corrections.struck_off_kg(work, receipt.id),
            gross=receipt.gross_mass,
            assay_percent=receipt.assay_percent,
            measured_yield=record.measured_yield,
        )
        if kilograms:
            yield OverIssue(batch.id, receipt.id, receipt.characteristic, kilograms)


def propose_closing(work: UnitOfWork, period: PeriodRow) -> Simulation:
    """Say that a period is ready to be closed as it stands now, in place of any earlier proposal.

    Refuses a closed period, and one that fails a point of the checklist.
    """
    assert work.actor.person_id is not None, "only a person closes the books"
    _, simulation = _ready(work, period)
    period.proposed_by_id = work.actor.person_id
    period.proposed_at = work.now
    period.proposed_sha256 = simulation.closing.sha256()
    _record(work, "period:closing-proposed", period)
    work.session.flush()
    return simulation


def confirm_closing(work: UnitOfWork, period: PeriodRow, *, office: Office) -> Simulation:
    """Close a period that a colleague proposed to close, exactly as it was proposed.

    True-up, expiry and carry-over become entries (rules 26, 27, 32); the period takes no more of
    them afterwards (rule 30), and its balance is published. Refuses the same hands (rule 39), and
    figures that have changed.
    """
    assert work.actor.person_id is not None, "only a person closes the books"
    books, simulation = _ready(work, period)
    if period.proposed_by_id is None:
        raise NothingProposed
    if period.proposed_by_id == work.actor.person_id:
        raise SameCloser
    if period.proposed_sha256 != simulation.closing.sha256():
        raise ClosingStale
    _post(work, books, period, simulation.closing)
    period.closed_by_id = work.actor.person_id
    period.closed_at = work.now
    _record(work, "period:closed", period)
    work.session.flush()
    publish_statement(work, period, office=office)
    return simulation


def propose_or_confirm(work: UnitOfWork, period: PeriodRow, *, office: Office) -> Simulation:
    """Confirm a colleague's proposal that still stands, else propose (DOMAIN.md rule 39)."""
    hold_books(work, period.boundary, period.metal)
    if is_proposed(work, period):
        return confirm_closing(work, period, office=office)
    return propose_closing(work, period)


def is_proposed(work: UnitOfWork, period: PeriodRow) -> bool:
    """Whether a proposal stands that still says what closing now would do."""
    return period.proposed_sha256 == simulate(work, period).closing.sha256()


def _ready(work: UnitOfWork, period: PeriodRow) -> tuple[Books, Simulation]:
    """The books, held, and the period as it stands now; refuses one that cannot be closed."""
    books = hold_books(work, period.boundary, period.metal)
    work.session.refresh(period)
    if period.is_closed:
        raise PeriodClosed(first_day=period.first_day, last_day=period.last_day)
    simulation = simulate(work, period)
    if missing := [point for point, there in simulation.checks.items() if not there]:
        raise NotReadyToClose(what=missing[0])
    return books, simulation


def _checks(
    work: UnitOfWork, period: PeriodRow, record: ProductionRecordRow | None
) -> dict[str, bool]:
    earliest = periods.first_open_period(work, period.boundary, period.metal)
    output = record.output if record else None
    measured = record is not None and record.measured_yield is not None
    return {
        ENDED: period.last_day < work.today,
        EARLIER_CLOSED: earliest is None or earliest.first_day >= period.first_day,
        OUTPUT_BOOKED: output is not None,
        STOCK_BOOKED: record is not None and record.physical_stock is not None,
        YIELD_BOOKED: measured or not credit_closings.booked_inputs(work, period),
        NOTHING_RESERVED: period.reserved_kg == credit_positions.lapsed_kg(work, period),
        WITHIN_OUTPUT: output is None or period.attributed_kg <= ceil(output.in_unit("kg")),
    }


def _post(work: UnitOfWork, books: Books, period: PeriodRow, closing: Closing) -> None:
    """True-up and expiry in the period, then what it carries into the next."""
    following = period_on(work, books.boundary, books.metal, period.last_day + ONE_DAY)
    ledger.post(work, _postings(work, closing.struck, Reason.TRUE_UP, period))
    ledger.post(work, _postings(work, closing.expired, Reason.EXPIRE, period))
    for each in closing.deficits:
        assert each.over_issue is not None, "only an over-issue leaves a deficit"
        work.session.add(
            DeficitRow(
                account_id=books.accounts[each.characteristic].id,
                reason=Reason.TRUE_UP,
                kilograms=each.kilograms,
                period_id=period.id,
                receipt_id=each.over_issue.receipt_id,
                opened_by=work.actor.email or work.actor.name,
                opened_at=work.now,
            )
        )
    work.session.flush()
    carried = _postings(work, closing.carried, Reason.CARRY_OVER, following)
    ledger.post(work, carried)
    cover_deficits(work, books)


def _postings(
    work: UnitOfWork, taken: Iterable[Taken], reason: Reason, period: PeriodRow
) -> list[Posting]:
    day = period.first_day if reason is Reason.CARRY_OVER else period.last_day
    return [
        Posting(
            batch_id=each.batch_id,
            reason=reason,
            kilograms=each.kilograms,
            period_id=period.id,
            effective_on=day,
            corrects_id=(
                ledger.entry_that_booked(work, each.over_issue.batch_id)
                if each.over_issue
                else None
            ),
        )
        for each in taken
    ]


def _record(work: UnitOfWork, event: str, period: PeriodRow) -> None:
    audit.record(work, event, f"{period.boundary} {period.first_day}")
