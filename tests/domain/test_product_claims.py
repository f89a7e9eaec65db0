"""The sentence for a buyer's own product: exact, rounded down, and never of two materials."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remine_portal.domain.attributed_declarations import AttributedShare
from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.claim_lint import refuse_banned_wording
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.mass import Mass
from remine_portal.domain.product_claims import (
    ContentUsed,
    CopperUsed,
    DeclarationTwice,
    NothingUsed,
    PhysicalAndAttributed,
    ProductBelowMetals,
    ShareTooSmall,
    UsedAboveDeclared,
    claims_of_product,
    lowest,
)
from remine_portal.domain.recycled_content import Figure, Operator
from tests.papers import ALL, DEFINITIONS, MOST, PRODUCTS

RECYCLED, VEHICLES = Characteristic
STANDARDS = ("ISO 22095:2020", "ISO 22095-2:2026")


def kg(kilograms):
    return Mass.of(Decimal(kilograms), "kg")


def tin(used="600", *, number="RM-2026-000001", declared="2000", **other):
    said = {
        "figure": ALL,
        "product": PRODUCTS["Sn"],
        "standards": ("ISO 14021:2016",),
        "verifiers": ("SGS Japan Inc.",),
        **other,
    }
    return ContentUsed(number=number, declared=kg(declared), used=kg(used), **said)


def lead(used="400", **other):
    lead = {"number": "RM-2026-000002", "figure": MOST, "product": PRODUCTS["Pb"]}
    return tin(used, **{**lead, **other})


def copper(used="1000", *, number="RM-2026-000003", declared="50000", **percents):
    shares = tuple(
        AttributedShare(
            characteristic=kind,
            definition=DEFINITIONS[kind],
            percent=Decimal(percents[kind.value]),
            attributed_kg=0,
            debit_kg=0,
            account="NAOSHIMA",
        )
        for kind in Characteristic
        if kind.value in percents
    )
    return CopperUsed(
        number=number,
        product=Text(en="Copper cathode", ja="電気銅"),
        declared=kg(declared),
        used=kg(used),
        shares=shares,
        standards=STANDARDS,
    )


def said(claim, language="en"):
    return claim.sentence.in_language(language).replace("\xa0", " ")


def claim_of(*metals, product="1000", unit="kg"):
    (claim,) = claims_of_product(metals, kg(product), unit=unit)
    return claim


def test_the_share_is_the_recycled_mass_by_the_mass_of_the_product():
    claim = claim_of(tin("600"))

    assert claim.figure == Figure(Operator.EXACTLY, Decimal("60.0"))
    assert said(claim) == (
        "60.0 % of the mass of this product is recycled material in electrolytic tin. The recycled "
        "content of the metal was calculated per ISO 14021:2016 and verified by SGS Japan Inc.; "
        "the share of the product was calculated from it by mass, for 600 kg of the metal in "
        "1,000 kg of product, and was not verified. Other materials and packaging are not included."
    )
    assert said(claim, "ja") == (
        "本製品の質量の60.0 %は、電気錫に含まれるリサイクル材料です。金属のリサイクル材料含有率は"
        "ISO 14021:2016に準拠して算定し、SGS Japan Inc.の検証を受けています。製品に占める割合は、"
        "製品1,000 kgに使用した金属600 kgについて質量基準で算出したもので、検証を受けたものでは"
        "ありません。その他の材料および梱包材は含みません。"
    )


def test_one_figure_that_is_at_least_so_much_makes_the_whole_at_least_so_much():
    claim = claim_of(tin("100"), lead("400"))

    assert claim.figure == Figure(Operator.AT_LEAST, Decimal("49.8")), "498.4 kg in 1,000 kg"
    assert said(claim).startswith("At least 49.8 % of the mass of this product is recycled")
    assert "recycled material in electrolytic tin, electrolytic lead" in said(claim)
    assert said(claim, "ja").startswith("本製品の質量の49.8 %以上は、電気錫、電気鉛に含まれる")


def test_every_edition_and_verifier_is_named_once():
    newer = tin("1", number="RM-2", standards=("ISO 14021:2026",), verifiers=("Another Ltd.",))
    claim = claim_of(tin(), tin("1", number="RM-1"), newer)

    assert "per ISO 14021:2016, ISO 14021:2026 and verified by SGS Japan Inc., Another" in said(
        claim
    )


def test_masses_are_written_in_the_unit_that_was_asked_for():
    assert "for 0.6 t of the metal in 1 t of product" in said(claim_of(tin(), unit="t"))


def test_05_the_share_is_rounded_down():
    """5. Round down: 1 kg in 3 kg is 33.3 %, and 2 kg are 66.6 %."""
    assert claim_of(tin("1"), product="3").figure.percent == Decimal("33.3")
    assert claim_of(tin("2"), product="3").figure.percent == Decimal("66.6")


@given(used=st.integers(1, 10**15), tenths=st.integers(1, 1000), more=st.integers(0, 10**15))
def test_no_share_is_ever_too_much(used, tenths, more):
    figure = Figure(Operator.EXACTLY, Decimal(tenths).scaleb(-1))
    metal = tin(Decimal(used).scaleb(-6), declared=10**9, figure=figure)
    exact = Fraction(used * tenths, 10 * (used + more))
    try:
        (claim,) = claims_of_product([metal], Mass(used + more), unit="g")
    except ShareTooSmall:
        assert exact < Fraction(1, 10)
        return
    assert 0 <= exact - Fraction(claim.figure.percent) < Fraction(1, 10)


def test_lots_that_differ_hold_at_least_the_lowest_of_their_figures():
    assert lowest([ALL, MOST]) == Figure(Operator.AT_LEAST, Decimal("99.6"))
    assert lowest([ALL, Figure(Operator.EXACTLY, Decimal(90))]).operator is Operator.AT_LEAST
    assert lowest([ALL, ALL]) == ALL


def test_17_an_attributed_share_is_of_the_copper_and_no_content():
    """17. Partial attribution, carried on: 1,000 kg at 40 % in 4,000 kg of product are 10 %."""
    claim = claim_of(copper(recycled="40"), product="4000")

    assert claim.characteristic is RECYCLED
    assert claim.counted == kg("400")
    assert said(claim) == (
        "By mass balance (credit method, ISO 22095:2020, ISO 22095-2:2026), credits for recycled "
        "material are attributed to the copper cathode used in this product, for 10.0 % of the "
        "mass of the product. The attributed share is not a physical content."
    )
    assert said(claim, "ja") == (
        "本製品に使用した電気銅には、マスバランス(クレジット方式、ISO 22095:2020, ISO 22095-2:2026)"
        "により、本製品の質量の10.0 %に相当するリサイクル材料のクレジットが割り当てられています。"
        "割り当てた割合は、金属に物理的に含まれる割合ではありません。"
    )


def test_20_characteristics_are_never_merged():
    """20. Types do not mix: two declarations, two kinds, two sentences."""
    metals = [
        copper("1000", recycled="40", elv="30"),
        copper("500", number="RM-2026-000004", elv="100"),
    ]
    first, second = claims_of_product(metals, kg("2000"), unit="kg")

    assert (first.characteristic, first.figure.percent) == (RECYCLED, Decimal("20.0"))
    assert (second.characteristic, second.figure.percent) == (VEHICLES, Decimal("40.0"))
    assert [metal.number for metal, _ in first.parts] == ["RM-2026-000003"]
    assert "material from end-of-life vehicles" in said(second)


def test_01_what_is_in_the_metal_and_what_is_attributed_are_not_added():
    """1. Series lock: the refusal names both sides, so that each can have its sentence."""
    with pytest.raises(PhysicalAndAttributed) as refused:
        claims_of_product([tin(), copper(recycled="40")], kg("9000"), unit="kg")

    assert refused.value.code == "SERIES_MISMATCH"
    assert refused.value.facts == {"contents": "RM-2026-000001", "credits": "RM-2026-000003"}


def test_no_more_is_used_than_was_declared():
    assert tin("2000")
    with pytest.raises(UsedAboveDeclared):
        tin("2000.000001")


def test_nothing_used_is_no_row():
    with pytest.raises(NothingUsed):
        tin("0")


def test_a_product_is_no_lighter_than_the_metals_in_it():
    assert claim_of(tin("600"), product="600").figure.percent == Decimal(100)
    with pytest.raises(ProductBelowMetals):
        claim_of(tin("600"), lead("400"), product="999.999")


def test_a_declaration_counts_once():
    with pytest.raises(DeclarationTwice):
        claim_of(tin("1"), lead("1"), tin("2"))


def test_a_share_that_rounds_down_to_nothing_is_not_printed():
    with pytest.raises(ShareTooSmall):
        claim_of(tin("0.999"))


METALS = [
    [tin()],
    [tin(), lead()],
    [lead("4", product=PRODUCTS["Pt"])],
    [copper(recycled="40")],
    [copper(recycled="33.333", elv="66.667")],
]


@pytest.mark.parametrize("metals", METALS)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_44_every_sentence_for_a_product_passes_the_lint(metals, language):
    """44. Claim lint: what the portal gives a buyer to print is what it would let pass."""
    series = Series.ISO_22095 if isinstance(metals[0], CopperUsed) else Series.ISO_14021
    for claim in claims_of_product(metals, kg("1000"), unit="kg"):
        sentence = claim.sentence.in_language(language)
        refuse_banned_wording(sentence)
        refuse_banned_wording(sentence, series=series)
