"""What a draft may attribute, what it reserves, and what issuing it takes."""

from datetime import date, timedelta

import pytest

from remine_portal.domain.attribution import (
    AttributionAboveShipment,
    NoShipment,
    ShareOutOfRange,
)
from remine_portal.domain.catalog import DeclaredByAttribution, SeriesMismatch
from remine_portal.domain.claim_lint import ClaimBeyondEvidence
from remine_portal.domain.credits import InsufficientCredits
from remine_portal.domain.declarations import AlreadyIssued
from remine_portal.domain.periods import NoPeriod, OutputLimit
from remine_portal.domain.policy import OutsideBoundary, SeveralBoundaries
from remine_portal.services.attributing import ReservationLapsed
from tests.books import ELV, Q2, Q3, RECYCLED
from tests.desk import a_correction
from tests.factories import a_shipment, a_verification


@pytest.fixture(autouse=True)
def the_desk_works_when_the_books_are_kept(desk, books):
    desk.now = books.now


def test_a_partial_attribution_takes_its_share(books, desk):
    """17. Partial attribution."""
    books.receive(kg=100_000)
    books.ship(tonnes="50")

    draft_id = desk.ready(attributions={RECYCLED: "40"})
    said = desk.snapshot(draft_id)
    desk.issue(draft_id)

    assert [(share.attributed_kg, share.debit_kg) for share in said.shares] == [(20_000, 20_000)]
    assert said.unattributed.in_unit("t") == 30
    assert books.position().attributed_kg == 20_000
    assert books.available() == 80_000


def test_44_remarks_beside_credits_are_taken_to_be_about_them(books, desk):
    """44. Claim lint: “it contains” names no copper, and stands on a declaration of copper."""
    books.receive(kg=100_000)
    books.ship(tonnes="50")

    with pytest.raises(ClaimBeyondEvidence):
        desk.prepare(attributions={RECYCLED: "40"}, remarks="It contains 40 % recycled material.")
    assert desk.prepare(attributions={RECYCLED: "40"}, remarks="Packed in 24 bundles.")


def test_the_last_kilogram_can_be_attributed_and_no_more(books, desk):
    """15. No overdraft."""
    books.receive(kg=100_000)
    books.ship("SH-1", "100")
    books.ship("SH-2", "0.001")
    desk.declare("SH-1", attributions={RECYCLED: "100"})

    with pytest.raises(InsufficientCredits, match="1 kg of credits are needed"):
        desk.prepare("SH-2", attributions={RECYCLED: "100"})

    assert books.available() == 0


def test_a_draft_reserves_and_its_withdrawal_releases(books, desk):
    """38. Draft reservation."""
    books.receive(kg=20_000)
    books.ship(tonnes="50")
    draft_id = desk.prepare(attributions={RECYCLED: "40"})
    assert (books.available(), books.position().reserved_kg) == (0, 20_000)

    desk.withdraw(draft_id)

    assert (books.available(), books.position().reserved_kg) == (20_000, 0)


@pytest.mark.parametrize(("days", "available"), [(6, 0), (7, 20_000)])
def test_a_reservation_ends_by_its_age(books, desk, days, available):
    """38. Draft reservation: seven days, the last one inclusive, whether anybody posts or not."""
    books.receive(kg=20_000)
    books.ship(tonnes="50")
    desk.prepare(attributions={RECYCLED: "40"})

    books.now += timedelta(days=days)

    assert books.available() == available


def test_a_draft_that_has_lapsed_is_not_issued_until_it_is_handed_over_again(books, desk):
    books.receive(kg=20_000)
    books.ship(tonnes="50")
    draft_id = desk.ready(attributions={RECYCLED: "40"})
    desk.now += timedelta(days=7)

    with pytest.raises(ReservationLapsed):
        desk.issue(draft_id)
    desk.hand_over(draft_id)

    assert desk.issue(draft_id).number == "RM-2026-000001"
    books.now = desk.now
    assert books.position().attributed_kg == 20_000


def test_what_a_lapsed_draft_held_is_free_for_another(books, desk):
    books.receive(kg=20_000)
    books.ship("SH-1", "50")
    books.ship("SH-2", "50")
    desk.prepare("SH-1", attributions={RECYCLED: "40"})
    desk.now += timedelta(days=7)

    desk.declare("SH-2", attributions={RECYCLED: "40"})

    assert [each.reason.value for each in books.entries()] == [
        "book-input",
        "reserve",
        "release",
        "reserve",
        "attribute",
    ]


@pytest.mark.parametrize("second", [RECYCLED, ELV])
def test_shares_of_a_shipment_come_to_at_most_all_of_it(books, desk, second):
    """18. Cumulative cap, over all characteristics."""
    books.receive(kg=100_000)
    books.receive(kg=100_000, kind=ELV)
    books.ship(tonnes="50")
    desk.prepare(attributions={RECYCLED: "70"})

    with pytest.raises(AttributionAboveShipment, match="110 %"):
        desk.prepare(attributions={second: "40"})


def test_shares_in_one_draft_come_to_at_most_all_of_it(books, desk):
    """18. Cumulative cap, in one draft."""
    books.receive(kg=100_000)
    books.receive(kg=100_000, kind=ELV)
    books.ship(tonnes="50")

    with pytest.raises(AttributionAboveShipment, match=r"100\.1 %"):
        desk.prepare(attributions={RECYCLED: "60", ELV: "40.1"})


def test_another_lot_of_the_shipment_has_its_own_share(books, desk):
    books.receive(kg=100_000)
    books.ship(tonnes="10", lots=("CU-1", "CU-2"))
    desk.prepare(lines=[1], attributions={RECYCLED: "70"})

    desk.prepare(lines=[2], attributions={RECYCLED: "70"})

    assert books.position().reserved_kg == 14_000


def test_what_is_declared_counts_as_well(books, desk):
    books.receive(kg=100_000)
    books.ship(tonnes="50")
    desk.declare(attributions={RECYCLED: "70"})

    with pytest.raises(AttributionAboveShipment):
        desk.prepare(attributions={RECYCLED: "40"})
    with pytest.raises(AlreadyIssued):
        desk.prepare(attributions={RECYCLED: "30"})


def test_kinds_of_credits_do_not_make_up_for_each_other(books, desk):
    """20. Types do not mix."""
    books.receive(kg=50_000, kind=ELV)
    books.receive(kg=163_400)
    books.ship(tonnes="60")

    with pytest.raises(InsufficientCredits, match="NAOSHIMA-CU-elv"):
        desk.prepare(attributions={ELV: "100"})


@pytest.mark.parametrize(("asked", "fits"), [("10", True), ("20", False)])
def test_no_more_is_attributed_than_was_put_out(books, desk, asked, fits):
    """21. Output limit."""
    books.receive(kg=10_000_000)
    books.produce(output="9000")
    books.ship("SH-1", "8990")
    books.ship("SH-2", asked)
    desk.declare("SH-1", attributions={RECYCLED: "100"})

    if fits:
        desk.prepare("SH-2", attributions={RECYCLED: "100"})
    else:
        with pytest.raises(OutputLimit, match="9000000"):
            desk.prepare("SH-2", attributions={RECYCLED: "100"})


def test_without_booked_output_what_was_shipped_is_the_limit(books, desk):
    """21. Output limit, by the copper shipped from the boundary in the period."""
    books.receive(kg=10_000_000)
    books.ship("SH-1", "50")
    desk.declare("SH-1", attributions={RECYCLED: "100"})
    books.produce(output="50.5")
    books.ship("SH-2", "1")

    with pytest.raises(OutputLimit, match="50500"):
        desk.prepare("SH-2", attributions={RECYCLED: "100"})


def test_credits_need_goods(books, desk):
    """22. Physical link."""
    books.receive(kg=1000)
    books.ship()

    with pytest.raises(NoShipment):
        desk.prepare(lines=[], attributions={RECYCLED: "1"})


def test_copper_of_another_boundary_has_its_own_account(books, desk):
    """24. Boundary."""
    books.receive(kg=100_000)
    books.ship(tonnes="50", site="ONAHAMA")

    with pytest.raises(InsufficientCredits, match="ONAHAMA-CU-recycled"):
        desk.prepare(attributions={RECYCLED: "40"})


def test_copper_of_no_boundary_has_no_credits(books, desk):
    """24. Boundary: a site outside every one."""
    books.ship(tonnes="50", site="IKUNO")

    with pytest.raises(OutsideBoundary, match="IKUNO"):
        desk.prepare(attributions={RECYCLED: "40"})


def test_lots_of_two_boundaries_need_two_drafts(books, desk, given):
    books.receive(kg=100_000)
    books.ship(tonnes="10", lots=("CU-1", "CU-2"))
    given(move_to_onahama)

    with pytest.raises(SeveralBoundaries, match="NAOSHIMA, ONAHAMA"):
        desk.prepare(attributions={RECYCLED: "40"})


def move_to_onahama(work):
    a_correction(work, line_no=2, site_code="ONAHAMA")


def test_tin_has_no_credits(books, desk, given):
    """1. Series lock, from the side of the credits."""
    given(a_verification)
    books.ship(site="IKUNO")
    given(tin_is_shipped)

    with pytest.raises(SeriesMismatch, match="REMINE ISO 14021 Series"):
        desk.prepare("SN-1", attributions={RECYCLED: "40"})


def tin_is_shipped(work):
    a_shipment(work, number="SN-1")


def test_copper_is_declared_by_attribution_alone(books, desk):
    books.ship()

    with pytest.raises(DeclaredByAttribution):
        desk.prepare()


@pytest.mark.parametrize("percent", ["0", "100.1"])
def test_a_share_is_more_than_nothing_and_at_most_all(books, desk, percent):
    books.ship()

    with pytest.raises(ShareOutOfRange):
        desk.prepare(attributions={RECYCLED: percent})


def test_a_shipment_before_the_first_policy_has_no_credits(books, desk):
    books.ship(on=date(2025, 9, 30))

    with pytest.raises(NoPeriod, match="2025-10-01"):
        desk.prepare(attributions={RECYCLED: "40"})


def test_credits_of_a_later_period_are_not_used(books, desk):
    """The ship date decides the period; credits of it or an earlier one count (7a)."""
    books.receive(kg=100_000, on=Q3)
    books.ship(tonnes="50", on=Q2)

    with pytest.raises(InsufficientCredits):
        desk.prepare(attributions={RECYCLED: "40"})


def test_credits_of_an_earlier_period_are_used_the_oldest_expiry_first(books, desk):
    """28. Oldest expiry first."""
    books.receive(kg=40_000, on=Q2)
    books.receive(kg=100_000, on=Q3)
    books.ship(tonnes="50")

    desk.declare(attributions={RECYCLED: "100"})

    assert [each.kilograms for each in books.entries("attribute")] == [40_000, 10_000]
