"""A new version takes the place of a declaration: who says so, and what becomes of the old one."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from remine_portal.domain.declarations import AlreadyIssued, SameHands, Status
from remine_portal.domain.endings import (
    Cause,
    NotCurrent,
    OtherProduct,
    OtherShipment,
    ReasonMissing,
)
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import declarations, endings
from remine_portal.persistence.audit import AuditEventRow
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.services import downloads, ending
from tests.desk import a_correction, acting
from tests.factories import a_person, a_shipment, a_verification, the_catalogue


@pytest.fixture(autouse=True)
def tin_is_shipped(given):
    given(the_catalogue)
    given(a_verification)
    given(a_shipment, lots=("LOT-1", "LOT-2"))


@pytest.fixture
def buyer(given):
    return given(a_person, email="buyer@acme.example")


def take(desk, declaration, *people):
    for person in people:
        with desk.writing(person) as work:
            downloads.record_download(work, work.session.get_one(DeclarationRow, declaration.id))


def status(database, declaration):
    with database.reading(COMMAND_LINE) as work:
        return work.session.get_one(type(declaration), declaration.id).status


def current(database, declaration):
    """The number of the current declaration of each lot of the shipment."""
    with database.reading(COMMAND_LINE) as work:
        numbers = declarations.current_numbers(work, [declaration.shipment_id])
        return numbers.get(declaration.shipment_id, {})


def test_only_the_new_version_is_current(desk, database):
    """34. Supersede: v1 shows "superseded by v2"; only one is current."""
    old = desk.declare()

    new = desk.supersede(old, language="ja")

    assert (status(database, old), status(database, new)) == (Status.SUPERSEDED, Status.ISSUED)
    assert current(database, old) == {1: new.number, 2: new.number}
    with database.reading(COMMAND_LINE) as work:
        assert endings.successor_of(work, old).number == new.number
        assert endings.predecessor_of(work, new).number == old.number


def test_the_new_version_says_which_it_is_and_what_it_replaces(desk):
    """34. Supersede, twice: each version counts on and names the one before it."""
    first = desk.declare()
    second = desk.supersede(first)
    third = desk.supersede(second)

    said = [json.loads(each.snapshot) for each in (first, second, third)]

    assert [each["version"] for each in said] == [1, 2, 3]
    assert [each["replaces"] for each in said] == [None, first.number, second.number]


def test_the_chain_is_found_from_each_of_its_versions(desk, database):
    first = desk.declare()
    second = desk.supersede(first)
    third = desk.supersede(second)

    with database.reading(COMMAND_LINE) as work:
        for each in (first, second, third):
            version = declarations.find_declaration(work, each.number)
            chain = [one.number for one in endings.chain_of(work, version)]
            assert chain == [first.number, second.number, third.number]


def test_the_ending_says_why_and_by_whom(desk, database):
    """39. Four eyes: who prepared the new version, and who issued it."""
    old = desk.declare()

    desk.supersede(old, cause=Cause.RECIPIENT, because="The address had moved.")

    with database.reading(COMMAND_LINE) as work:
        found = endings.ending_of(work, old)
    assert (found.cause, found.because) == (Cause.RECIPIENT, "The address had moved.")
    assert (found.proposed_by.name, found.ended_by.name) == ("Aiko", "Daichi")
    assert found.ended_at == desk.now


def test_it_is_in_the_audit_trail(desk, database):
    old = desk.declare()
    desk.supersede(old)

    with database.reading(COMMAND_LINE) as work:
        wanted = AuditEventRow.event == "declaration:superseded"
        [event] = work.session.scalars(select(AuditEventRow).where(wanted))
    assert (event.subject, event.customer_id) == (old.number, old.customer_id)


def test_whoever_prepared_the_new_version_does_not_issue_it(desk, database):
    """39. Four eyes."""
    old = desk.declare()
    draft_id = desk.ready(replaces=old)

    with pytest.raises(SameHands):
        desk.issue(draft_id, by=desk.preparer)

    assert status(database, old) is Status.ISSUED


def test_until_the_new_version_is_issued_the_old_one_stays_current(desk, database):
    old = desk.declare()

    desk.ready(replaces=old)

    assert status(database, old) is Status.ISSUED
    assert current(database, old) == {1: old.number, 2: old.number}


def test_a_new_version_may_cover_fewer_lots(desk, database):
    """34. Supersede: the lot that it leaves out is free, and can be declared alone."""
    old = desk.declare()

    new = desk.supersede(old, lines=[1])
    alone = desk.declare(lines=[2])

    assert current(database, old) == {1: new.number, 2: alone.number}


def test_a_new_version_may_cover_more_lots(desk, database):
    old = desk.declare(lines=[1])

    new = desk.supersede(old)

    assert current(database, old) == {1: new.number, 2: new.number}


def test_a_lot_of_another_declaration_is_not_taken_over(desk):
    """34. Only one current declaration a lot."""
    old, other = desk.declare(lines=[1]), desk.declare(lines=[2])

    with pytest.raises(AlreadyIssued, match=other.number):
        desk.prepare(replaces=old)


def test_a_declaration_that_has_ended_is_not_replaced_again(desk):
    old = desk.declare()
    desk.supersede(old)

    with pytest.raises(NotCurrent, match=old.number):
        desk.prepare(replaces=old)


def test_of_two_new_versions_the_second_is_too_late(desk):
    old = desk.declare()
    first, second = desk.ready(replaces=old), desk.ready(replaces=old)
    desk.issue(first)

    with pytest.raises(NotCurrent, match=old.number):
        desk.issue(second)


def test_a_new_version_is_of_the_same_shipment(desk, given):
    given(a_shipment, number="SH-2", lots=("LOT-3",))
    old = desk.declare()

    with pytest.raises(OtherShipment, match="SH-1"):
        desk.prepare("SH-2", replaces=old)


def test_a_new_version_is_of_the_same_product(desk, given):
    old = desk.declare(lines=[1])
    given(a_correction, line_no=2, product_code="REM-PB")

    with pytest.raises(OtherProduct, match="REM-SN"):
        desk.prepare(lines=[2], replaces=old)


def test_a_reason_is_given(desk):
    old = desk.declare()

    with pytest.raises(ReasonMissing):
        desk.prepare(replaces=old, because="  ")


def test_a_withdrawn_draft_replaces_nothing(desk, database):
    old = desk.declare()
    desk.withdraw(desk.prepare(replaces=old))

    new = desk.supersede(old)

    assert current(database, old) == {1: new.number, 2: new.number}


def test_everybody_who_took_the_old_one_is_told_once(desk, database, buyer, given):
    """34. Supersede: whoever downloaded the old document, however often, and nobody else."""
    given(a_person, email="other@acme.example")
    old = desk.declare()
    take(desk, old, buyer, buyer, desk.preparer)

    new = desk.supersede(old)

    with database.reading(COMMAND_LINE) as work:
        told = [each.person.email for each in endings.notices_about(work, old)]
        assert endings.notices_about(work, new) == []
    assert sorted(told) == sorted([buyer.email, desk.preparer.email])


def test_a_notice_is_acknowledged_by_whom_it_tells(desk, database, buyer):
    old = desk.declare()
    take(desk, old, buyer, desk.preparer)
    desk.supersede(old)

    with desk.writing(buyer) as work:
        [notice] = endings.notices_to(work)
        assert notice.ending.declaration.number == old.number
        ending.acknowledge(work, notice)

    with desk.writing(buyer) as work:
        assert endings.notices_to(work) == []
    with database.reading(COMMAND_LINE) as work:
        shown = [
            (each.person_id, each.acknowledged_at) for each in endings.notices_about(work, old)
        ]
    assert shown == [(desk.preparer.id, None), (buyer.id, desk.now)]


def test_a_notice_of_somebody_else_is_not_found(desk, buyer, given):
    """40. Tenant wall."""
    other = given(a_person, email="other@acme.example")
    old = desk.declare()
    take(desk, old, buyer)
    desk.supersede(old)

    with desk.writing(buyer) as work:
        [notice] = endings.notices_to(work)
    with desk.writing(other) as work:
        assert endings.find_notice(work, notice.id) is None


def test_whoever_takes_an_ended_document_knows_it(desk, buyer):
    """The page says so before the download, so no notice follows."""
    old = desk.declare()
    desk.supersede(old)

    take(desk, old, buyer)

    with desk.writing(buyer) as work:
        assert endings.notices_to(work) == []


def test_another_company_sees_no_version_of_the_chain(desk, given, database):
    """40. Tenant wall."""
    stranger = given(a_person, company="C9999")
    first = desk.declare()
    second = desk.supersede(first)

    who = replace(acting(stranger), customer_id=stranger.customer_id)
    with database.reading(who) as work:
        assert endings.successor_of(work, first) is None
        assert endings.predecessor_of(work, second) is None
