"""Goods that come back, and the credits above the share of what stays with the customer."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from remine_portal.domain.credits import METALS
from remine_portal.domain.mass import Mass
from remine_portal.persistence.credit_positions import balances_until
from remine_portal.persistence.ledger import find_batch
from remine_portal.services import correcting, returning
from remine_portal.services.credit_checking import differences
from remine_portal.services.periods import named_period
from remine_portal.services.returning import MoreThanWasSent
from tests.books import DEMO, ELV, Q2, Q3, RECYCLED
from tests.desk import found
from tests.full_ledger import UNTIL_SUMMER, close_periods


@pytest.fixture(autouse=True)
def the_desk_works_when_the_books_are_kept(desk, books):
    desk.now = books.now


@pytest.fixture(autouse=True)
def the_books_agree_in_the_end(books, desk):
    yield
    with books.reading() as work:
        assert [str(each) for each in differences(work)] == []


def declared(books, desk, tonnes="50", *, on=Q3, attributions=None):
    """The draft of a declaration of a shipment, at 40 % of recycled material unless said."""
    books.ship(tonnes=tonnes, on=on)
    draft_id = desk.ready(attributions=attributions or {RECYCLED: "40"})
    desk.issue(draft_id)
    return draft_id


def come_back(books, draft_id, tonnes, *, reference="RN-1"):
    with books.writing() as work:
        returning.book_goods_return(
            work,
            found(work, draft_id),
            net_mass=Mass.of(tonnes, "t"),
            returned_on=work.today,
            reference=reference,
        )


def standing(books, name="NAOSHIMA-CU-recycled"):
    """Available, attributed, expired."""
    position = books.position(name)
    return position.available_kg, position.attributed_kg, position.expired_kg


def test_credits_of_returned_goods_go_back(books, desk):
    """35. Goods returned: 50 t at 40 %, 20 t returned → 12 stay, 8 return."""
    books.receive(kg=20_000)
    draft_id = declared(books, desk)

    come_back(books, draft_id, "20")

    assert standing(books) == (8_000, 12_000, 0)


def test_credits_of_an_expired_batch_go_to_expired(books, desk):
    """35. Goods returned: if the batch expired, the 8 go to expired."""
    books.receive(kg=20_000, on=Q3)
    draft_id = declared(books, desk)
    books.now = datetime(2028, 7, 2, 3, tzinfo=UTC)

    come_back(books, draft_id, "20")

    assert standing(books) == (0, 12_000, 8_000)
    assert [each.kilograms for each in books.entries("expire")] == [8_000]


def test_on_the_last_day_of_a_batch_its_credits_still_go_back(books, desk):
    """35. Goods returned on the last day, which is included."""
    books.receive(kg=20_000, on=Q3)
    draft_id = declared(books, desk)
    books.now = datetime(2028, 7, 1, 14, 59, tzinfo=UTC)

    come_back(books, draft_id, "20")

    assert standing(books) == (8_000, 12_000, 0)


def test_goods_come_back_bit_by_bit(books, desk):
    """35. Goods returned in two parts, and all of them in the end."""
    books.receive(kg=20_000)
    draft_id = declared(books, desk)

    come_back(books, draft_id, "20", reference="RN-1")
    come_back(books, draft_id, "29.999", reference="RN-2")
    assert standing(books) == (19_999, 1, 0)

    come_back(books, draft_id, "0.001", reference="RN-3")
    assert standing(books) == (20_000, 0, 0)


def test_the_share_of_what_stays_is_rounded_up(books, desk):
    """19. and 35.: of 24.9995 t at 33.3 %, 1 kg comes back, and 8.325 t are still needed."""
    books.receive(kg=20_000)
    draft_id = declared(books, desk, "24.9995", attributions={RECYCLED: "33.3"})

    come_back(books, draft_id, "0.001")

    assert standing(books) == (20_000 - 8_325, 8_325, 0)


def test_each_characteristic_gives_back_its_own(books, desk):
    """20. and 35.: 50 t at 40 % and 20 %, half of it returned."""
    books.receive(kg=20_000)
    books.receive(kg=10_000, kind=ELV)
    draft_id = declared(books, desk, attributions={RECYCLED: "40", ELV: "20"})

    come_back(books, draft_id, "25")

    assert standing(books) == (10_000, 10_000, 0)
    assert standing(books, "NAOSHIMA-CU-elv") == (5_000, 5_000, 0)


def test_a_return_is_booked_once(books, desk):
    """35. Goods returned, and the note handed in twice."""
    books.receive(kg=20_000)
    draft_id = declared(books, desk)

    come_back(books, draft_id, "20")
    come_back(books, draft_id, "20")

    assert standing(books) == (8_000, 12_000, 0)


def test_no_more_comes_back_than_was_sent(books, desk):
    """35. Goods returned, counted together."""
    books.receive(kg=20_000)
    draft_id = declared(books, desk)
    come_back(books, draft_id, "20")

    with pytest.raises(MoreThanWasSent, match=r"30001 kg .* 30000 kg"):
        come_back(books, draft_id, "30.001", reference="RN-2")

    assert standing(books) == (8_000, 12_000, 0)


def test_what_goes_back_is_of_the_batch_that_lasts_longest(books, desk):
    """35. Goods returned: the oldest stays attributed, each batch keeps its last day."""
    books.receive(kg=15_000, on=Q2)
    books.receive(kg=5_000, on=Q3)
    draft_id = declared(books, desk)

    come_back(books, draft_id, "20")

    back = {each.batch_id: each.kilograms for each in books.entries("return")}
    with books.reading() as work:
        last_days = {find_batch(work, each).expires_on: kg for each, kg in back.items()}
    assert last_days == {date(2028, 7, 1): 5_000, date(2028, 4, 1): 3_000}


def test_a_return_is_linked_to_what_it_takes_back(books, desk):
    """30. Closed period: the return is posted in the open one, linked to the attribution."""
    books.receive(kg=20_000, on=Q2)
    draft_id = declared(books, desk, on=Q2)
    close_periods(books, UNTIL_SUMMER)

    come_back(books, draft_id, "20")

    [attributed], [returned] = books.entries("attribute"), books.entries("return")
    assert returned.corrects_id == attributed.id
    assert returned.period_id != attributed.period_id
    assert standing(books) == (8_000, 12_000, 0)


def test_a_return_is_posted_in_the_first_period_that_is_open(books, desk):
    """30. Closed period: copper of an open one before today's may use what came back."""
    books.receive(kg=20_000, on=Q2)
    draft_id = declared(books, desk, on=Q2)
    close_periods(books, UNTIL_SUMMER)
    books.ship("SH-2", "8", on=Q3)
    books.now = desk.now = datetime(2026, 10, 20, 3, tzinfo=UTC)

    come_back(books, draft_id, "20")
    desk.declare("SH-2", attributions={RECYCLED: "100"})

    with books.reading() as work:
        summer = named_period(work, "NAOSHIMA", METALS[0], Q3)
        assert balances_until(work, summer)[RECYCLED].closing_kg == 0


def test_what_comes_back_expired_expires_in_the_period_it_comes_back_to(books, desk):
    """28., 30. and 35.: an earlier period, open still, would end below zero."""
    books.receive(kg=20_000, on=Q2)
    books.ship(tonnes="50", on=date(2026, 11, 2))
    draft_id = desk.ready(attributions={RECYCLED: "40"})
    desk.issue(draft_id)
    books.now = desk.now = datetime(2028, 4, 20, 3, tzinfo=UTC)

    come_back(books, draft_id, "20")

    [returned], [expired] = books.entries("return"), books.entries("expire")
    assert returned.period_id == expired.period_id


def test_without_carry_over_nothing_comes_back_from_a_closed_period(books, desk):
    """26. and 35.: what was not attributed then would have expired at the closing."""
    books.enter(replace(DEMO, effective_from=Q2, carry_over=False))
    books.receive(kg=20_000, on=Q2)
    draft_id = declared(books, desk, on=Q2)
    close_periods(books, UNTIL_SUMMER)

    come_back(books, draft_id, "20")

    assert standing(books) == (0, 12_000, 8_000)


def test_without_carry_over_credits_come_back_while_their_period_is_open(books, desk):
    """26. and 35.: to be attributed to other copper of it."""
    books.enter(replace(DEMO, effective_from=Q2, carry_over=False))
    books.receive(kg=20_000, on=Q2)
    draft_id = declared(books, desk, on=Q2)

    come_back(books, draft_id, "20")

    books.ship("SH-2", "8", on=Q2)
    desk.declare("SH-2", attributions={RECYCLED: "100"})
    assert standing(books) == (0, 20_000, 0)


def test_returned_credits_leave_room_below_the_output_of_an_open_period(books, desk):
    """21. and 35.: 50 t put out, all attributed; 20 t return and go out again."""
    books.receive(kg=50_000)
    books.produce(output="50")
    draft_id = declared(books, desk, attributions={RECYCLED: "100"})
    come_back(books, draft_id, "20")

    books.ship("SH-2", "20")
    desk.declare("SH-2", attributions={RECYCLED: "100"})

    assert standing(books) == (0, 50_000, 0)


def test_what_comes_back_covers_a_deficit_first(books, desk):
    """35. and 37.: 8 t return into an account that lacks 20 t."""
    receipt = books.receive(kg=20_000)
    draft_id = declared(books, desk)
    with books.writing() as work:
        correcting.disallow_input(work, receipt.receipt_no, note="Not eligible")

    come_back(books, draft_id, "20")

    assert standing(books) == (0, 12_000, 0)
    assert books.position().deficit_kg == 12_000
    assert [each.kilograms for each in books.entries("settle")] == [8_000]
