"""Mass: whole milligrams, exact in every unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remine_portal.domain.mass import MILLIGRAMS, Mass

MASSES = st.integers(min_value=0, max_value=10**15).map(Mass)


@pytest.mark.parametrize(
    ("value", "unit", "milligrams"),
    [
        ("12.345", "t", 12_345_000_000),
        ("2000", "kg", 2_000_000_000),
        ("4723", "g", 4_723_000),
        ("0.000001", "kg", 1),
    ],
)
def test_a_mass_is_read_exactly(value, unit, milligrams):
    assert Mass.of(value, unit).milligrams == milligrams


def test_a_figure_finer_than_a_milligram_is_refused_not_rounded():
    with pytest.raises(ValueError, match="finer than a milligram"):
        Mass.of("0.0000001", "kg")


def test_a_mass_is_never_negative():
    with pytest.raises(ValueError, match="negative"):
        Mass.of("1", "kg") - Mass.of("2", "kg")


def test_a_float_is_no_mass():
    with pytest.raises(TypeError, match="float"):
        Mass(1.0)


@given(mass=MASSES, unit=st.sampled_from(sorted(MILLIGRAMS)))
def test_units_are_only_ways_of_writing(mass, unit):
    assert Mass.of(mass.in_unit(unit), unit) == mass


@given(st.lists(MASSES))
def test_the_parts_make_the_whole(masses):
    assert Mass.total(masses).milligrams == sum(mass.milligrams for mass in masses)


@pytest.mark.parametrize(
    ("mass", "unit", "written"),
    [(Mass.of(2000, "kg"), "kg", "2000"), (Mass.of(2000, "kg"), "t", "2"), (Mass(1), "g", "0.001")],
)
def test_a_figure_is_written_without_needless_zeros(mass, unit, written):
    assert f"{mass.in_unit(unit):f}" == written


def test_a_troy_ounce_is_for_a_second_line_only():
    assert Mass.of("311.034768", "kg").in_troy_ounces() == Decimal("10000.000")
