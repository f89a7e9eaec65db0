"""What a declaration says on paper, in each language, and what it never says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from remine_portal.domain.catalog import Text
from remine_portal.domain.claims import RESTRUCTURING
from tests.papers import (
    ALL,
    DRAFT,
    IKUNO,
    LANGUAGES,
    LINE,
    MOST,
    VERIFICATION,
    a_snapshot,
    lots,
    platinum,
    says,
    text,
)

ODD_LOT = a_snapshot(
    lines=(
        replace(
            LINE,
            net_mass=LINE.net_mass.of("1234567.891", "kg"),
            calculated_percent=None,
            renewable=None,
            figure=replace(ALL, pre_consumer_percent=Decimal("24.0")),
            verification=replace(
                VERIFICATION,
                basis="Mass of feed per month",
                period_from=date(2023, 4, 1),
                period_to=date(2024, 3, 31),
            ),
        ),
    )
)
"""A large lot with the longest and the shortest that can be said of one."""

ELSEWHERE = a_snapshot(
    lines=(
        lots(2)[0],
        replace(
            lots(2)[1],
            site=Text(en="Hosokura", ja="Hosokura"),
            calculated_percent=None,
            verification=replace(VERIFICATION, reference="V-2026-01", standard="ISO 14021:2026"),
        ),
    )
)
"""Two lots of two sites, each with its own verification."""

NO_MASS_BALANCE = "The mass balance model is not applied."
CERTIFICATE = "For customers requiring a third-party certificate, please contact us."


def test_it_names_the_goods_and_whose_they_are():
    paper = a_snapshot()

    for words in (
        "RM-2026-000123 Version 1 · Issued",
        "北斗はんだ工業株式会社 〒060-0001 北海道札幌市中央区1-1",
        "Number SH2605-00386 Shipped 21 May 2026 Invoice INV2600386",
        "Your order PO-85107 Our order / item SO700008 / 10",
        "Electrolytic tin (Sn)",
        "Net mass 2,499.5 kg Produced by Mitsubishi Materials Corporation Site Ikuno Plant",
        "SN26050901 2026-05-09 2,499.5",
    ):
        assert says(paper, words), words


def test_a_bilingual_declaration_says_it_in_japanese_first():
    paper = a_snapshot("ja-en")

    for words in (
        "リサイクル材料含有率宣言書 Declaration of recycled content",
        "電気錫 Electrolytic tin (Sn)",
        "出荷日 Shipped 2026年5月21日 21 May 2026",
        "製造拠点 Site 生野事業所 Ikuno Plant",
    ):
        assert says(paper, words), words


@pytest.mark.parametrize("language", LANGUAGES)
def test_rule_2_every_notice_stands_as_it_was_published(language):
    """Rule 2: in English as well where only Japanese was asked for, since that was published."""
    paper = a_snapshot(language)

    assert says(paper, NO_MASS_BALANCE)
    assert says(paper, CERTIFICATE)


def test_a_translated_notice_says_that_it_is_one():
    paper = a_snapshot("ja")

    assert says(paper, "マスバランスモデルは適用していません。" + NO_MASS_BALANCE)
    assert says(paper, "和文は本ポータルの訳")
    assert not says(a_snapshot("en"), "和文は本ポータルの訳")


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "99.6 % or more"), ("ja", "99.6 % 以上"), ("ja-en", "99.6 % 以上 or more")],
)
def test_rule_6_the_verified_figure_is_printed_and_never_the_calculated_one(language, words):
    """Rule 6: a lot at 99.9 % under a verified "99.6 % or more" is declared as just that."""
    line = replace(LINE, figure=MOST, calculated_percent=Decimal("99.9"))
    paper = a_snapshot(language, element="Pb", lines=(line,))

    assert says(paper, words)
    assert "99.9" not in text(paper)


def test_an_exact_figure_has_no_operator():
    paper = a_snapshot()

    assert says(paper, "100 %")
    assert "ormore" not in text(paper)


def test_rule_5_the_formula_rounds_down_and_leaves_returns_out():
    """Rules 3 and 5, in the words of the standard."""
    paper = a_snapshot()

    assert says(paper, "÷ mass of product × 100, rounded down to one decimal.")
    assert says(paper, "Material returning within the same process is not counted.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_rule_8_the_note_on_the_transfer_stands_on_platinum_and_not_on_tin(language):
    """Rule 8: on every lot of platinum, produced before or after it."""
    assert says(platinum(language), RESTRUCTURING.en)
    assert not says(a_snapshot(language), "business restructuring")


def test_entities_that_differ_stand_with_their_lots():
    paper = platinum("en")

    assert says(paper, "Produced by Net mass (g)")
    assert says(paper, "PO-85106 SO700008 / 10 Materials Eco-Refining Co., Ltd. 3,062")
    assert says(paper, "SO700008 / 20 Onahama Smelting and Refining Co., Ltd. 3,062")


def test_rule_10_the_edition_is_the_verifier_s():
    """Rule 10: printed after June 2026, a verification of 2016 is still one of 2016."""
    paper = a_snapshot()

    assert says(paper, "SGS Japan Inc. (ISO 14021:2016)")
    assert "14021:2026" not in text(paper)


def test_the_verification_is_named_with_its_validity_basis_and_period():
    assert says(ODD_LOT, "Reference V-2024-07, valid 1 April 2024 to 31 March 2027")
    assert says(ODD_LOT, "Basis Mass of feed per month Period 1 April 2023 to 31 March 2024")


def test_what_is_not_known_is_not_printed():
    paper = a_snapshot()

    for words in ("Basis", "Period", "Contact", "Records kept", "Remarks", "None"):
        assert not says(paper, words), words


def test_what_was_entered_is_printed():
    paper = a_snapshot(
        "ja",
        issuer_contact=Text(en="REMINE desk", ja="REMINE担当"),
        retention=Text(en="10 years", ja="10年間"),
        remarks="再発行ではありません。",
    )

    assert says(paper, "お問い合わせ先 REMINE担当 記録の保存 10年間")
    assert says(paper, "備考 再発行ではありません。")


def test_a_lot_without_calculation_says_so():
    assert says(ODD_LOT, "By lot No lot calculation is on file")
    assert not says(a_snapshot(), "No lot calculation")


def test_only_the_lots_without_calculation_are_named():
    assert says(ELSEWHERE, "Lots SN2605902: No lot calculation is on file")
    assert says(ELSEWHERE, "Lots SN2605901: On file; it reaches the verified figure.")


def test_shares_are_printed_where_the_verification_discloses_them():
    assert says(platinum("en"), "pre-consumer 30.0 %, post-consumer 60.0 %")
    assert says(a_snapshot(), "pre-consumer and post-consumer shares not disclosed")
    assert says(a_snapshot("ja"), "内訳は非開示")


def test_a_share_alone_leaves_the_other_undisclosed():
    assert says(ODD_LOT, "pre-consumer 24.0 %, post-consumer not disclosed")


def test_figures_that_differ_are_printed_one_by_one_without_a_total():
    first, second, third = lots(3)
    paper = a_snapshot(element="Pb", lines=(first, replace(second, figure=MOST), third))

    assert says(paper, "Lots SN2605901, SN2605903")
    assert says(paper, "SN2605901 2026-05-02 SO700008 / 10 100 % 2,499.5")
    assert says(paper, "there is no total")
    assert says(paper, "Lots SN2605902: “Electrolytic lead with 99.6 % or more recycled content")
    assert says(paper, "SN2605902 2026-05-03 SO700008 / 20 99.6 % or more 2,499.5")


def test_verifications_that_differ_stand_with_their_lots():
    for words in (
        "Lots SN2605901: SGS Japan Inc. (ISO 14021:2016) Reference V-2024-07",
        "Lots SN2605902: SGS Japan Inc. (ISO 14021:2026) Reference V-2026-01",
        "Recycled content, ISO 14021:2016, ISO 14021:2026",
    ):
        assert says(ELSEWHERE, words), words


def test_sites_that_differ_stand_with_their_lots():
    assert says(ELSEWHERE, f"SO700008 / 10 {IKUNO.en} V-2024-07 2,499.5")
    assert says(ELSEWHERE, "SO700008 / 20 Hosokura V-2026-01 2,499.5")


def test_rule_42_the_note_on_electricity_stands_once_when_every_lot_passes():
    """Rule 42."""
    assert text(ELSEWHERE).count("Electricity") == 1
    assert says(ELSEWHERE, "Electricity The facility producing this metal used electricity")
    assert says(ELSEWHERE, "from 1 April 2026 to 31 March 2027.")


def test_rule_42_otherwise_it_names_the_lots_it_holds_for():
    """Rule 42: the lot of an earlier year has no evidence, and is not named."""
    paper = platinum("en")

    assert says(paper, "Electricity Lots SN2605902, SN2605903")
    assert not says(paper, "Electricity Lots SN2605901")


def test_rule_42_without_evidence_there_is_no_note():
    """Rule 42."""
    assert not says(ODD_LOT, "renewable")


def test_the_claim_is_about_the_metal_only():
    assert says(a_snapshot(), "The metal of these lots only, not their packaging.")
    assert says(a_snapshot("ja"), "梱包材は含みません。")


def test_the_buyer_learns_what_may_be_said():
    paper = a_snapshot()

    assert says(
        paper,
        "“Electrolytic tin with 100 % recycled content, calculated per ISO 14021:2016 "
        "and verified by SGS Japan Inc.”, for the lots and mass named here.",
    )
    assert says(paper, "You may not say Anything about other lots or packaging, or about your own")


def test_both_pairs_of_hands_are_named_with_the_day_in_japan():
    """Issued at 16:30 UTC, which in Japan is the next day."""
    paper = a_snapshot()

    assert says(paper, "Prepared by Sato Hanako Approved and issued by Tanaka Ichiro")
    assert says(paper, "Date of issue (Japan) 23 November 2026")


def test_number_and_code_can_be_typed_from_the_paper():
    paper = a_snapshot()

    assert says(paper, "https://remine.example/verify Number RM-2026-000123 Code K7M2-Q9XA")
    assert says(paper, f"SHA-256 of the declared data {paper.sha256()}")


def test_a_draft_has_no_number_no_code_and_no_issuer():
    paper = a_snapshot(**DRAFT)

    for words in ("RM-2026", "K7M2", "Approved and issued", "/verify", "SHA-256"):
        assert not says(paper, words), words
    assert says(paper, "Draft, not issued")


def test_masses_are_exact():
    assert says(ODD_LOT, "Net mass 1,234,567.891 kg")
    assert says(platinum("en"), "Net mass 24,496 g")
