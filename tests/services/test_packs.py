"""Packs: ordered once for a selection, taken by people, and refused to others."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from remine_portal.domain.jobs import JobKind
from remine_portal.domain.packs import (
    MOST_AT_ONCE,
    DayToCome,
    NothingFound,
    NothingIssuedYet,
    NothingSelected,
    SeveralCompanies,
    TooManyAtOnce,
    TooManyDocuments,
)
from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.persistence.declarations import DownloadRow
from remine_portal.persistence.endings import EndingNoticeRow
from remine_portal.persistence.jobs import JobRow
from remine_portal.persistence.packs import find_pack
from remine_portal.services import packs
from tests.factories import RIVAL, a_person, a_shipment, a_verification, the_catalogue
from tests.packed import as_customer, order, work_off

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def tin_is_shipped(given):
    given(the_catalogue)
    given(a_verification, pre_consumer="40", post_consumer="60")
    given(a_shipment, lots=("LOT-1", "=LOT+2"))
    given(a_shipment, number="SH-2", lots=("LOT-3",))


@pytest.fixture
def procurement(given):
    return given(a_person, role=Role.PROCUREMENT)


def test_the_same_again_is_the_same_pack_and_no_second_job(desk, procurement, given):
    number = desk.declare().number
    colleague = given(a_person, role=Role.COMPANY_ADMINISTRATOR)

    one = order(desk, procurement, [number])
    same = order(desk, colleague, [f" {number.lower()} ", number])
    other = order(desk, procurement, [number], pattern="{number}")

    assert one.id == same.id != other.id
    with desk.database.reading(COMMAND_LINE) as work:
        made_packs = select(JobRow.about).where(JobRow.kind == JobKind.PACK)
        assert sorted(work.session.scalars(made_packs)) == [str(one.id), str(other.id)]


def test_whoever_takes_it_takes_each_declaration_and_is_told_of_ends(desk, procurement):
    kept, ended = desk.declare(), desk.declare("SH-2")
    pack = order(desk, procurement, [kept.number, ended.number])
    work_off(desk)
    desk.now += timedelta(minutes=1)
    desk.revoke(ended)

    with desk.database.writing(as_customer(procurement), desk.now) as work:
        packs.take(work, find_pack(work, pack.id))

    with desk.database.reading(as_customer(procurement), desk.now) as work:
        taken = work.session.scalars(select(DownloadRow.declaration_id)).all()
        told = work.session.scalars(select(EndingNoticeRow.declaration_id)).all()
        since = packs.ended_since(work, find_pack(work, pack.id))
    assert sorted(taken) == [kept.id, ended.id]
    assert told == [ended.id]
    assert [*since] == [ended.number]


def test_what_is_refused(desk, procurement, given):
    number = desk.declare().number
    given(a_shipment, number="SH-9", company=RIVAL, lots=("LOT-9",))
    theirs = desk.declare("SH-9").number

    for numbers, as_of, refusal in (
        ([], None, NothingSelected),
        ([" ", "\0"], None, NothingSelected),
        ([f"RM-{each}" for each in range(5001)], None, TooManyDocuments),
        ([number], TODAY + timedelta(days=1), DayToCome),
        ([number], TODAY - timedelta(days=1), NothingIssuedYet),
        ([theirs, "RM-2026-999999"], None, NothingFound),
    ):
        with pytest.raises(refusal):
            order(desk, procurement, numbers, as_of=as_of)
    with pytest.raises(SeveralCompanies):
        order(desk, desk.preparer, [number, theirs])
    assert order(desk, desk.preparer, [theirs]).customer_id != procurement.customer_id


def test_a_company_keeps_nobody_else_waiting(desk, procurement):
    """One worker makes all packs and sends all mails, one after the other."""
    number = desk.declare().number
    for place in range(MOST_AT_ONCE):
        order(desk, procurement, [number], pattern=f"{{number}} {place}")
    order(desk, procurement, [number], pattern="{number} 0")  # is one of them

    with pytest.raises(TooManyAtOnce):
        order(desk, procurement, [number])
    work_off(desk)
    order(desk, procurement, [number])
