"""A yearly statement's arithmetic, beside figures reckoned by hand, and what it never adds up."""

from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remine_portal.documents.yearly_statement import written_kept
from remine_portal.domain.fiscal_years import FiscalYear
from remine_portal.domain.mass import Mass
from remine_portal.domain.recycled_content import Figure, Operator
from remine_portal.domain.yearly_records import canonical, read_figures
from remine_portal.domain.yearly_statements import (
    AttributedMass,
    ContentMass,
    ContentTotal,
    ProductMass,
)
from remine_portal.domain.yearly_sums import share_of
from tests.papers import ALL, FISCAL_2026, IKUNO
from tests.years import (
    MOST,
    RECYCLED,
    SPLIT,
    VEHICLES,
    a_full_year,
    content,
    copper,
    figures,
    undeclared,
)


@pytest.mark.parametrize(
    ("first_day", "last_day"),
    [
        (date(2026, 4, 1), date(2027, 3, 31)),
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_a_fiscal_year_ends_on_the_day_before_the_next(first_day, last_day):
    assert FiscalYear(first_day).last_day == last_day


@pytest.mark.parametrize(
    ("day", "month", "first_day"),
    [
        (date(2026, 3, 31), 4, date(2025, 4, 1)),
        (date(2026, 4, 1), 4, date(2026, 4, 1)),
        (date(2026, 3, 31), 1, date(2026, 1, 1)),
    ],
)
def test_a_day_lies_in_the_year_that_began_last(day, month, first_day):
    year = FiscalYear.around(day, month)

    assert year.first_day == first_day
    assert day in year
    assert year.last_day.replace(year=year.last_day.year + 1) not in year


def test_a_year_begins_with_a_month():
    with pytest.raises(ValueError, match="begins with a month"):
        FiscalYear(date(2026, 4, 2))


def test_the_mass_of_a_figure_is_exact_and_then_rounded_down():
    """1,234.567 kg x 99.6 % = 1,229.628732 kg."""
    (lead,) = figures(content("Pb", "1234.567", figure=MOST)).contents

    assert lead.recycled == Mass.of("1229.628", "kg")
    assert (lead.pre_consumer, lead.post_consumer) == (None, None)


def test_masses_in_grams_keep_thousandths_of_a_gram():
    """3.063 g x 90 % = 2.7567 g."""
    at_least = Figure(Operator.AT_LEAST, Decimal(90))
    (platinum,) = figures(content("Pt", "0.003063", figure=at_least)).contents

    assert platinum.recycled == Mass.of("2.756", "g")


def test_disclosed_shares_have_masses_of_their_own():
    """Of 10,000 kg, 24.0 % are 2,400 kg and 75.6 % are 7,560 kg."""
    (lead,) = figures(content("Pb", "10000", figure=SPLIT)).contents

    assert lead.recycled == Mass.of("9960", "kg")
    assert lead.pre_consumer == Mass.of("2400", "kg")
    assert lead.post_consumer == Mass.of("7560", "kg")


def test_a_sum_with_a_lot_of_at_least_is_at_least():
    """9,960 kg exactly and at least 1,229.628 kg: at least 11,189.628 kg."""
    (lead,) = figures(
        content("Pb", "10000", figure=SPLIT), content("Pb", "1234.567", figure=MOST)
    ).content_totals

    assert (lead.operator, lead.recycled) == (Operator.AT_LEAST, Mass.of("11189.628", "kg"))
    assert lead.net_mass == Mass.of("11234.567", "kg")


def test_a_sum_of_exact_lots_is_exact():
    (lead,) = figures(
        content("Pb", "10000", figure=SPLIT), content("Pb", "1000", figure=ALL)
    ).content_totals

    assert (lead.operator, lead.recycled) == (Operator.EXACTLY, Mass.of("10960", "kg"))


def test_a_share_that_one_lot_does_not_disclose_has_no_sum():
    (lead,) = figures(
        content("Pb", "10000", figure=SPLIT), content("Pb", "1000", figure=MOST)
    ).content_totals

    assert (lead.pre_consumer, lead.post_consumer) == (None, None)


def test_equal_figures_are_one_line():
    (tin,) = figures(
        content("Sn", "1000.5", number="RM-2026-000001"),
        content("Sn", "999.5", number="RM-2026-000002"),
    ).contents

    assert (tin.figure, tin.net_mass) == (ALL, Mass.of("2000", "kg"))


def test_attributed_masses_are_those_that_the_declarations_print():
    """40 % of 50 t are 20,000 kg; 33.3 % of 24.9995 t are 8,324 kg (rules 17 and 19)."""
    recycled, vehicles = figures(
        copper("50", ("40", "10"), number="RM-2026-000005"),
        copper("24.9995", ("33.3",), number="RM-2026-000006"),
    ).attributed

    assert (recycled.characteristic, recycled.kilograms) == (RECYCLED, 28324)
    assert (vehicles.characteristic, vehicles.kilograms) == (VEHICLES, 5000)
    assert recycled.net_mass == vehicles.net_mass == Mass.of("74.9995", "t")
    assert (recycled.percent, vehicles.percent) == (Decimal("37.7"), Decimal("6.6"))


def test_rule_35_a_sum_of_credits_says_what_is_left_of_it_when_goods_came_back():
    year = figures(
        copper("50", ("40",), returned="20"), copper("50", ("10",), number="RM-2026-000010")
    )

    (recycled,) = year.attributed
    assert recycled.kilograms == 25_000
    assert year.kept_kilograms(recycled) == 17_000
    assert written_kept(year, recycled).en == "17,000\u00a0kg of it for goods not returned"
    (recycled,) = (unreturned := figures(copper())).attributed
    assert written_kept(unreturned, recycled) is None


def test_the_mass_of_a_product_names_what_is_not_declared():
    lead, bismuth = figures(
        content("Pb", "1000", figure=MOST),
        undeclared=(undeclared("Bi", "250"), undeclared("Pb", "800")),
    ).products

    assert (lead.declared, lead.undeclared) == (Mass.of(1000, "kg"), Mass.of(800, "kg"))
    assert (bismuth.declared, bismuth.shipped) == (Mass(0), Mass.of(250, "kg"))


def test_a_product_of_which_nothing_is_declared_has_no_figure():
    year = figures(content("Sn"), undeclared=(undeclared("Bi"),))

    assert [each.code for each in year.without_figure] == ["REM-BI"]
    assert [each.goods.code for each in year.contents] == ["REM-SN"]


def test_the_renewable_share_counts_lots_whose_declarations_carry_the_note():
    """2,000 of 3,000 kg: 66.6 %, never more."""
    (ikuno,) = figures(
        content("Sn", "2000", number="RM-2026-000001"),
        content("Sn", "1000", number="RM-2026-000002", renewable=None),
    ).electricity

    assert (ikuno.site, ikuno.percent) == (IKUNO, Decimal("66.6"))
    assert ikuno.ranges == (FISCAL_2026,)


def test_copper_has_no_renewable_share():
    assert figures(copper()).electricity == ()


@given(
    st.integers(1, 10**15),
    st.integers(1, 100_000).map(lambda thousandths: Decimal(thousandths).scaleb(-3)),
    st.sampled_from(["kg", "g"]),
)
def test_a_share_is_never_more_than_the_exact_one_and_less_by_no_thousandth(mass, percent, unit):
    share, step = share_of(Mass(mass), percent, unit), Mass.of("0.001", unit).milligrams

    exact = mass * int(percent.scaleb(3))
    assert share.milligrams * 100_000 <= exact < (share.milligrams + step) * 100_000


def test_no_table_holds_both_material_and_credits():
    """What is in the metal is a mass, what is attributed a number of credits."""
    material = {"recycled", "pre_consumer", "post_consumer", "figure"}
    credits = {"kilograms", "characteristic"}
    for table in (ContentMass, ContentTotal, AttributedMass, ProductMass):
        names = {each.name for each in fields(table)}
        assert not (names & material and names & credits), table


def test_no_figure_is_a_sum_over_series_or_characteristics():
    """Without copper, every figure of the metal is the same; without the metal, those of copper."""
    year = a_full_year()
    metal = figures(content("Pb", "1234.567", figure=MOST), content("Pb", "10000", figure=SPLIT))
    alone = figures(copper("50", ("40", "10")), copper("24.9995", ("33.3",)))

    lead = [each for each in year.content_totals if each.goods.code == "REM-PB"]
    assert lead == list(metal.content_totals)
    assert year.attributed == alone.attributed
    assert {each.goods.code for each in year.contents} == {"REM-SN", "REM-PB", "REM-PT"}
    assert {each.goods.code for each in year.attributed} == {"REM-CU"}


def test_what_is_kept_is_read_back_as_it_was():
    year = a_full_year(sample=True)

    assert read_figures(canonical(year)) == year


def test_a_year_of_many_thousand_tonnes_is_kept_exactly():
    year = figures(undeclared=(undeclared("Pb", "99999999.999999"),))

    assert read_figures(canonical(year)) == year


def test_goods_that_came_back_are_named_and_not_deducted():
    year = figures(content("Pt", "3", returned="0.5"))

    assert year.declared[0].returned == Mass.of("0.5", "kg")
    assert year.products[0].declared == year.contents[0].net_mass == Mass.of(3, "kg")
