"""The words of a draft: what may be typed into it, and what must not stand in a document."""

import pytest

from remine_portal.domain.claim_lint import BannedWording, VerifierWording
from remine_portal.domain.declarations import GlyphMissing, Recipient
from tests.factories import a_customer, a_shipment, a_verification, the_catalogue


@pytest.fixture(autouse=True)
def tin_is_verified(given):
    given(the_catalogue)
    given(a_verification)


@pytest.mark.parametrize(
    "remarks",
    [
        "A Sustainable metal.",
        "Ｅｃｏ－Ｆｒｉｅｎｄｌｙ",
        "環境にやさしい金属です。",
        "CO2-free metal",
        "This metal contains 100 % recycled copper",
    ],
)
def test_44_free_text_is_linted(given, desk, remarks):
    """44. Claim lint: banned words in remarks, full-width, mixed case or Japanese."""
    given(a_shipment)

    with pytest.raises(BannedWording):
        desk.prepare(remarks=remarks)


@pytest.mark.parametrize(
    "recipient",
    [Recipient("Acme, the green buyer"), Recipient("Acme Metals", "Eco-Friendly Street 1")],
)
def test_44_a_typed_recipient_is_free_text(given, desk, recipient):
    """44. The recipient is typed, so it is linted as well."""
    given(a_shipment)

    with pytest.raises(BannedWording):
        desk.prepare(recipient=recipient)


def test_44_a_company_name_on_file_is_a_fact_and_no_claim(given, desk):
    """44. A company may be called so; its name on file claims nothing of the metal."""
    given(a_customer, code="C1009", name="Green Metals Ltd.")
    given(a_shipment, company="C1009")

    assert desk.prepare(recipient=Recipient("Green Metals Ltd."))


def test_45_remarks_do_not_let_jlcaf_verify_a_shipment(given, desk):
    """45. Verifier wording: nobody is said to have verified what they did not."""
    given(a_shipment)

    with pytest.raises(VerifierWording):
        desk.prepare(remarks="JLCAF verified this shipment.")


@pytest.mark.parametrize("remarks", ["Bell\x07", "Melted by 🔥"])
def test_a_character_that_cannot_be_printed_is_refused_while_it_can_be_changed(
    given, desk, remarks
):
    given(a_shipment)

    with pytest.raises(GlyphMissing, match=r"U\+"):
        desk.prepare(remarks=remarks)
