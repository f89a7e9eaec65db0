"""Yearly statements: what they rest on, what they keep, and what changes under them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from remine_portal.domain.declarations import Status
from remine_portal.domain.errors import NotFound
from remine_portal.domain.fiscal_years import FiscalYear
from remine_portal.domain.mass import Mass
from remine_portal.domain.notices import NoticeKind
from remine_portal.domain.people import COMMAND_LINE, Actor, Role
from remine_portal.persistence.customers import find_customer
from remine_portal.persistence.database import DatabaseFailure
from remine_portal.persistence.notices import NoticeRow
from remine_portal.persistence.statements import find_statement
from remine_portal.services import returning, yearly_statements
from remine_portal.services.yearly_statements import NothingShipped, Printed
from tests.by_hand import run
from tests.desk import found
from tests.factories import ACME, RIVAL, a_person, a_shipment, a_verification, the_catalogue

YEAR = FiscalYear(date(2026, 4, 1))
PAPERS = Printed(ja="a" * 64, en="b" * 64)
"""Printing is another test's business."""


@pytest.fixture
def declared(desk, given):
    """Two lots of tin, declared; beside them what is undeclared, too early, or another's."""
    given(the_catalogue)
    given(a_verification)
    given(a_shipment, number="SH-1", lots=("LOT-1", "LOT-2"))
    given(a_shipment, number="SH-2", lots=("LOT-3",))
    given(a_shipment, number="SH-0", lots=("LOT-0",), ship_date=date(2026, 3, 31))
    given(a_shipment, number="SH-9", lots=("LOT-9",), company=RIVAL)
    desk.declare("SH-9")
    return desk.declare("SH-1")


@pytest.fixture
def procurement(given):
    person = given(a_person, role=Role.PROCUREMENT)
    return Actor(
        name=person.name,
        role=person.role,
        person_id=person.id,
        email=person.email,
        customer_id=person.customer_id,
    )


@pytest.fixture
def reckon(desk, procurement):
    """The year of a company, as somebody of ACME asks for it."""

    def for_company(code=ACME, year=YEAR):
        with desk.database.reading(procurement, desk.now) as work:
            return yearly_statements.reckon(work, find_customer(work, code), year)

    return for_company


@pytest.fixture
def keep(desk, procurement):
    def put_down(reckoned):
        with desk.database.writing(procurement, desk.now) as work:
            return yearly_statements.keep(work, reckoned, PAPERS).id

    return put_down


@pytest.fixture
def changes(desk, procurement):
    def since(statement_id):
        with desk.database.reading(procurement, desk.now) as work:
            row = find_statement(work, statement_id)
            return yearly_statements.changes_since(work, [row])[statement_id]

    return since


def test_a_year_is_what_was_shipped_in_it_declared_or_not(declared, reckon):
    figures = reckon().figures

    assert [each.number for each in figures.declared] == [declared.number]
    assert [(each.shipment_no, each.lot_no) for each in figures.undeclared] == [("SH-2", "LOT-3")]
    (tin,) = figures.products
    assert (tin.declared, tin.undeclared) == (Mass.of(4000, "kg"), Mass.of(2000, "kg"))


def test_rule_40_the_year_of_another_company_is_not_there(declared, reckon):
    with pytest.raises(NotFound):
        reckon(RIVAL)


def test_a_year_in_which_nothing_was_shipped_is_refused(declared, reckon):
    with pytest.raises(NothingShipped):
        reckon(year=FiscalYear(date(2024, 4, 1)))


def test_the_same_statement_is_kept_once(declared, reckon, keep):
    """Also of two who make it at the same moment."""
    reckoned = reckon()
    barrier = Barrier(2)

    def keep_at_once(_):
        barrier.wait()
        return keep(reckoned)

    with ThreadPoolExecutor(2) as threads:
        assert {*threads.map(keep_at_once, range(2))} == {keep(reckon())}


def test_a_statement_says_which_declarations_have_changed_since(
    declared, desk, reckon, keep, changes
):
    statement = keep(reckon())
    assert not changes(statement)

    new = desk.supersede(declared)
    other = desk.declare("SH-2")

    assert changes(statement).ended == ((declared.number, Status.SUPERSEDED),)
    assert changes(statement).issued == (new.number, other.number)
    assert not changes(keep(reckon()))


def test_a_statement_is_out_of_date_once_goods_have_come_back_that_it_does_not_name(
    declared, desk, reckon, keep, changes
):
    statement = keep(reckon())

    desk.now += timedelta(hours=1)
    with desk.writing(desk.preparer) as work:
        returning.book_goods_return(
            work,
            found(work, declared.draft_id),
            net_mass=Mass.of(500, "kg"),
            returned_on=work.today,
            reference="RET-1",
        )

    assert changes(statement).returned == (declared.number,)
    assert not changes(keep(reckon()))


def test_the_company_is_told_once_that_its_newest_statement_is_out_of_date(
    declared, desk, reckon, keep, database, procurement
):
    other = desk.declare("SH-2")
    statement = keep(reckon())

    desk.revoke(declared)
    desk.revoke(other)

    with database.reading(COMMAND_LINE) as work:
        told = select(NoticeRow).where(NoticeRow.kind == NoticeKind.STATEMENT_STALE)
        notices = [(each.person_id, each.about) for each in work.session.scalars(told)]
    assert notices == [(procurement.person_id, str(statement))]


FORGERIES = {
    "UPDATE statement SET figures = '{}'": "statement is append-only",
    "DELETE FROM stated_declaration": "stated_declaration is append-only",
    """
    INSERT INTO stated_declaration (statement_id, declaration_id)
    SELECT statement.id, declaration.id FROM statement, declaration
    WHERE declaration.customer_id <> statement.customer_id
    """: "rests on papers of its own company",
}


def test_nobody_rewrites_a_statement_at_a_sql_prompt(declared, reckon, keep, database):
    keep(reckon())

    for forgery, because in FORGERIES.items():
        with pytest.raises(DatabaseFailure, match=because), database.writing(COMMAND_LINE) as work:
            run(work, forgery)
