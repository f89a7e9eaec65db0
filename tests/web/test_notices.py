"""A declaration that has ended: what its page says, and who has been told and has taken note."""

import pytest
from sqlalchemy import select

from remine_portal.domain.declarations import Recipient
from remine_portal.domain.endings import Cause
from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.persistence.endings import EndingNoticeRow
from remine_portal.persistence.people import PersonRow
from tests.factories import (
    RIVAL,
    a_customer,
    a_person,
    a_shipment,
    a_verification,
    the_catalogue,
)
from tests.pages import text_of

WHY = {"cause": Cause.RECIPIENT, "because": "The street was that of the old office."}


@pytest.fixture(autouse=True)
def tin_is_shipped(given, app):
    given(the_catalogue)
    given(a_verification)
    given(a_shipment)


@pytest.fixture
def haruka(given):
    return given(a_person, email="haruka@example.org")


@pytest.fixture
def buyer(browse, haruka):
    return browse(haruka)


@pytest.fixture
def taken(buyer, desk):
    """A declaration that the buyer has downloaded."""
    issued = desk.declare()
    buyer.get(f"/declarations/{issued.number}.pdf")
    return issued


def notice_ids(database):
    with database.reading(COMMAND_LINE) as work:
        return work.session.scalars(select(EndingNoticeRow.id)).all()


def page(browser, declaration):
    return text_of(browser.get(f"/declarations/{declaration.number}"))


def test_34_the_old_version_names_the_new_one_and_why(buyer, desk, taken):
    """34. Supersede: v1 shows that v2 has taken its place."""
    new = desk.supersede(taken, **WHY)

    said = page(buyer, taken)

    assert f"Superseded by {new.number} on 23 November 2026" in said
    assert "Reason: Wrong recipient or address" in said
    assert "The street was that of the old office." in said
    assert f"Use {new.number} instead" in said
    assert "Daichi" not in said, "of the staff, customers read what was done and not by whom"


def test_36_a_revoked_one_says_that_nothing_has_taken_its_place(buyer, desk, taken):
    """36. Revocation, on the page."""
    desk.revoke(taken, **WHY)

    said = page(buyer, taken)

    assert "Revoked on 23 November 2026" in said
    assert "Nothing has taken its place." in said


def test_what_has_ended_can_still_be_downloaded_with_a_warning(buyer, desk, taken):
    desk.revoke(taken)

    assert "Download the PDF that is no longer valid" in page(buyer, taken)
    buyer.get(f"/declarations/{taken.number}.pdf")


def test_a_chain_shows_every_version_and_what_changed_into_and_out_of_this_one(buyer, desk, taken):
    second = desk.supersede(taken, recipient=Recipient("Acme Metals K.K."))
    third = desk.supersede(second, recipient=Recipient("Acme Metals K.K.", "1 Harbour Road"))

    said = page(buyer, second)

    assert f"1 {taken.number} " in said
    assert f"3 {third.number} " in said
    step = "What changed from {} (version {}) to {} (version {})"
    assert step.format(taken.number, 1, second.number, 2) in said
    assert "Recipient, as printed Acme Metals Acme Metals K.K." in said
    assert step.format(second.number, 2, third.number, 3) in said
    assert "Address, as printed nothing 1 Harbour Road" in said
    assert step.format(taken.number, 1, second.number, 2) not in page(buyer, third)


def test_whoever_took_it_is_asked_to_take_note_once(buyer, desk, taken):
    desk.supersede(taken, **WHY)
    assert f"Needs you {taken.number} You downloaded it" in text_of(buyer.get("/"))
    assert "I have taken note" in page(buyer, taken)

    (notice,) = notice_ids(desk.database)
    noted = buyer.post(f"/notices/{notice}/acknowledge")
    buyer.post(f"/notices/{notice}/acknowledge")

    assert noted.location == f"/declarations/{taken.number}"
    said = page(buyer, taken)
    assert "You took note of its end on" in said
    assert "I have taken note" not in said
    assert "Needs you" not in text_of(buyer.get("/"))


def test_whoever_did_not_take_it_is_asked_nothing(given, browse, desk, taken):
    desk.supersede(taken)
    other = browse(given(a_person, email="other@example.org"))

    assert "I have taken note" not in page(other, taken)
    assert "Needs you" not in text_of(other.get("/"))


def test_the_issuer_sees_who_has_taken_note_and_who_has_not(given, browse, buyer, desk, taken):
    late = browse(given(a_person, email="late@example.org", role=Role.PROCUREMENT))
    late.get(f"/declarations/{taken.number}.pdf")
    desk.supersede(taken)
    buyer.post(f"/notices/{notice_ids(desk.database)[0]}/acknowledge")

    said = page(browse(desk.preparer), taken)

    assert "1 of 2 people have taken note." in said
    assert "Not yet" in said
    assert "Who has been told" not in page(buyer, taken)


@pytest.mark.parametrize("company", ["C1001", RIVAL])
def test_40_nobody_takes_note_for_somebody_else(given, browse, desk, taken, company):
    """40. Tenant wall: not even a colleague's notice exists."""
    given(a_customer, code=RIVAL, name="Rival Metals")
    desk.supersede(taken)
    other = browse(given(a_person, email="other@example.org", company=company))

    (notice,) = notice_ids(desk.database)

    other.post(f"/notices/{notice}/acknowledge", status=404)
    with desk.database.reading(COMMAND_LINE) as work:
        assert work.session.scalar(select(EndingNoticeRow.acknowledged_at)) is None


def test_it_is_said_in_japanese_as_well(browse, haruka, desk, taken):
    new = desk.supersede(taken, **WHY)
    reader = browse(haruka, "ja")

    said = page(reader, taken)

    assert f"{new.number}へ差し替えられました" in said
    assert "理由：宛先または住所の誤り" in said
    assert "確認しました" in said
    assert "ご対応が必要な項目" in text_of(reader.get("/"))


def test_the_shipment_tells_when_and_why_its_declaration_ended(buyer, desk, taken):
    new = desk.supersede(taken, **WHY)
    desk.revoke(new)

    said = text_of(buyer.get("/shipments/SH-1"))

    assert f"Declaration {taken.number} superseded 23 November 2026" in said
    assert "Wrong recipient or address" in said
    assert f"Declaration {new.number} revoked 23 November 2026" in said


def test_41_the_public_page_says_nothing_of_the_explanation(browse, desk, taken):
    """41. Public check: what exactly was wrong is for the customer."""
    desk.supersede(taken, **WHY)

    page = browse().get(f"/v/{taken.verification_id}").text

    assert "old office" not in page
    assert "Aiko" not in page


def test_whoever_may_not_read_declarations_any_more_is_not_asked(browse, given, desk, database):
    """An administrator has no page of a declaration to take note on, whoever they were before."""
    colleague = given(a_person, role=Role.SALES)
    issued = desk.declare()
    browse(colleague).get(f"/declarations/{issued.number}.pdf")
    desk.revoke(issued)
    assert "Needs you" in text_of(browse(colleague).get("/"))

    with database.writing(COMMAND_LINE, desk.now) as work:
        work.session.get_one(PersonRow, colleague.id).role = Role.ADMINISTRATOR

    assert "Needs you" not in text_of(browse(colleague).get("/"))
