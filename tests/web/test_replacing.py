"""A new version of a declaration on the pages: prepared from the old one, issued by a colleague."""

import re
from datetime import UTC, datetime

import pytest

from remine_portal.domain.declarations import Recipient, Status
from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.persistence.database import JAPAN
from remine_portal.persistence.declarations import find_declaration
from remine_portal.services import returning
from tests.books import ELV, RECYCLED
from tests.desk import found
from tests.factories import a_person, a_shipment, a_verification, the_catalogue
from tests.pages import text_of

NOW = datetime.now(UTC)
"""Pages know no other day than today."""

TODAY = NOW.astimezone(JAPAN).date()
ADDRESS = "1 Harbour Road\nOsaka"


@pytest.fixture
def tin(given, app, desk):
    """A declaration of two lots of tin."""
    given(the_catalogue)
    given(a_verification)
    given(a_shipment, lots=("LOT-1", "LOT-2"))
    return desk.declare(recipient=Recipient("Acme Metals", ADDRESS), remarks="Two pallets")


@pytest.fixture
def copper(app, books, desk):
    """A declaration that attributes 20 t of 30 t of credits to 50 t of copper."""
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


def replace(declaration):
    return f"/sales-desk/replace/{declaration.number}"


def filled_in(**what):
    return {
        "lots": ["1"],
        "recipient_name": "Acme Metals",
        "language": "en",
        "cause": "recipient",
        "because": "The address was that of the old office.",
        **what,
    }


def handed_over(aiko, declaration, **what):
    """The draft of a new version, ready for a colleague."""
    draft = aiko.post(replace(declaration), filled_in(**what)).location
    aiko.post(f"{draft}/hand-over")
    return draft


def test_it_works_from_the_old_version_to_the_new_one(aiko, daichi, tin):
    draft = handed_over(aiko, tin, lots=["1", "2"], recipient_address="2 Canal Street")
    seen = daichi.get(f"{draft}/issue")
    new = daichi.post(f"{draft}/issue").location

    assert f"Issue declaration and replace {tin.number}</button>" in seen.text
    assert "Address, as printed 1 Harbour Road Osaka 2 Canal Street" in text_of(seen)
    old = text_of(daichi.get(f"/declarations/{tin.number}"))
    assert "Superseded by RM-2026-000002" in old
    assert "Proposed by Aiko, confirmed by Daichi" in old
    assert f"{tin.number} (version 1) to RM-2026-000002 (version 2)" in text_of(daichi.get(new))


def test_the_form_holds_what_the_old_one_was_made_from(aiko, tin):
    page = aiko.get(replace(tin))

    assert f"{ADDRESS}</textarea>" in page.text
    assert "Two pallets</textarea>" in page.text
    assert page.text.count(" checked ") == 3, "both lots, and the language"
    assert "Lots that cannot be chosen" not in text_of(page)


def test_the_form_holds_the_shares_of_the_old_one_and_says_what_counts(aiko, copper):
    page = aiko.get(replace(copper))

    assert re.search(r'<input[^>]*name="recycled"[^>]*value="40"', page.text)
    assert "20,000 kg of credits of account NAOSHIMA-CU-recycled count" in text_of(page)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"cause": ""}, "Choose the reason"),
        ({"because": ""}, "Say what was wrong, in a sentence for the customer"),
        ({"because": "The new one is green."}, "“green” must not stand here"),
        ({"lots": []}, "Choose at least one lot"),
    ],
)
def test_what_is_filled_in_badly_is_said_and_kept(aiko, desk, tin, typed, answer):
    response = aiko.post(replace(tin), filled_in(**typed, remarks="Kept"), status=200)

    assert answer in text_of(response)
    assert "Kept</textarea>" in response.text
    assert "A new version is in preparation" not in text_of(aiko.get(f"/declarations/{tin.number}"))


def test_the_draft_says_what_it_replaces_and_who_is_told(browse, given, aiko, tin):
    browse(given(a_person)).get(f"/declarations/{tin.number}.pdf")
    draft = handed_over(aiko, tin, lots=["1"])

    page = text_of(aiko.get(draft))

    assert f"Replaces {tin.number}" in page
    assert "Wrong recipient or address" in page
    assert "Gets a notice 1 person" in page
    assert "Lot LOT-2, Net mass 2,000 kg not declared" in page
    assert "In order The declaration to be replaced is current" in page
    assert "A new version is in preparation" in text_of(aiko.get(f"/declarations/{tin.number}"))
    assert f"replaces {tin.number}" in text_of(aiko.get("/sales-desk"))


def test_34_fewer_credits_go_back_and_the_button_says_so(aiko, daichi, books, copper):
    """34. Supersede: v1 took 20 t and v2 takes 15, so 5 go back."""
    draft = handed_over(aiko, copper, recycled="30")

    page = daichi.get(f"{draft}/issue")
    assert f"replace {copper.number} and return 5,000 kg of credits</button>" in page.text
    assert "5,000 kg of credits go back to account NAOSHIMA-CU-recycled" in text_of(page)
    daichi.post(f"{draft}/issue")

    assert books.available() == 15_000


def test_34_more_credits_are_taken_and_the_button_says_so(aiko, daichi, books, copper):
    """34. Supersede: v2 needs 5 t more, and what v1 took counts towards it."""
    draft = handed_over(aiko, copper, recycled="50")

    page = daichi.get(f"{draft}/issue")
    assert f"replace {copper.number} and take 5,000 kg of credits</button>" in page.text
    assert "50 % 25,000 20,000 10,000 5,000 5,000" in text_of(page)
    daichi.post(f"{draft}/issue")

    assert books.available() == 5_000


def test_34_another_kind_takes_and_returns(aiko, daichi, books, copper):
    """34. Supersede: kinds are never added up."""
    books.receive(kg=5_000, kind=ELV, on=TODAY)
    draft = handed_over(aiko, copper, recycled="30", elv="10")

    page = daichi.get(f"{draft}/issue").text

    assert "take 5,000 kg of credits and return 5,000 kg</button>" in page


def test_36_after_onward_use_nothing_goes_back_and_the_form_says_so(aiko, books, copper):
    """36. What a buyer has relied on stays consumed."""
    with books.writing() as work:
        draft = found(work, copper.draft_id)
        returning.confirm_onward_use(work, draft, confirmed_on=TODAY, confirmed_by="Buyer")

    page = text_of(aiko.get(replace(copper)))

    assert "so what it needs less stays consumed" in page


def test_what_has_ended_is_not_replaced(aiko, desk, tin):
    new = desk.supersede(tin)

    assert f"{tin.number} is no longer current" in text_of(aiko.get(replace(tin), 409))
    assert "Replace this declaration" not in text_of(aiko.get(f"/declarations/{tin.number}"))
    assert "Replace this declaration" in text_of(aiko.get(f"/declarations/{new.number}"))


def test_a_draft_is_stopped_when_the_old_version_ends_first(aiko, daichi, desk, tin):
    draft = handed_over(aiko, tin)
    desk.revoke(tin)

    page = text_of(daichi.get(f"{draft}/issue"))
    daichi.post(f"{draft}/issue", status=200)

    assert "Stopped The declaration to be replaced is current" in page
    with desk.database.reading(COMMAND_LINE) as work:
        assert find_declaration(work, tin.number).status is Status.REVOKED


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.CREDITS, Role.BUYER])
def test_only_the_sales_desk_replaces(given, browse, tin, role):
    somebody = browse(given(a_person, role=role))

    somebody.get(replace(tin), 404)
    assert "Replace this declaration" not in text_of(somebody.get(f"/declarations/{tin.number}"))


def test_it_is_said_in_japanese_as_well(browse, desk, aiko, tin):
    draft = handed_over(aiko, tin)
    page = browse(desk.colleague, "ja").get(f"{draft}/issue")

    assert f"宣言書を発行し、{tin.number}を差し替える</button>" in page.text
    assert f"{tin.number}からの変更点" in text_of(page)
    assert "お客様への説明" in text_of(browse(desk.preparer, "ja").get(replace(tin)))
