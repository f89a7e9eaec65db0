"""Attributing credits to a shipment: reserved for a draft, attributed at issue."""

from __future__ import annotations

from datetime import timedelta

from remine_portal.domain.attribution import refuse_above_shipment
from remine_portal.domain.batches import Batch, split_over
from remine_portal.domain.credits import METALS, Reason
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.periods import OutputLimit, ShippedInClosedPeriod
from remine_portal.persistence import credit_positions, drafts, ledger, periods
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.drafts import DraftRow
from remine_portal.persistence.ledger import AccountRow, Posting
from remine_portal.persistence.periods import PeriodRow
from remine_portal.services.bookkeeping import Books, hold_books, refuse_frozen, release_drafts
from remine_portal.services.periods import first_day_to_spend, output_limit_kg, period_on
from remine_portal.services.planning import Plan, plan_of


class ReservationLapsed(Refusal):
    """DOMAIN.md rule 38."""

    code = "DRAFT_STALE"
    sentence = N_(
        "This draft no longer holds the credits it needs: a reservation ends after {days} days, or "
        "the masses or the input have been corrected. Hand it over again to reserve them anew."
    )


def hold_for(work: UnitOfWork, draft: DraftRow) -> Books | None:
    """Hold the books that a draft attributes from; None for a draft without attributions.

    Those it still holds credits of, or takes some over from, are held as well, for a correction may
    have moved its lots to another boundary. To be done before the draft itself is locked, so that
    everybody waits in one order.
    """
    if not draft.attributions:
        return None
    plan = plan_of(work, draft)
    boundaries = {plan.boundary, *credit_positions.boundaries_reserved_in(work, draft.id)}
    if plan.inherited:
        boundaries |= {each.boundary for each in plan.inherited.taken}
    held = {each: hold_books(work, each, plan.metal) for each in sorted(boundaries)}
    return held[plan.boundary]


def let_go(work: UnitOfWork, draft: DraftRow) -> None:
    """Release all that a draft has reserved, wherever its lots are by now (DOMAIN.md rule 38)."""
    for boundary in credit_positions.boundaries_reserved_in(work, draft.id):
        release_drafts(work, hold_books(work, boundary, METALS[0]), [draft.id])


def reserve(work: UnitOfWork, draft: DraftRow, books: Books) -> None:
    """Reserve what a draft needs, in place of what it holds (DOMAIN.md rules 15 to 21).

    Until so many days after today as the policy gives; the oldest expiry first. The books must be
    those of the draft. Refuses an account that is frozen or holds too little, a closed period, a
    lot above 100 %, and more than the boundary put out in the period; nothing has moved then.
    """
    plan = plan_of(work, draft)
    period = period_on(work, plan.boundary, plan.metal, draft.shipment.ship_date)
    let_go(work, draft)
    refuse_unattributable(work, draft, plan)
    postings = []
    for attribution in plan.attributions:
        account = books.accounts[attribution.characteristic]
        if not (kilograms := plan.needs.get(account.name, 0)):
            continue
        refuse_frozen(work, account)
        for batch, share in _split(work, draft, period, account, kilograms):
            postings.append(
                Posting(
                    batch_id=batch.id,
                    reason=Reason.RESERVE,
                    kilograms=share,
                    period_id=period.id,
                    effective_on=work.today,
                    draft_id=draft.id,
                )
            )
    ledger.post(work, postings)
    last_day = work.today + timedelta(days=plan.policy.reservation_days - 1)
    draft.reserved_until = last_day if postings else None
    work.session.flush()


def renew(work: UnitOfWork, draft: DraftRow, books: Books) -> None:
    """Reserve anew what a draft needs, unless it holds exactly that."""
    try:
        refuse_unready(work, draft, plan_of(work, draft))
    except ReservationLapsed:
        reserve(work, draft, books)


def attribute(work: UnitOfWork, draft: DraftRow, books: Books) -> tuple[str, ...]:
    """Attribute what a draft holds to its shipment; the entries, each named by account and number.

    Those of earlier versions that a new one goes on with come first. The draft must hold what it
    needs (`refuse_unready`).
    """
    kept = tuple(f"{each.account} {each.entry_id}" for each in plan_of(work, draft).staying)
    names = {each.id: each.name for each in books.accounts.values()}
    held = credit_positions.held_by(work, [draft.id])
    entries = ledger.post(
        work,
        [
            Posting(
                batch_id=each.batch_id,
                reason=Reason.ATTRIBUTE,
                kilograms=each.kilograms,
                period_id=each.period_id,
                effective_on=draft.shipment.ship_date,
                draft_id=draft.id,
            )
            for each in held
        ],
    )
    draft.reserved_until = None
    return kept + tuple(
        f"{names[each.account_id]} {entry}" for each, entry in zip(held, entries, strict=True)
    )


def refuse_unattributable(work: UnitOfWork, draft: DraftRow, plan: Plan) -> None:
    """Refuse what no credit could mend: a closed period, a lot above 100 %, too little output.

    A new version that needs no more than it takes over asks nothing of a period.
    """
    period = periods.period_with(work, plan.boundary, plan.metal, draft.shipment.ship_date)
    if period is not None and period.is_closed and plan.needs:
        raise ShippedInClosedPeriod(first_day=period.first_day, last_day=period.last_day)
    _refuse_above_lots(work, draft)
    if period is None or not plan.needs:
        return
    held_kg = sum(plan.needs.values()) if _holds(work, draft, plan) else 0
    # What the version before takes may have come to stay since the reservation (rule 36).
    if not held_kg or plan.inherited:
        refuse_above_output(work, plan, period, held_kg=held_kg)


def refuse_unready(work: UnitOfWork, draft: DraftRow, plan: Plan) -> None:
    """Refuse a draft whose account is frozen, or that does not hold what it needs (rule 38)."""
    for account in ledger.accounts_of(work, plan.boundary, plan.metal):
        if account.name in plan.needs:
            refuse_frozen(work, account)
    lapsed = draft.reserved_until is None or draft.reserved_until < work.today
    if (lapsed and plan.needs) or not _holds(work, draft, plan):
        raise ReservationLapsed(days=plan.policy.reservation_days)


def refuse_above_output(
    work: UnitOfWork, plan: Plan, period: PeriodRow, *, held_kg: int = 0
) -> None:
    """Refuse to attribute more than the boundary put out in the period (DOMAIN.md rule 21).

    What the draft holds is not counted twice, and what goes back when a new version is issued does
    not count against it.
    """
    limit = output_limit_kg(work, period, plan.policy)
    used = period.used_kg - credit_positions.lapsed_kg(work, period) - held_kg
    used -= sum(each.kilograms for each in plan.going if each.period_id == period.id)
    wanted = sum(plan.needs.values())
    if used + wanted > limit:
        raise OutputLimit(wanted=wanted, used=used, output=limit, boundary=plan.boundary)


def _split(
    work: UnitOfWork, draft: DraftRow, period: PeriodRow, account: AccountRow, kilograms: int
) -> list[tuple[Batch, int]]:
    """From batches of that period or an earlier one that last until the goods leave (7a)."""
    batches = ledger.batches_to_spend(
        work,
        account.id,
        first_day=first_day_to_spend(work, period),
        last_day=period.first_day,
        lasting_until=draft.shipment.ship_date,
    )
    return split_over(batches, kilograms, account=account.name)


def _holds(work: UnitOfWork, draft: DraftRow, plan: Plan) -> bool:
    """Whether the draft holds exactly what it needs of each account, in the shipment's period."""
    period = periods.period_with(work, plan.boundary, plan.metal, draft.shipment.ship_date)
    names = {each.id: each.name for each in ledger.accounts_of(work, plan.boundary, plan.metal)}
    held: dict[str, int] = {}
    for each in credit_positions.held_by(work, [draft.id]):
        if period is None or each.period_id != period.id:
            return False
        name = names.get(each.account_id, "")
        held[name] = held.get(name, 0) + each.kilograms
    return held == plan.needs


def _refuse_above_lots(work: UnitOfWork, draft: DraftRow) -> None:
    """Every share of each lot, in open drafts and current declarations (DOMAIN.md rule 18).

    A new version counts in place of the declaration that it replaces.
    """
    own_ids = {draft.id}
    if draft.replacement is not None:
        own_ids.add(draft.replacement.declaration.draft_id)
    shares = drafts.shares_of_lots(work, draft.shipment.id, without=own_ids)
    own = [each.percent for each in draft.attributions]
    lots = {line.line_no: line.lot_no for line in draft.shipment.lines}
    for line in draft.lines:
        if line.line_no in lots:
            refuse_above_shipment(lots[line.line_no], [*shares.get(line.line_no, []), *own])
