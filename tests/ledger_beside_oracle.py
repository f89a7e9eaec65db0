"""What every deed of the stateful test shares: the portal and the oracle do it, and agree."""

from copy import deepcopy
from datetime import UTC, datetime, time
from itertools import count
from uuid import UUID

from hypothesis.stateful import RuleBasedStateMachine, invariant, multiple
from sqlalchemy import func, select

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import credit_positions
from remine_portal.persistence.database import Database
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.periods import PeriodRow
from remine_portal.persistence.receipts import ReceiptRow
from remine_portal.services import credit_checking
from remine_portal.services.office import Office
from tests import ledger_views
from tests.books import Books
from tests.desk import Desk
from tests.factories import the_catalogue
from tests.ledger_scale import BEGIN
from tests.oracle import Oracle
from tests.oracle_records import Refused


class BesideOracle(RuleBasedStateMachine):
    """Every deed is done by the portal and by the oracle: both do it, or both refuse it."""

    def __init__(self, database: Database, office: Office) -> None:
        super().__init__()
        with database.writing(COMMAND_LINE) as work:
            the_catalogue(work)
        self.books, self.desk = Books(database), Desk(database, office)
        self.closers = [self.books.hire(), self.books.hire()]
        self.oracle = Oracle([], BEGIN)
        self.draft_ids: dict[str, UUID] = {}
        self.issued: dict[str, DeclarationRow] = {}
        self.numbers, self.steps = count(1), count(1)

    @invariant()
    def every_account_stands_as_the_oracle_says(self):
        """15, 20, 26 to 28, 32, 34 to 38: and no more is attributed than was brought in."""
        with self.books.reading() as work:
            accounts, batches = ledger_views.accounts(work), ledger_views.batches(work)
            brought_in = work.session.scalar(select(func.sum(ReceiptRow.credited_kg))) or 0
        assert accounts == ledger_views.accounts_of(self.oracle)
        assert batches == ledger_views.batches_of(self.oracle)
        assert all(min(figures) >= 0 for figures in accounts.values())
        assert sum(attributed for _, _, attributed, _, _ in accounts.values()) <= brought_in

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
