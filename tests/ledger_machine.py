"""The ledger beside the oracle, as a machine that hypothesis drives."""

from copy import deepcopy
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import count
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
)
from sqlalchemy import func, select

from remine_portal.domain.credits import METALS, account_name
from remine_portal.domain.errors import Refusal
from remine_portal.domain.mass import Mass
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import credit_positions, ledger
from remine_portal.persistence.blobs import Blobs
from remine_portal.persistence.database import Database
from remine_portal.persistence.periods import PeriodRow
from remine_portal.persistence.receipts import ReceiptRow
from remine_portal.services import (
    closing,
    correcting,
    credit_checking,
    receiving,
    returning,
    transferring,
)
from remine_portal.services.periods import named_period
from tests.books import Books, an_input
from tests.desk import Desk, found
from tests.factories import the_catalogue
from tests.ledger_scale import (
    BEGIN,
    BOUNDARIES,
    CARRY_OVER,
    DAYS_AGO,
    GOODS,
    KINDS,
    LOADS,
    OTHER,
    PERCENTS,
    REVISED,
    SHARES,
    due,
    enter,
    kilograms,
)
from tests.oracle import Oracle
from tests.oracle_records import Refused


class Ledger(RuleBasedStateMachine):
    """Every deed is done by the portal and by the oracle: both do it, or both refuse it."""

    inputs, drafts, declared = Bundle("inputs"), Bundle("drafts"), Bundle("declared")

    def __init__(self, database: Database, blobs: Blobs) -> None:
        super().__init__()
        with database.writing(COMMAND_LINE) as work:
            the_catalogue(work)
        self.books, self.desk = Books(database), Desk(database, blobs)
        self.closers = [self.books.hire(), self.books.hire()]
        self.oracle = Oracle([], BEGIN)
        self.draft_ids: dict[str, UUID] = {}
        self.numbers, self.steps = count(1), count(1)

    @initialize(target=inputs, first=CARRY_OVER, then=CARRY_OVER, kind=KINDS)
    def the_books_are_opened(self, first, then, kind):
        enter(self.books, self.oracle, BEGIN, "0.970", 6, first)
        enter(self.books, self.oracle, REVISED, "0.965", 8, then)
        self._work_on(date(2026, 2, 20))
        return self.input_arrives("NAOSHIMA", kind, Decimal(40), Decimal(90), ago=0, late=False)

    @rule(days=st.sampled_from([1, 6, 7, 30, 60]))
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

    @rule(target=drafts, boundary=BOUNDARIES, tonnes=GOODS, ago=DAYS_AGO, shares=SHARES)
    def copper_is_shipped(self, boundary, tonnes, ago, shares):
        number = f"SH-{next(self.numbers)}"
        day = self.oracle.today - timedelta(days=ago)
        self.books.ship(number, str(tonnes), on=day, site=boundary)
        self.oracle.ship(number, boundary, day, kilograms(tonnes))
        return self.draft_is_prepared(number, shares)

    @rule(target=declared, boundary=BOUNDARIES, tonnes=GOODS, ago=DAYS_AGO, shares=SHARES)
    def copper_is_shipped_and_declared(self, boundary, tonnes, ago, shares):
        draft = self.copper_is_shipped(boundary, tonnes, ago, shares)
        return (
            self.declaration_is_issued(draft, handed_over=False)
            if draft in self.draft_ids
            else multiple()
        )

    @rule(target=drafts, draft=drafts, shares=SHARES)
    def another_draft_is_prepared(self, draft, shares):
        return self.draft_is_prepared(draft.partition(" ")[0], shares)

    def draft_is_prepared(self, lot, shares):
        name = f"{lot} {next(self.numbers)}"

        def prepare():
            self.draft_ids[name] = self.desk.prepare(lot, attributions=shares)

        said = {kind: Fraction(percent) / 100 for kind, percent in shares.items()}
        return self._both(name, prepare, lambda oracle: oracle.reserve(name, lot, said))

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
        return self._both(
            draft,
            lambda: self.desk.issue(self.draft_ids[draft]),
            lambda oracle: oracle.issue(draft),
        )

    @rule(draft=drafts)
    def draft_is_withdrawn(self, draft):
        self._both(
            draft,
            lambda: self.desk.withdraw(self.draft_ids[draft]),
            lambda oracle: oracle.withdraw(draft),
        )

    @rule(draft=declared, tonnes=GOODS)
    def goods_come_back(self, draft, tonnes):
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
                    closing.propose_or_confirm(work, row)

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

    @invariant()
    def every_account_stands_as_the_oracle_says(self):
        """15, 20, 26 to 28, 32, 35, 37, 38: and no more is attributed than was brought in."""
        with self.books.reading() as work:
            names = {row.id: row.name for row in ledger.all_accounts(work)}
            standing = credit_positions.positions_on(work, work.today)
            brought_in = work.session.scalar(select(func.sum(ReceiptRow.credited_kg))) or 0
        shown = {
            names[key]: (
                each.available_kg,
                each.reserved_kg,
                each.attributed_kg,
                each.expired_kg,
                each.deficit_kg,
            )
            for key, each in standing.items()
        }
        assert shown == {
            account_name(boundary, METALS[0], kind): figures
            for (boundary, kind), figures in due(self.oracle).positions().items()
        }
        assert min((min(figures) for figures in shown.values()), default=0) >= 0
        assert sum(attributed for _, _, attributed, _, _ in shown.values()) <= brought_in

    @invariant()
    def the_books_agree_with_their_entries(self):
        """Asked now and then, because it reads every entry; nothing that is wrong mends itself."""
        if next(self.steps) % 10 == 0:
            self.teardown()

    def teardown(self):
        with self.books.reading() as work:
            assert list(map(str, credit_checking.differences(work))) == []
            for period in work.session.scalars(select(PeriodRow)).all():
                for balance in credit_positions.balances_until(work, period).values():
                    assert balance.closing_kg >= 0, f"{period.boundary} {period.first_day}"

    def _both(self, name, portal, oracle):
        """Do it in both; the name, or nothing where both refuse it for the same reason."""
        tried = deepcopy(self.oracle)
        reasons, refusal = set(), None
        try:
            oracle(tried)
        except Refused as refused:
            reasons = refused.names
        try:
            portal()
        except Refusal as said:
            refusal = said
        if reasons or refusal:
            assert refusal is not None, f"the portal does what is refused for {reasons}"
            assert refusal.code in reasons, f"{refusal.code}: {refusal}, not {reasons or 'refused'}"
            return multiple()
        self.oracle = tried
        return name

    def _work_on(self, day):
        self.oracle.today = day
        self.books.now = self.desk.now = datetime.combine(day, time(3), UTC)
