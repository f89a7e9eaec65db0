"""New versions after something has happened: goods came back, a buyer relied, an input fell.

Credits are those of 50 t at 40 %, unless said otherwise.
"""

import pytest

from remine_portal.domain.credits import AccountFrozen
from remine_portal.domain.endings import NotCurrent
from remine_portal.domain.periods import OutputLimit
from remine_portal.persistence.attributions import attributed_to
from remine_portal.persistence.shipments import ShipmentRow
from remine_portal.services import correcting, returning
from remine_portal.services.attributing import ReservationLapsed
from tests.afterwards import come_back, entries_of, rely_on, standing
from tests.books import ELV, Q3, RECYCLED
from tests.desk import a_correction
from tests.factories import a_customer

pytestmark = pytest.mark.usefixtures(
    "the_desk_works_when_the_books_are_kept", "the_books_agree_in_the_end"
)


def test_after_onward_use_the_excess_stays_consumed(books, desk, declare):
    """34. and 36.: the buyer relied on v1, so nothing of it is attributed to anybody else."""
    books.receive(kg=20_000)
    old = declare()
    rely_on(books, old)

    new = desk.supersede(old, attributions={RECYCLED: "30"})

    assert standing(books) == (0, 20_000, 0)
    assert entries_of(new) == entries_of(old)


def test_what_onward_use_keeps_is_not_taken_a_second_time(books, desk, declare):
    """34. and 36.: v1 20, v2 15, v3 25: only 5 are taken anew."""
    books.receive(kg=30_000)
    old = declare()
    rely_on(books, old)
    middle = desk.supersede(old, attributions={RECYCLED: "30"})

    desk.supersede(middle, attributions={RECYCLED: "50"})

    assert standing(books) == (5_000, 25_000, 0)


def test_goods_returned_leave_what_onward_use_keeps(books, desk, declare):
    """35. and 36.: of v2's 15 for 50 t, 20 t take 6 with them; the 5 above stay consumed."""
    books.receive(kg=20_000)
    old = declare()
    rely_on(books, old)
    new = desk.supersede(old, attributions={RECYCLED: "30"})

    come_back(books, new, "20")

    assert standing(books) == (6_000, 14_000, 0)


def test_what_came_to_stay_since_the_reservation_counts_as_output(books, desk, declare):
    """21. and 36.: of 30 t of output v1 takes 20; once the buyer relies, v2 has 10 left."""
    books.receive(kg=20_000)
    books.receive(kg=20_000, kind=ELV)
    books.produce(output="30")
    old = declare()
    draft_id = desk.ready(replaces=old, attributions={ELV: "40"})
    rely_on(books, old)

    with pytest.raises(OutputLimit):
        desk.issue(draft_id)

    assert standing(books) == (0, 20_000, 0)


def test_an_input_not_eligible_does_not_hinder_a_version_that_needs_less(books, desk, declare):
    """37. Invalid input: what comes back covers the deficit, and is not usable."""
    receipt = books.receive(kg=20_000)
    old = declare()
    with books.writing() as work:
        correcting.disallow_input(work, receipt.receipt_no, note="Not eligible")

    desk.supersede(old, attributions={RECYCLED: "30"})

    assert standing(books) == (0, 15_000, 0)
    assert books.position().deficit_kg == 15_000


def test_a_frozen_account_gives_nothing_more(books, desk, declare):
    """37. Invalid input: freeze."""
    receipt = books.receive(kg=20_000)
    old = declare()
    with books.writing() as work:
        correcting.disallow_input(work, receipt.receipt_no, note="Not eligible")

    with pytest.raises(AccountFrozen):
        desk.prepare(replaces=old, attributions={RECYCLED: "41"})


def test_a_new_version_that_drew_on_a_bad_input_is_named(books, desk, declare):
    """37. Invalid input: the declarations to be looked at, the one that counts now among them."""
    receipt = books.receive(kg=20_000)
    old = declare()
    new = desk.supersede(old, attributions={RECYCLED: "30"})

    with books.writing() as work:
        drew = correcting.disallow_input(work, receipt.receipt_no, note="Not eligible")

    assert [each.number for each in drew] == [old.number, new.number]


def test_goods_that_came_back_before_are_not_given_back_twice(books, desk, declare):
    """34. and 35.: 8 went back with 20 t; v2 is for 50 t again, so it takes them anew."""
    books.receive(kg=20_000)
    old = declare()
    come_back(books, old, "20")
    assert standing(books) == (8_000, 12_000, 0)

    desk.supersede(old, attributions={RECYCLED: "40"})

    assert standing(books) == (0, 20_000, 0)


def test_a_new_version_for_the_share_of_what_stays(books, desk, declare):
    """34. and 35.: 12 of v1 are left, and 24 % of 50 t are 12: nothing moves."""
    books.receive(kg=20_000)
    old = declare()
    come_back(books, old, "20")

    desk.supersede(old, attributions={RECYCLED: "24"})

    assert standing(books) == (8_000, 12_000, 0)


def test_goods_come_back_under_the_new_version(books, desk, declare):
    """35. Goods returned: 20 t of 50 t at 30 %, of credits that v1 took."""
    books.receive(kg=20_000)
    old = declare()
    new = desk.supersede(old, attributions={RECYCLED: "30"})

    come_back(books, new, "20")

    assert standing(books) == (11_000, 9_000, 0)


def test_goods_do_not_come_back_under_the_old_version(books, desk, declare):
    """34. Supersede: only one is current."""
    books.receive(kg=20_000)
    old = declare()
    desk.supersede(old, attributions={RECYCLED: "30"})

    with pytest.raises(NotCurrent):
        come_back(books, old, "20")


def test_what_a_new_version_needs_is_reckoned_again_at_issue(books, desk, declare):
    """34. and 35.: goods came back after the new version was handed over."""
    books.receive(kg=20_000)
    old = declare()
    draft_id = desk.ready(replaces=old, attributions={RECYCLED: "40"})
    come_back(books, old, "20")

    with pytest.raises(ReservationLapsed):
        desk.issue(draft_id)
    desk.hand_over(draft_id)
    desk.issue(draft_id)

    assert standing(books) == (0, 20_000, 0)


def test_a_return_under_an_earlier_version_is_not_booked_again(books, desk, declare):
    """34. and 35.: the 20 t of RN-1 took 8 with them, and the 12 that v2 states are all left."""
    books.receive(kg=20_000)
    old = declare()
    come_back(books, old, "20")
    new = desk.supersede(old, attributions={RECYCLED: "24"})

    with pytest.raises(returning.ReturnedBefore):
        come_back(books, new, "20")
    come_back(books, new, "25", reference="RN-2")

    assert standing(books) == (14_000, 6_000, 0)


def test_goods_come_back_to_the_account_that_the_version_names(books, desk, declare):
    """35. and 36.: the site was wrong, and the buyer had relied: Naoshima's 20 stay consumed."""
    books.receive(kg=20_000, site_code="ONAHAMA")
    books.receive(kg=20_000)
    old = declare()
    rely_on(books, old)
    with books.writing() as work:
        a_correction(work, site_code="ONAHAMA")
    new = desk.supersede(old, attributions={RECYCLED: "40"})

    come_back(books, new, "20")

    assert standing(books) == (0, 20_000, 0)
    assert standing(books, "ONAHAMA-CU-recycled") == (8_000, 12_000, 0)


def test_a_version_for_another_company_takes_the_credits_with_it(books, desk, declare):
    """34. Supersede: what v1 took for the wrong company counts for the one that v2 names."""
    books.receive(kg=30_000)
    old = declare()
    with books.writing() as work:
        other = a_customer(work, code="C2002", name="Other Metals")
        work.session.get_one(ShipmentRow, old.shipment_id).customer_id = other.id
    new = desk.supersede(old, attributions={RECYCLED: "50"})

    with books.reading() as work:
        assert attributed_to(work, old.customer_id, Q3) == {}
        assert attributed_to(work, new.customer_id, Q3) == {RECYCLED: 25_000}
