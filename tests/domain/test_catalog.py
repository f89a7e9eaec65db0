"""Series, notices, and who produced what when."""

import json
from datetime import date
from pathlib import Path

import pytest

from remine_portal.domain.catalog import (
    ProducingEntity,
    Series,
    SeriesMismatch,
    Text,
    entity_on,
    refuse_credits,
    refuse_recycled_content,
)
from remine_portal.domain.claims import COPPER_SERVICE, NO_MASS_BALANCE, RESTRUCTURING, notices_for

FILE = Path(__file__).parents[2] / "sample" / "remine_catalog.json"
PUBLISHED = json.loads(FILE.read_text())
PRODUCTS = {each["code"]: each for each in PUBLISHED["products"]}

ONAHAMA = (
    ProducingEntity(
        name=Text(en="Materials Eco-Refining", ja="Materials Eco-Refining"),
        last_day=date(2025, 3, 31),
    ),
    ProducingEntity(
        name=Text(en="Onahama Smelting and Refining", ja="Onahama Smelting and Refining"),
        first_day=date(2025, 4, 1),
    ),
)


def notices_of(code):
    product = PRODUCTS[code]
    return notices_for(Series(product["series"]), product["element"])


def test_tin_is_never_given_credits():
    """1. Series lock."""
    with pytest.raises(SeriesMismatch) as refusal:
        refuse_credits("REM-SN", Series.ISO_14021)

    assert refusal.value.code == "SERIES_MISMATCH"


def test_copper_never_declares_content():
    """1. Series lock, from the other side."""
    with pytest.raises(SeriesMismatch):
        refuse_recycled_content("REM-CU", Series.ISO_22095)


def test_each_series_may_make_its_own_claim():
    refuse_credits("REM-CU", Series.ISO_22095)
    refuse_recycled_content("REM-SN", Series.ISO_14021)


@pytest.mark.parametrize("code", PRODUCTS)
def test_notices_are_those_published_word_for_word(code):
    """2. Notice."""
    assert [notice.en for notice in notices_of(code)] == PRODUCTS[code]["notices"]


@pytest.mark.parametrize("series", Series)
def test_notices_of_a_series_are_those_published(series):
    published = PUBLISHED["_about"]["series_facts"][series.value]["notices_en"]

    assert [notice.en for notice in notices_for(series, "")] == published


@pytest.mark.parametrize("code", PRODUCTS)
def test_each_notice_has_its_japanese(code):
    assert all(notice.ja and notice.ja != notice.en for notice in notices_of(code))


def test_copper_has_its_service_notice_and_not_that_of_the_others():
    """2. Notice."""
    assert COPPER_SERVICE in notices_of("REM-CU")
    assert NO_MASS_BALANCE not in notices_of("REM-CU")


@pytest.mark.parametrize(
    ("produced_on", "entity"),
    [
        (date(2025, 3, 31), "Materials Eco-Refining"),
        (date(2025, 4, 1), "Onahama Smelting and Refining"),
    ],
)
def test_the_entity_is_that_of_the_production_date(produced_on, entity):
    """8. Entity by production date: made 2025-03-31, it stays with the old one."""
    assert entity_on(ONAHAMA, produced_on).name.en == entity


def test_a_day_outside_the_history_has_no_entity():
    assert entity_on(ONAHAMA[:1], date(2025, 4, 1)) is None


@pytest.mark.parametrize(
    ("code", "noted"), [(code, code in ("REM-PT", "REM-PD")) for code in PRODUCTS]
)
def test_the_restructuring_is_noted_on_platinum_and_palladium_only(code, noted):
    """8. Note on both, never on Sn, Pb, Bi, W, Cu."""
    assert (RESTRUCTURING in notices_of(code)) is noted
