import pytest
from hypothesis import given
from hypothesis.strategies import text

from remine_portal.domain.shipments import matching_key


@pytest.mark.parametrize("spelling", ["ODD-4", "ＯＤＤ－4", "odd-4", "  Odd-4\u3000"])
def test_spellings_of_one_number_meet(spelling):
    assert matching_key(spelling) == "odd-4"


def test_different_numbers_do_not_meet():
    assert len({matching_key(number) for number in ("髙﨑", "高崎", "A-1", "A1", "A-l")}) == 5


@given(text())
def test_a_matching_key_is_its_own_matching_key(identifier):
    key = matching_key(identifier)

    assert matching_key(key) == key
