"""Credits that cross from one boundary to another, where the policy declares it."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from remine_portal.domain.credits import AccountFrozen, InsufficientCredits, Reason
from remine_portal.domain.policy import CarryOverCap, TransferNotAllowed
from remine_portal.persistence.ledger import find_batch
from remine_portal.services import correcting, transferring
from remine_portal.services.credit_checking import differences
from tests.books import DEMO, ELV, Q2, Q3, RECYCLED
from tests.full_ledger import UNTIL_SUMMER, close_periods

HERE, THERE = "NAOSHIMA-CU-recycled", "ONAHAMA-CU-recycled"


@pytest.fixture(autouse=True)
def the_desk_works_when_the_books_are_kept(desk, books):
    desk.now = books.now


@pytest.fixture(autouse=True)
def the_books_agree_in_the_end(books, desk):
    yield
    with books.reading() as work:
        assert [str(each) for each in differences(work)] == []


@pytest.fixture
def several_sites(books):
    books.enter(replace(DEMO, name="SEVERAL SITES", effective_from=Q2, transfers=True))


def transfer(books, kilograms, *, source="NAOSHIMA", target="ONAHAMA", characteristic=RECYCLED):
    with books.writing() as work:
        transferring.transfer(
            work, source=source, target=target, characteristic=characteristic, kilograms=kilograms
        )


def test_without_a_declared_transfer_credits_stay_where_they_are(books):
    """24. Boundary: policy DEMO declares none."""
    books.receive(kg=100)

    with pytest.raises(TransferNotAllowed, match="between NAOSHIMA and ONAHAMA"):
        transfer(books, 40)

    assert (books.available(HERE), books.available(THERE)) == (100, 0)


def test_a_transfer_is_two_entries_that_come_to_nothing(books, several_sites):
    """24. Boundary: if multi-site is declared, a transfer is two entries summing to 0."""
    books.receive(kg=100)

    transfer(books, 40)

    [out], [into] = books.entries(Reason.TRANSFER_OUT), books.entries(Reason.TRANSFER_IN)
    assert into.kilograms - out.kilograms == 0
    assert into.corrects_id == out.id
    assert (books.available(HERE), books.available(THERE)) == (60, 40)


def test_what_has_crossed_is_attributed_to_copper_of_the_other_boundary(books, desk, several_sites):
    """24. Boundary: Onahama's cathode, with credits that Naoshima's input brought in."""
    books.receive(kg=100)
    books.ship(tonnes="0.1", site="ONAHAMA")
    with pytest.raises(InsufficientCredits):
        desk.prepare(attributions={RECYCLED: "100"})

    transfer(books, 100)

    desk.declare(attributions={RECYCLED: "100"})
    assert books.position(THERE).attributed_kg == 100


def test_no_more_crosses_than_is_there(books, several_sites):
    """15. and 24.: no overdraft, in either of the two accounts."""
    books.receive(kg=100)
    transfer(books, 100)

    with pytest.raises(InsufficientCredits, match=HERE):
        transfer(books, 1)

    assert (books.available(HERE), books.available(THERE)) == (0, 100)


def test_types_cross_apart(books, several_sites):
    """20. and 24.: recycled material does not make up for end-of-life vehicles."""
    books.receive(kg=100)

    with pytest.raises(InsufficientCredits, match="NAOSHIMA-CU-elv"):
        transfer(books, 40, characteristic=ELV)


def test_credits_keep_their_last_day_across_the_boundary(books, several_sites):
    """24. and 28.: the oldest crosses first, and ends on the day it would have ended on."""
    books.receive(kg=40, on=Q2)
    books.receive(kg=100, on=Q3)

    transfer(books, 50)

    with books.reading() as work:
        crossed = [
            (find_batch(work, each.batch_id).expires_on, each.kilograms)
            for each in books.entries(Reason.TRANSFER_IN)
        ]
    assert crossed == [(date(2028, 4, 1), 40), (date(2028, 7, 1), 10)]
    books.now = datetime(2028, 4, 2, 3, tzinfo=UTC)
    assert books.available(THERE) == 10


def test_what_has_crossed_cannot_be_used_for_a_period_before(books, desk, several_sites):
    """24. Boundary: it came across in the third quarter, and the shipment was of the second."""
    books.receive(kg=100, on=Q2)
    books.ship(tonnes="0.1", site="ONAHAMA", on=Q2)
    transfer(books, 100)

    with pytest.raises(InsufficientCredits, match="0 kg can be used"):
        desk.prepare(attributions={RECYCLED: "100"})


def test_a_frozen_account_gives_nothing_away(books, desk, several_sites):
    """24. and 37.: what it gets goes to its deficit."""
    receipt = books.receive(kg=100)
    books.ship(tonnes="0.1")
    desk.declare(attributions={RECYCLED: "100"})
    with books.writing() as work:
        correcting.disallow_input(work, receipt.receipt_no, note="Not eligible")

    with pytest.raises(AccountFrozen):
        transfer(books, 1)


def test_what_crosses_covers_a_deficit_on_the_other_side(books, desk, several_sites):
    """24. and 37.: 30 kg cross to an account that lacks 10 kg."""
    receipt = books.receive(kg=10, site_code="ONAHAMA")
    books.ship(tonnes="0.01", site="ONAHAMA")
    desk.declare(attributions={RECYCLED: "100"})
    with books.writing() as work:
        correcting.disallow_input(work, receipt.receipt_no, note="Not eligible")
    books.receive(kg=100)

    transfer(books, 30)

    assert (books.available(THERE), books.position(THERE).deficit_kg) == (20, 0)
    assert [each.kilograms for each in books.entries(Reason.SETTLE)] == [10]


def test_an_input_found_not_eligible_is_struck_off_on_both_sides(books, desk, several_sites):
    """24. and 37.: of 20 t, 10 t are attributed and 10 t crossed, of which a draft holds 4 t."""
    receipt = books.receive(kg=20_000)
    books.ship("SH-1", "10")
    books.ship("SH-2", "4", site="ONAHAMA")
    desk.declare("SH-1", attributions={RECYCLED: "100"})
    transfer(books, 10_000)
    desk.prepare("SH-2", attributions={RECYCLED: "100"})

    with books.writing() as work:
        correcting.disallow_input(work, receipt.receipt_no, note="Not eligible")

    assert (books.available(THERE), books.position(THERE).reserved_kg) == (0, 0)
    assert (books.position(HERE).deficit_kg, books.position(THERE).deficit_kg) == (10_000, 0)


def test_what_a_true_up_struck_off_here_is_not_struck_off_there(books, several_sites):
    """24., 32. and 37.: 20 t crossed, 310 kg were trued up on this side, the rest goes there."""
    crossed = books.receive(kg=20_000, on=Q2)
    transfer(books, 20_000)
    books.receive(kg=1_000, on=Q2)
    close_periods(books, UNTIL_SUMMER, measured_yield="0.955", physical_stock="100")
    [struck, *_] = books.entries(Reason.TRUE_UP)

    with books.writing() as work:
        correcting.disallow_input(work, crossed.receipt_no, note="Not eligible")

    assert books.available(THERE) == struck.kilograms


def test_what_a_closing_may_end_does_not_cross_before_it(books):
    """24. and 27.: a cap holds against the stock, and is not escaped over the boundary."""
    capped = CarryOverCap.PHYSICAL_STOCK
    books.enter(replace(DEMO, effective_from=Q2, transfers=True, carry_over_cap=capped))
    books.receive(kg=80_000, on=Q2)
    with pytest.raises(InsufficientCredits, match="0 kg can be used"):
        transfer(books, 80_000)

    close_periods(books, UNTIL_SUMMER, physical_stock="60")

    transfer(books, 60_000)
    assert (books.available(HERE), books.available(THERE)) == (0, 60_000)
