"""What anybody learns of a document, and what nobody does."""

import json
import re

import pytest

from remine_portal.domain.declarations import Status
from remine_portal.persistence.declarations import DeclarationRow
from tests.factories import (
    a_person,
    a_shipment,
    a_verification,
    electricity_evidence,
    the_catalogue,
)
from tests.pages import text_of

MISSES = [
    ("RM-2026-000001", "00000000"),
    ("RM-2026-000002", "{code}"),
    ("RM-2026-000001", "{code}0"),
    ("RM-2026-1", "{code}"),
    ("' OR 1=1 --", "{code}"),
    ("RM-2026-000001", "\u7535"),
]


@pytest.fixture
def declaration(given, desk) -> DeclarationRow:
    """Tin for ACME, issued."""
    given(the_catalogue)
    given(a_verification)
    given(electricity_evidence)
    given(a_shipment, number="SH-PRIVATE", lots=("LOT-PRIVATE",), net_mass="4321.5")
    return desk.declare("SH-PRIVATE", remarks="Private remark.")


@pytest.fixture
def becomes(desk):
    """Gives a declaration another status."""

    def become(declaration: DeclarationRow, status: Status) -> None:
        end = {Status.SUPERSEDED: desk.supersede, Status.REVOKED: desk.revoke}[status]
        end(declaration)

    return become


def verify(browser, number: str, code: str, status: int = 303):
    return browser.get("/verify", status, query_string={"number": number, "code": code})


def test_it_works(declaration, browse):
    browser = browse()
    browser.get("/verify")

    found = verify(browser, declaration.number, declaration.code)
    page = text_of(browser.get(found.location))

    assert "Genuine and current" in page
    assert "Declaration number RM-2026-000001" in page
    assert "Date of issue 23 November 2026" in page
    assert "Product line REMINE ISO 14021 Series, Electrolytic tin" in page
    assert f"SHA-256 of the PDF {declaration.pdf_sha256}" in page


def test_it_speaks_japanese(declaration, browse):
    page = text_of(browse(language="ja").get(f"/v/{declaration.verification_id}"))

    assert "真正・有効" in page
    assert "発行日 2026年11月23日" in page
    assert "REMINE ISO 14021 Series, 電気錫" in page


def test_the_printed_code_leads_to_the_verdict(declaration, browse):
    """QR codes are in capitals, and so is their path."""
    for path in ("v", "V"):
        assert "Genuine" in text_of(browse().get(f"/{path}/{declaration.verification_id}"))


def test_the_language_is_kept_without_a_cookie(declaration, browse):
    query = {"number": declaration.number, "code": declaration.code, "lang": "ja"}

    found = browse().get("/verify", 303, query_string=query)

    assert found.location.endswith(f"/v/{declaration.verification_id}?lang=ja")


def test_spelling_is_forgiven(declaration, browse):
    code = declaration.code
    as_letters = code[4:].replace("0", "o").replace("1", "l")

    for number in ("rm2026000001", "ＲＭ－２０２６－０００００１", " RM-2O26-OOOOO1 "):
        verify(browse(), number, f"{code[:4].lower()} – {as_letters}")


def test_a_miss_is_treated_as_not_verified(declaration, browse):
    for number, code in MISSES:
        page = text_of(verify(browse(), number, code.format(code=declaration.code), 404))

        assert "Not found: treat as not verified" in page


def test_an_unknown_code_is_treated_as_not_verified(declaration, browse):
    for wrong in ("x", "0" * 26, "7" * 300, "%00", "\u7535"):
        page = text_of(browse().get(f"/v/{wrong}", 404))

        assert "Not found: treat as not verified" in page


def test_every_miss_looks_the_same(declaration, browse):
    """Nobody learns whether a number exists, or how much of a code was right."""
    browser = browse()
    nearly = declaration.code[:-1] + ("0" if declaration.code[-1] != "0" else "2")
    nearly_right = verify(browser, declaration.number, nearly, 404)
    all_wrong = verify(browser, "RM-2026-999999", "AAAAAAAA", 404)
    unknown = browser.get(f"/v/{declaration.verification_id[:-1]}", 404)
    malformed = browser.get("/v/-", 404)

    assert said(nearly_right) == said(all_wrong)
    assert said(unknown) == said(malformed)


def said(response) -> str:
    """A page without its own address and the marks of this one request."""
    without_address = re.sub(r'href="[^"]*\blang=[^"]*"', "", response.text)
    return re.sub(r'nonce="[^"]*"', "", without_address)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.SUPERSEDED, "Genuine, replaced by RM-2026-000002"),
        (Status.REVOKED, "Genuine, but withdrawn on 23 November 2026"),
    ],
)
def test_what_is_no_longer_current_says_so(declaration, browse, becomes, status, words):
    becomes(declaration, status)

    page = text_of(browse().get(f"/v/{declaration.verification_id}"))

    assert words in page
    assert "Kind of reason: Misprint or wording" in page
    assert "A name was misprinted" not in page
    assert "Genuine and current" not in page


def test_rule_41_nothing_private_is_told(declaration, browse):
    """41. Status, dates, product line and hash; nothing else of what the document says."""
    body = said(browse().get(f"/v/{declaration.verification_id}"))
    line = json.loads(declaration.snapshot)["lines"][0]

    for private in (
        "Acme Metals",
        "SH-PRIVATE",
        "LOT-PRIVATE",
        "Private remark",
        "PO-1",
        "SO-1",
        "INV-1",
        "4,321.5",
        "4321.5",
        "100\xa0%",
        "100 %",
        "Ikuno",
        "Aiko",
        "Daichi",
        line["verification"]["reference"],
        "renewable",
        declaration.code,
        declaration.snapshot_sha256,
    ):
        assert private not in body, private


def test_sample_documents_say_that_they_are(given, desk, browse):
    given(the_catalogue)
    given(a_verification, sample=True)
    given(a_shipment)
    declaration = desk.declare()

    page = text_of(browse().get(f"/v/{declaration.verification_id}"))

    assert "its figures are invented" in page


@pytest.mark.parametrize("path", ["/verify?lang=ja", "/v/none?lang=ja", "/verify?number=1&code=1"])
def test_the_page_leaves_no_trace(database, app, path):
    response = app.test_client().get(path)

    assert "Set-Cookie" not in response.headers
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in response.text


def test_it_shows_nothing_of_who_is_looking(declaration, given, browse):
    response = browse(given(a_person)).get(f"/v/{declaration.verification_id}")

    assert "Set-Cookie" not in response.headers
    assert "Sign out" not in response.text
    assert "Acme" not in response.text


def test_both_are_asked_for(browse):
    page = text_of(verify(browse(), "", " ", 200))

    assert "Enter the declaration number" in page
    assert "Enter the check code" in page


def test_the_reader_is_told_to_look_at_the_address(browse):
    assert "only if the address begins with 127.0.0.1:8000" in text_of(browse().get("/verify"))
