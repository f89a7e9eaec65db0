"""Credits that go back after issue: goods returned, a declaration superseded or revoked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from remine_portal.domain.attributed_declarations import shares_of
from remine_portal.domain.attribution import Attribution, credits_after_return
from remine_portal.domain.credits import METALS, Reason
from remine_portal.domain.declarations import Status
from remine_portal.domain.endings import NotCurrent
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.mass import Mass
from remine_portal.persistence import audit, corrections, credit_positions, ledger, periods
from remine_portal.persistence.corrections import GoodsReturnRow, OnwardUseRow
from remine_portal.persistence.credit_positions import Taken
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import declared_mass
from remine_portal.persistence.drafts import DraftRow, lock_draft, versions_until
from remine_portal.persistence.ledger import Posting
from remine_portal.persistence.periods import PeriodRow
from remine_portal.services.bookkeeping import hold_books
from remine_portal.services.periods import open_period_on, policy_of
from remine_portal.services.planning import plan_of


class ReturnedBefore(Refusal):
    """DOMAIN.md rules 34 and 35: what came back with goods does not come back again."""

    sentence = N_(
        "Return {reference} is booked already, under an earlier version of {number}. Give the "
        "reference of another return, or leave the returned goods out of a new version."
    )


class MoreThanWasSent(Refusal):
    sentence = N_(
        "{returned} kg cannot come back: {kept} kg of the declared goods are with the customer. "
        "Check the mass on the return note."
    )


def book_goods_return(
    work: UnitOfWork, draft: DraftRow, *, net_mass: Mass, returned_on: date, reference: str
) -> GoodsReturnRow:
    """Book goods that came back, and give back the credits above the share of what stays.

    50 t at 40 %, 20 t returned: 12 stay and 8 go back; those of an expired batch expire at once
    (DOMAIN.md rule 35). `draft` is the one the declaration was issued from. A return that is booked
    under the same reference changes nothing. Refuses a declaration that a new version has replaced,
    for the goods are under that now, a return that is booked under an earlier version, and more
    than is with the customer.
    """
    versions = hold_drawn_on(work, draft)
    draft = lock_draft(work, draft)
    returns = corrections.returns_of(work, draft.id)
    if known := next((each for each in returns if each.reference == reference), None):
        return known
    _refuse_not_under_this_version(work, draft, versions, reference)
    kept = declared_mass(work, draft.id) - Mass.total(each.net_mass for each in returns)
    if net_mass > kept:
        raise MoreThanWasSent(returned=net_mass.in_unit("kg"), kept=kept.in_unit("kg"))
    _give_back_above(work, draft, versions, before=kept, kept=kept - net_mass, note=reference)
    row = GoodsReturnRow(
        draft_id=draft.id,
        net_mass=net_mass,
        returned_on=returned_on,
        reference=reference,
        booked_by=work.actor.email or work.actor.name,
        booked_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    audit.record(
        work,
        "goods:returned",
        draft.shipment.shipment_no,
        customer_id=draft.customer_id,
        detail=f"{net_mass.in_unit('kg'):f} kg, {reference}",
    )
    return row


def _refuse_not_under_this_version(
    work: UnitOfWork, draft: DraftRow, versions: list[UUID], reference: str
) -> None:
    if draft.declaration is None:
        return
    if draft.declaration.status is Status.SUPERSEDED:
        raise NotCurrent(number=draft.declaration.number)
    earlier = [each for version in versions[1:] for each in corrections.returns_of(work, version)]
    if any(each.reference == reference for each in earlier):
        raise ReturnedBefore(reference=reference, number=draft.declaration.number)


def return_for_supersession(work: UnitOfWork, draft: DraftRow) -> None:
    """Give back what a new version needs less than the versions before it attribute (rule 34).

    The books must be held. After a buyer confirmed onward use of one of them, the excess stays
    consumed.
    """
    if draft.attributions:
        give_back(work, plan_of(work, draft).going, note="superseded")


def return_for_revocation(work: UnitOfWork, draft: DraftRow) -> bool:
    """Give back all that a revoked declaration attributed, once; whether anything went back.

    With what it took over from the versions before it. A second revocation finds nothing attributed
    and does nothing. After the buyer confirmed onward use of any of them the credits stay consumed
    (DOMAIN.md rule 36).
    """
    versions = hold_drawn_on(work, draft)
    if corrections.relied_on(work, versions):
        return False
    taken = credit_positions.taken_by(work, versions)
    give_back(work, taken, note="revoked")
    return bool(taken)


def confirm_onward_use(
    work: UnitOfWork, draft: DraftRow, *, confirmed_on: date, confirmed_by: str
) -> OnwardUseRow:
    """Note that a buyer has relied on a declaration (DOMAIN.md rule 36); once is enough.

    The books are held, so that it is known before or after a revocation, and never missed by one.
    """
    hold_drawn_on(work, draft)
    if known := corrections.onward_use_of(work, draft.id):
        return known
    row = OnwardUseRow(
        draft_id=draft.id,
        confirmed_on=confirmed_on,
        confirmed_by=confirmed_by,
        booked_by=work.actor.email or work.actor.name,
        booked_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    audit.record(
        work,
        "onward-use:confirmed",
        draft.shipment.shipment_no,
        customer_id=draft.customer_id,
        detail=confirmed_by,
    )
    return row


def hold_drawn_on(work: UnitOfWork, draft: DraftRow) -> list[UUID]:
    """Hold the books that a declaration and the versions before it drew on; their drafts.

    Books are held before anything else is locked, so that everybody waits in one order.
    """
    versions = versions_until(work, draft.id)
    for boundary in corrections.boundaries_drawn_on(work, versions):
        hold_books(work, boundary, METALS[0])
    return versions


def give_back(work: UnitOfWork, going: Iterable[Taken], *, note: str | None = None) -> None:
    """Return credits to the batches they came from, with their original expiry (rule 34).

    What has expired meanwhile, or was not carried over, expires at once (rule 35). The books must
    be held.
    """
    boundaries = set()
    for each in going:
        _return(work, each, note)
        boundaries.add(each.boundary)
    for boundary in sorted(boundaries):
        hold_books(work, boundary, METALS[0])  # posts what falls due with what came back


def last_taken(taken: Iterable[Taken], kilograms: int) -> Iterator[Taken]:
    """So many kilograms, the last taken first, so that what stays attributed is the oldest."""
    missing = kilograms
    for each in reversed(list(taken)):
        if share := min(each.kilograms, missing):
            missing -= share
            yield replace(each, kilograms=share)
    assert not missing, "no more goes back than was attributed"


def _give_back_above(
    work: UnitOfWork, draft: DraftRow, versions: list[UUID], *, before: Mass, kept: Mass, note: str
) -> None:
    """Of each account it states, what the goods that are kept need less than those before."""
    if draft.declaration is None or not draft.attributions:
        return
    taken = credit_positions.taken_by(work, versions)
    for share in shares_of(draft.declaration.snapshot):
        attribution = Attribution(share.characteristic, share.percent)
        own = [each for each in taken if each.account == share.account]
        # What onward use keeps consumed beside them does not go back with the goods.
        attributed = min(sum(each.kilograms for each in own), attribution.debit_kg(before))
        going_back = credits_after_return(attribution, kept=kept, attributed_kg=attributed)
        give_back(work, last_taken(own, going_back), note=note)


def _return(work: UnitOfWork, taken: Taken, note: str | None) -> None:
    """Into the period it was attributed in, or the first open one since: no later one.

    An open period in between could use it again, and would end below zero by its own entries. What
    cannot be used again expires in the period it came back to.
    """
    attributed_in = ledger.find_period(work, taken.period_id)
    period = open_period_on(work, taken.boundary, METALS[0], attributed_in.first_day)
    back = Posting(
        batch_id=taken.batch_id,
        reason=Reason.RETURN,
        kilograms=taken.kilograms,
        period_id=period.id,
        effective_on=work.today,
        draft_id=taken.draft_id,
        corrects_id=taken.entry_id,
        note=note,
    )
    ledger.post(work, [back])
    has_expired = taken.expires_on < work.today
    if has_expired or _was_not_carried_over(work, attributed_in, period):
        lapse = Posting(
            batch_id=taken.batch_id,
            reason=Reason.EXPIRE,
            kilograms=taken.kilograms,
            period_id=period.id,
            effective_on=work.today,
            note=note,
        )
        ledger.post(work, [lapse])


def _was_not_carried_over(work: UnitOfWork, since: PeriodRow, until: PeriodRow) -> bool:
    """Whether a period has been closed meanwhile whose policy carried nothing over (rule 26)."""
    return any(
        since.first_day <= each.first_day < until.first_day
        and not policy_of(work, each.first_day).carry_over
        for each in periods.periods_of(work, since.boundary, since.metal)
    )
