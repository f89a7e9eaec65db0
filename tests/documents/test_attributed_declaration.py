"""What an attributed declaration says on paper: what is attributed, how, and what it is not."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest

from remine_portal.domain.attributed_declarations import FactorNamed
from remine_portal.domain.catalog import Text
from tests.papers import DRAFT, FACTOR, LANGUAGES, attributed, pages, printed, says, text

BOTH = ("40", "30")

REQUIRED = {
    "en": [
        "Attributed 20.000 t Not attributed 30.000 t",
        "The attributed share is not a physical content.",
        "Chain of custody Mass balance – credit method",
        "Standard ISO 22095:2020, ISO 22095-2:2026",
        (
            "Guideline for the mass balance credit model of copper products, version 1.0; "
            "guideline verified by Japan Life Cycle Assessment Facilitation Centre (JLCAF)"
        ),
        "Recycled material: copper in scrap that was bought from outside the boundary",
        "Balance period 1 April 2026 to 30 June 2026",
        "System boundary NAOSHIMA (Naoshima Smelter & Refinery)",
        "Conversion factor 0.970 (policy DEMO, from 1 October 2025)",
        "Credit account NAOSHIMA-CU-recycled, 20,000 kg",
        "Ledger entries NAOSHIMA-CU-recycled 1041, 1042",
        "The metal of these lots only, not their packaging.",
        (
            "These credits are attributed to this shipment only. They are claimed by nobody "
            "else and under no other scheme."
        ),
    ],
    "ja": [
        "割当て 20.000 t 未割当て 30.000 t",
        "割り当てた割合は、金属に物理的に含まれる割合ではありません。",
        "加工流通過程の管理 マスバランス(クレジット方式)",
        "規格 ISO 22095:2020, ISO 22095-2:2026",
        (
            "銅製品のマスバランスクレジットモデルガイドライン(版：1.0)、"
            "ガイドラインの検証機関：一般社団法人日本LCA推進機構(JLCAF)"
        ),
        "リサイクル材料：システム境界の外から購入したスクラップに由来する銅",
        "収支期間 2026年4月1日～2026年6月30日",
        "システム境界 NAOSHIMA(直島製錬所)",
        "変換係数 0.970(方針DEMO、2025年10月1日から適用)",
        "クレジット口座 NAOSHIMA-CU-recycled, 20,000 kg",
        "台帳の記入番号 NAOSHIMA-CU-recycled 1041, 1042",
        "記載のロットの金属のみが対象です。梱包材は含みません。",
        "本書のクレジットは、本出荷にのみ割り当てたものです。",
    ],
}
BY_ITSELF = {
    "en": "Attributed by mass balance 40 % attributed: recycled material",
    "ja": "マスバランスで割当て 40 % 割当て：リサイクル材料",
}


@pytest.mark.parametrize(
    ("language", "words"), [(each, words) for each in REQUIRED for words in REQUIRED[each]]
)
def test_it_says_all_that_an_auditor_looks_for(language, words):
    assert says(attributed(language), words)


def test_both_languages_stand_side_by_side():
    paper = attributed("ja-en")

    for words in (
        "The attributed share is not a physical content.",
        "guideline verified by Japan Life Cycle Assessment Facilitation Centre (JLCAF)",
        "ガイドラインの検証機関：一般社団法人日本LCA推進機構(JLCAF)",
        "割当て Attributed 20.000 t 未割当て Not attributed 30.000 t",
        "台帳の記入番号 Ledger entries NAOSHIMA-CU-recycled 1041, 1042",
    ):
        assert says(paper, words), words


@pytest.mark.parametrize("language", LANGUAGES)
def test_2_both_notices_of_the_service_stand_and_not_the_other_series_notice(language):
    """2. Notice: given copper, its service notice is present and the other series' is not."""
    paper = attributed(language)

    assert says(
        paper,
        "This is a service for supplying copper cathode that applies the mass balance credit "
        "model.",
    )
    assert says(paper, "If you have any questions about this service, please contact us.")
    assert not says(paper, "The mass balance model is not applied")
    assert not says(paper, "third-party certificate")


@pytest.mark.parametrize(
    ("tonnes", "percent", "printed_t", "rest_t", "debit"),
    [
        ("50", "40", "20.000 t", "30.000 t", "20,000 kg"),
        ("24.9995", "33.3", "8.324 t", "16.6755 t", "8,325 kg"),
        ("0.9", "100", "0.900 t", "0.000 t", "900 kg"),
        ("0.9994", "100", "0.999 t", "0.0004 t", "1,000 kg"),
    ],
)
def test_17_attributed_and_unattributed_masses_are_printed(
    tonnes, percent, printed_t, rest_t, debit
):
    """17. Partial attribution: 50 t at 40 % print 20.000 attributed, 30.000 unattributed."""
    paper = attributed(tonnes=tonnes, percents=(percent,))

    assert says(paper, f"Attributed {printed_t} Not attributed {rest_t}")
    assert says(paper, f"NAOSHIMA-CU-recycled, {debit}")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_percentage_stands_beside_a_material_without_the_word_attributed(language):
    """What is read first must not be taken for a content, whoever cuts it out."""
    assert says(attributed(language), BY_ITSELF[language])
    assert not says(attributed(language), "40 % recycled material")
    assert not says(attributed(language), "40 % リサイクル材料")


def test_two_characteristics_stand_side_by_side_without_a_total():
    paper = attributed(percents=BOTH)

    assert says(paper, "40 % attributed: recycled material")
    assert says(paper, "30 % attributed: material from end-of-life vehicles")
    assert says(paper, "Attributed 20.000 t")
    assert says(paper, "Attributed 15.000 t")
    assert says(paper, "Not attributed 15.000 t")
    assert says(paper, "there is no total")
    assert says(paper, "The attributed share is not a physical content.")
    for sum_of_shares in ("70 %", "35.000"):
        assert not says(paper, sum_of_shares)


def test_each_characteristic_has_its_definition_and_its_account():
    paper = attributed(percents=BOTH)

    assert says(paper, "vehicles: copper in scrap from vehicles that were taken off the road")
    assert says(paper, "NAOSHIMA-CU-elv, 15,000 kg")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("percents", [("40",), BOTH])
def test_44_it_has_no_word_that_its_reader_may_not_use(language, percents):
    """44. Claim lint: outside “You may not say”, which lists them."""
    words = text(attributed(language, percents=percents, sample=True))
    for heading in ("Youmaynotsay", "使用できない表現"):
        before, _, after = words.partition(heading)
        words = before + after.partition("Preparedby" if "Preparedby" in after else "作成")[2]

    for banned in ("contain", "Recycledcontent", "含有", "physicallyin", "certified", "SGS"):
        assert banned not in words, banned


@pytest.mark.parametrize("language", LANGUAGES)
def test_45_only_the_guideline_is_said_to_be_verified(language):
    """45. Verifier wording: “guideline verified by”, and nothing else that anybody verified."""
    words = text(attributed(language))

    assert words.count("guidelineverifiedby") == ("en" in language)
    assert words.count("JLCAF") == len(language.split("-"))
    assert words.count("ガイドラインの検証機関") == ("ja" in language)


def test_31_every_factor_is_named_by_which_its_credits_were_booked():
    """31. Factor version: credits of two policies, attributed under a third."""
    newer = FactorNamed(Decimal("0.965"), "2026-07", date(2026, 7, 1))
    paper = attributed(factors=(FACTOR, newer), policy="2026-10", policy_from=date(2026, 10, 1))

    assert says(paper, "Policy 2026-10, from 1 October 2026")
    assert says(paper, "Conversion factor 0.970 (policy DEMO, from 1 October 2025), 0.965")
    assert not says(attributed(), "Policy DEMO, from")


def test_the_entries_of_each_account_stand_together():
    paper = attributed(
        percents=BOTH,
        entries=("NAOSHIMA-CU-recycled 7", "NAOSHIMA-CU-elv 8", "NAOSHIMA-CU-recycled 9"),
    )

    assert says(paper, "Ledger entries NAOSHIMA-CU-recycled 7, 9; NAOSHIMA-CU-elv 8")


def test_a_draft_has_no_entry_yet():
    paper = attributed(**DRAFT, entries=())

    assert says(paper, "Ledger entries named at issue")
    assert not says(paper, "RM-2026")


@pytest.mark.parametrize(("field", "words"), [("sample", "SAMPLE"), ("draft", "DRAFT")])
def test_what_is_not_in_earnest_says_so_across_the_page(field, words):
    paper = attributed("ja-en", sample=field == "sample", **(DRAFT if field == "draft" else {}))

    assert text(paper).count(words) >= 2
    assert words not in text(attributed("ja-en"))


def test_the_buyer_learns_what_may_be_said():
    assert says(
        attributed(percents=BOTH),
        "“Credits are attributed by mass balance (credit method, ISO 22095:2020, "
        "ISO 22095-2:2026) to this copper cathode: 40 % of the net mass (20.000 t) for recycled "
        "material, 30 % of the net mass (15.000 t) for material from end-of-life vehicles. The "
        "attributed share is not a physical content.”, for the lots and mass named here.",
    )
    assert says(
        attributed("ja"), "「この電気銅の正味質量の40 %(20.000 t)にリサイクル材料のクレジットが、"
    )


def test_boundaries_of_several_sites_name_each():
    sites = (Text(en="Naoshima", ja="直島"), Text(en="Onahama", ja="小名浜"))

    assert says(attributed(boundary_sites=sites), "NAOSHIMA (Naoshima, Onahama)")
    assert says(attributed("ja", boundary_sites=sites), "NAOSHIMA(直島、小名浜)")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 2, 8])
@pytest.mark.parametrize("percents", [("40",), BOTH])
def test_up_to_eight_lots_fit_one_page(language, count, percents):
    assert len(pages(printed(attributed(language, count, percents=percents, sample=True)))) == 1


def test_a_statement_that_reaches_the_foot_of_a_page_stands_on_one():
    """A sheet with many entries takes two pages, and none of its statements is torn."""
    entries = tuple(f"NAOSHIMA-CU-recycled {n}" for n in range(104_100, 104_140))
    paper = attributed("ja-en", 8, percents=BOTH, entries=entries, remarks="Dock 3.\n" * 9)
    sheets = pages(printed(paper))

    assert len(sheets) == 2
    assert text(paper).count("Nodoubleclaim") == 1
    assert any("二重計上の防止" in each and "undernootherscheme." in each for each in sheets)


def test_each_bar_names_its_characteristic_to_who_cannot_see_it():
    said = alternatives(printed(attributed(percents=BOTH)))

    assert "Attributed, Recycled material: 40\u00a0%" in said
    assert "Attributed, Material from end-of-life vehicles: 30\u00a0%" in said


def alternatives(pdf: bytes) -> list[str]:
    """What stands for each picture where it cannot be seen."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return [
            str(each["/Alt"])
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]
