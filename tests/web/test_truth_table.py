"""T11: the verdict on every kind of file and paper. None but the issued bytes is ever genuine.

QUALITY.md B.4, T11 and M12.
"""

import os
import random
from io import BytesIO

import pytest
from sqlalchemy import delete

from remine_portal.documents.checking import check_file
from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.signing import sign_pdf
from remine_portal.domain.declarations import Status
from remine_portal.domain.people import VISITOR
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.endings import EndingRow
from remine_portal.services.file_verdicts import verdict_on_file
from remine_portal.services.verification import Answer, trust_of
from tests import forging
from tests.bad_pdfs import BAD_PDFS
from tests.factories import a_shipment, a_verification, electricity_evidence, the_catalogue
from tests.pages import check_page, text_of
from tests.tampering import flip, for_a_moment, forget_the_last, unguarded

FLIPS = 10_000 if os.environ.get("REMINE_SOAK") else 12

DECLARATION = DeclarationRow.__table__
GENUINE = "Genuine and current"
CHANGED = "Changed: not the file that was issued"
UNKNOWN = "Not found: treat as not verified"
DOUBTFUL = "Not confirmed: do not rely on it"


@pytest.fixture
def declaration(given, desk):
    given(the_catalogue)
    given(a_verification)
    given(electricity_evidence)
    given(a_shipment, number="SH-PRIVATE", lots=("LOT-PRIVATE",), net_mass="4321.5")
    return desk.declare("SH-PRIVATE", remarks="Private remark.")


@pytest.fixture
def issued(declaration, desk):
    return desk.office.blobs.get(declaration.pdf_sha256)


@pytest.fixture
def drop(app, browse):
    """Shows a file to the page, as a visitor without any cookie does."""

    def show(pdf, status=200):
        response = app.test_client().post("/verify", data={"file": (BytesIO(pdf), "a paper.pdf")})
        assert response.status_code == status
        check_page("/verify", response.text, lint=True)
        return text_of(response)

    return show


@pytest.fixture
def answer(desk, database):
    """The verdict without page and process, for the many."""

    def judge(pdf):
        check = check_file(pdf, trust_of(desk.office))
        with database.reading(VISITOR, desk.now) as work:
            return verdict_on_file(work, check, office=desk.office)

    return judge


# The files


def test_the_issued_bytes_are_genuine_and_current(declaration, issued, drop):
    """Who has them sees all they say: rule 41 guards those who have only a code."""
    page = drop(issued).replace("\xa0", " ")

    assert page.startswith(GENUINE)
    for said in (
        "The bytes that were issued",
        "Ours, over the whole file",
        "Stands in the public register",
        "Status Current",
        f"Number {declaration.number}",
        "Recipient Acme Metals",
        "Shipment SH-PRIVATE",
        "Net mass 4,321.5",
        "Recycled content 100",
        "LOT-PRIVATE",
        "23 November 2026",
    ):
        assert said in page, said


def test_a_replaced_file_is_genuine_and_says_by_what(declaration, issued, desk, drop):
    new = desk.supersede(declaration)

    page = drop(issued)

    assert page.startswith(f"Genuine, replaced by {new.number}")
    assert f"Replaced by {new.number} on 23 November 2026" in page
    assert drop(desk.office.blobs.get(new.pdf_sha256)).startswith(GENUINE)


def test_a_withdrawn_file_is_genuine_and_says_when(declaration, issued, desk, drop):
    desk.revoke(declaration, because="The analysis of LOT-PRIVATE was wrong.")

    page = drop(issued)

    assert page.startswith("Genuine, but withdrawn on 23 November 2026")
    assert "Kind of reason: Misprint or wording" in page
    assert "analysis" not in page


def test_no_change_is_genuine(issued, answer):
    for name, change in forging.CHANGES.items():
        found = answer(change(issued))

        assert found.answer in (Answer.CHANGED, Answer.UNKNOWN), name
        assert not found.is_same_bytes, name
        assert found.snapshot is None, name


def test_a_changed_file_is_told_from_the_issued_one(declaration, issued, drop):
    for change in ("one byte more", "a revision more", "saved again"):
        page = drop(forging.CHANGES[change](issued))

        assert page.startswith(CHANGED), change
        assert f"What was issued as {declaration.number}" in page
        assert_nothing_private(page)


def test_our_name_under_another_key_is_not_genuine(declaration, issued, drop, tmp_path, desk):
    """The genuine content and id, signed by somebody else."""
    copy = forging.without_signature(issued)
    forged = sign_pdf(copy, KeyFolder(tmp_path / "theirs"), signed_at=desk.now)

    page = drop(forged)

    assert page.startswith(CHANGED)
    assert_nothing_private(page)


def test_a_forged_paper_with_a_genuine_id_is_not_genuine(declaration, desk, drop, tmp_path):
    """Written by a forger who has seen the real one, in its name."""
    said = {"number": declaration.number, "verification_id": declaration.verification_id}
    for keys in (KeyFolder(tmp_path / "theirs"), desk.office.keys):
        forged = sign_pdf(forging.a_file(said), keys, signed_at=desk.now)

        page = drop(forged)

        assert page.startswith(CHANGED)
        assert_nothing_private(page)


def test_a_number_alone_opens_nothing(declaration, desk, drop, tmp_path):
    """Whether a number exists is nobody's business: it must come with its id."""
    said = {"number": declaration.number, "verification_id": "0" * 26}
    forged = sign_pdf(forging.a_file(said), KeyFolder(tmp_path / "theirs"), signed_at=desk.now)

    assert drop(forged).startswith(UNKNOWN)


def test_a_paper_of_ours_that_was_never_issued_is_unknown(declaration, desk, drop):
    """Even our own signature makes no declaration; only issuing does."""
    assert drop(forging.a_signed_file(desk.office.keys)).startswith(UNKNOWN)


def test_what_is_no_document_of_ours_is_unknown(database, drop):
    for pdf in (b"hello", b"", BAD_PDFS["garbage"], BAD_PDFS["a stream that swells"]):
        assert drop(pdf).startswith(UNKNOWN)


def test_no_flipped_bit_is_genuine(issued, answer):
    chance = random.Random(0)
    room = forging.signature_room(issued)

    for turn in range(FLIPS):
        place = chance.choice(room) if turn % 2 else chance.randrange(len(issued))
        bit = 8 * place + chance.randrange(8)
        found = answer(forging.with_a_bit_flipped(issued, bit))
        assert not found.is_genuine, f"bit {bit}"


# The books behind them


def test_a_status_that_was_turned_back_is_not_believed(declaration, issued, desk):
    """Somebody makes a revoked declaration current again; the register remembers."""
    desk.revoke(declaration)
    check = check_file(issued, trust_of(desk.office))

    with for_a_moment(desk.database) as work:
        mine = DECLARATION.c.id == declaration.id
        flip(work, DECLARATION.c.status, mine, Status.ISSUED)

        assert verdict_on_file(work, check, office=desk.office).answer is Answer.DOUBTFUL


@pytest.fixture
def restored(declaration, desk):
    """The books of before its withdrawal, put back; the published register is not."""
    desk.revoke(declaration)
    forget_the_last(desk, 1)
    with unguarded(desk.database) as work:
        work.session.execute(delete(EndingRow))
        flip(work, DECLARATION.c.status, DECLARATION.c.id == declaration.id, Status.ISSUED)


def test_what_was_withdrawn_is_not_current_by_books_put_back(restored, issued, drop):
    """QUALITY.md T9: what the books have forgotten may be its ending."""
    page = drop(issued)

    assert page.startswith(DOUBTFUL)
    assert page.count(DOUBTFUL) == 2, "the status is among the facts"


def test_nor_by_its_code(restored, declaration, browse):
    page = text_of(browse().get(f"/v/{declaration.verification_id}?on=2026-11-23"))

    assert page.startswith(DOUBTFUL)
    assert "it was valid" not in page
    assert "What this proves" not in page


def test_a_register_that_was_rewritten_is_not_believed(declaration, issued, desk, drop):
    """The checkpoint outside the database tells on it."""
    path = desk.office.register.path
    for kept in [path / "checkpoint", *path.glob("checkpoints/*/*")]:
        kept.write_text(kept.read_text().replace("\n1\n", "\n2\n", 1))

    assert drop(issued).startswith(DOUBTFUL)


# The papers: number and code, or the QR


def test_the_papers(declaration, desk, browse):
    browser = browse()
    path = f"/v/{declaration.verification_id}"
    assert text_of(browser.get(path)).startswith(GENUINE)
    assert text_of(browser.get(path[:-1], 404)).startswith(UNKNOWN)
    assert text_of(browser.get(path + "0", 404)).startswith(UNKNOWN)

    new = desk.supersede(declaration)
    assert text_of(browser.get(path)).startswith(f"Genuine, replaced by {new.number}")

    desk.revoke(new)
    page = text_of(browser.get(f"/v/{new.verification_id}"))
    assert page.startswith("Genuine, but withdrawn on 23 November 2026")


def assert_nothing_private(page):
    for private in ("Acme", "PRIVATE", "4,321.5", "Private remark"):
        assert private not in page, private
