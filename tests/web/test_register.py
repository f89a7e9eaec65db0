"""The public register: what anybody sees of it, and the tiles that programs take."""

import gzip
from dataclasses import replace

import pytest
from sqlalchemy import delete, text

from remine_portal.documents.credentials import did_document, verify_credential
from remine_portal.documents.keys import NoKeys
from remine_portal.domain.people import COMMAND_LINE, Role
from remine_portal.domain.register import Proof, opened_checkpoint
from remine_portal.domain.tiles import tiles_of
from remine_portal.persistence.declarations import downloads_of
from remine_portal.persistence.register import RegisterEntryRow
from remine_portal.services.register_exporting import export_register
from remine_portal.services.registering import verifier_keys
from tests.factories import RIVAL, a_person
from tests.pages import text_of
from tests.registered import close_a_period, fill, tin_is_shipped
from tests.tampering import unguarded


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_empty_register_says_so(browse, language):
    page = browse(language=language).get("/register/")

    assert ("Nothing has been written down yet", "まだ何も記録されていません")[
        language == "ja"
    ] in text_of(page)


def test_anybody_reads_what_was_written_down_and_by_which_key(browse, given, desk):
    given(tin_is_shipped)
    declaration = desk.declare()
    fill(desk, 30)

    page = browse().get("/register/?lang=en")

    said = text_of(page)
    assert "Entries in the register 31" in said
    assert "NAOSHIMA CU" in said
    assert declaration.number not in said  # only the latest are listed
    assert verifier_keys(desk.office)[0].text in said
    assert desk.office.register.latest().splitlines()[2] in said
    assert "Set-Cookie" not in page.headers


def test_the_page_names_no_customer(browse, given, desk):
    given(tin_is_shipped)
    declaration = desk.declare()

    said = text_of(browse().get("/register/"))

    assert declaration.number in said
    assert "Acme" not in said
    assert declaration.verification_id not in said


def test_the_register_stands_though_nobody_can_sign(app, browse, given, desk):
    fill(desk, 3)
    app.extensions["office"] = replace(desk.office, keys=NoKeys())

    page = text_of(browse().get("/register/"))
    desk_page = text_of(browse(given(a_person, role=Role.SALES)).get("/sales-desk"))

    assert "Entries in the register 3" in page
    assert "Verifier key Not available at the moment." in page
    assert "Read only" in desk_page


def test_the_checkpoint_is_the_one_outside_the_database(browse, desk):
    fill(desk, 3)

    answer = browse().get("/register/checkpoint")

    assert answer.content_type == "text/plain; charset=utf-8"
    assert opened_checkpoint(answer.text, verifier_keys(desk.office)).size == 3
    assert answer.headers["Cache-Control"] == "public, max-age=5"
    assert "Set-Cookie" not in answer.headers


def test_tiles_are_those_of_the_export(browse, desk, tmp_path):
    fill(desk, 300)
    with desk.database.reading(COMMAND_LINE) as work:
        export_register(work, desk.office, tmp_path / "export")
    visitor = browse()

    for tile in tiles_of(300):
        answer = visitor.get(f"/register/{tile.path}")
        assert answer.data == (tmp_path / "export" / tile.path).read_bytes(), tile.path
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_entries_are_packed_for_those_who_unpack(browse, desk):
    fill(desk, 3)
    plain = browse().get("/register/tile/entries/000.p/3")

    packed = browse().get("/register/tile/entries/000.p/3", headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers


def test_tiles_of_an_earlier_size_are_still_there(browse, desk):
    fill(desk, 3)
    before = browse().get("/register/tile/0/000.p/3").data
    fill(desk, 300)

    assert browse().get("/register/tile/0/000.p/3").data == before
    assert browse().get("/register/tile/0/000").data.startswith(before)


@pytest.mark.parametrize(
    "path",
    [
        "tile/0/000",
        "tile/0/000.p/4",
        "tile/1/000.p/1",
        "tile/entries/000.p/4",
        "tile/0/001.p/1",
        "tile/9/000",
        "tile/0/0",
        "tile/0/x999/x999/x999/x999/999",
        "tile/nothing",
    ],
)
def test_what_is_beyond_the_checkpoint_is_not_there(browse, desk, path):
    fill(desk, 3)
    with desk.writing(desk.colleague) as work:
        close_a_period(work, desk.office)
        work.effects.clear()  # written down, and not published yet

    answer = browse().get(f"/register/{path}", 404)

    assert answer.headers["Cache-Control"] == "no-store"


def test_before_anything_is_published_there_is_nothing_to_take(browse):
    for path in ("checkpoint", "tile/0/000.p/1"):
        browse().get(f"/register/{path}", 404)


def test_a_customer_takes_the_proof_of_their_declaration(browse, given, desk):
    given(tin_is_shipped)
    declaration = desk.declare()
    buyer = browse(given(a_person))

    page = buyer.get(f"/declarations/{declaration.number}")
    answer = buyer.get(f"/declarations/{declaration.number}.tlog-proof")

    assert "Entry 0 of the public register" in text_of(page)
    assert f"{declaration.number}.tlog-proof" in answer.headers["Content-Disposition"]
    assert Proof.read(answer.text).verified(verifier_keys(desk.office)).size == 1
    rival = browse(given(a_person, company=RIVAL))
    rival.get(f"/declarations/{declaration.number}.tlog-proof", 404)


def test_the_signed_credential_is_the_companys_own_and_its_taking_is_noted(browse, given, desk):
    given(tin_is_shipped)
    declaration = desk.declare()
    buyer = given(a_person)

    answer = browse(buyer).get(f"/declarations/{declaration.number}.vc.jwt")

    assert answer.headers["Content-Type"] == "application/vc+jwt"
    document = did_document(desk.office.keys, desk.office.base_url)
    assert verify_credential(answer.text, document)["name"].endswith(declaration.number)
    with desk.database.reading(COMMAND_LINE) as work:
        assert [person.id for _, person in downloads_of(work, declaration)] == [buyer.id]
    rival = browse(given(a_person, company=RIVAL))
    rival.get(f"/declarations/{declaration.number}.vc.jwt", 404)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", "the database holds 1 of the 3 entries that were published"), ("ja", "読取り専用")],
)
def test_the_sales_desk_is_told_when_the_database_is_behind(
    browse, given, desk, language, expected
):
    sales = browse(given(a_person, role=Role.SALES), language)
    fill(desk, 3)
    assert expected not in text_of(sales.get("/sales-desk"))
    with unguarded(desk.database) as work:
        rows = RegisterEntryRow.__table__
        work.session.execute(delete(rows).where(rows.c.entry_index > 0))
        work.session.execute(text("UPDATE number_series SET last = 1 WHERE name = 'register'"))

    assert expected in text_of(sales.get("/sales-desk"))
