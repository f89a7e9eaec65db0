"""The policy of the credit ledger: which one is in force, and which site belongs to what."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from remine_portal.domain.policy import (
    CarryOverCap,
    NoPolicy,
    OutsideBoundary,
    TransferNotAllowed,
    policy_on,
)
from remine_portal.domain.policy_terms import read_terms, written_terms
from tests.books import DEMO

LATER = replace(
    DEMO,
    name="LATER",
    effective_from=date(2026, 10, 1),
    conversion_factors={"Cu": Decimal("0.965")},
)


@pytest.mark.parametrize(
    ("day", "factor"),
    [
        (date(2025, 10, 1), "0.970"),
        (date(2026, 9, 30), "0.970"),
        (date(2026, 10, 1), "0.965"),
        (date(2030, 2, 28), "0.965"),
    ],
)
def test_the_policy_of_a_day_is_the_newest_that_has_begun(day, factor):
    """31. Factor version, whatever the order they were entered in."""
    for policies in ([DEMO, LATER], [LATER, DEMO]):
        assert policy_on(policies, day).conversion_factors["Cu"] == Decimal(factor)


def test_before_the_first_policy_there_is_none():
    """31. No factor is assumed for the days before."""
    with pytest.raises(NoPolicy, match="2025-09-30"):
        policy_on([LATER, DEMO], date(2025, 9, 30))


def test_a_site_belongs_to_the_boundary_that_names_it():
    """24. Boundary = declared sites."""
    wide = replace(DEMO, boundaries={"WEST": ("NAOSHIMA", "IKUNO"), "EAST": ("ONAHAMA",)})

    assert wide.boundary_of("IKUNO") == wide.boundary_of("NAOSHIMA") == "WEST"
    assert wide.boundary_of("ONAHAMA") == "EAST"


@pytest.mark.parametrize("site", ["HOSOKURA", "naoshima", None])
def test_a_site_that_no_boundary_names_has_no_credits(site):
    """24. Boundary: nothing is guessed from a name."""
    with pytest.raises(OutsideBoundary, match="DEMO"):
        DEMO.boundary_of(site)


def test_boundaries_transfer_only_where_the_policy_says_so():
    """24. Boundary: transfers are declared."""
    replace(DEMO, transfers=True).refuse_transfer("NAOSHIMA", "ONAHAMA")

    with pytest.raises(TransferNotAllowed, match="no transfer between NAOSHIMA and ONAHAMA"):
        DEMO.refuse_transfer("NAOSHIMA", "ONAHAMA")


@pytest.mark.parametrize(
    ("carry_over", "cap", "caps"),
    [
        (True, CarryOverCap.PHYSICAL_STOCK, True),
        (True, CarryOverCap.NONE, False),
        (False, CarryOverCap.PHYSICAL_STOCK, False),
    ],
)
def test_a_cap_needs_something_carried_over(carry_over, cap, caps):
    assert replace(DEMO, carry_over=carry_over, carry_over_cap=cap).caps is caps


@pytest.mark.parametrize("policy", [DEMO, LATER, replace(DEMO, sample=True)])
def test_terms_are_read_as_they_were_written(policy):
    """31. What an input was booked by is on file for ever, to the last digit."""
    assert read_terms(written_terms(policy), sample=policy.sample) == policy
    assert '"Cu":"0.9' in written_terms(policy)
