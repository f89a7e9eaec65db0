"""Which evidence lets a note on electricity be printed."""

from datetime import date
from decimal import Decimal

import pytest

from remine_portal.domain.renewable import (
    CoverageBelowClaim,
    ElectricityEvidence,
    EnergyOutOfBounds,
    kilowatt_hours,
    megawatt_hours,
    renewable_evidence_for,
)

MAY_2026 = date(2026, 5, 10)


def fiscal_year(year=2026, *, site="ONAHAMA-PGM", consumed=12_000_000, covered=12_000_000):
    return ElectricityEvidence(
        site_code=site,
        first_day=date(year, 4, 1),
        last_day=date(year + 1, 3, 31),
        consumed_kwh=consumed,
        covered_kwh=covered,
    )


def found(*evidence, element="Pt", site="ONAHAMA-PGM", produced_on=MAY_2026):
    return renewable_evidence_for(
        evidence, element=element, site_code=site, produced_on=produced_on
    )


def test_evidence_of_the_facility_and_year_permits_the_note():
    """42. Renewable match."""
    assert found(fiscal_year()) == fiscal_year()


@pytest.mark.parametrize("day", [date(2026, 4, 1), date(2027, 3, 31)])
def test_first_and_last_day_belong_to_the_year(day):
    assert found(fiscal_year(), produced_on=day)


@pytest.mark.parametrize("day", [date(2026, 3, 31), date(2027, 4, 1)])
def test_a_day_without_evidence_has_no_note(day):
    """42. 2027-04-01 without FY2027 evidence: none."""
    assert found(fiscal_year(), produced_on=day) is None


@pytest.mark.parametrize("element", ["W", "Cu"])
def test_tungsten_and_copper_never_have_a_note(element):
    """42. W, Cu: none."""
    assert found(fiscal_year(), element=element) is None


@pytest.mark.parametrize("site", ["HOSOKURA", None])
def test_evidence_of_another_facility_permits_nothing(site):
    assert found(fiscal_year(), site=site) is None


def test_coverage_below_everything_permits_no_note():
    """43. Coverage: 12,000 MWh used, 11,400 retired."""
    assert found(fiscal_year(covered=11_400_000)) is None


def test_a_statement_of_100_percent_needs_full_coverage():
    """43. Coverage: 95 %, so "100 %" is refused."""
    with pytest.raises(CoverageBelowClaim, match="11400 of 12000 MWh") as refusal:
        fiscal_year(covered=11_400_000).refuse_less_than_everything()

    assert refusal.value.code == "COVERAGE_BELOW_CLAIM"


def test_a_single_kilowatt_hour_short_is_short():
    evidence = fiscal_year(covered=11_999_999)

    assert evidence.covered_percent == Decimal("99.99")
    assert found(evidence) is None


def test_a_facility_that_used_nothing_proves_nothing():
    assert not fiscal_year(consumed=0, covered=0).covers_everything


def test_the_newest_entry_for_a_day_decides_against_the_note():
    """Evidence is never changed: a correction is a newer entry, and comes first."""
    assert found(fiscal_year(covered=11_400_000), fiscal_year()) is None


def test_the_newest_entry_for_a_day_decides_for_the_note():
    assert found(fiscal_year(), fiscal_year(covered=11_400_000)) == fiscal_year()


def test_a_note_names_no_future_day():
    assert fiscal_year().days_known_on(date(2026, 11, 23)) == (
        date(2026, 4, 1),
        date(2026, 11, 23),
    )


@pytest.mark.parametrize("figure", ["-1", "0.0001"])
def test_energy_that_no_meter_shows_is_refused(figure):
    with pytest.raises(EnergyOutOfBounds):
        kilowatt_hours(Decimal(figure))


@pytest.mark.parametrize("figure", ["0", "0.001", "12000", "9570.75"])
def test_energy_is_exact_there_and_back(figure):
    assert megawatt_hours(kilowatt_hours(Decimal(figure))) == Decimal(figure)
