"""The ledger beside the oracle, as a machine that hypothesis drives."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    consumes,
    initialize,
    multiple,
    rule,
)

from remine_portal.domain.credits import METALS
from remine_portal.domain.mass import Mass
from remine_portal.services import (
    closing,
    correcting,
    receiving,
    returning,
    transferring,
)
from remine_portal.services.periods import named_period
from tests.books import ELV, RECYCLED, an_input
from tests.desk import found
from tests.ledger_beside_oracle import BesideOracle
from tests.ledger_scale import (
    BEGIN,
    BOUNDARIES,
    CARRY_OVER,
    DAYS,
    DAYS_AGO,
    KINDS,
    LOADS,
    OTHER,
    PERCENTS,
    RETURNS,
    REVISED,
    SHARES,
    SHIPPED,
    enter,
    kilograms,
)


class Ledger(BesideOracle):
    """Every deed that moves credits."""

    inputs, drafts, declared = Bundle("inputs"), Bundle("drafts"), Bundle("declared")

    @initialize(target=inputs, first=CARRY_OVER, then=CARRY_OVER)
    def the_books_are_opened(self, first, then):
        enter(self.books, self.oracle, BEGIN, "0.970", 6, first)
        enter(self.books, self.oracle, REVISED, "0.965", 8, then)
        self._work_on(date(2026, 2, 20))
        arriving = product(OTHER, (RECYCLED, ELV), (90, 0, 30))
        return multiple(
            *(
                self.input_arrives(boundary, kind, Decimal(4), Decimal(90), ago, late=False)
                for boundary, kind, ago in arriving
            )
        )

    @rule(days=st.sampled_from([1, 7, 30, 60, 92]))
    def days_pass(self, days):
        self._work_on(self.oracle.today + timedelta(days=days))

    @rule(
        target=inputs,
        boundary=BOUNDARIES,
        kind=KINDS,
        gross=LOADS,
        assay=PERCENTS,
        ago=DAYS_AGO,
        late=st.booleans(),
    )
    def input_arrives(self, boundary, kind, gross, assay, ago, late):
        day = self.oracle.today - timedelta(days=ago)
        receipt = an_input(
            gross=str(gross), assay=str(assay), kind=kind, on=day, site_code=boundary
        )
        name, metal = receipt.receipt_no, kilograms(gross) * Fraction(assay) / 100

        def book():
            with self.books.writing() as work:
                receiving.book_receipt(work, receipt, late=late)

        return self._both(
            name,
            book,
            lambda oracle: oracle.receive(name, (boundary, kind), metal, on=day, late=late),
        )

    @rule(target=drafts, **SHIPPED)
    def copper_is_shipped(self, boundary, tonnes, ago, shares, later):
        self.days_pass(later)
        number = f"SH-{next(self.numbers)}"
        day = self.oracle.today - timedelta(days=ago)
        self.books.ship(number, str(tonnes), on=day, site=boundary)
        self.oracle.ship(number, boundary, day, kilograms(tonnes))
        return self.draft_is_prepared(number, shares)

    @rule(target=declared, **SHIPPED)
    def copper_is_shipped_and_declared(self, boundary, tonnes, ago, shares, later):
        draft = self.copper_is_shipped(boundary, tonnes, ago, shares, later)
        return (
            self.declaration_is_issued(draft, handed_over=False)
            if draft in self.draft_ids
            else multiple()
        )

    @rule(target=drafts, draft=drafts, shares=SHARES)
    def another_draft_is_prepared(self, draft, shares):
        return self.draft_is_prepared(draft.partition(" ")[0], shares)

    @rule(target=drafts, old=declared, shares=SHARES)
    def new_version_is_prepared(self, old, shares):
        return self.draft_is_prepared(old.partition(" ")[0], shares, old)

    def draft_is_prepared(self, lot, shares, old=None):
        name = f"{lot} {next(self.numbers)}"

        def prepare():
            self.draft_ids[name] = self.desk.prepare(
                lot, attributions=shares, replaces=self.issued.get(old)
            )

        said = {kind: Fraction(percent) / 100 for kind, percent in shares.items()}
        return self._both(name, prepare, lambda oracle: oracle.reserve(name, lot, said, old))

    @rule(draft=drafts)
    def draft_is_handed_over(self, draft):
        self._both(
            draft,
            lambda: self.desk.hand_over(self.draft_ids[draft]),
            lambda oracle: oracle.hand_over(draft),
        )

    @rule(target=declared, draft=drafts, handed_over=st.booleans())
    def declaration_is_issued(self, draft, handed_over):
        if not handed_over:
            self.draft_is_handed_over(draft)

        def issue():
            self.issued[draft] = self.desk.issue(self.draft_ids[draft])

        return self._both(draft, issue, lambda oracle: oracle.issue(draft))

    @rule(target=declared, **SHIPPED, then=SHARES)
    def copper_is_declared_twice(self, boundary, tonnes, ago, shares, later, then):
        old = self.copper_is_shipped_and_declared(boundary, tonnes, ago, shares, later)
        return (
            self.declaration_is_superseded(old, then, later) if old in self.issued else multiple()
        )

    @rule(target=declared, old=consumes(declared), shares=SHARES, later=DAYS)
    def declaration_is_superseded(self, old, shares, later):
        self.days_pass(later)
        draft = self.new_version_is_prepared(old, shares)
        return (
            self.declaration_is_issued(draft, handed_over=False)
            if draft in self.draft_ids
            else multiple()
        )

    @rule(draft=declared, later=DAYS)
    def declaration_is_revoked(self, draft, later):
        self.days_pass(later)
        self._both(
            draft,
            lambda: self.desk.revoke(self.issued[draft]),
            lambda oracle: oracle.revoke(draft),
        )

    @rule(draft=declared)
    def buyer_relies_on_it(self, draft):
        def confirm():
            with self.books.writing() as work:
                returning.confirm_onward_use(
                    work,
                    found(work, self.draft_ids[draft]),
                    confirmed_on=work.today,
                    confirmed_by="Acme Metals",
                )

        self._both(draft, confirm, lambda oracle: oracle.rely_on(draft))

    @rule(draft=drafts)
    def draft_is_withdrawn(self, draft):
        self._both(
            draft,
            lambda: self.desk.withdraw(self.draft_ids[draft]),
            lambda oracle: oracle.withdraw(draft),
        )

    @rule(draft=declared, tonnes=RETURNS, later=DAYS)
    def goods_come_back(self, draft, tonnes, later):
        self.days_pass(later)
        reference = f"RN-{next(self.numbers)}"

        def take_back():
            with self.books.writing() as work:
                returning.book_goods_return(
                    work,
                    found(work, self.draft_ids[draft]),
                    net_mass=Mass.of(tonnes, "t"),
                    returned_on=work.today,
                    reference=reference,
                )

        self._both(draft, take_back, lambda oracle: oracle.take_back(draft, kilograms(tonnes)))

    @rule(receipt=consumes(inputs))
    def input_is_found_not_eligible(self, receipt):
        def disallow():
            with self.books.writing() as work:
                correcting.disallow_input(work, receipt, note="Not scrap.")

        self._both(receipt, disallow, lambda oracle: oracle.disallow(receipt))

    @rule(source=BOUNDARIES, kind=KINDS, most=st.integers(1, 20_000))
    def credits_are_transferred(self, source, kind, most):
        target = OTHER[source]

        def transfer():
            with self.books.writing() as work:
                transferring.transfer(
                    work,
                    source=source,
                    target=target,
                    characteristic=kind,
                    kilograms=most,
                )

        self._both(source, transfer, lambda oracle: oracle.transfer((source, kind), target, most))

    @rule(
        boundary=BOUNDARIES,
        output=st.sampled_from([1000, 1000, 20]),
        stock=LOADS,
        measured=st.sampled_from(["0.970", "0.980", "0.9"]),
    )
    def period_is_closed(self, boundary, output, stock, measured):
        period = self.oracle.open_period(boundary, BEGIN)
        figures = {"output": output, "physical_stock": stock, "measured_yield": measured}

        def close():
            for person in self.closers:
                with self.books.writing(person) as work:
                    row = named_period(work, boundary, METALS[0], period)
                    closing.propose_or_confirm(work, row, office=self.desk.office)

        self._both(
            boundary,
            lambda: self.books.produce(period, boundary=boundary, **figures),
            lambda oracle: oracle.produce(boundary, period, kilograms(output)),
        )
        self._both(
            boundary,
            close,
            lambda oracle: oracle.close(
                boundary, period, stock=kilograms(stock), recovered=Fraction(measured)
            ),
        )
