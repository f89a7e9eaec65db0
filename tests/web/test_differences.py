"""What a version says and the one before it does not, in words that a customer reads."""

import json

import pytest

from remine_portal.domain.mass import Mass
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.web.differences import Difference, differences_between, differences_since
from tests.factories import a_shipment, a_verification, the_catalogue


@pytest.fixture
def stated(given, desk, database):
    """What a declaration of two lots says, to be said otherwise: `stated(remarks="None")`."""
    given(the_catalogue)
    given(a_verification)
    given(a_shipment, lots=("LOT-1", "LOT-2"))
    row: DeclarationRow = desk.declare()

    def said(**what):
        return json.dumps({**json.loads(row.snapshot), **what})

    return said


@pytest.fixture(params=["sqlite"])
def database(request):
    """Words do not depend on the engine."""
    return request.getfixturevalue(f"{request.param}_database")


def lines(said):
    return json.loads(said)["lines"]


def test_it_names_each_field_with_both_values(stated):
    other = {"name": "Acme Metals K.K.", "address": None}

    assert differences_between(stated(), stated(recipient=other, language="ja")) == [
        Difference(None, "Recipient, as printed", "Acme Metals", "Acme Metals K.K."),
        Difference(None, "Document language", "English", "Japanese"),
    ]


def test_the_same_again_differs_in_nothing(stated):
    assert differences_between(stated(), stated()) == []


@pytest.mark.parametrize(
    "inside",
    [{"number": "RM-2026-000009"}, {"code": "ZZZZZZZZ"}, {"entries": ["NAOSHIMA-CU-elv 7"]}],
)
def test_what_is_ours_alone_is_not_compared(stated, inside):
    assert differences_between(stated(), stated(**inside)) == []


def test_hands_count_at_the_desk_and_not_between_versions(stated):
    other = stated(prepared_by="Emi")

    assert differences_between(stated(), other) == []
    assert differences_since(stated(), other) == [Difference(None, "Prepared by", "Aiko", "Emi")]


def test_a_lot_that_one_of_them_leaves_out_differs_by_its_mass(stated):
    first, second = stated(), stated(lines=lines(stated())[:1])

    left_out = Difference("LOT-2", "Net mass", "2,000\u00a0kg", "not declared")
    taken_in = Difference("LOT-2", "Net mass", "not declared", "2,000\u00a0kg")
    assert differences_between(first, second) == [left_out]
    assert differences_between(second, first) == [taken_in]


def test_a_lot_is_told_by_its_fields(stated):
    line, other = lines(stated())
    mass = {"milligrams": Mass.of("1900", "kg").milligrams}
    changed = {**line, "net_mass": mass, "produced_on": "2026-06-02", "order_no": "20261123"}

    found = differences_between(stated(), stated(lines=[changed, other]))

    assert [(each.lot, each.field, each.now) for each in found] == [
        ("LOT-1", "Produced on", "2 June 2026"),
        ("LOT-1", "Net mass", "1,900\u00a0kg"),
        ("LOT-1", "Order no.", "20261123"),
    ]


def test_a_share_is_told_with_its_kind_and_mass(stated):
    share = {"characteristic": "elv", "percent": "12.500", "attributed_kg": 6250}

    (found,) = differences_between(stated(), stated(shares=[share]))

    assert found.field == "Attributed share: Material from end-of-life vehicles"
    assert (found.before, found.now) == ("nothing", "12.500\u00a0%, 6,250\u00a0kg")
