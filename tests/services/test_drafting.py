"""What may be prepared, what may not, and in which words."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from remine_portal.domain.catalog import DeclaredByAttribution
from remine_portal.domain.declarations import AlreadyIssued, DraftIssued
from remine_portal.domain.errors import NotFound
from remine_portal.domain.recycled_content import (
    BelowVerifiedFloor,
    EntityNotKnown,
    NoVerifiedFigure,
    Operator,
    OutsideVerification,
    SiteNotKnown,
)
from remine_portal.persistence.catalog import SiteEntityRow
from remine_portal.services.drafting import DraftWithdrawn, NotYourDraft
from remine_portal.services.examining import NothingToDeclare, SeveralProducts
from tests.desk import a_correction
from tests.factories import (
    a_shipment,
    a_verification,
    electricity_evidence,
    lot_contents,
    the_catalogue,
)


@pytest.fixture(autouse=True)
def tin_is_verified(given):
    given(the_catalogue)
    given(a_verification)


def test_a_draft_says_what_the_evidence_carries(given, desk):
    given(a_shipment)

    said = desk.snapshot(desk.prepare(remarks="Lot tested on arrival."))

    assert said.is_draft
    assert str(said.figure.percent) == "100"
    assert said.lines[0].verification.standard == "ISO 14021:2016"
    assert said.remarks == "Lot tested on arrival."


def test_a_draft_covers_the_chosen_lots_only(given, desk):
    given(a_shipment, lots=("LOT-1", "LOT-2", "LOT-3"))

    said = desk.snapshot(desk.prepare(lines=[3, 1]))

    assert [line.lot_no for line in said.lines] == ["LOT-1", "LOT-3"]


def test_a_draft_is_about_goods(given, desk):
    given(a_shipment)

    with pytest.raises(NothingToDeclare):
        desk.prepare(lines=[])


def test_a_lot_that_is_not_there_is_not_declared(given, desk):
    given(a_shipment)

    with pytest.raises(NotFound):
        desk.prepare(lines=[1, 7])


def test_one_declaration_covers_one_product(given, desk):
    given(a_verification, product="REM-PB", percent="99.6", operator=Operator.AT_LEAST)
    given(a_shipment, lots=("LOT-1", "LOT-2"))
    given(a_correction, line_no=2, product_code="REM-PB", site_code="HOSOKURA")

    with pytest.raises(SeveralProducts, match="REM-PB, REM-SN"):
        desk.prepare()


def test_1_copper_is_declared_by_attribution_and_the_refusal_says_so(given, desk):
    """1. Series lock: no recycled content figure for a product of the ISO 22095 Series."""
    given(a_shipment, product="REM-CU")

    with pytest.raises(DeclaredByAttribution, match="attributing mass balance credits") as refused:
        desk.prepare()
    assert refused.value.code == "SERIES_MISMATCH"


@pytest.mark.parametrize(("post", "reached"), [("9950", False), ("9960", True), ("9990", True)])
def test_6_a_lot_below_the_verified_figure_is_blocked(given, desk, post, reached):
    """6. Verified floor: ≥ 99.6 % and a lot at 99.5 % blocks; at 99.9 % it prints 99.6."""
    given(a_verification, product="REM-PB", percent="99.6", operator=Operator.AT_LEAST)
    given(a_shipment, product="REM-PB")
    given(lot_contents, product="REM-PB", mass="10000", pre="0", post=post)

    if not reached:
        with pytest.raises(BelowVerifiedFloor, match=r"99\.5 %"):
            desk.prepare()
        return
    figure = desk.snapshot(desk.prepare()).figure
    assert (figure.operator, str(figure.percent)) == (Operator.AT_LEAST, "99.6")


def test_6_an_exact_figure_blocks_a_lot_below_it_too(given, desk):
    """6. A verified "= 100 %" blocks below 100 as well."""
    given(a_shipment)
    given(lot_contents, mass="2000", pre="500", post="1499")

    with pytest.raises(BelowVerifiedFloor, match=r"99\.9 %"):
        desk.prepare()


def test_7_bismuth_without_a_figure_is_blocked(given, desk):
    """7. Missing figure: no default, no 0 %."""
    given(a_shipment, product="REM-BI")

    with pytest.raises(NoVerifiedFigure, match="REM-BI"):
        desk.prepare()


@pytest.mark.parametrize(
    ("produced_on", "entity"),
    [
        (date(2025, 3, 31), "Materials Eco-Refining Co., Ltd."),
        (date(2025, 4, 1), "Onahama Smelting and Refining Co., Ltd."),
    ],
)
def test_8_the_entity_is_that_of_the_production_date(given, desk, produced_on, entity):
    """8. Entity by production date, shipped on 10 April 2025 in either case; the note on both."""
    given(a_verification, product="REM-PT", percent="90")
    given(a_shipment, product="REM-PT", produced_on=produced_on, ship_date=date(2025, 4, 10))

    said = desk.snapshot(desk.prepare())

    assert said.entity.en == entity
    assert "business restructuring" in said.notices[-1].en


def test_8_the_restructuring_is_no_matter_of_tin(given, desk):
    """8. The note never stands on Sn, Pb, Bi, W or Cu."""
    given(a_shipment)

    said = desk.snapshot(desk.prepare())

    assert not any("restructuring" in notice.en for notice in said.notices)


@pytest.mark.parametrize(
    ("produced_on", "covered"),
    [(date(2026, 6, 30), True), (date(2026, 7, 1), False)],
)
def test_9_production_after_the_verification_is_blocked(given, desk, produced_on, covered):
    """9. Verification window: valid to 2026-06-30, that day included."""
    given(a_verification, product="REM-PD", percent="90", valid_to=date(2026, 6, 30))
    given(a_shipment, product="REM-PD", produced_on=produced_on, ship_date=date(2026, 7, 3))

    if covered:
        assert desk.prepare()
        return
    with pytest.raises(OutsideVerification, match="2026-07-01"):
        desk.prepare()


def test_10_the_edition_is_that_of_the_verification(given, desk):
    """10. Edition: a verification under the 2016 edition prints 2016 for ever."""
    given(a_verification, product="REM-PT", percent="90", valid_to=date(2026, 6, 30))
    given(
        a_verification,
        product="REM-PT",
        percent="91",
        edition="2026",
        valid_from=date(2026, 7, 1),
    )
    given(a_shipment, number="OLD", product="REM-PT", produced_on=date(2026, 6, 30))
    given(a_shipment, number="NEW", product="REM-PT", produced_on=date(2026, 7, 1))

    named = [desk.snapshot(desk.prepare(each)).lines[0].verification for each in ("OLD", "NEW")]

    assert [each.standard for each in named] == ["ISO 14021:2016", "ISO 14021:2026"]


def test_a_line_without_a_site_is_not_declarable(given, desk):
    given(a_shipment)
    given(a_correction, site_code=None)

    with pytest.raises(SiteNotKnown):
        desk.prepare()


def test_a_site_that_nobody_ran_on_that_day_is_not_declarable(given, desk):
    given(a_shipment)
    with desk.writing(desk.preparer) as work:
        work.session.execute(update(SiteEntityRow).values(first_day=date(2026, 5, 11)))

    with pytest.raises(EntityNotKnown, match="IKUNO"):
        desk.prepare()


def test_a_lot_is_declared_once(given, desk):
    given(a_shipment, lots=("LOT-1", "LOT-2"))
    issued = desk.declare(lines=[1])

    with pytest.raises(AlreadyIssued, match=f"LOT-1 is already declared in {issued.number}"):
        desk.prepare()
    assert desk.prepare(lines=[2])


def test_only_the_preparer_hands_over(given, desk):
    given(a_shipment)
    draft_id = desk.prepare()

    with pytest.raises(NotYourDraft, match="Aiko prepared this draft"):
        desk.hand_over(draft_id, by=desk.colleague)


def test_a_withdrawn_draft_is_not_handed_over(given, desk):
    given(a_shipment)
    draft_id = desk.prepare()
    desk.withdraw(draft_id)

    with pytest.raises(DraftWithdrawn):
        desk.hand_over(draft_id)


def test_an_issued_draft_is_not_withdrawn(given, desk):
    given(a_shipment)
    draft_id = desk.ready()
    issued = desk.issue(draft_id)

    with pytest.raises(DraftIssued, match=issued.number):
        desk.withdraw(draft_id)


def test_the_note_on_electricity_names_no_day_to_come(given, desk):
    """42. Evidence for a whole fiscal year prints the days until the draft was prepared."""
    given(a_shipment)
    given(electricity_evidence)

    renewable = desk.snapshot(desk.prepare()).lines[0].renewable

    assert (renewable.first_day, renewable.last_day) == (date(2026, 4, 1), date(2026, 11, 23))


def test_the_same_evidence_says_the_same_on_another_day(given, desk):
    given(a_shipment)
    given(electricity_evidence)
    draft_id = desk.prepare()
    said = desk.snapshot(draft_id).sha256()

    desk.now += timedelta(days=3)

    assert desk.snapshot(draft_id).sha256() == said


def test_sample_evidence_makes_a_sample(given, desk):
    given(a_shipment)
    given(a_verification, sample=True, valid_from=date(2024, 4, 2))

    assert desk.snapshot(desk.prepare()).sample
