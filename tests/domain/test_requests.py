"""The steps of a request, and when the next one is expected."""

from datetime import date

import pytest

from remine_portal.domain.requests import (
    NEXT,
    OPEN,
    REQUEST_STATUS_NAMES,
    WORKING_DAYS,
    RequestStatus,
    WrongStep,
    expected_by,
    refuse_other_than_next,
)

STEPS = {
    ("received", "in_review"),
    ("received", "withdrawn"),
    ("in_review", "question"),
    ("in_review", "approved"),
    ("in_review", "declined"),
    ("in_review", "withdrawn"),
    ("question", "in_review"),
    ("question", "declined"),
    ("question", "withdrawn"),
    ("approved", "issued"),
    ("approved", "declined"),
}
FRIDAY = date(2026, 11, 20)


def test_every_status_has_its_steps_and_its_word():
    assert set(NEXT) == set(RequestStatus) == set(REQUEST_STATUS_NAMES)
    assert set(WORKING_DAYS) == OPEN


@pytest.mark.parametrize("before", RequestStatus)
@pytest.mark.parametrize("after", RequestStatus)
def test_only_the_steps_of_the_table_are_taken(before, after):
    if (before, after) in STEPS:
        refuse_other_than_next("RQ-2026-000001", before, after)
    else:
        with pytest.raises(WrongStep):
            refuse_other_than_next("RQ-2026-000001", before, after)


def test_every_status_can_be_reached_from_the_receipt():
    reached = {RequestStatus.RECEIVED}
    while more := {after for each in reached for after in NEXT[each]} - reached:
        reached |= more
    assert reached == set(RequestStatus)


@pytest.mark.parametrize(
    ("status", "day"),
    [
        (RequestStatus.RECEIVED, date(2026, 11, 24)),
        (RequestStatus.IN_REVIEW, date(2026, 11, 27)),
        (RequestStatus.QUESTION, date(2026, 12, 4)),
    ],
)
def test_weekends_are_not_counted(status, day):
    assert expected_by(status, FRIDAY) == day


def test_nothing_is_expected_after_the_end():
    assert expected_by(RequestStatus.DECLINED, FRIDAY) is None
