"""Pictures of the ledger: as high as their figures, and the same in a sentence and a table."""

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
from PIL import ImageFont

from remine_portal.documents import ledger_wording
from remine_portal.documents.fonts import bundled_fonts
from remine_portal.documents.ledger_pictures import (
    CAME_IN,
    MOST_SHIPMENTS,
    WENT_OUT,
    Picture,
    period_chart,
    period_sankey,
    shipment_sankey,
)
from remine_portal.documents.sankey import SIDE
from remine_portal.documents.wording import NBSP
from remine_portal.domain.credits import Reason
from remine_portal.domain.periods import COMING_IN, GOING_OUT
from tests.ledger_reports import (
    ATTRIBUTED,
    RECYCLED,
    TWO_PERIODS,
    a_closed_report,
    a_report,
    an_account,
)

SVG = "{http://www.w3.org/2000/svg}"
LANGUAGES = pytest.mark.parametrize("language", ["ja", "en"])


def all_pictures(language: str) -> list[Picture]:
    report = a_closed_report()
    drawn = (
        period_chart(TWO_PERIODS, language=language),
        period_sankey(report, language=language),
        shipment_sankey(report, shipment_no="SH2608-00412", language=language),
    )
    return [each for each in drawn if each]


def nodes(drawn: Picture) -> dict[str, Decimal]:
    """The heights of the places of a Sankey diagram, by the words beside them."""
    root = ET.fromstring(drawn.svg)
    heights = [Decimal(box.get("height", "")) for box in root.findall(f"{SVG}rect")]
    names = [text.text or "" for text in root.findall(f"{SVG}text")][::2]
    return dict(zip(names, heights, strict=True))


@LANGUAGES
def test_a_picture_is_well_formed_and_says_its_sentence(language):
    for drawn in all_pictures(language):
        root = ET.fromstring(drawn.svg)

        assert root.get("role") == "img"
        assert root.findtext(f"{SVG}title") == drawn.summary


@LANGUAGES
def test_a_picture_has_nothing_that_a_page_forbids(language):
    for drawn in all_pictures(language):
        assert not re.search(r"\s(style|id|on\w+)=|<script|<style|e[+-]\d", drawn.svg)


@LANGUAGES
def test_every_row_of_the_table_fits_its_columns(language):
    for drawn in all_pictures(language):
        assert drawn.rows
        assert {len(row) for row in drawn.rows} == {len(drawn.columns)}


@LANGUAGES
def test_columns_of_figures_name_their_unit(language):
    for drawn in all_pictures(language):
        for heading, value in zip(drawn.columns, drawn.rows[0], strict=True):
            assert heading.endswith("(kg)") == isinstance(value, int)


@LANGUAGES
def test_the_words_beside_a_sankey_fit_beside_it(language):
    """In the widest font that a page may have; the drawing is cut off at its edge."""
    font = ImageFont.truetype(BytesIO(bundled_fonts()["NotoSansJP-Regular.ttf"]), 12)
    places = (
        *(kind.name for kind in (*CAME_IN, *WENT_OUT)),
        *ledger_wording.SOURCES.values(),
        ledger_wording.OPENING,
        ledger_wording.OTHER_SHIPMENTS,
        ledger_wording.REMAINING,
        ledger_wording.THIS_SHIPMENT,
        ledger_wording.SAME_CUSTOMER,
        ledger_wording.OTHERS,
    )

    for name in places:
        assert font.getlength(name.in_language(language)) < SIDE - 8, name


def test_only_what_is_attributed_is_hatched():
    hatched = {kind for kind in (*CAME_IN, *WENT_OUT) if kind.look.name == "HATCHED"}

    assert [reason for kind in hatched for reason in kind.reasons] == [Reason.ATTRIBUTE]


def test_every_movement_is_drawn_once():
    drawn = [reason for kind in (*CAME_IN, *WENT_OUT) for reason in kind.reasons]

    assert sorted(drawn) == sorted((*COMING_IN, *GOING_OUT))


def test_a_period_flows_from_its_inputs_to_its_shipments():
    """26, 27. Opening 30 + issued 200 − attributed 150, 20 expired, 60 remain."""
    drawn = period_sankey(a_closed_report(), language="en")

    assert drawn
    assert [row for row in drawn.rows if "NAOSHIMA-CU-recycled" in row] == [
        ("Opening balance", "NAOSHIMA-CU-recycled", 30_000),
        ("Recycled material", "NAOSHIMA-CU-recycled", 200_000),
        ("NAOSHIMA-CU-recycled", "SH2608-00412", 100_000),
        ("NAOSHIMA-CU-recycled", "SH2608-00413", 50_000),
        ("NAOSHIMA-CU-recycled", "Expired", 20_000),
        ("NAOSHIMA-CU-recycled", "Remaining", 60_000),
    ]
    assert drawn.summary.startswith(
        f"Account NAOSHIMA-CU-recycled: of 230,000{NBSP}kg in all, 150,000{NBSP}kg attributed, "
        f"20,000{NBSP}kg expired, 60,000{NBSP}kg remaining."
    )


def test_rule_20_kinds_of_credits_never_meet_in_a_picture():
    """20. Each account has its own inputs and its own shipments."""
    drawn = period_sankey(a_closed_report(), language="en")

    assert drawn
    assert ("End-of-life vehicles", "NAOSHIMA-CU-elv", 970_000) in drawn.rows
    assert ("End-of-life vehicles", "NAOSHIMA-CU-recycled") not in {row[:2] for row in drawn.rows}


def test_places_are_as_high_as_their_figures():
    drawn = period_sankey(a_closed_report(), language="en")

    assert drawn
    heights = nodes(drawn)
    whole = heights["NAOSHIMA-CU-elv"]
    for name, kilograms in (("NAOSHIMA-CU-recycled", 230_000), ("SH2609-00007", 958_000)):
        assert abs(heights[name] - whole * kilograms / 970_000) <= Decimal("0.02")


def test_a_tiny_flow_is_still_seen():
    account = an_account(RECYCLED, {Reason.BOOK_INPUT: 1_000_000, Reason.EXPIRE: 1})

    drawn = period_sankey(a_report(accounts=(account,), attributed=()), language="en")

    assert drawn
    assert nodes(drawn)["Expired"] == Decimal("1.5")


def test_concentrate_flows_nowhere():
    """It brought in no credits."""
    drawn = period_sankey(a_report(), language="en")

    assert drawn
    assert "concentrate" not in drawn.svg


def test_the_smaller_shipments_share_a_place():
    lines = tuple(
        replace(ATTRIBUTED[0], shipment_no=f"SH-{n}", kilograms=10_000 + n) for n in range(10)
    )
    account = an_account(RECYCLED, {Reason.BOOK_INPUT: 200_000, Reason.ATTRIBUTE: 100_045})

    drawn = period_sankey(a_report(accounts=(account,), attributed=lines), language="en")

    assert drawn
    named = [row[1] for row in drawn.rows if str(row[1]).startswith("SH-")]
    assert named == [f"SH-{n}" for n in range(9, 9 - MOST_SHIPMENTS, -1)]
    assert ("NAOSHIMA-CU-recycled", "Other shipments", 20_001) in drawn.rows


def test_a_period_in_which_nothing_stood_or_moved_has_no_picture():
    account = an_account(RECYCLED, {Reason.BOOK_INPUT: 0})

    assert period_sankey(a_report(accounts=(account,), attributed=()), language="en") is None


def test_a_customer_sees_its_own_share_and_others():
    lines = (*ATTRIBUTED[:2], replace(ATTRIBUTED[2], characteristic=RECYCLED, shipment_no=None))

    drawn = shipment_sankey(
        a_closed_report(attributed=lines), shipment_no="SH2608-00412", language="en"
    )

    assert drawn
    assert drawn.rows == (
        ("Recycled material", "Balance of NAOSHIMA", 230_000),
        ("Balance of NAOSHIMA", "This shipment", 100_000),
        ("Balance of NAOSHIMA", "Company's other shipments", 50_000),
        ("Balance of NAOSHIMA", "Others or not attributed", 80_000),
    )


@LANGUAGES
def test_a_customer_sees_no_balance_and_no_name_of_another(language):
    shown = ATTRIBUTED[:1]
    hidden = replace(ATTRIBUTED[1], shipment_no=None, customer=None, declaration=None)

    drawn = shipment_sankey(
        a_closed_report(attributed=(*shown, hidden)), shipment_no="SH2608-00412", language=language
    )

    assert drawn
    told = f"{drawn.svg} {drawn.summary} {drawn.rows}"
    for secret in ("SH2608-00413", "60,000", "60000", "50,000", "50000", "Nordlicht", "Expired"):
        assert secret not in told


def test_a_shipment_without_credits_has_no_picture():
    assert shipment_sankey(a_report(), shipment_no="SH2608-99999", language="en") is None
