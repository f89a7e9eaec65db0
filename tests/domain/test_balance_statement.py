"""The statement of a closed period: one text for one statement, read back as it was."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from remine_portal.domain.balance_statement import (
    AccountStatement,
    BalanceStatement,
    EligibleInput,
)
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.mass import Mass
from remine_portal.domain.periods import BalancePeriod

ACCOUNT = AccountStatement(
    account="NAOSHIMA-CU-recycled",
    characteristic=Characteristic.RECYCLED,
    root=bytes(range(32)),
    opening_kg=30_000,
    booked_kg=200_000,
    transferred_in_kg=1,
    returned_kg=2,
    attributed_kg=150_000,
    expired_kg=3,
    struck_off_kg=4,
    transferred_out_kg=5,
    closing_kg=79_991,
    deficit_kg=0,
    inputs=(
        EligibleInput(
            factor=Decimal("0.970"), inputs=3, contained=Mass(206_186_000_001), booked_kg=200_000
        ),
    ),
)
STATEMENT = BalanceStatement(
    boundary="NAOSHIMA",
    metal="Cu",
    period=BalancePeriod(date(2026, 4, 1), date(2026, 6, 30)),
    closed_at=datetime(2026, 7, 2, 3, 4, 5, tzinfo=UTC),
    policy="DEMO",
    accounts=(ACCOUNT,),
    sample=False,
)


def test_a_statement_is_read_back_as_it_was():
    assert BalanceStatement.read(STATEMENT.canonical()) == STATEMENT


def test_a_statement_says_its_figures_as_other_programs_read_them():
    said = json.loads(STATEMENT.canonical())

    assert said["closed_at"] == "2026-07-02T03:04:05Z"
    [account] = said["accounts"]
    assert account["attributed_kg"] == 150_000
    [brought_in] = account["inputs"]
    assert brought_in["contained_metal"] == {"value": "206186.000001", "unit": "kg"}
    assert brought_in["conversion_factor"] == "0.970"


def test_a_statement_has_one_text():
    """RFC 8785: sorted names, and no space between."""
    text = STATEMENT.canonical()

    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))


@pytest.mark.parametrize(("attributed", "within"), [(230_003, True), (230_004, False)])
def test_what_was_attributed_is_within_what_there_was(attributed, within):
    """30,000 carried over, and 200,003 that came in."""
    assert replace(ACCOUNT, attributed_kg=attributed).is_within is within
