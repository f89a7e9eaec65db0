"""A reconciliation report on paper: each figure of the balance, and every line behind it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from remine_portal.documents.ledger_wording import CAPS, REASONS
from remine_portal.documents.reconciliation import render_reconciliation
from remine_portal.domain.credits import Reason
from remine_portal.domain.declarations import GlyphMissing
from remine_portal.domain.mass import Mass
from remine_portal.domain.policy import CarryOverCap
from tests.ledger_reports import (
    ACCOUNT_LINES,
    DEMO,
    ENTRIES,
    INPUTS,
    PRINTED_ON,
    a_closed_report,
    a_report,
    printed,
)
from tests.papers import pages, squeezed


def words_of(report, language="en"):
    return "".join(pages(render_reconciliation(report, language=language, printed_on=PRINTED_ON)))


def says(report, *sentences, language="en"):
    """Whether the paper says a first sentence, and the others behind it one after the other."""
    words = "".join(pages(printed(report, language)))
    place = 0
    for sentence in map(squeezed, sentences):
        place = words.find(sentence, place)
        if place < 0:
            return False
        place += len(sentence)
    return True


def test_rule_26_the_balance_adds_up():
    """26. Opening 30 + issued 200 − attributed 150 = 80."""
    assert says(
        "open",
        "Opening balance 30,000",
        "+ Input booked 200,000",
        "− Attributed to a shipment 150,000",
        "= Closing balance 80,000",
    )


def test_rule_27_what_is_above_the_cap_expired_before_the_rest_was_carried_over():
    """27. Closing 80 with 60 in stock: 60 carried over, 20 expired."""
    assert says(
        "closed",
        "− Expired 20,000",
        "= Closing balance 60,000",
        "Carried over to the next period 60,000",
        "Physical stock at the end 60,000 kg",
    )


def test_rule_32_a_true_up_shows_what_was_struck_off_and_what_is_missing():
    """32. Over-issued 15 against a balance of 12: 12 struck off, 3 missing, account frozen."""
    assert says(
        "closed",
        "− Struck off: true-up to the measured yield 0 12,000",
        "Deficit: the account is frozen 0 3,000",
        "Measured yield 0.955",
    )


def test_without_a_deficit_there_is_no_word_of_one():
    accounts = (ACCOUNT_LINES[0], replace(ACCOUNT_LINES[1], deficit_kg=0))

    assert "Deficit:" not in words_of(a_report(accounts=accounts))


def test_rule_21_what_was_attributed_stands_beside_the_output():
    """21. Booked output of 8,990.5 t, of which 1,108 t are attributed."""
    assert says(
        "closed",
        "Output, by production records 8,990,500 kg",
        "Limit of attributions 8,990,500 kg",
        "Attributed, all characteristics 1,108,000 kg",
        "Left below the limit 7,882,500 kg",
    )


def test_without_booked_output_what_was_shipped_is_the_limit():
    assert says(
        "open", "Output, by production records not booked", "Limit of attributions 9,000,000 kg"
    )


def test_more_attributed_than_put_out_is_not_hidden():
    words = words_of(a_report(output=Mass.of(1_000_000, "kg")))

    assert squeezed("Left below the limit −108,000 kg") in words


def test_an_open_period_carries_nothing_over_yet():
    assert says("open", "Open: figures may still change")
    assert says("open", "Carried over to the next period not closed")


def test_a_closed_period_names_both_people():
    assert says(
        "closed",
        "Closed (Japan time) 2026-10-08 11:10",
        "Proposed by credits@remine.example",
        "Confirmed by credits2@remine.example",
    )


def test_rule_12_a_receipt_shows_how_its_credits_were_reckoned():
    """12, 19. 24.9995 t × 33.3 % × 0.970 = 8,075.088, rounded down."""
    assert says(
        "open",
        "R2607-0001",
        "E-scrap",
        "WT-R2607-0001",
        "24,999.5",
        "33.3",
        "8,324.833",
        "0.970",
        "8,075",
        "Total 200,000",
    )


def test_an_input_without_a_characteristic_brought_in_no_credits():
    assert says(
        "open", "Without a characteristic: no credits", "Copper concentrate", "5,014.200 – –"
    )


def test_attributions_are_summed_by_characteristic_and_never_together():
    assert says("open", "Attributed to shipments", "Total 150,000", "Total 958,000")
    assert "1,108,000" not in "".join(pages(printed("open", "en"))[1:])


def test_what_the_reader_may_not_know_is_not_printed():
    lines = [replace(each, shipment_no=None, customer=None) for each in a_report().attributed]

    words = words_of(a_report(attributed=lines, entries=()))

    assert "SH26" not in words
    assert "Aoba" not in words
    assert "150,000" in words


def test_an_entry_names_what_it_corrects():
    assert says("open", "Struck off: true-up", "corrects entry 103", "Yield 0.955", "12,000")


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            (
                "guideline verified by Japan Life Cycle Assessment Facilitation Centre",
                "A credit is an entitlement to attribute a characteristic",
                "It has verified neither this ledger nor any shipment",
            ),
        ),
        (
            "ja",
            (
                "ガイドラインの検証機関：日本LCA推進機構",
                "クレジットは、産出物の一部に特性を割り当てることができる権利です。",
                "本台帳および個々の出荷は第三者の検証を受けておらず",
            ),
        ),
    ],
)
def test_rule_45_it_claims_no_more_than_was_verified(language, sentences):
    """45. The guideline was verified, and neither the ledger nor a shipment."""
    assert says("closed", *sentences, language=language)


def test_the_policy_that_ruled_the_period_is_named():
    assert says(
        "closed",
        "DEMO, in force from 1 October 2025",
        "version 1.0",
        "ISO 22095:2020, ISO 22095-2:2026",
        "Conversion factor 0.970",
        "Validity of credits 24 months",
        "Carry-over At most the physical stock at the end of the period",
        "Transfers between boundaries Not allowed",
    )


def test_without_carry_over_the_policy_says_what_becomes_of_the_balance():
    report = a_report(policy=replace(DEMO, carry_over=False))

    assert squeezed("Carry-over None: the balance expires") in words_of(report)


def test_a_period_of_nothing_says_so():
    words = words_of(a_report(inputs=(), attributed=(), entries=()))

    for sentence in (
        "No input was booked in the period.",
        "Nothing was attributed in the period.",
        "Nothing was entered in the period.",
    ):
        assert squeezed(sentence) in words


def test_heads_are_repeated_and_pages_count_themselves():
    inputs = tuple(replace(INPUTS[0], receipt_no=f"R-{n}") for n in range(80))
    entries = tuple(replace(ENTRIES[0], id=n) for n in range(1, 80))
    report = a_report(inputs=inputs, entries=entries)

    sheets = pages(render_reconciliation(report, language="en", printed_on=PRINTED_ON))

    with_receipts = [sheet for sheet in sheets if "WT-R2607-0001" in sheet]
    with_entries = [sheet for sheet in sheets if "credits@remine.example" in sheet]
    assert len(with_receipts) > 1
    assert len(with_entries) > 1
    assert all("Gross(kg)" in sheet for sheet in with_receipts)
    assert all("Posted(Japantime)" in sheet for sheet in with_entries)
    assert all(f"Page{n}of{len(sheets)}" in sheet for n, sheet in enumerate(sheets, start=1))


@pytest.mark.parametrize("language", ["ja", "en"])
def test_sample_stands_across_every_page(language):
    sheets = pages(printed("open", language))

    assert len(sheets) > 1
    assert all(sheet.count("SAMPLE") == 2 for sheet in sheets)
    assert "SAMPLE" not in words_of(a_report(sample=False), language)


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "Printed on 23 November 2026"), ("ja", "2026年11月23日印刷")],
)
def test_it_says_when_it_was_printed(language, said):
    assert says("open", said, language=language)


def test_a_language_stands_alone():
    """Of the Japanese paper only names and codes are Latin."""
    words = "".join(pages(printed("closed", "ja")))

    for english in ("Balance", "Carried", "Attributed", "Struck", "Page", "Closed"):
        assert english not in words


def test_the_same_report_gives_the_same_bytes():
    again = render_reconciliation(a_closed_report(), language="en", printed_on=PRINTED_ON)

    assert again == printed("closed", "en")


def test_markup_in_a_note_is_text():
    entries = (replace(ENTRIES[0], note="<b>yield</b>"),)

    assert "<b>yield</b>" in words_of(a_report(entries=entries))


def test_a_character_the_fonts_lack_is_refused():
    with pytest.raises(GlyphMissing):
        words_of(a_report(entries=(replace(ENTRIES[0], note="电"),)))


def test_every_word_of_the_ledger_has_both_languages():
    assert set(REASONS) == set(Reason)
    assert set(CAPS) == set(CarryOverCap)
    assert all(
        each.en and each.ja != each.en for names in (REASONS, CAPS) for each in names.values()
    )


def test_contained_metal_is_printed_rounded_down():
    line = replace(INPUTS[0], gross=Mass.of("0.001", "kg"), assay_percent=Decimal("99.9"))

    assert line.contained_kg == Decimal("0.000")
