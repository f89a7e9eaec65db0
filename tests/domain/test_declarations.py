"""The snapshot: what it says, and bytes that are the same for the same content."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.content_declarations import (
    ContentLot,
    ContentSnapshot,
    VerificationNamed,
    figures_of,
)
from remine_portal.domain.declarations import (
    CROCKFORD,
    DOCUMENT_LANGUAGE_NAMES,
    STATUS_NAMES,
    DocumentLanguage,
    Recipient,
    Status,
    new_code,
    new_verification_id,
    read_crockford,
)
from remine_portal.domain.mass import Mass
from remine_portal.domain.recycled_content import Figure, Operator

LEAD = Figure(Operator.AT_LEAST, Decimal("99.6"), Decimal(30), Decimal("69.6"))
TIN = Figure(Operator.EXACTLY, Decimal(100))
HOSOKURA = Text(en="Hosokura Metal Mining Co., Ltd.", ja="Hosokura Metal Mining Co., Ltd.")


def a_line(line_no=1, figure=LEAD, entity=HOSOKURA, net_mass="10000"):
    return ContentLot(
        line_no=line_no,
        lot_no=f"LOT-{line_no}",
        produced_on=date(2026, 5, 10),
        net_mass=Mass.of(net_mass, "kg"),
        site=Text(en="Hosokura", ja="Hosokura"),
        entity=entity,
        figure=figure,
        verification=VerificationNamed(
            "ISO 14021:2016", "SGS Japan Inc.", "V-1", date(2024, 4, 1), date(2027, 3, 31)
        ),
        calculated_percent=Decimal("99.7"),
        renewable=None,
    )


def a_snapshot(*lines, **what):
    return ContentSnapshot(
        **{
            "language": DocumentLanguage.ENGLISH,
            "issuer": Text(en="Issuer", ja="Issuer"),
            "recipient": Recipient("北斗はんだ工業株式会社"),
            "shipment_no": "SH-1",
            "ship_date": date(2026, 6, 1),
            "invoice_no": None,
            "product_code": "REM-PB",
            "product": Text(en="Electrolytic lead", ja="電気鉛"),
            "element": "Pb",
            "series": Series.ISO_14021,
            "unit": "kg",
            "lines": lines or (a_line(),),
            "notices": (),
            "prepared_by": "Aiko",
            "sample": False,
            **what,
        }
    )


def test_the_same_content_has_the_same_bytes():
    assert a_snapshot().canonical() == a_snapshot().canonical()
    assert a_snapshot().sha256() == a_snapshot().sha256()


@pytest.mark.parametrize(
    "change",
    [
        {"recipient": Recipient("北斗はんだ工業株式会社", "Tokyo")},
        {"invoice_no": "INV-1"},
        {"remarks": "Delivered"},
        {"lines": (a_line(net_mass="10000.000001"),)},
        {"lines": (a_line(figure=replace(LEAD, operator=Operator.EXACTLY)),)},
        {"sample": True},
        {"number": "RM-2026-000001"},
        {"issued_at": datetime(2026, 11, 23, tzinfo=UTC)},
    ],
)
def test_another_content_has_another_hash(change):
    assert a_snapshot(**change).sha256() != a_snapshot().sha256()


def test_the_canonical_form_is_sorted_exact_and_readable():
    said = a_snapshot().canonical()

    assert said == json.dumps(
        json.loads(said), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert '"net_mass":{"milligrams":10000000000}' in said
    assert '"percent":"99.6"' in said
    assert "北斗はんだ工業株式会社" in said


def test_one_figure_and_one_entity_only_when_all_lots_agree():
    """Lines with different figures are printed one by one, with no total (DOMAIN.md 7a)."""
    agreeing = a_snapshot(a_line(1), a_line(2))
    differing = a_snapshot(
        a_line(1), a_line(2, figure=TIN, entity=Text(en="Another", ja="Another"))
    )

    assert (agreeing.figure, agreeing.entity) == (LEAD, HOSOKURA)
    assert (differing.figure, differing.entity) == (None, None)
    assert agreeing.net_mass == Mass.of("20000", "kg")


def test_figures_are_read_back_as_they_were_stated():
    said = a_snapshot(a_line(1), a_line(2, figure=TIN), a_line(3)).canonical()

    assert figures_of(said) == [LEAD, TIN]


def test_a_draft_has_no_number():
    assert a_snapshot().is_draft
    assert not a_snapshot(number="RM-2026-000001").is_draft


def test_every_status_and_language_has_its_word():
    assert set(STATUS_NAMES) == set(Status)
    assert set(DOCUMENT_LANGUAGE_NAMES) == set(DocumentLanguage)
    assert DocumentLanguage.BOTH.printed == ("ja", "en")


def test_ids_and_codes_are_of_their_length_and_letters():
    ids, codes = ([make() for _ in range(50)] for make in (new_verification_id, new_code))

    assert {len(each) for each in ids} == {26}
    assert {len(each) for each in codes} == {8}
    assert set("".join(ids + codes)) <= set(CROCKFORD)
    assert len(set(ids)) == 50


@given(st.text(CROCKFORD, min_size=1, max_size=26))
def test_what_people_type_for_an_id_is_understood(sign):
    typed = sign.lower().replace("1", "l").replace("0", "o")
    spaced = "- ".join(typed)

    assert read_crockford(spaced) == sign
