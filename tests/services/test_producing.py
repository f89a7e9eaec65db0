"""Production of a period as staff book it: the newest counts, until the period is closed."""

from datetime import date
from decimal import Decimal

import pytest

from remine_portal.documents.tables import table_of_records
from remine_portal.domain.credits import METALS
from remine_portal.domain.mass import Mass
from remine_portal.domain.periods import NoPeriod, PeriodClosed, PeriodUnknown
from remine_portal.persistence.periods import periods_of, production_of
from remine_portal.services import producing
from remine_portal.services.periods import named_period
from tests.books import Q2, Q3
from tests.erp_files import PRODUCTION
from tests.full_ledger import UNTIL_SUMMER, close_periods


def booked(books, first_day=Q3):
    """Output and stock in tonnes, and the yield, as they stand."""
    with books.reading() as work:
        record = production_of(work, named_period(work, "NAOSHIMA", METALS[0], first_day))
        masses = [record.output, record.physical_stock]
        tonnes = [None if mass is None else mass.in_unit("t") for mass in masses]
        return (*tonnes, record.measured_yield)


def test_what_is_booked_of_a_period(books):
    books.produce(output="9000.5", physical_stock="60", measured_yield="0.955")

    assert booked(books) == (Decimal("9000.5"), 60, Decimal("0.955"))


def test_what_is_not_known_yet_stays_as_it_was(books):
    books.produce(output="9000", physical_stock="60")

    books.produce(measured_yield="0.955")
    books.produce(output="0")

    assert booked(books) == (0, 60, Decimal("0.955"))


def test_the_newest_figure_counts(books):
    books.produce(output="9000")
    books.produce(output="8990.5")

    assert booked(books) == (Decimal("8990.5"), None, None)


def test_a_closed_period_keeps_its_figures(books):
    """30. Closed period."""
    close_periods(books, UNTIL_SUMMER)

    with pytest.raises(PeriodClosed, match="2026-04-01 to 2026-06-30"):
        books.produce(Q2, output="2000")

    assert booked(books, Q2)[0] == 1000


def test_a_period_is_named_by_its_first_day(books):
    with pytest.raises(PeriodUnknown, match="begins on 2026-07-02"):
        books.produce(date(2026, 7, 2), output="9000")


def test_before_the_first_policy_there_is_no_period(books):
    with pytest.raises(NoPeriod):
        books.produce(date(2025, 7, 1), output="9000")


def plan(books, *changes):
    table = table_of_records([{**PRODUCTION, **change} for change in changes])
    with books.reading() as work:
        return producing.plan_production(work, table).preview


def test_a_file_is_held_against_what_is_booked(books):
    books.produce(output="9000.5", physical_stock="60", measured_yield="0.955")

    same, other = plan(books, {}), plan(books, {"measured_yield": "0.956"})
    less = plan(books, {"output": "", "physical_stock": ""})

    assert (same.unchanged, len(same.new)) == (1, 0)
    assert (other.unchanged, len(other.new)) == (0, 1)
    assert (less.unchanged, len(less.new)) == (1, 0)


def test_a_row_of_a_closed_period_is_refused(books):
    """30. Closed period."""
    close_periods(books, UNTIL_SUMMER)

    [problem] = plan(books, {"period": "2026-04-01"}).problems

    assert (problem.column, problem.value, problem.code) == (
        "period",
        "2026-04-01",
        "PERIOD_CLOSED",
    )


def test_looking_at_a_file_opens_no_period(books):
    [new] = plan(books, {}).new

    with books.reading() as work:
        assert periods_of(work, "NAOSHIMA", METALS[0]) == []
    assert new.output == Mass.of("9000.5", "t")
