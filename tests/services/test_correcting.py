"""An input found not eligible: its credits are struck off, and a lack freezes the account."""

import pytest

from remine_portal.domain.credits import AccountFrozen, Reason
from remine_portal.domain.errors import NotFound
from remine_portal.services import correcting
from remine_portal.services.attributing import ReservationLapsed
from remine_portal.services.correcting import NothingToStrike
from remine_portal.services.credit_checking import differences
from tests.books import ELV, Q2, Q3, RECYCLED
from tests.factories import ACME, RIVAL
from tests.full_ledger import UNTIL_SUMMER, close_periods


@pytest.fixture(autouse=True)
def the_desk_works_when_the_books_are_kept(desk, books):
    desk.now = books.now


@pytest.fixture(autouse=True)
def the_books_agree_in_the_end(books, desk):
    yield
    with books.reading() as work:
        assert [str(each) for each in differences(work)] == []


def disallow(books, receipt, note="Not eligible"):
    """The numbers of the declarations that drew on it."""
    with books.writing() as work:
        return [
            each.number for each in correcting.disallow_input(work, receipt.receipt_no, note=note)
        ]


@pytest.fixture
def half_attributed(books, desk):
    """An input of 20 t, of which 10 t are attributed."""
    receipt = books.receive(kg=20_000)
    books.ship(tonnes="50")
    desk.declare(attributions={RECYCLED: "20"})
    return receipt


def test_an_input_found_not_eligible_leaves_a_deficit(books, desk, half_attributed):
    """37. Invalid input: 20 t, balance 10 → available 0, deficit 10; attributed credits stay so."""
    drew = disallow(books, half_attributed)

    position = books.position()
    assert (position.available_kg, position.deficit_kg) == (0, 10_000)
    assert position.attributed_kg == 10_000
    assert drew == ["RM-2026-000001"]


def test_a_deficit_freezes_the_account(books, desk, half_attributed):
    """37. Invalid input: nothing more is attributed from it, not even from what comes in small."""
    disallow(books, half_attributed)
    books.receive(kg=9_999)
    books.ship("SH-2", "0.001")

    with pytest.raises(AccountFrozen, match="lacks 1 kg"):
        desk.prepare("SH-2", attributions={RECYCLED: "100"})


def test_a_deficit_freezes_no_other_account(books, desk, half_attributed):
    """20. and 37.: types do not mix, and do not stand in for each other."""
    books.receive(kg=100, kind=ELV)
    disallow(books, half_attributed)
    books.ship("SH-2", "0.1")

    desk.declare("SH-2", attributions={ELV: "100"})

    assert (books.position().deficit_kg, books.available("NAOSHIMA-CU-elv")) == (10_000, 0)


def test_new_input_covers_the_deficit_and_opens_the_account(books, desk, half_attributed):
    """37. Invalid input, made good: 12 t come in, and 2 t are left."""
    disallow(books, half_attributed)

    books.receive(kg=12_000)

    assert (books.available(), books.position().deficit_kg) == (2_000, 0)
    assert [each.kilograms for each in books.entries("settle")] == [10_000]
    books.ship("SH-2", "2")
    desk.prepare("SH-2", attributions={RECYCLED: "100"})


def test_an_input_that_nobody_used_is_struck_off_and_no_more(books):
    """37. Invalid input of which all is still there: no deficit, nobody to tell."""
    receipt = books.receive(kg=20_000)
    books.receive(kg=5_000)

    assert disallow(books, receipt) == []

    assert (books.available(), books.position().deficit_kg) == (5_000, 0)
    assert [each.kilograms for each in books.entries("disallow")] == [20_000]


def test_what_is_attributed_of_it_is_made_good_by_other_input(books, desk, half_attributed):
    """37. Invalid input, where the account holds enough: no deficit, no freeze."""
    books.receive(kg=30_000)

    assert disallow(books, half_attributed) == ["RM-2026-000001"]

    assert (books.available(), books.position().deficit_kg) == (20_000, 0)
    assert books.position().attributed_kg == 10_000


def test_every_declaration_that_drew_on_it_is_named(books, desk):
    """37. Invalid input: affected declarations listed for notice, the others not."""
    eligible, invalid = books.receive(kg=10_000, on=Q2), books.receive(kg=20_000, on=Q3)
    for number, company in (("SH-1", ACME), ("SH-2", ACME), ("SH-3", RIVAL)):
        books.ship(number, "10", company=company)
        desk.declare(number, attributions={RECYCLED: "100"})

    assert disallow(books, invalid) == ["RM-2026-000002", "RM-2026-000003"]
    assert disallow(books, eligible) == ["RM-2026-000001"]


def test_a_draft_that_holds_some_of_it_holds_nothing_any_more(books, desk):
    """37. Invalid input: what is only reserved is struck off as well."""
    receipt = books.receive(kg=20_000)
    books.ship(tonnes="50")
    draft_id = desk.ready(attributions={RECYCLED: "40"})

    disallow(books, receipt)

    position = books.position()
    assert (position.available_kg, position.reserved_kg, position.deficit_kg) == (0, 0, 0)
    with pytest.raises(ReservationLapsed):
        desk.issue(draft_id)


def test_of_a_closed_period_the_strike_is_an_adjustment_of_the_open_one(books, desk):
    """30. and 37.: linked to the entry that booked the input."""
    receipt = books.receive(kg=20_000, on=Q2)
    close_periods(books, UNTIL_SUMMER)

    disallow(books, receipt)

    [booked], [struck] = books.entries("book-input"), books.entries("disallow")
    assert struck.corrects_id == booked.id
    assert struck.period_id != booked.period_id
    assert books.available() == 0


def test_an_input_is_struck_off_once(books):
    """37. Invalid input, found so twice."""
    receipt = books.receive(kg=20_000)
    disallow(books, receipt)
    books.receive(kg=20_000)

    with pytest.raises(NothingToStrike, match=receipt.receipt_no):
        disallow(books, receipt)

    assert books.available() == 20_000


def test_what_a_closing_struck_off_is_not_struck_off_again(books):
    """32. and 37.: of 20 t, the true-up took 309 kg."""
    receipt = books.receive(kg=20_000, on=Q2)
    close_periods(books, UNTIL_SUMMER, measured_yield="0.955", physical_stock="100")

    disallow(books, receipt)

    [trued_up], [struck] = books.entries("true-up"), books.entries("disallow")
    assert trued_up.kilograms + struck.kilograms == 20_000
    assert books.position().deficit_kg == 0


def test_an_input_without_credits_has_nothing_to_strike(books):
    receipt = books.receive(gross="100", kind=None)

    with pytest.raises(NothingToStrike):
        disallow(books, receipt)


def test_an_input_that_is_not_booked_is_not_found(books):
    with pytest.raises(NotFound, match="R-0"), books.writing() as work:
        correcting.disallow_input(work, "R-0", note="Not eligible")


def test_the_entry_says_why(books):
    receipt = books.receive(kg=20_000)

    disallow(books, receipt, note="It was concentrate.")

    [entry] = books.entries(Reason.DISALLOW)
    assert entry.note == "It was concentrate."
