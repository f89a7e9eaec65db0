"""The books as DOMAIN.md wants them kept (rules 12 to 38), in plain Python and fractions.

It knows nothing of the portal and imports nothing of it. Masses are fractions of a kilogram, shares
fractions of one, credits whole kilograms.
"""

from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor

from tests.oracle_books import Books, debits_of
from tests.oracle_records import (
    Account,
    Batch,
    Deficit,
    Draft,
    Input,
    Lot,
    months_after,
    quarter,
    quarter_after,
    refuse,
    spent,
)


class Oracle(Books):
    """Every deed, and what it refuses."""

    def receive(
        self, name: str, account: Account, metal: Fraction, *, on: date, late: bool
    ) -> None:
        """Rules 12, 19 and 28 to 31: `metal` is gross mass × assay."""
        boundary, _ = account
        self.keep_up(boundary)
        period = self.open_period(boundary, on) if late else quarter(on)
        refuse(PERIOD_CLOSED=(boundary, period) in self.closed)
        terms = self.in_force(on)
        credited = floor(metal * terms.factor)
        self.inputs[name] = Input(account, metal, credited, period, on)
        if credited:
            batch = Batch(account, name, period, months_after(on, terms.validity_months))
            batch.move(period, credited)
            self.batches.append(batch)
        self.keep_up(boundary)

    def ship(self, name: str, boundary: str, day: date, mass: Fraction) -> None:
        self.lots[name] = Lot(boundary, day, mass)

    def reserve(
        self, name: str, lot: str, shares: dict[str, Fraction], replaces: str | None = None
    ) -> None:
        """Rules 15 to 21, 28, 34 and 38."""
        self.drafts[name] = Draft(self.lots[lot], shares, replaces=replaces)
        self.keep_up(self.lots[lot].boundary)
        self._reserve(name)

    def hand_over(self, name: str) -> None:
        """Rule 38: what is held no more is reserved anew."""
        draft = self.drafts[name]
        self.keep_up(draft.lot.boundary)
        refuse(ALREADY_ISSUED=draft.declared, INVALID=draft.withdrawn)
        if not self._holds(name):
            self._reserve(name)
        refuse(**self._in_the_way(name))
        draft.handed_over = True

    def issue(self, name: str) -> None:
        """Rules 17, 32, 34, 37 and 38."""
        draft = self.drafts[name]
        lot = draft.lot
        self.keep_up(lot.boundary)
        refuse(ALREADY_ISSUED=draft.declared, INVALID=draft.withdrawn)
        refuse(SAME_HANDS=not draft.handed_over)
        refuse(**self._in_the_way(name), DRAFT_STALE=not self._holds(name))
        for batch in self._oldest_first(lot.boundary):
            if kilograms := batch.held.pop(name, 0):
                batch.count(lot.period, -kilograms)
                batch.taken[name] = kilograms
                so_far = self.attributed.get((lot.boundary, lot.period), 0)
                self.attributed[lot.boundary, lot.period] = so_far + kilograms
        draft.declared, draft.until = True, None
        if draft.replaces:
            self._supersede(draft.replaces, name)

    def _supersede(self, old: str, new: str) -> None:
        """Rule 34: the new version goes on with what the old one took; the excess goes back."""
        draft = self.drafts[new]
        if not self._relied_on(old):
            for account, kilograms in self._taken(old).items():
                going = max(0, kilograms - debits_of(draft).get(account, 0))
                self._give_back(old, account, going)
        for batch in self.batches:
            batch.taken[new] = batch.taken.get(new, 0) + batch.taken.pop(old, 0)
        self.drafts[old].ended = "superseded"
        self.keep_up(draft.lot.boundary)

    def revoke(self, name: str) -> None:
        """Rule 36: all of it goes back once, unless the buyer relied on it."""
        draft = self.drafts[name]
        self.keep_up(draft.lot.boundary)
        refuse(NOT_CURRENT=draft.ended)
        draft.ended = "revoked"
        if not self._relied_on(name):
            for account, kilograms in self._taken(name).items():
                self._give_back(name, account, kilograms)
        self.keep_up(draft.lot.boundary)

    def rely_on(self, name: str) -> None:
        draft = self.drafts[name]
        self.keep_up(draft.lot.boundary)
        draft.relied_on = True

    def withdraw(self, name: str) -> None:
        """Rule 38."""
        draft = self.drafts[name]
        refuse(ALREADY_ISSUED=draft.declared, INVALID=draft.withdrawn)
        if self._held(name):
            self.keep_up(draft.lot.boundary)
            self._release(name)
            self.keep_up(draft.lot.boundary)
        draft.withdrawn = True

    def take_back(self, name: str, mass: Fraction) -> None:
        """Rules 26, 30, 34 and 35: what was taken last goes back to the batch it came from."""
        draft = self.drafts[name]
        lot = draft.lot
        self.keep_up(lot.boundary)
        before = lot.mass - draft.returned
        draft.returned += mass
        kept = lot.mass - draft.returned
        refuse(INVALID=kept < 0, NOT_CURRENT=draft.ended == "superseded")
        for kind, share in draft.shares.items():
            account = (lot.boundary, kind)
            attributed = min(self._taken(name).get(account, 0), ceil(before * share))
            self._give_back(name, account, max(0, attributed - ceil(kept * share)))
            self.keep_up(lot.boundary)

    def disallow(self, name: str) -> None:
        """Rule 37, wherever the credits are by now; what is lacking, lacks where they came in."""
        found = self.inputs[name]
        boundary, _ = found.account
        self._keep_up_all()
        refuse(INVALID=found.credited == found.struck)
        own, *transferred = [each for each in self.batches if each.source == name]
        for draft in {draft for batch in (own, *transferred) for draft in batch.held}:
            self._release(draft)
        self._keep_up_all()
        for batch in transferred:
            share = min(batch.available, found.credited - found.struck)
            batch.move(self.open_period(batch.account[0], self.today), -share)
            found.struck += share
        period = self.open_period(boundary, found.received_on)
        self._strike(name, found.credited - found.struck, period)
        self.keep_up(boundary)

    def transfer(self, account: Account, target: str, kilograms: int) -> None:
        """Rule 24: each batch keeps its last day."""
        source, kind = account
        for boundary in (source, target):
            self.keep_up(boundary)
        period, begins = (self.open_period(each, self.today) for each in (source, target))
        usable = self._usable(account, period)
        refuse(
            ACCOUNT_FROZEN=self.lacking(account),
            INSUFFICIENT_CREDITS=sum(each.available for each in usable) < kilograms,
        )
        for batch, share in spent(usable, kilograms):
            batch.move(period, -share)
            across = Batch((target, kind), batch.source, begins, batch.last_day)
            across.move(begins, share)
            self.batches.append(across)
        self.keep_up(target)

    def produce(self, boundary: str, period: date, output: Fraction) -> None:
        self.keep_up(boundary)
        refuse(PERIOD_CLOSED=(boundary, period) in self.closed)
        self.output[boundary, period] = output

    def close(self, boundary: str, period: date, *, stock: Fraction, recovered: Fraction) -> None:
        """Rules 21, 26, 27, 30 and 32; every earlier period is closed, and the output is booked."""
        self.keep_up(boundary)
        refuse(INVALID=not self._may_close(boundary, period))
        for name, each in self.inputs.items():
            if (each.account[0], each.period) == (boundary, period):
                over = each.credited - each.struck - floor(each.metal * recovered)
                self._strike(name, max(0, over), period)
        begun = [each for each in self._oldest_first(boundary) if each.begins <= period]
        total = sum(max(0, each.stood_after(period)) for each in begun)
        terms = self.in_force(period)
        excess = max(0, total - floor(stock)) if terms.capped else 0
        excess = excess if terms.carry_over else total
        for batch in begun:
            lapsing = max(0, min(batch.available, batch.stood_after(period), excess))
            excess -= lapsing
            batch.expire(period, lapsing)
        self.closed.add((boundary, period))
        self.keep_up(boundary)

    def _reserve(self, name: str) -> None:
        draft = self.drafts[name]
        lot = draft.lot
        self._release(name)
        self.keep_up(lot.boundary)
        usable = {
            account: self._usable(account, lot.period, until=lot.ship_day)
            for account in debits_of(draft)
        }
        short = [
            account
            for account, kilograms in self._needs(draft).items()
            if sum(each.available for each in usable[account]) < kilograms
        ]
        refuse(**self._in_the_way(name), INSUFFICIENT_CREDITS=short)
        for account, kilograms in self._needs(draft).items():
            for batch, share in spent(usable[account], kilograms):
                batch.available -= share
                batch.held[name] = share
        days = self.in_force(lot.ship_day).reservation_days
        draft.until = self.today + timedelta(days=days - 1) if self._needs(draft) else None

    def _in_the_way(self, name: str) -> dict[str, bool]:
        """Of attributing what a draft says: rules 18, 21, 30, 32, 34 and 37."""
        draft = self.drafts[name]
        lot = draft.lot
        others = [
            each
            for key, each in self.drafts.items()
            if key not in (name, draft.replaces) and each.lot is lot
            if each.until or each.is_current
        ]
        shares = [share for each in (draft, *others) for share in each.shares.values()]
        held = [each.held for each in self.batches if each.account[0] == lot.boundary]
        used = self.attributed.get((lot.boundary, lot.period), 0) + sum(
            kilograms
            for each in held
            for key, kilograms in each.items()
            if self.drafts[key].lot.period == lot.period
        )
        needs = self._needs(draft)
        holds = self._holds(name)
        wanted = 0 if holds else sum(needs.values())
        is_asked = bool(needs) and (not holds or draft.replaces is not None)
        used -= self._going_back(draft)
        return {
            "PERIOD_CLOSED": bool(needs) and (lot.boundary, lot.period) in self.closed,
            "ATTRIBUTION_ABOVE_SHIPMENT": sum(shares) > 1,
            "OUTPUT_LIMIT": is_asked and used + wanted > self._output_limit(lot),
            "ACCOUNT_FROZEN": any(map(self.lacking, needs)),
            "ALREADY_ISSUED": any(each.is_current for each in others),
            "NOT_CURRENT": bool(draft.replaces and self.drafts[draft.replaces].ended),
        }

    def _going_back(self, draft: Draft) -> int:
        """Rule 34: what the old version took and the new one does not need."""
        if draft.replaces is None or self._relied_on(draft.replaces):
            return 0
        return sum(
            max(0, kilograms - debits_of(draft).get(account, 0))
            for account, kilograms in self._taken(draft.replaces).items()
        )

    def _give_back(self, name: str, account: Account, kilograms: int) -> None:
        """Rule 34: what was taken last goes back to the batch it came from."""
        for batch in reversed(self._oldest_first(account[0])):
            if batch.account == account and name in batch.taken:
                back = min(batch.taken[name], kilograms)
                kilograms -= back
                batch.taken[name] -= back
                self._put_back(self.drafts[name].lot, batch, back)

    def _strike(self, name: str, kilograms: int, period: date) -> None:
        """Rules 32 and 37: of its own batch first, then of the oldest; the rest is lacking."""
        source = self.inputs[name]
        source.struck += kilograms
        for batch in self.batches:
            if batch.source == name and batch.account == source.account and kilograms:
                share = min(batch.available, batch.stood_after(period), kilograms)
                batch.move(period, -share)
                kilograms -= share
                break
        kilograms -= self._take_out(source.account, kilograms, period)
        if kilograms:
            self.deficits.append(Deficit(source.account, kilograms))

    def _may_close(self, boundary: str, period: date) -> bool:
        held = any(
            name in each.held
            for name, draft in self.drafts.items()
            for each in self.batches
            if (draft.lot.boundary, draft.lot.period) == (boundary, period)
        )
        over = self.attributed.get((boundary, period), 0) > ceil(self.output[boundary, period])
        ended = quarter_after(period) <= self.today
        return ended and not held and not over
