"""Evidence is entered or loaded, never changed."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from remine_portal.domain.catalog import SeriesMismatch, Text
from remine_portal.domain.errors import NotFound
from remine_portal.domain.people import COMMAND_LINE, Actor, Role
from remine_portal.domain.recycled_content import (
    Figure,
    Operator,
    Verification,
    verification_of_line,
)
from remine_portal.domain.renewable import (
    ElectricityRecord,
    EnergyOutOfBounds,
    renewable_evidence_for,
)
from remine_portal.persistence.evidence import (
    all_electricity_evidence,
    all_verifications,
    electricity_rows,
    issuer_statement,
    verification_rows,
)
from remine_portal.services.cataloguing import LoadedCounts
from remine_portal.services.evidence import (
    DaysOutOfOrder,
    EditionUnclear,
    ReferenceTaken,
    ShareOutOfBounds,
    enter_electricity,
    enter_verification,
    load_electricity,
    load_verifications,
    say_as_issuer,
)
from remine_portal.services.json_entries import FileRefused
from tests.factories import the_catalogue

SAMPLE = Path(__file__).parents[2] / "sample"
EMI = Actor(name="Emi", role=Role.CREDITS, person_id=1, email="emi@example.org")

LEAD = Verification(
    reference="PB-1",
    product_code="REM-PB",
    site_code="HOSOKURA",
    figure=Figure(operator=Operator.AT_LEAST, percent=Decimal("99.6")),
    standard_edition="2016",
    verifier="SGS Japan Inc.",
    valid_from=date(2024, 4, 1),
    valid_to=date(2027, 3, 31),
)
YEAR = ElectricityRecord(
    site_code="HOSOKURA",
    first_day=date(2026, 4, 1),
    last_day=date(2027, 3, 31),
    consumed_mwh=Decimal("12000.5"),
    covered_mwh=Decimal("12000.5"),
    instrument="Non-fossil certificates",
    certificate_ids="NFC-1, NFC-2",
)


@pytest.fixture(autouse=True)
def products(given):
    given(the_catalogue)


def entered(database, *verifications):
    with database.writing(EMI) as work:
        for each in verifications:
            enter_verification(work, each)
    with database.reading(EMI) as work:
        return all_verifications(work)


def lead_with(**figure):
    return replace(LEAD, figure=replace(LEAD.figure, **figure))


def test_a_verification_is_kept_as_it_was_entered(database):
    assert entered(database, LEAD) == [LEAD]


def test_a_verification_says_who_entered_it(database):
    entered(database, LEAD)

    with database.reading(EMI) as work:
        assert verification_rows(work)[0].entered_by == "emi@example.org"


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (lead_with(percent=Decimal("100.001")), ShareOutOfBounds),
        (lead_with(percent=Decimal(0)), ShareOutOfBounds),
        (
            lead_with(pre_consumer_percent=Decimal(60), post_consumer_percent=Decimal("40.1")),
            ShareOutOfBounds,
        ),
        (replace(LEAD, standard_edition="16"), EditionUnclear),
        (replace(LEAD, standard_edition="２０１６"), EditionUnclear),
        (replace(LEAD, valid_to=date(2024, 3, 31)), DaysOutOfOrder),
        (
            replace(LEAD, period_from=date(2024, 2, 1), period_to=date(2024, 1, 31)),
            DaysOutOfOrder,
        ),
        (replace(LEAD, product_code="REM-CU"), SeriesMismatch),
        (replace(LEAD, product_code="REM-XX"), NotFound),
        (replace(LEAD, site_code="MARS"), NotFound),
    ],
)
def test_a_verification_that_cannot_be_is_refused(database, wrong, refusal):
    with pytest.raises(refusal):
        entered(database, wrong)


def test_shares_may_add_up_to_all_of_it(database):
    whole = lead_with(pre_consumer_percent=Decimal(60), post_consumer_percent=Decimal(40))

    assert entered(database, whole) == [whole]


def test_a_reference_is_used_once(database):
    with pytest.raises(ReferenceTaken, match="PB-1"):
        entered(database, LEAD, replace(LEAD, valid_to=date(2028, 3, 31)))


def test_a_correction_of_the_same_days_counts_instead(database):
    correction = replace(lead_with(percent=Decimal("99.5")), reference="A-1")

    verifications = entered(database, LEAD, correction)

    assert (
        verification_of_line(
            verifications,
            lot="L",
            product_code="REM-PB",
            site_code="HOSOKURA",
            produced_on=date(2026, 5, 1),
        )
        == correction
    )


@pytest.mark.parametrize("table", ["verification", "electricity_evidence"])
def test_the_database_keeps_evidence_from_being_rewritten(database, table):
    entered(database, LEAD)
    with database.writing(EMI) as work:
        enter_electricity(work, YEAR)

    for statement in (f"UPDATE {table} SET sample = true", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="append-only"), database.writing(EMI) as work:
            work.session.execute(text(statement))


def test_electricity_is_kept_as_it_was_entered(database):
    with database.writing(EMI) as work:
        enter_electricity(work, YEAR)

    with database.reading(EMI) as work:
        assert [row.record for row in electricity_rows(work)] == [YEAR]


def test_coverage_below_everything_is_evidence_that_permits_no_note(database):
    """43. Coverage."""
    with database.writing(EMI) as work:
        enter_electricity(work, YEAR)
        enter_electricity(work, replace(YEAR, covered_mwh=Decimal(11400)))

    with database.reading(EMI) as work:
        evidence = all_electricity_evidence(work)
    assert len(evidence) == 2
    assert not renewable_evidence_for(
        evidence, element="Pb", site_code="HOSOKURA", produced_on=date(2026, 5, 10)
    )


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (replace(YEAR, site_code="MARS"), NotFound),
        (replace(YEAR, last_day=date(2026, 3, 31)), DaysOutOfOrder),
        (replace(YEAR, consumed_mwh=Decimal(0)), EnergyOutOfBounds),
        (replace(YEAR, covered_mwh=Decimal(-1)), EnergyOutOfBounds),
    ],
)
def test_electricity_that_cannot_be_is_refused(database, wrong, refusal):
    with pytest.raises(refusal), database.writing(EMI) as work:
        enter_electricity(work, wrong)


@pytest.mark.parametrize(
    ("load", "name", "count"),
    [(load_electricity, "electricity", 9), (load_verifications, "verifications", 4)],
)
def test_the_sample_is_loaded_once_and_marked(database, load, name, count):
    raw = json.loads((SAMPLE / f"{name}.json").read_text())

    with database.writing(COMMAND_LINE) as work:
        assert load(work, raw, sample=True) == LoadedCounts(new=count)
        assert load(work, raw, sample=True) == LoadedCounts(unchanged=count)

    with database.reading(EMI) as work:
        assert all(row.sample for row in [*verification_rows(work), *electricity_rows(work)])


def test_one_facility_year_of_the_sample_is_not_fully_covered(database):
    raw = json.loads((SAMPLE / "electricity.json").read_text())
    with database.writing(COMMAND_LINE) as work:
        load_electricity(work, raw, sample=True)

    with database.reading(EMI) as work:
        short = [each for each in all_electricity_evidence(work) if not each.covers_everything]
    assert [(each.site_code, each.first_day.year) for each in short] == [("HOSOKURA", 2024)]
    assert short[0].covered_percent == 95


@pytest.mark.parametrize(
    "wrong",
    [
        {"consumed_mwh": "NaN"},
        {"consumed_mwh": "1e5"},
        {"consumed_mwh": "1.0001"},
        {"period_from": "1 April"},
        {"certificate_ids": []},
        {"certificate_ids": "NFC-1"},
        {"instrument": None},
    ],
)
def test_a_wrong_file_of_evidence_is_refused_whole(database, wrong):
    raw = json.loads((SAMPLE / "electricity.json").read_text())
    raw["electricity"][-1].update(wrong)

    with pytest.raises(FileRefused), database.writing(COMMAND_LINE) as work:
        load_electricity(work, raw)

    with database.reading(EMI) as work:
        assert electricity_rows(work) == []


def test_the_issuers_newest_lines_count(database):
    with database.writing(EMI) as work:
        say_as_issuer(work, contact=Text(en="Old", ja=""), retention=Text(en="", ja=""))
        say_as_issuer(work, contact=Text(en="Desk", ja="窓口"), retention=Text(en="", ja=""))

    with database.reading(EMI) as work:
        statement = issuer_statement(work)
    assert statement.contact == Text(en="Desk", ja="窓口")
    assert statement.retention is None
