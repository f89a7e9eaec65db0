"""Attributed declarations in packs: the proof of the sums, as of the day of the pack."""

import json
from datetime import timedelta

import pytest

from remine_portal.domain.people import Role
from remine_portal.domain.sum_proof import check_sum_proof
from tests.books import Q2
from tests.factories import a_person
from tests.full_ledger import UNTIL_SUMMER, close_periods
from tests.packed import content_of, order, rows_of, unpacked, work_off
from tests.published import Copper


@pytest.fixture
def database(sqlite_database):
    """What is asked of the database is asked on both engines elsewhere."""
    return sqlite_database


def test_the_proof_of_the_sums_comes_with_it_once_the_period_has_been_closed(desk, given, books):
    """What is closed later is no part of a pack of an earlier day."""
    procurement = given(a_person, role=Role.PROCUREMENT)
    desk.now = books.now
    books.receive(kg=100_000, on=Q2)
    declaration = Copper(books, desk).declare(recycled="40")
    pack = order(desk, procurement, [declaration.number])
    books.now = desk.now = desk.now + timedelta(days=1)
    close_periods(books, UNTIL_SUMMER)
    work_off(desk)

    before = unpacked(content_of(desk, procurement, pack))
    later = order(desk, procurement, [declaration.number])
    work_off(desk)
    after = unpacked(content_of(desk, procurement, later))

    assert not [path for path in before if path.endswith(".sum-proof.json")]
    assert "had not been closed on the day named" in before["missing.csv"].decode()
    (proof,) = [after[path] for path in after if path.endswith(".sum-proof.json")]
    (share,) = check_sum_proof(json.loads(proof))
    assert (share.share.declaration, share.share.kilograms) == (declaration.number, 20_000)
    assert "register_proof" in json.loads(proof)["periods"][0]
    (row,) = rows_of(after["index.csv"])
    assert row["Attributed by mass balance: Recycled material (%)"] == "40"
    assert row["Recycled content in the metal (%)"] == ""
