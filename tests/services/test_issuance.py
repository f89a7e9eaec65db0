"""A colleague issues what was handed over, once, and nothing ever changes it."""

import hashlib
import json
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DBAPIError

from remine_portal.domain.declarations import (
    AlreadyIssued,
    DraftIssued,
    DraftStale,
    SameHands,
    Status,
)
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.domain.recycled_content import BelowVerifiedFloor
from remine_portal.persistence.audit import AuditEventRow
from remine_portal.persistence.catalog import ProductRow, SiteEntityRow
from remine_portal.persistence.declarations import DeclarationLineRow, DeclarationRow
from remine_portal.persistence.shipments import ShipmentRow
from remine_portal.services.drafting import DraftWithdrawn
from remine_portal.services.issuance import NotHandedOver
from tests.desk import a_correction
from tests.factories import (
    RIVAL,
    a_customer,
    a_shipment,
    a_verification,
    lot_contents,
    the_catalogue,
)


@pytest.fixture(autouse=True)
def tin_is_shipped(given):
    given(the_catalogue)
    given(a_verification)
    given(a_shipment)


def test_a_colleague_issues_what_was_handed_over(desk):
    draft_id = desk.ready()
    handed_over = desk.snapshot(draft_id)

    issued = desk.issue(draft_id)

    said = json.loads(issued.snapshot)
    assert issued.number == said["number"] == "RM-2026-000001"
    assert (issued.prepared_by, issued.issued_by) == ("Aiko", "Daichi")
    assert issued.status is Status.ISSUED
    assert said["lines"] == json.loads(handed_over.canonical())["lines"]


def test_the_document_is_kept_under_its_hash(desk):
    issued = desk.declare()

    content = desk.office.blobs.get(issued.pdf_sha256)

    assert content.startswith(b"%PDF-")
    assert (len(content), hashlib.sha256(content).hexdigest()) == (
        issued.pdf_bytes,
        issued.pdf_sha256,
    )


def test_issuing_is_written_down(desk, database):
    issued = desk.declare()

    with database.reading(COMMAND_LINE) as work:
        events = work.session.scalars(select(AuditEventRow).order_by(AuditEventRow.id)).all()
    assert [event.event for event in events] == [
        "draft:prepared",
        "draft:handed-over",
        "declaration:issued",
    ]
    assert events[-1].subject == issued.number
    assert events[-1].done_by == desk.colleague.email


def test_39_nobody_issues_what_they_prepared(desk):
    """39. Four eyes: staff X prepared, X may not approve."""
    draft_id = desk.ready()

    with pytest.raises(SameHands):
        desk.issue(draft_id, by=desk.preparer)
    assert desk.issue(draft_id)


def test_what_was_not_handed_over_is_not_issued(desk):
    draft_id = desk.prepare()

    with pytest.raises(NotHandedOver, match="Aiko has not handed this draft over"):
        desk.issue(draft_id)


def test_a_withdrawn_draft_is_not_issued(desk):
    draft_id = desk.ready()
    desk.withdraw(draft_id)

    with pytest.raises(DraftWithdrawn):
        desk.issue(draft_id)


def test_a_double_click_hears_the_number(desk, database):
    draft_id = desk.ready()
    issued = desk.issue(draft_id)

    with pytest.raises(DraftIssued, match=issued.number):
        desk.issue(draft_id)
    assert count(database, DeclarationRow) == 1


def test_two_drafts_for_one_lot_give_one_declaration(desk, database):
    first, second = desk.ready(), desk.ready()
    issued = desk.issue(first)

    with pytest.raises(AlreadyIssued, match=f"LOT-1 is already declared in {issued.number}"):
        desk.issue(second)
    assert count(database, DeclarationLineRow) == 1


def test_a_correction_after_handing_over_makes_the_draft_stale(given, desk):
    draft_id = desk.ready()
    given(a_correction, lot_no="LOT-1A")

    with pytest.raises(DraftStale):
        desk.issue(draft_id)
    desk.hand_over(draft_id)
    assert json.loads(desk.issue(draft_id).snapshot)["lines"][0]["lot_no"] == "LOT-1A"


def test_a_new_verification_after_handing_over_makes_the_draft_stale(given, desk):
    draft_id = desk.ready()
    given(a_verification, valid_from=date(2026, 1, 1))

    with pytest.raises(DraftStale):
        desk.issue(draft_id)


def test_a_shipment_that_went_to_another_company_is_not_declared_to_the_first(given, desk):
    draft_id = desk.ready()
    other = given(a_customer, code=RIVAL, name="Rival Metals")
    with desk.writing(desk.preparer) as work:
        work.session.execute(update(ShipmentRow).values(customer_id=other.id))

    with pytest.raises(DraftStale):
        desk.issue(draft_id)


def test_every_rule_is_checked_again_at_issue(given, desk):
    draft_id = desk.ready()
    given(lot_contents, post="1499")

    with pytest.raises(BelowVerifiedFloor):
        desk.issue(draft_id)


def test_a_refused_issue_uses_no_number_and_leaves_nothing(given, desk, database):
    given(a_shipment, number="SH-2", lots=("LOT-2",))
    stale = desk.ready("SH-2")
    given(a_correction, number="SH-2", lot_no="LOT-2A")

    with pytest.raises(DraftStale):
        desk.issue(stale)

    assert count(database, DeclarationRow) == 0
    assert desk.declare().number == "RM-2026-000001"


def test_the_year_of_a_number_is_that_of_japan(given, desk):
    given(a_shipment, number="SH-2", lots=("LOT-2",))
    old_year, new_year = desk.ready(), desk.ready("SH-2")

    desk.now = datetime(2026, 12, 31, 14, 59, tzinfo=UTC)
    last = desk.issue(old_year)
    desk.now = datetime(2026, 12, 31, 15, 0, tzinfo=UTC)
    first = desk.issue(new_year)

    assert (last.number, first.number) == ("RM-2026-000001", "RM-2027-000001")


def test_33_later_changes_leave_an_issued_declaration_alone(given, desk, database):
    """33. Immutable issue: product, entity and verification change; bytes and hash do not."""
    issued = desk.declare()
    content = desk.office.blobs.get(issued.pdf_sha256)

    with database.writing(COMMAND_LINE) as work:
        work.session.execute(update(ProductRow).values(name_en="Tin, renamed"))
        work.session.execute(update(SiteEntityRow).values(name_en="Another Company"))
    given(a_verification, percent="99", valid_from=date(2026, 5, 1))
    given(a_correction, lot_no="LOT-1A")

    with database.reading(COMMAND_LINE) as work:
        kept = work.session.scalars(select(DeclarationRow)).one()
    assert (kept.snapshot, kept.snapshot_sha256) == (issued.snapshot, issued.snapshot_sha256)
    assert hashlib.sha256(kept.snapshot.encode()).hexdigest() == kept.snapshot_sha256
    assert desk.office.blobs.get(kept.pdf_sha256) == content


@pytest.mark.parametrize(
    "forged",
    [
        {"number": "RM-2026-000009"},
        {"snapshot": "{}"},
        {"pdf_sha256": "0" * 64},
        {"issued_by": "Somebody"},
        {"code": "00000000"},
        {"sample": True},
    ],
)
def test_33_the_database_refuses_to_rewrite_a_declaration(desk, database, forged):
    """33. Neither a bug nor a hand at the prompt changes what a customer was told."""
    desk.declare()

    with (
        pytest.raises(DBAPIError, match="declaration"),
        database.writing(COMMAND_LINE) as work,
    ):
        work.session.execute(update(DeclarationRow).values(forged))


@pytest.mark.parametrize("moved", ["shipment_id", "shipment_line_id"])
def test_33_the_database_refuses_to_move_a_declaration_to_other_goods(desk, database, moved):
    """33. What was declared of one lot is never said of another."""
    desk.declare()

    with (
        pytest.raises(DBAPIError, match="frozen"),
        database.writing(COMMAND_LINE) as work,
    ):
        work.session.execute(update(DeclarationLineRow).values({moved: 4711}))


@pytest.mark.parametrize("row", [DeclarationRow, DeclarationLineRow])
def test_33_the_database_refuses_to_delete_a_declaration(desk, database, row):
    """33. A declaration is superseded or revoked, never gone."""
    desk.declare()

    with pytest.raises(DBAPIError), database.writing(COMMAND_LINE) as work:
        work.session.execute(delete(row))


def count(database, row):
    with database.reading(COMMAND_LINE) as work:
        return work.session.scalar(select(func.count()).select_from(row))
