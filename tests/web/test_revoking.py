"""Revoking a declaration on the pages: one proposes it, a colleague confirms it."""

import re
from datetime import UTC, datetime

import pytest

from remine_portal.domain.declarations import Status
from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.persistence.database import JAPAN
from remine_portal.persistence.declarations import find_declaration
from remine_portal.services import returning
from tests.books import RECYCLED
from tests.desk import found
from tests.factories import a_person, a_shipment, a_verification, the_catalogue
from tests.pages import text_of

NOW = datetime.now(UTC)
"""Pages know no other day than today."""

TODAY = NOW.astimezone(JAPAN).date()


@pytest.fixture
def tin(given, app, desk):
    """A declaration of tin, of no credits."""
    given(the_catalogue)
    given(a_verification)
    given(a_shipment)
    return desk.declare()


@pytest.fixture
def copper(app, books, desk):
    """A declaration that attributes 20 t of credits to 50 t of copper."""
    books.now = desk.now = NOW
    books.receive(kg=30_000, on=TODAY)
    books.ship("SH-1", "50", on=TODAY)
    return desk.declare("SH-1", attributions={RECYCLED: "40"})


@pytest.fixture
def aiko(browse, desk):
    return browse(desk.preparer)


@pytest.fixture
def daichi(browse, desk):
    return browse(desk.colleague)


def revoke(declaration):
    return f"/sales-desk/revoke/{declaration.number}"


def filled_in(declaration, **what):
    because = {"cause": "evidence", "because": "The statement was issued for another plant."}
    return {"number": declaration.number, **because, **what}


def status_of(desk, declaration):
    with desk.database.reading(COMMAND_LINE) as work:
        return find_declaration(work, declaration.number).status


def test_two_people_revoke_a_declaration(aiko, daichi, desk, tin):
    aiko.post(revoke(tin), filled_in(tin))
    assert "A colleague confirms it" in text_of(aiko.get(revoke(tin)))
    assert "Proposed by Aiko" in text_of(daichi.get(revoke(tin)))

    after = daichi.post(f"{revoke(tin)}/confirm", {"number": f" {tin.number.lower()} "})

    assert after.location == f"/declarations/{tin.number}"
    page = text_of(daichi.get(after.location))
    assert "The statement was issued for another plant." in page
    assert "Proposed by Aiko, confirmed by Daichi" in page
    assert status_of(desk, tin) is Status.REVOKED


def test_39_nobody_revokes_alone(aiko, desk, tin):
    """39. Four eyes, for revoking: there is no button, and no way around it."""
    aiko.post(revoke(tin), filled_in(tin))

    page = text_of(aiko.post(f"{revoke(tin)}/confirm", {"number": tin.number}, status=200))

    assert f"You proposed to revoke {tin.number}, so a colleague must confirm it." in page
    assert f"{revoke(tin)}/confirm" not in aiko.get(revoke(tin)).text
    assert status_of(desk, tin) is Status.ISSUED


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"cause": ""}, "Choose the reason"),
        ({"cause": "whim"}, "Choose the reason"),
        ({"because": "  "}, "Say what was wrong, in a sentence for the customer"),
        ({"because": "x" * 1001}, "Use at most 1000 characters"),
        ({"number": ""}, "Type the number of the declaration to confirm"),
        ({"number": "RM-2026-000009"}, "Type RM-2026-000001 to confirm"),
    ],
)
def test_what_is_filled_in_badly_is_said_and_nothing_is_proposed(aiko, tin, typed, answer):
    page = text_of(aiko.post(revoke(tin), filled_in(tin, **typed), status=200))

    assert answer in page
    assert "Nothing" not in page
    assert "Proposed to be revoked" not in text_of(aiko.get("/sales-desk"))


def test_44_an_explanation_claims_no_more_than_any_free_text(aiko, tin):
    """44. Claim lint: the customer reads it."""
    typed = filled_in(tin, because="The new metal is greener.")

    page = text_of(aiko.post(revoke(tin), typed, status=200))

    assert "must not stand here" in page


def test_a_number_typed_wrong_confirms_nothing(daichi, desk, tin):
    desk.propose_to_revoke(tin)

    page = text_of(daichi.post(f"{revoke(tin)}/confirm", {"number": "RM-1"}, status=200))

    assert f"Type {tin.number} to confirm" in page
    assert status_of(desk, tin) is Status.ISSUED


def test_a_proposal_waits_in_the_queue_and_at_home_for_a_colleague(aiko, daichi, desk, tin):
    desk.now = NOW
    desk.propose_to_revoke(tin)

    mine, other = text_of(aiko.get("/sales-desk")), text_of(daichi.get("/sales-desk"))

    assert re.search(rf"{tin.number} Acme Metals Misprint or wording Aiko \d+ minutes?\b", other)
    assert "To be confirmed" in other
    assert "Waits for a colleague" in mine
    assert "Aiko proposes to revoke this declaration" in text_of(daichi.get("/"))
    assert "Needs you" not in text_of(aiko.get("/"))
    assert "Look at the proposal" in text_of(daichi.get(f"/declarations/{tin.number}"))


def test_a_proposal_is_withdrawn_and_the_declaration_stays(aiko, desk, tin):
    desk.propose_to_revoke(tin)

    aiko.post(f"{revoke(tin)}/withdraw")

    assert status_of(desk, tin) is Status.ISSUED
    assert "Revoke this declaration" in text_of(aiko.get(f"/declarations/{tin.number}"))
    again = aiko.post(f"{revoke(tin)}/withdraw", status=200)
    assert "Nobody proposes to revoke" in text_of(again)


def test_36_it_says_what_goes_back_and_that_goes_back(browse, given, daichi, books, desk, copper):
    """36. Revocation: before the buyer relied on it, the credits return."""
    browse(given(a_person)).get(f"/declarations/{copper.number}.pdf")
    desk.propose_to_revoke(copper)

    page = text_of(daichi.get(revoke(copper)))
    daichi.post(f"{revoke(copper)}/confirm", {"number": copper.number})

    assert "20,000 kg of credits go back to account NAOSHIMA-CU-recycled" in page
    assert "1 person who has downloaded it gets a notice" in page
    assert books.available() == 30_000


def test_36_after_onward_use_it_says_that_credits_stay_consumed(daichi, books, desk, copper):
    """36. Revocation: after the buyer confirmed onward use, they stay consumed."""
    with books.writing() as work:
        draft = found(work, copper.draft_id)
        returning.confirm_onward_use(work, draft, confirmed_on=TODAY, confirmed_by="Buyer")
    desk.propose_to_revoke(copper)

    page = text_of(daichi.get(revoke(copper)))
    daichi.post(f"{revoke(copper)}/confirm", {"number": copper.number})

    assert "20,000 kg of credits of account NAOSHIMA-CU-recycled stay consumed" in page
    assert books.available() == 10_000


def test_what_has_ended_is_not_revoked_again(aiko, desk, tin):
    desk.revoke(tin)

    assert "already been superseded or revoked" in text_of(aiko.get(revoke(tin)))
    again = aiko.post(revoke(tin), filled_in(tin), status=200)
    assert f"{tin.number} is no longer current" in text_of(again)


@pytest.mark.parametrize(
    ("role", "looks", "acts"),
    [(Role.AUDITOR, 200, 404), (Role.CREDITS, 404, 404), (Role.BUYER, 404, 404)],
)
@pytest.mark.parametrize("deed", ["", "/confirm", "/withdraw"])
def test_only_the_sales_desk_revokes(given, browse, tin, role, looks, acts, deed):
    somebody = browse(given(a_person, role=role))

    somebody.get(revoke(tin), looks)
    somebody.post(f"{revoke(tin)}{deed}", filled_in(tin), status=acts)


def test_an_unknown_number_is_not_found(aiko, tin):
    aiko.get("/sales-desk/revoke/RM-2026-999999", 404)
    aiko.post("/sales-desk/revoke/RM-2026-999999/withdraw", status=404)


def test_it_is_said_in_japanese_as_well(browse, desk, tin):
    desk.propose_to_revoke(tin)

    page = text_of(browse(desk.colleague, "ja").get(revoke(tin)))

    assert f"宣言書{tin.number}を取り消す" in page
    assert "誤記または表現の不備" in page
