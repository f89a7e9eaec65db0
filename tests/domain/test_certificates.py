"""What a third party's certificate covers, when people are warned, and what is said of it."""

from datetime import date, timedelta

import pytest

from remine_portal.domain.catalog import Series
from remine_portal.domain.certificate_claims import (
    SERIES_OF,
    WHAT_IT_IS,
    WHAT_IT_IS_NOT,
    notices_beside,
)
from remine_portal.domain.certificates import CertificateKind, warning_due
from remine_portal.domain.claim_lint import refuse_banned_wording
from remine_portal.domain.claims import (
    CERTIFICATE_ON_REQUEST,
    COPPER_SERVICE,
    NO_MASS_BALANCE,
    RESTRUCTURING,
)
from tests.certified import certified, reviewed

LAST_DAY = date(2027, 3, 31)


def test_a_certificate_covers_its_products_at_their_sites_in_its_days_alone():
    tin = certified(("REM-SN", "IKUNO"), valid_to=LAST_DAY)

    assert tin.covers("REM-SN", "IKUNO", LAST_DAY)
    assert not tin.covers("REM-SN", "IKUNO", LAST_DAY + timedelta(1))
    assert not tin.covers("REM-SN", "IKUNO", date(2024, 3, 31))
    assert not tin.covers("REM-SN", "HOSOKURA", LAST_DAY)
    assert not tin.covers("REM-PB", "IKUNO", LAST_DAY)
    assert not tin.covers("REM-SN", None, LAST_DAY)


def test_a_review_is_of_one_version_and_holds_on_where_it_names_no_end():
    review = reviewed(guideline_version="2")

    assert review.reviews("2", date(2040, 1, 1))
    assert not review.reviews("1", date(2040, 1, 1))
    assert not review.reviews("2", date(2026, 1, 27))
    assert review.days_left(date(2040, 1, 1)) is None


@pytest.mark.parametrize(
    ("days_left", "warning"),
    [(91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None), (None, None)],
)
def test_the_nearest_of_three_warnings_is_due(days_left, warning):
    assert warning_due(days_left) == warning


@pytest.mark.parametrize("kind", CertificateKind)
def test_what_is_said_of_a_certificate_claims_no_more_than_it_shows(kind):
    copper = SERIES_OF[kind] is Series.ISO_22095

    for text in (WHAT_IT_IS[kind], WHAT_IT_IS_NOT[kind]):
        for said in (text.en, text.ja):
            refuse_banned_wording(said, series=Series.ISO_22095 if copper else None)


def test_each_certificate_stands_beside_the_notices_of_its_series_and_metals():
    tin, pgm = (
        notices_beside(CertificateKind.CONTENT, metals) for metals in (["Sn"], ["Pt", "Pd"])
    )
    copper = notices_beside(CertificateKind.GUIDELINE, [])

    assert tin == (NO_MASS_BALANCE,)
    assert pgm == (NO_MASS_BALANCE, RESTRUCTURING)
    assert COPPER_SERVICE in copper
    assert NO_MASS_BALANCE not in copper
    assert CERTIFICATE_ON_REQUEST not in copper
