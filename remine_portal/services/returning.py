"""Credits that go back after issue: goods returned, a declaration superseded or revoked."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from remine_portal.domain.attribution import Attribution, credits_after_return
from remine_portal.domain.credits import Characteristic, Reason
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.mass import Mass
from remine_portal.persistence import audit, corrections, credit_positions, ledger, periods
from remine_portal.persistence.corrections import GoodsReturnRow, OnwardUseRow
from remine_portal.persistence.credit_positions import Taken
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import declared_mass
from remine_portal.persistence.drafts import DraftRow
from remine_portal.persistence.ledger import Posting
from remine_portal.persistence.periods import PeriodRow
from remine_portal.services.attributing import attributions_of
from remine_portal.services.bookkeeping import Books, cover_deficits, expire_batches, hold_books
from remine_portal.services.periods import open_period_on, policy_of


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
    under the same reference changes nothing. Refuses more than is with the customer.
    """
    books = _books_of(work, draft)
    returns = corrections.returns_of(work, draft.id)
    if known := next((each for each in returns if each.reference == reference), None):
        return known
    kept = declared_mass(work, draft.id) - Mass.total(each.net_mass for each in returns)
    if net_mass > kept:
        raise MoreThanWasSent(returned=net_mass.in_unit("kg"), kept=kept.in_unit("kg"))
    if books is not None:
        for attribution in attributions_of(draft):
            _give_back_above(work, books, draft, attribution, kept - net_mass, reference)
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


def return_for_supersession(
    work: UnitOfWork, old: DraftRow, *, staying_kg: dict[Characteristic, int]
) -> None:
    """Give back what a new version of a declaration needs less than the old one (rule 34).

    `staying_kg` is the debit of the new version by characteristic.
    """
    books = _books_of(work, old)
    for characteristic in books.accounts if books else ():
        assert books is not None
        taken = _taken(work, books, old.id, characteristic)
        going_back = _total(taken) - staying_kg.get(characteristic, 0)
        give_back(work, books, old.id, taken, max(0, going_back), note="superseded")


def return_for_revocation(work: UnitOfWork, draft: DraftRow) -> bool:
    """Give back all that a revoked declaration attributed, once; whether anything went back.

    A second revocation finds nothing attributed and does nothing. After the buyer confirmed onward
    use the credits stay consumed (DOMAIN.md rule 36).
    """
    books = _books_of(work, draft)
    if books is None or corrections.onward_use_of(work, draft.id) is not None:
        return False
    returned = False
    for characteristic in books.accounts:
        taken = _taken(work, books, draft.id, characteristic)
        give_back(work, books, draft.id, taken, _total(taken), note="revoked")
        returned = returned or bool(taken)
    return returned


def confirm_onward_use(
    work: UnitOfWork, draft: DraftRow, *, confirmed_on: date, confirmed_by: str
) -> OnwardUseRow:
    """Note that a buyer has relied on a declaration (DOMAIN.md rule 36); once is enough.

    The books are held, so that it is known before or after a revocation, and never missed by one.
    """
    _books_of(work, draft)
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


def give_back(
    work: UnitOfWork,
    books: Books,
    draft_id: UUID,
    taken: list[Taken],
    kilograms: int,
    *,
    note: str | None = None,
) -> None:
    """Return credits to the batches they came from, with their original expiry (rule 34).

    The last taken goes back first, so that what stays attributed is the oldest. What has expired
    meanwhile, or was not carried over, expires at once (rule 35).
    """
    missing = kilograms
    for each in reversed(taken):
        share = min(each.kilograms, missing)
        missing -= share
        if share:
            _return(work, books, draft_id, each, share, note)
    assert not missing, "no more goes back than was attributed"
    expire_batches(work, books)
    cover_deficits(work, books)


def _give_back_above(
    work: UnitOfWork,
    books: Books,
    draft: DraftRow,
    attribution: Attribution,
    kept: Mass,
    reference: str,
) -> None:
    taken = _taken(work, books, draft.id, attribution.characteristic)
    going_back = credits_after_return(attribution, kept=kept, attributed_kg=_total(taken))
    give_back(work, books, draft.id, taken, going_back, note=reference)


def _books_of(work: UnitOfWork, draft: DraftRow) -> Books | None:
    """The books a declaration's credits came from, held; None where none were attributed."""
    account = corrections.account_drawn_on(work, draft.id)
    return hold_books(work, account.boundary, account.metal) if account else None


def _taken(
    work: UnitOfWork, books: Books, draft_id: UUID, characteristic: Characteristic
) -> list[Taken]:
    account = books.accounts[characteristic].id
    return [
        each
        for each in credit_positions.taken_by(work, draft_id)
        if each.account_id == account and each.kilograms
    ]


def _total(taken: list[Taken]) -> int:
    return sum(each.kilograms for each in taken)


def _return(
    work: UnitOfWork, books: Books, draft_id: UUID, taken: Taken, kilograms: int, note: str | None
) -> None:
    attributed_in = ledger.find_period(work, taken.period_id)
    period = attributed_in
    if period.is_closed:
        period = open_period_on(work, books.boundary, books.metal, work.today)
    back = Posting(
        batch_id=taken.batch_id,
        reason=Reason.RETURN,
        kilograms=kilograms,
        period_id=period.id,
        effective_on=work.today,
        draft_id=draft_id,
        corrects_id=taken.entry_id,
        note=note,
    )
    ledger.post(work, [back])
    if _was_not_carried_over(work, attributed_in, period):
        lapse = Posting(
            batch_id=taken.batch_id,
            reason=Reason.EXPIRE,
            kilograms=kilograms,
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
