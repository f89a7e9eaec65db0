"""The sizes and words that the stateful test of the ledger draws from."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from remine_portal.domain.credits import METALS
from remine_portal.domain.policy import CarryOverCap
from tests.books import DEMO, ELV, RECYCLED
from tests.oracle_records import Terms

BEGIN, REVISED = date(2025, 10, 1), date(2026, 4, 1)

OTHER = {"NAOSHIMA": "ONAHAMA", "ONAHAMA": "NAOSHIMA"}
BOUNDARIES = st.sampled_from(["NAOSHIMA", "NAOSHIMA", "ONAHAMA"])
KINDS = st.sampled_from([RECYCLED, ELV])
GOODS = st.one_of(st.integers(1, 10).map(Decimal), st.decimals("0.001", "10", places=6))
LOADS = st.one_of(st.integers(1, 40).map(Decimal), st.decimals("0.001", "40", places=6))
RETURNS = st.one_of(st.sampled_from([Decimal("0.5"), Decimal("0.001")]), GOODS)
"""In tonnes."""
PERCENTS = st.one_of(st.sampled_from(["100", "33.3"]), st.integers(1, 99).map(str)).map(Decimal)
SHARES = st.one_of(
    st.sampled_from([{RECYCLED: Decimal("33.3")}, {RECYCLED: Decimal(60), ELV: Decimal(25)}]),
    st.dictionaries(KINDS, PERCENTS, min_size=1),
)
CARRY_OVER = st.sampled_from(["all", "none", "up to the stock"])
DAYS_AGO = st.sampled_from([0, 0, 0, 1, 30, 90])
DAYS = st.sampled_from([0, 0, 1, 6, 7, 30])
SHIPPED = {
    "boundary": BOUNDARIES,
    "tonnes": GOODS,
    "ago": st.sampled_from([0, 0, 0, 1, 30, 90, -60]),  # some of it leaves only in two months
    "shares": SHARES,
    "later": DAYS,
}


def kilograms(tonnes):
    return Fraction(tonnes) * 1000


def enter(books, oracle, first_day, factor, months, carry_over):
    """A policy of credits that last so many months, on both sides."""
    capped = carry_over == "up to the stock"
    policy = replace(
        DEMO,
        name=f"POLICY {first_day}",
        effective_from=first_day,
        validity_months=months,
        conversion_factors={METALS[0]: Decimal(factor)},
        carry_over=carry_over != "none",
        carry_over_cap=CarryOverCap.PHYSICAL_STOCK if capped else CarryOverCap.NONE,
        transfers=True,
    )
    books.enter(policy)
    oracle.terms.append(Terms(first_day, Fraction(factor), months, 7, carry_over != "none", capped))
