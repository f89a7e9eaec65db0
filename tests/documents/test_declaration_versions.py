"""Which version of a declaration it is, on paper."""

import pytest

from tests.papers import DRAFT, a_snapshot, says


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Version 2", "Replaces RM-2026-000123")),
        ("ja", ("第2版", "RM-2026-000123の差替え")),
    ],
)
@pytest.mark.parametrize("stage", [{}, DRAFT])
def test_a_new_version_names_the_one_it_replaces(language, said, stage):
    """34. Supersede: in the head, and in the preview of the draft as well."""
    snapshot = a_snapshot(language, version=2, replaces="RM-2026-000123", **stage)

    assert all(says(snapshot, each) for each in said)


def test_a_first_version_replaces_nothing():
    assert says(a_snapshot(), "Version 1")
    assert not says(a_snapshot(), "Replaces")
