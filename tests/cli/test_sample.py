"""`sample load`: a first visitor finds the copper line alive, and all of it marked as sample."""

import json

import pytest
from sqlalchemy import select

from remine_portal.domain.catalog import Series
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.declarations import Status
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.domain.sum_proof import check_sum_proof
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.endings import EndingNoticeRow
from remine_portal.persistence.ledger import EntryRow
from remine_portal.persistence.periods import ProductionRecordRow, periods_of
from remine_portal.persistence.policies import PolicyRow
from remine_portal.persistence.receipts import ReceiptRow
from remine_portal.services import sample
from remine_portal.services.balance_publishing import is_stated, sum_proof_of
from remine_portal.services.credit_checking import differences
from tests.factories import a_person
from tests.office import an_office

ENDED_PRODUCTS = {("REM-SN", "C1001"), ("REM-PB", "C1001")}


@pytest.fixture
def loaded(run, database, monkeypatch):
    """Copper only: the documents of the other series take longer, and are no news."""
    monkeypatch.setattr(sample, "DECLARED", ())
    assert run("sample", "load").exit_code == 0
    with database.reading(COMMAND_LINE) as work:
        yield work


def test_the_copper_line_is_alive(loaded, tmp_path):
    def every(row):
        return loaded.session.scalars(select(row)).all()

    declared = [json.loads(each.snapshot) for each in every(DeclarationRow)]
    assert {each["series"] for each in declared} == {Series.ISO_22095}
    kinds = [{share["characteristic"] for share in each["shares"]} for each in declared]
    assert set(Characteristic) in kinds
    assert {"book-input", "attribute", "true-up", "carry-over"} <= {
        each.reason for each in every(EntryRow)
    }
    for boundary in ("NAOSHIMA", "ONAHAMA"):
        closed = [each.first_day for each in periods_of(loaded, boundary, "Cu") if each.is_closed]
        assert closed == list(sample.CLOSED)
    assert proven(loaded, an_office(tmp_path)) == {"NAOSHIMA-CU-recycled", "NAOSHIMA-CU-elv"}

    assert all(each["sample"] for each in declared)
    for row in (PolicyRow, ReceiptRow, ProductionRecordRow):
        assert all(each.sample for each in every(row)), row
    assert not differences(loaded)


def test_some_declarations_have_ended_and_a_notice_waits(run, database, monkeypatch):
    """A tin declaration is superseded, one of lead revoked, and one of copper has fewer credits."""
    few = [(*each[:3], 1) for each in sample.DECLARED if each[:2] in ENDED_PRODUCTS]
    monkeypatch.setattr(sample, "DECLARED", few)
    monkeypatch.setattr(sample, "ATTRIBUTED", sample.ATTRIBUTED[-1:])

    assert run("sample", "load").exit_code == 0

    with database.reading(COMMAND_LINE) as work:
        rows = work.session.scalars(select(DeclarationRow).order_by(DeclarationRow.id)).all()
        notices = work.session.scalars(select(EndingNoticeRow)).all()
        assert not differences(work)
    assert sorted((each.product_code, each.status) for each in rows) == [
        ("REM-CU", Status.ISSUED),
        ("REM-CU", Status.SUPERSEDED),
        ("REM-PB", Status.REVOKED),
        ("REM-SN", Status.ISSUED),
        ("REM-SN", Status.SUPERSEDED),
    ]
    assert sorted(each.acknowledged_at is None for each in notices) == [False, True, True, True]


def proven(work, office):
    """The accounts in whose published sums the sample's declarations show themselves."""
    stated = [
        each for each in work.session.scalars(select(DeclarationRow)) if is_stated(work, each)
    ]
    proofs = [sum_proof_of(work, each, office=office) for each in stated]
    return {shown.share.account for proof in proofs for shown in check_sum_proof(proof)}


def test_nothing_is_added_where_there_are_people(run, books, given):
    given(a_person)

    result = run("sample", "load")

    assert result.exit_code == 1
    assert result.stderr.startswith("There are people in this database already")
    assert run("sample", "load", "--if-empty").exit_code == 0
    assert not books.entries()
