"""The reconciliation of a period: every figure back to the receipts, and nothing of others."""

import pytest

from remine_portal.domain.credits import Reason, Standing
from remine_portal.domain.people import COMMAND_LINE, Actor, Role
from remine_portal.persistence.customers import find_customer
from remine_portal.persistence.periods import periods_of
from remine_portal.services.reconciling import reconcile
from tests.books import Q2, Q3, RECYCLED
from tests.factories import ACME, RIVAL

AUDITOR = Actor(name="Auditor", role=Role.AUDITOR, person_id=1)


@pytest.fixture(autouse=True)
def credits_are_attributed_to_two_companies(books, desk):
    desk.now = books.now
    books.receive(kg=30_000, on=Q2)
    books.receive(kg=200_000, on=Q3)
    books.ship("SH-1", "100", company=ACME)
    books.ship("SH-2", "50", company=RIVAL)
    desk.declare("SH-1", attributions={RECYCLED: "100"})
    desk.declare("SH-2", attributions={RECYCLED: "100"})


def reconciled(books, reader=AUDITOR):
    with books.reading() as work:
        period = periods_of(work, "NAOSHIMA", "Cu")[-1]
        return reconcile(work, period, reader=reader)


def test_it_opens_with_what_the_period_before_left(books):
    """26. Roll-over: opening 30 + issued 200 − attributed 150 = 80."""
    [recycled, _] = reconciled(books).accounts

    assert recycled.balance.opening_kg == 30_000
    assert recycled.balance.moved[Reason.BOOK_INPUT] == 200_000
    assert recycled.balance.moved[Reason.ATTRIBUTE] == 150_000
    assert recycled.balance.closing_kg == recycled.standings[Standing.AVAILABLE] == 80_000


def test_an_auditor_reads_every_input_entry_and_shipment(books):
    report = reconciled(books)

    assert [each.credited_kg for each in report.inputs] == [200_000]
    assert {each.shipment_no for each in report.attributed} == {"SH-1", "SH-2"}
    assert {each.reason.value for each in report.entries} == {"book-input", "reserve", "attribute"}
    assert report.shipped.in_unit("t") == 150


def test_a_customer_reads_their_own_share_and_no_other_name(books):
    """40. Tenant wall."""
    with books.database.reading(COMMAND_LINE) as work:
        customer = find_customer(work, ACME)
    buyer = Actor(name="Buyer", role=Role.BUYER, person_id=2, customer_id=customer.id)

    report = reconciled(books, buyer)

    assert [(each.shipment_no, each.kilograms) for each in report.attributed] == [
        ("SH-1", 100_000),
        (None, 50_000),
    ]
    assert "SH-2" not in repr(report)
    assert not report.inputs
    assert not report.entries
