"""Credits when a new version replaces a declaration: kept, taken besides, or given back."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from remine_portal.domain.credits import InsufficientCredits
from remine_portal.domain.periods import OutputLimit, ShippedInClosedPeriod
from remine_portal.persistence.ledger import find_batch
from remine_portal.services.attribution_outlook import credits_of
from tests.afterwards import entries_of, standing
from tests.books import DEMO, ELV, Q2, Q3, RECYCLED
from tests.desk import found
from tests.full_ledger import UNTIL_SUMMER, close_periods

pytestmark = pytest.mark.usefixtures(
    "the_desk_works_when_the_books_are_kept", "the_books_agree_in_the_end"
)


def test_what_a_new_version_needs_less_goes_back(books, desk, declare):
    """34. Supersede: v1 debit 20, v2 debit 15: 5 return to the source batch with its expiry."""
    books.receive(kg=20_000, on=Q2)
    old = declare()

    desk.supersede(old, attributions={RECYCLED: "30"})

    [booked], [returned] = books.entries("book-input"), books.entries("return")
    assert standing(books) == (5_000, 15_000, 0)
    assert returned.batch_id == booked.batch_id
    with books.reading() as work:
        assert find_batch(work, returned.batch_id).expires_on == date(2028, 4, 1)


def test_what_comes_back_is_of_the_batch_that_lasts_longest(books, desk, declare):
    """34. Supersede: the last taken returns first."""
    books.receive(kg=15_000, on=Q2)
    books.receive(kg=5_000, on=Q3)
    old = declare()

    desk.supersede(old, attributions={RECYCLED: "34"})

    [back] = books.entries("return")
    with books.reading() as work:
        last_day = find_batch(work, back.batch_id).expires_on
    assert (last_day, back.kilograms) == (date(2028, 7, 1), 3_000)


def test_credits_of_an_expired_batch_go_to_expired(books, desk, declare):
    """34. and 35.: the original expiry counts, also when it is past."""
    books.receive(kg=20_000)
    old = declare()
    books.now = desk.now = datetime(2028, 7, 2, 3, tzinfo=UTC)

    desk.supersede(old, attributions={RECYCLED: "30"})

    assert standing(books) == (0, 15_000, 5_000)


def test_only_the_difference_is_reserved_and_taken(books, desk, declare):
    """34. Supersede: v2 needs 25, v1 took 20."""
    books.receive(kg=26_000)
    old = declare()

    draft_id = desk.ready(replaces=old, attributions={RECYCLED: "50"})
    assert books.position().reserved_kg == 5_000
    new = desk.issue(draft_id)

    assert standing(books) == (1_000, 25_000, 0)
    first, second = books.entries("attribute")
    assert (first.kilograms, second.kilograms) == (20_000, 5_000)
    assert entries_of(new) == [first.id, second.id]


def test_no_more_is_taken_than_is_there(books, desk, declare):
    """15. No overdraft: the difference is taken under the ordinary rules."""
    books.receive(kg=24_999)
    old = declare()

    with pytest.raises(InsufficientCredits):
        desk.prepare(replaces=old, attributions={RECYCLED: "50"})

    assert standing(books) == (4_999, 20_000, 0)


def test_a_new_version_that_needs_as_much_moves_nothing(books, desk, declare):
    """34. Supersede: only the words change."""
    books.receive(kg=20_000)
    old = declare()
    before = len(books.entries())

    new = desk.supersede(old, attributions={RECYCLED: "40"}, remarks="Corrected.")

    assert len(books.entries()) == before
    assert entries_of(new) == entries_of(old)


def test_it_names_the_entries_that_it_goes_on_with(books, desk, declare):
    """34. Supersede, three times, up and down: the tip stands for all that is left."""
    books.receive(kg=15_000, on=Q2)
    books.receive(kg=50_000, on=Q3)
    versions = [declare()]
    for percent in ("60", "10", "30"):
        versions.append(desk.supersede(versions[-1], attributions={RECYCLED: percent}))

    assert standing(books) == (50_000, 15_000, 0)
    named = [entries_of(each) for each in versions]
    assert [len(each) for each in named] == [2, 3, 1, 2]
    assert named[2] == named[0][:1]
    assert named[3][0] == named[2][0]


def test_another_characteristic_takes_the_place_of_the_first(books, desk, declare):
    """20. and 34.: the one goes back, the other is taken."""
    books.receive(kg=20_000)
    books.receive(kg=10_000, kind=ELV)
    old = declare()

    desk.supersede(old, attributions={ELV: "20"})

    assert standing(books) == (20_000, 0, 0)
    assert standing(books, "NAOSHIMA-CU-elv") == (0, 10_000, 0)


def test_it_counts_in_place_of_the_old_one_up_to_all_of_a_lot(books, desk, declare):
    """18. Cumulative cap: 70 % is replaced by 100 %, and is not added to it."""
    books.receive(kg=50_000)
    old = declare("70")

    desk.supersede(old, attributions={RECYCLED: "100"})

    assert standing(books) == (0, 50_000, 0)


def test_what_goes_back_makes_room_below_the_output(books, desk, declare):
    """21. Output limit: 50 t put out; 100 % of one kind is replaced by 100 % of the other."""
    books.receive(kg=50_000)
    books.receive(kg=50_000, kind=ELV)
    books.produce(output="50")
    old = declare("100")

    desk.supersede(old, attributions={ELV: "100"})

    assert standing(books) == (50_000, 0, 0)
    assert standing(books, "NAOSHIMA-CU-elv") == (0, 50_000, 0)


def test_the_difference_is_held_against_the_output(books, desk, declare):
    """21. Output limit."""
    books.receive(kg=50_000)
    books.produce(output="24.999")
    old = declare()

    with pytest.raises(OutputLimit):
        desk.prepare(replaces=old, attributions={RECYCLED: "50"})


@pytest.mark.parametrize(("percent", "stays"), [("40", 20_000), ("30", 15_000)])
def test_a_closed_period_takes_a_version_that_needs_no_more(books, desk, declare, percent, stays):
    """30. Closed period: what returns is posted in the open one, linked to what it corrects."""
    books.receive(kg=20_000, on=Q2)
    old = declare(on=Q2)
    close_periods(books, UNTIL_SUMMER)

    desk.supersede(old, attributions={RECYCLED: percent})

    assert standing(books) == (20_000 - stays, stays, 0)
    [attributed] = books.entries("attribute")
    for returned in books.entries("return"):
        assert returned.corrects_id == attributed.id
        assert returned.period_id != attributed.period_id


def test_a_closed_period_gives_nothing_more(books, desk, declare):
    """30. Closed period."""
    books.receive(kg=40_000, on=Q2)
    old = declare(on=Q2)
    close_periods(books, UNTIL_SUMMER)

    with pytest.raises(ShippedInClosedPeriod):
        desk.prepare(replaces=old, attributions={RECYCLED: "41"})


def test_without_carry_over_nothing_comes_back_from_a_closed_period(books, desk, declare):
    """26. and 34.: what was not attributed then would have expired at the closing."""
    books.enter(replace(DEMO, effective_from=Q2, carry_over=False))
    books.receive(kg=20_000, on=Q2)
    old = declare(on=Q2)
    close_periods(books, UNTIL_SUMMER)

    desk.supersede(old, attributions={RECYCLED: "30"})

    assert standing(books) == (0, 15_000, 5_000)


def test_a_version_that_reserves_nothing_does_not_lapse(books, desk, declare):
    """38. Draft reservation: where nothing is held, no day ends it."""
    books.receive(kg=20_000)
    old = declare()
    draft_id = desk.ready(replaces=old, attributions={RECYCLED: "30"})
    books.now = desk.now = datetime(2026, 9, 20, 3, tzinfo=UTC)

    desk.issue(draft_id)

    assert standing(books) == (5_000, 15_000, 0)


def test_the_outlook_says_what_is_kept_taken_and_given_back(books, desk, declare):
    """D.10: consequences are listed before anybody presses the button."""
    books.receive(kg=20_000)
    books.receive(kg=10_000, kind=ELV)
    old = declare()
    draft_id = desk.prepare(replaces=old, attributions={RECYCLED: "30", ELV: "10"})

    with books.reading() as work:
        outlook = credits_of(work, found(work, draft_id))

    shown = [(each.debit_kg, each.kept_kg, each.taken_kg) for each in outlook.uses]
    assert shown == [(15_000, 20_000, 0), (5_000, 0, 5_000)]
    assert outlook.going_back == {"NAOSHIMA-CU-recycled": 5_000}
    assert outlook.reserved
