import copy
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import select

from remine_portal.domain.catalog import Series, SeriesMismatch
from remine_portal.domain.claim_lint import BannedWording
from remine_portal.domain.errors import NotFound
from remine_portal.domain.people import COMMAND_LINE, Actor, Role
from remine_portal.domain.published_facts import PublishedFact, topics_of
from remine_portal.domain.recycled_content import Operator
from remine_portal.persistence.audit import AuditEventRow
from remine_portal.persistence.catalog import (
    ProductFactRow,
    all_products,
    find_product,
    sites_by_code,
)
from remine_portal.services.cataloguing import (
    FactIncomplete,
    FactOutOfBounds,
    LoadedCounts,
    add_fact,
    load_catalog,
    load_news,
)
from remine_portal.services.json_entries import FileRefused, read_json

SAMPLE = Path(__file__).parents[2] / "sample"
RAW = json.loads((SAMPLE / "remine_catalog.json").read_text())
STAFF = Actor(name="Emi", role=Role.CREDITS, person_id=1, email="emi@example.org")


@pytest.fixture
def raw():
    return copy.deepcopy(RAW)


@pytest.fixture
def loaded(database, raw):
    return load(database, raw)


def load(database, raw):
    with database.writing(COMMAND_LINE) as work:
        return load_catalog(work, raw)


def product_of(raw, code):
    return next(each for each in raw["products"] if each["code"] == code)


def fact(database, code, topic):
    with database.reading(COMMAND_LINE) as work:
        return find_product(work, code).fact(topic)


def test_every_product_of_the_file_is_in_the_catalogue_in_its_order(database, loaded):
    with database.reading(COMMAND_LINE) as work:
        codes = [product.code for product in all_products(work)]

    assert codes == [each["code"] for each in RAW["products"]]
    assert len(codes) == 7


def test_a_figure_has_operator_date_and_source(database, loaded):
    lead = fact(database, "REM-PB", "recycled_content")

    assert (lead.operator, lead.percent) == (Operator.AT_LEAST, Decimal("99.6"))
    assert lead.as_of.startswith("2024-01-16")
    assert lead.source == "S2, S8"


@pytest.mark.parametrize("code", ["REM-BI", "REM-PT", "REM-PD", "REM-WO3", "REM-CU"])
def test_what_is_null_in_the_file_is_no_fact(database, loaded, code):
    assert fact(database, code, "recycled_content") is None


def test_no_renewable_statement_is_made_up_for_tungsten_or_copper(database, loaded):
    with database.reading(COMMAND_LINE) as work:
        without = [each.code for each in all_products(work) if not each.fact("renewable")]

    assert without == ["REM-WO3", "REM-CU"]


def test_statements_have_the_portals_japanese(database, loaded):
    assert fact(database, "REM-SN", "place").statement.ja == "生野事業所(兵庫県朝来市)"
    assert fact(database, "REM-CU", "characteristics").statement.ja == (
        "リサイクル材料、廃自動車由来の材料"
    )


def test_a_site_knows_who_ran_it_when(database, loaded):
    with database.reading(COMMAND_LINE) as work:
        history = sites_by_code(work)["ONAHAMA-PGM"].history

    assert [(each.name.en, each.first_day, each.last_day) for each in history] == [
        ("Materials Eco-Refining Co., Ltd.", None, date(2025, 3, 31)),
        ("Onahama Smelting and Refining Co., Ltd.", date(2025, 4, 1), None),
    ]


def test_the_same_file_again_changes_nothing(database, loaded, raw):
    assert load(database, raw) == LoadedCounts(unchanged=loaded.new)


def test_a_changed_fact_becomes_a_newer_row(database, loaded, raw):
    product_of(raw, "REM-SN")["recycled_content_percent"] = "99.9"

    assert load(database, raw) == LoadedCounts(changed=1, unchanged=loaded.new - 1)

    assert fact(database, "REM-SN", "recycled_content").percent == Decimal("99.9")
    with database.reading(COMMAND_LINE) as work:
        figures = work.session.scalars(
            select(ProductFactRow.percent)
            .where(
                ProductFactRow.product_code == "REM-SN",
                ProductFactRow.topic == "recycled_content",
            )
            .order_by(ProductFactRow.id)
        )
        assert list(figures) == [Decimal(100), Decimal("99.9")]


def test_the_same_file_again_leaves_what_staff_have_added_since(database, loaded, raw):
    with database.writing(STAFF) as work:
        add_fact(work, "REM-SN", PublishedFact("form", "Catalogue 2026", statement_en="Ingot"))

    load(database, raw)

    assert fact(database, "REM-SN", "form").statement.en == "Ingot"


def test_a_changed_site_takes_the_place_of_the_old_one(database, loaded, raw):
    raw["_about"]["sites"]["IKUNO"]["entity"] = "Another Company"

    assert load(database, raw).changed == 1

    with database.reading(COMMAND_LINE) as work:
        assert [each.name.en for each in sites_by_code(work)["IKUNO"].history] == [
            "Another Company"
        ]


def test_a_load_is_written_down(database, loaded):
    with database.reading(COMMAND_LINE) as work:
        event = work.session.scalar(select(AuditEventRow))

    assert (event.event, event.done_by) == ("catalog:loaded", "command line")


WRONG = {
    "no products": lambda raw: raw.pop("products"),
    "no sources": lambda raw: raw["_about"].pop("sources"),
    "products are no list": lambda raw: raw.update(products={"code": "REM-SN"}),
    "a product is a number": lambda raw: raw["products"].append(7),
    "a code is missing": lambda raw: raw["products"][2].pop("code"),
    "a code stands twice": lambda raw: raw["products"].append(raw["products"][0]),
    "the series is unknown": lambda raw: raw["products"][0].update(series="ISO9001"),
    "the site is unknown": lambda raw: raw["products"][0].update(site_code="MARS"),
    "the source is unknown": lambda raw: raw["products"][0].update(source=["S99"]),
    "the source is missing": lambda raw: raw["products"][0].pop("source"),
    "no number": lambda raw: raw["products"][0].update(recycled_content_percent="NaN"),
    "a boolean": lambda raw: raw["products"][0].update(recycled_content_percent=True),
    "above 100": lambda raw: raw["products"][0].update(recycled_content_percent="100.1"),
    "zero": lambda raw: raw["products"][0].update(recycled_content_percent="0"),
    "the operator is unknown": lambda raw: raw["products"][0].update(recycled_content_operator="~"),
    "a text is a list": lambda raw: raw["products"][0].update(form=["ingot"]),
    "a text is too long": lambda raw: raw["products"][0].update(form="x" * 1001),
    "half a character": lambda raw: raw["products"][0].update(form="\ud800"),
    "a zero byte": lambda raw: raw["products"][0].update(form="a\0b"),
    "the date is no date": lambda raw: raw["_about"]["sites"]["ONAHAMA-PGM"][
        "entity_by_production_date"
    ][0].update(to="2025-02-30"),
    "two companies on one day": lambda raw: raw["_about"]["sites"]["ONAHAMA-PGM"][
        "entity_by_production_date"
    ][0].update(to="2025-04-01"),
    "a notice is changed": lambda raw: raw["products"][0].update(notices=["Buy now."]),
    "mass balance for tin": lambda raw: raw["products"][0].update(mass_balance_applied=True),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_file_is_refused_whole(database, raw, wrong):
    WRONG[wrong](raw)

    with pytest.raises(FileRefused):
        load(database, raw)

    with database.reading(COMMAND_LINE) as work:
        assert all_products(work) == []


def test_a_list_is_no_catalogue(database):
    with pytest.raises(FileRefused, match="an object with named fields"):
        load(database, [])


def test_a_refusal_names_the_place(database, raw):
    product_of(raw, "REM-PB")["recycled_content_percent"] = "ninety"

    with pytest.raises(FileRefused, match=r"catalogue\.products\[1\]\.recycled_content_percent"):
        load(database, raw)


def test_copper_has_no_recycled_content(database, raw):
    """1. Series lock, for published facts as well."""
    product_of(raw, "REM-CU").update(recycled_content_percent="100", recycled_content_operator="=")

    with pytest.raises(SeriesMismatch):
        load(database, raw)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe", b"{", b"[NaN]", b'{"a": 1, "a": 2}', b"[" * 100_000]
)
def test_what_is_no_json_is_refused(data):
    with pytest.raises(FileRefused, match="not a JSON file"):
        read_json(data, "catalogue.json")


def test_a_fact_that_staff_add_is_the_newest(database, loaded):
    with database.writing(STAFF) as work:
        add_fact(
            work,
            "REM-BI",
            PublishedFact(
                "recycled_content",
                "Catalogue 2026",
                operator=Operator.AT_LEAST,
                percent=Decimal("98.5"),
                as_of="2026-11-01",
            ),
        )

    assert fact(database, "REM-BI", "recycled_content").percent == Decimal("98.5")


@pytest.mark.parametrize(
    ("code", "entered", "refusal"),
    [
        ("REM-BI", PublishedFact("form", "S"), FactIncomplete),
        ("REM-BI", PublishedFact("recycled_content", "S", statement_en="much"), FactIncomplete),
        ("REM-BI", PublishedFact("recycled_content", "S", percent=Decimal(9)), FactIncomplete),
        (
            "REM-BI",
            PublishedFact("form", "S", operator=Operator.EXACTLY, percent=Decimal(9)),
            FactIncomplete,
        ),
        (
            "REM-BI",
            PublishedFact("recycled_content", "S", operator=Operator.EXACTLY, percent=Decimal(101)),
            FactOutOfBounds,
        ),
        (
            "REM-CU",
            PublishedFact("recycled_content", "S", operator=Operator.EXACTLY, percent=Decimal(9)),
            SeriesMismatch,
        ),
        ("REM-XX", PublishedFact("form", "S", statement_en="x"), NotFound),
        ("REM-SN", PublishedFact("weather", "S", statement_en="x"), NotFound),
    ],
)
def test_a_fact_that_says_nothing_or_too_much_is_refused(database, loaded, code, entered, refusal):
    with pytest.raises(refusal), database.writing(STAFF) as work:
        add_fact(work, code, entered)


def test_notes_are_loaded_once(database):
    notes = json.loads((SAMPLE / "news.json").read_text())

    with database.writing(COMMAND_LINE) as work:
        assert load_news(work, notes) == LoadedCounts(new=1)
        assert load_news(work, notes) == LoadedCounts(unchanged=1)


def test_a_fact_claims_nothing_that_no_claim_may_say(database, loaded):
    """44. Claim lint."""
    with pytest.raises(BannedWording), database.writing(STAFF) as work:
        add_fact(work, "REM-BI", PublishedFact("form", "S", statement_ja="環境にやさしい金属"))


@pytest.mark.parametrize("series", Series)
def test_a_topic_belongs_to_content_or_to_credits(series):
    assert ("characteristics" in topics_of(series)) is (series is Series.ISO_22095)
    assert ("recycled_content" in topics_of(series)) is (series is Series.ISO_14021)
