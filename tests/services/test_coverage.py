"""Lists of numbers, answered by what one company may see."""

from datetime import date

import pytest
from sqlalchemy import event

from remine_portal.domain.coverage import Answer
from remine_portal.domain.mass import Mass
from remine_portal.domain.people import Role
from remine_portal.domain.references import Reference
from remine_portal.services.coverage import answer
from tests.asking import a_request, asking
from tests.desk import a_correction, acting
from tests.factories import RIVAL, a_person, a_shipment, a_verification, the_catalogue


@pytest.fixture(autouse=True)
def tin_is_shipped(given):
    given(the_catalogue)
    given(a_verification)
    given(a_shipment, number="SH-1", lots=("LOT-1", "LOT-2"))


@pytest.fixture
def buyer(given):
    return given(a_person, role=Role.PROCUREMENT)


@pytest.fixture
def ask(database, buyer):
    """Ask about numbers, as procurement of ACME: `ask("SH-1", ("PO-1", "2000"))`."""

    def look(*asked, actor=None):
        references = [
            Reference(each) if isinstance(each, str) else Reference(each[0], Mass.of(each[1], "kg"))
            for each in asked
        ]
        with database.reading(actor or asking(buyer)) as work:
            return answer(work, references, buyer.customer_id)

    return look


def answers(coverage):
    return {each.text: each.answer for each in coverage.references}


def told(coverage):
    """The answer of the one number, its declaration, and the one that is current."""
    (reference,) = coverage.references
    (lot,) = {(each.number, each.current_number) for each in reference.lots}
    return reference.answer, *lot


def test_what_became_of_a_declaration_is_told_by_any_number_of_its_lots(given, desk, ask):
    given(a_shipment, number="SH-2", lots=("LOT-3",))
    old = desk.declare("SH-1")
    new, wrong = desk.supersede(old), desk.declare("SH-2")
    desk.revoke(wrong)

    assert told(ask("LOT-1")) == (Answer.DECLARED, new.number, new.number)
    assert told(ask(new.number)) == (Answer.DECLARED, new.number, new.number)
    assert told(ask(old.number)) == (Answer.SUPERSEDED, old.number, new.number)
    assert told(ask("SH-2")) == (Answer.REVOKED, wrong.number, None)
    assert told(ask(wrong.number)) == (Answer.REVOKED, wrong.number, None)

    every = ask("SH-1", "SH-2", old.number, wrong.number)
    assert every.missing == ["SH-2"]
    assert every.declarations == [new.number]

    desk.revoke(new)
    assert told(ask(old.number)) == (Answer.REVOKED, new.number, None)


def test_a_lot_that_a_new_version_leaves_out_is_not_declared_by_it(given, desk, ask):
    old = desk.declare("SH-1")
    new = desk.supersede(old, lines=[1])

    (found,) = ask(old.number).references
    assert [lot.current_number for lot in found.lots] == [new.number, None]
    assert ask(old.number).missing == ["SH-1"]

    desk.revoke(new)
    (found,) = ask(old.number).references
    assert [lot.answer for lot in found.lots] == [Answer.REVOKED, Answer.SUPERSEDED]


def test_a_mass_is_compared_with_what_was_declared_to_the_milligram(given, desk, ask):
    desk.declare("SH-1", lines=[1])
    given(a_correction, number="SH-1", line_no=1, net_mass=Mass.of("1999", "kg"))
    given(a_correction, number="SH-1", line_no=2, net_mass=Mass.of("1000.000001", "kg"))

    assert answers(ask(("LOT-1", "2000"))) == {"LOT-1": Answer.DECLARED}
    assert answers(ask(("SH-1", "3000.000001"))) == {"SH-1": Answer.NOT_ISSUED}
    (differs,) = ask(("SH-1", "3000")).references
    assert differs.answer is Answer.MASS_DIFFERS
    assert str(differs.net_mass.in_unit("kg")) == "3000.000001"


def test_what_cannot_be_declared_says_why_and_is_not_requested(given, ask):
    given(a_shipment, number="SH-2", product="REM-BI", lots=("BI-1",), site="HOSOKURA")
    given(a_shipment, number="SH-3", product="REM-CU", lots=("CU-1",))

    found = ask("SH-2", "SH-3")

    assert set(answers(found).values()) == {Answer.NOT_ELIGIBLE}
    codes = [lot.refusal.code for each in found.references for lot in each.lots]
    assert codes == ["NO_VERIFIED_FIGURE", "NO_POLICY"]
    assert not found.missing


def test_what_has_been_requested_is_not_missing(database, buyer, ask):
    with database.writing(asking(buyer)) as work:
        request = a_request(work, "SH-1")

    found = ask("SH-1")

    assert answers(found) == {"SH-1": Answer.NOT_ISSUED}
    assert {each.requested_in for each in found.references[0].lots} == {request.number}
    assert not found.missing


def test_another_companys_number_is_as_unknown_as_none(given, desk, ask):
    given(a_shipment, number="SH-9", company=RIVAL, lots=("THEIRS",))
    theirs = desk.declare("SH-9")
    asked = ["SH-9", "THEIRS", theirs.number, "SH-8", "RM-2026-000099"]

    for found in (ask(*asked), ask(*asked, actor=acting(desk.preparer))):
        assert set(answers(found).values()) == {Answer.UNKNOWN}
        assert not any(each.lots for each in found.references)


def test_one_number_with_many_shipments_lists_the_lots_of_all(given, ask):
    given(a_shipment, number="SH-2", lots=("LOT-1",), ship_date=date(2026, 5, 1))

    by_order, by_lot = ask("PO-1", "LOT-1").references

    assert [each.lot_no for each in by_order.lots] == ["LOT-1", "LOT-1", "LOT-2"]
    assert [each.shipment_no for each in by_lot.lots] == ["SH-2", "SH-1"], "by day"


def test_a_number_in_several_spellings_is_answered_once(ask):
    found = ask("sh 1", "ＳＨ－００１", "LOT-1", "SH-1", "nothing", "NOTHING ")

    assert [(each.text, each.times) for each in found.references] == [
        ("sh 1", 3),
        ("LOT-1", 1),
        ("nothing", 2),
    ]


def test_a_long_list_asks_the_database_no_more_often_than_a_short_one(database, given, ask):
    numbers = [f"SH-{number}" for number in range(2, 30)]
    for number in numbers:
        given(a_shipment, number=number, lots=(f"L-{number}",), product="REM-CU")

    def statements(*asked):
        seen = []

        def see(*what):
            seen.append(what)

        event.listen(database.engine, "after_cursor_execute", see)
        ask(*asked)
        event.remove(database.engine, "after_cursor_execute", see)
        return len(seen)

    few = statements(*numbers[:2])
    assert statements(*numbers) == few
