"""Revoking: proposed by one person, confirmed by another; the lots and the credits are free."""

import pytest
from sqlalchemy import select

from remine_portal.domain.declarations import SameHands, Status
from remine_portal.domain.endings import (
    Cause,
    NoRevocation,
    NotCurrent,
    ReasonMissing,
    RevocationOpen,
    SameRevoker,
)
from remine_portal.domain.mass import Mass
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import declarations, endings
from remine_portal.persistence.audit import AuditEventRow
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.receipts import ReceiptRow
from remine_portal.services import correcting, downloads, returning
from remine_portal.services.credit_checking import differences
from tests.books import ELV, RECYCLED
from tests.desk import found
from tests.factories import a_person


@pytest.fixture(autouse=True)
def the_books_agree_in_the_end(books, desk):
    desk.now = books.now
    yield
    with books.reading() as work:
        assert [str(each) for each in differences(work)] == []


@pytest.fixture
def declare(books, desk):
    """Declare 50 t, at 40 % of recycled material unless said otherwise."""

    def prepare_and_issue(attributions=None):
        books.ship(tonnes="50")
        return desk.declare(attributions=attributions or {RECYCLED: "40"})

    return prepare_and_issue


@pytest.fixture
def copper(books, declare):
    books.receive(kg=20_000)
    return declare()


def status(database, declaration):
    with database.reading(COMMAND_LINE) as work:
        return work.session.get_one(DeclarationRow, declaration.id).status


def standing(books, name="NAOSHIMA-CU-recycled"):
    """Available and attributed."""
    position = books.position(name)
    return position.available_kg, position.attributed_kg


def rely_on(books, declaration):
    with books.writing() as work:
        returning.confirm_onward_use(
            work,
            found(work, declaration.draft_id),
            confirmed_on=work.today,
            confirmed_by="Acme Metals",
        )


def test_two_people_revoke_a_declaration(desk, database, copper):
    """36. and 39.: who proposed it, who confirmed it, and why."""
    desk.propose_to_revoke(copper, cause=Cause.LOTS, because="The lot was never sent.")
    assert status(database, copper) is Status.ISSUED

    desk.confirm_revocation(copper)

    assert status(database, copper) is Status.REVOKED
    with database.reading(COMMAND_LINE) as work:
        ending = endings.ending_of(work, copper)
        assert endings.open_revocations(work) == []
    assert (ending.cause, ending.because) == (Cause.LOTS, "The lot was never sent.")
    assert (ending.proposed_by.name, ending.ended_by.name) == ("Aiko", "Daichi")


def test_whoever_proposed_it_does_not_confirm_it(desk, database, copper):
    """39. Four eyes."""
    desk.propose_to_revoke(copper)

    with pytest.raises(SameRevoker, match=copper.number) as refusal:
        desk.confirm_revocation(copper, by=desk.preparer)

    assert refusal.value.code == SameHands.code
    assert status(database, copper) is Status.ISSUED


def test_whoever_issued_it_may_confirm(desk, database, copper):
    """39. Four eyes on the revocation: proposed by the preparer, confirmed by the issuer."""
    desk.revoke(copper)

    assert status(database, copper) is Status.REVOKED


def test_nothing_is_revoked_that_nobody_proposed(desk, copper):
    with pytest.raises(NoRevocation):
        desk.confirm_revocation(copper)


def test_a_withdrawn_proposal_is_not_confirmed(desk, database, copper):
    desk.propose_to_revoke(copper)
    desk.withdraw_revocation(copper)

    with pytest.raises(NoRevocation):
        desk.confirm_revocation(copper)

    assert status(database, copper) is Status.ISSUED


def test_a_proposal_can_be_made_anew_after_it_was_withdrawn(desk, database, copper):
    desk.propose_to_revoke(copper)
    desk.withdraw_revocation(copper, by=desk.colleague)

    desk.propose_to_revoke(copper, by=desk.colleague)
    desk.confirm_revocation(copper, by=desk.preparer)

    assert status(database, copper) is Status.REVOKED


def test_one_proposal_at_a_time(desk, copper):
    desk.propose_to_revoke(copper)

    with pytest.raises(RevocationOpen, match="Aiko"):
        desk.propose_to_revoke(copper, by=desk.colleague)


def test_a_reason_is_given(desk, copper):
    with pytest.raises(ReasonMissing):
        desk.propose_to_revoke(copper, because=" ")


def test_a_second_revocation_is_refused_and_moves_nothing(desk, books, copper):
    """36. Revocation: credits return once."""
    desk.revoke(copper)
    before = len(books.entries())

    for deed in (desk.propose_to_revoke, desk.confirm_revocation, desk.withdraw_revocation):
        with pytest.raises(NotCurrent, match=copper.number):
            deed(copper)

    assert len(books.entries()) == before


def test_a_superseded_declaration_is_not_revoked(desk, copper):
    """34. Its new version is what counts, and an open proposal falls with it."""
    desk.propose_to_revoke(copper)
    desk.supersede(copper, attributions={RECYCLED: "40"})

    with pytest.raises(NotCurrent):
        desk.confirm_revocation(copper)


def test_a_revoked_declaration_is_not_replaced(desk, copper):
    draft_id = desk.ready(replaces=copper, attributions={RECYCLED: "40"})
    desk.revoke(copper)

    with pytest.raises(NotCurrent):
        desk.issue(draft_id)


def test_its_lots_can_be_declared_anew(desk, books, database, copper):
    """36. Revocation: the shipment is free, and the credits are there for it."""
    desk.revoke(copper)

    again = desk.declare(attributions={RECYCLED: "40"})

    with database.reading(COMMAND_LINE) as work:
        current = declarations.current_numbers(work, [again.shipment_id])
    assert current == {again.shipment_id: {1: again.number}}
    assert standing(books) == (0, 20_000)


def test_its_credits_go_back(desk, books, declare):
    """36. Revoked before the buyer relied on it: credits of each kind return."""
    books.receive(kg=20_000)
    books.receive(kg=10_000, kind=ELV)
    desk.revoke(declare({RECYCLED: "40", ELV: "20"}))

    assert standing(books) == (20_000, 0)
    assert standing(books, "NAOSHIMA-CU-elv") == (10_000, 0)


def test_after_onward_use_its_credits_stay_consumed(desk, books, database, copper):
    """36. After the buyer confirmed onward use: marked revoked all the same."""
    rely_on(books, copper)

    desk.revoke(copper)

    assert status(database, copper) is Status.REVOKED
    assert standing(books) == (0, 20_000)


def test_a_revoked_version_gives_back_what_all_versions_took(desk, books, copper):
    """34. and 36.: 20 of v1 and 5 of v2."""
    books.receive(kg=10_000)
    new = desk.supersede(copper, attributions={RECYCLED: "50"})

    desk.revoke(new)

    assert standing(books) == (30_000, 0)


def test_onward_use_of_an_earlier_version_keeps_them_all(desk, books, copper):
    """34. and 36.: the buyer relied on v1, which v2 has replaced."""
    books.receive(kg=10_000)
    rely_on(books, copper)
    new = desk.supersede(copper, attributions={RECYCLED: "50"})

    desk.revoke(new)

    assert standing(books) == (5_000, 25_000)


def test_what_went_back_with_goods_does_not_go_back_again(desk, books, copper):
    """35. and 36.: 8 went back with the goods, 12 go back with the paper."""
    with books.writing() as work:
        draft, mass = found(work, copper.draft_id), Mass.of("20", "t")
        returning.book_goods_return(
            work, draft, net_mass=mass, returned_on=work.today, reference="RN-1"
        )

    desk.revoke(copper)

    assert [each.kilograms for each in books.entries("return")] == [8_000, 12_000]
    assert standing(books) == (20_000, 0)


def test_credits_of_an_input_not_eligible_do_not_come_back_usable(desk, books, copper):
    """37. Invalid input: what goes back covers the deficit."""
    [receipt] = [each.batch_id for each in books.entries("book-input")]
    with books.writing() as work:
        number = work.session.scalars(select(ReceiptRow.receipt_no)).one()
        correcting.disallow_input(work, number, note="Not eligible")

    desk.revoke(copper, cause=Cause.INPUT)

    assert standing(books) == (0, 0)
    assert books.position().deficit_kg == 0
    assert [each.batch_id for each in books.entries("settle")] == [receipt]


def test_everybody_who_took_it_is_told(desk, books, database, given, copper):
    buyer = given(a_person)
    with desk.writing(buyer) as work:
        downloads.record_download(work, work.session.get_one(DeclarationRow, copper.id))

    desk.revoke(copper)

    with database.reading(COMMAND_LINE) as work:
        [notice] = endings.notices_about(work, copper)
    assert (notice.person_id, notice.acknowledged_at) == (buyer.id, None)


def test_it_is_in_the_audit_trail(desk, database, copper):
    desk.propose_to_revoke(copper)
    desk.withdraw_revocation(copper)
    desk.revoke(copper)

    with database.reading(COMMAND_LINE) as work:
        events = work.session.execute(
            select(AuditEventRow.event, AuditEventRow.customer_id)
            .where(AuditEventRow.subject == copper.number)
            .order_by(AuditEventRow.id)
        ).all()
    assert events == [
        ("declaration:issued", copper.customer_id),
        ("revocation:proposed", None),
        ("revocation:withdrawn", None),
        ("revocation:proposed", None),
        ("declaration:revoked", copper.customer_id),
    ], "the company reads of what was done, and not of what a colleague may refuse"
