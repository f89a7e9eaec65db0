"""The Catena-X twin: percentages, the split, the flag of mass balance, and when there is none."""

from dataclasses import replace
from decimal import Decimal

import pytest
from jsonschema import Draft4Validator, FormatChecker

from remine_portal.documents.twins import MATERIAL_CONTENT
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.recycled_content import Operator
from tests.archived import SPLIT, snapshot_of
from tests.papers import LINE, a_share, a_snapshot, attributed, lots, platinum
from tests.twinned import as_numbers, attached, published, twins


@pytest.mark.parametrize("kind", ["tin", "copper from vehicles"])
def test_the_catena_x_document_is_one_by_its_schema(kind):
    schema = Draft4Validator(
        published("catena-x/SecondaryMaterialContentCalculated-schema.json"),
        format_checker=FormatChecker(),
    )

    assert not list(schema.iter_errors(as_numbers(attached(kind)[MATERIAL_CONTENT])))


def material(snapshot):
    (one,) = twins(snapshot)[MATERIAL_CONTENT]["secondaryMaterialContent"]
    return one


def test_catena_x_has_percentages_and_the_split():
    """A fraction for a percentage would be a claim a hundredth or a hundred times as large."""
    assert shares_in(material(snapshot_of("tin", "en"))) == {
        "preConsumer": (Decimal("30.5"), False),
        "postConsumer": (Decimal("69.5"), False),
        "postConsumerAutomotive": (0, False),
        "primary": 0,
    }
    mass = material(snapshot_of("tin", "en"))["unitOfMeasure"]
    assert (mass["unitOfMeasureKey"], mass["materialNetMass"]) == ("unit:kilogram", 4999)


def test_a_figure_that_is_at_least_so_much_leaves_at_most_the_rest():
    split = replace(
        SPLIT,
        percent=Decimal("99.6"),
        operator=Operator.AT_LEAST,
        post_consumer_percent=Decimal("69.1"),
    )
    one = material(a_snapshot(lines=lots(2, figure=split)))

    assert shares_in(one)["primary"] == Decimal("0.4")
    assert "99.6 % or more" in one["additionalInformation"]
    assert "minimum" in one["additionalInformation"]


def test_attributed_credits_stand_in_catena_x_under_their_flag_alone():
    assert shares_in(material(snapshot_of("copper from vehicles", "en"))) == {
        "preConsumer": (0, True),
        "postConsumer": (0, True),
        "postConsumerAutomotive": (100, True),
        "primary": 0,
    }


def shares_in(one):
    found = {
        name: (
            each["mechanicalRecycling"]["percentageOfMaterialWeight"],
            each["mechanicalRecycling"]["isMassBalanced"],
        )
        for name, each in one["inorganic"]["secondaryInorganic"].items()
    }
    return {**found, "primary": one["inorganic"]["primaryInorganic"]["percentageOfMaterialWeight"]}


@pytest.mark.parametrize(
    "snapshot",
    [
        a_snapshot(),
        a_snapshot(lines=lots(1, figure=replace(SPLIT, post_consumer_percent=None))),
        a_snapshot(lines=(*lots(1, figure=SPLIT), replace(LINE, line_no=2))),
        a_snapshot(lines=lots(1, figure=SPLIT, customer_po=None, order_no=None)),
        platinum("en"),
        attributed(),
        attributed(percents=("100",)),
        attributed(percents=("60", "40")),
        attributed(
            shares=(a_share("99.9", attributed().net_mass, Characteristic.END_OF_LIFE_VEHICLE),)
        ),
    ],
    ids=[
        "no split",
        "half a split",
        "one lot without a split",
        "no order",
        "no standard's name",
        "a class unknown",
        "all of a class unknown",
        "two characteristics",
        "a rest that is not primary",
    ],
)
def test_there_is_no_catena_x_document_that_would_have_to_guess(snapshot):
    assert MATERIAL_CONTENT not in twins(snapshot)
