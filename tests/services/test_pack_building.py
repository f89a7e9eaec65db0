"""Making packs: what is in them, and that they have the same bytes whenever they are made."""

import hashlib
import json
from datetime import date, timedelta

import pytest

from remine_portal.domain.packs import PackState
from remine_portal.domain.people import Role
from tests.certified import a_certificate, a_release, certified
from tests.factories import RIVAL, a_person, a_shipment, a_verification, the_catalogue
from tests.packed import content_of, made, order, rows_of, state, unpacked, work_off

TODAY = date(2026, 11, 23)


@pytest.fixture
def database(sqlite_database):
    """What is asked of the database is asked on both engines elsewhere."""
    return sqlite_database


@pytest.fixture(autouse=True)
def tin_is_shipped(given):
    given(the_catalogue)
    given(a_verification, pre_consumer="40", post_consumer="60")
    given(a_shipment, lots=("LOT-1", "=LOT+2"))


@pytest.fixture
def procurement(given):
    return given(a_person, role=Role.PROCUREMENT)


def pack_of(desk, person, numbers, **what):
    pack = order(desk, person, numbers, **what)
    work_off(desk)
    return unpacked(content_of(desk, person, pack))


def test_it_holds_what_was_issued_under_the_buyers_names(desk, procurement):
    issued = desk.declare()

    files = pack_of(desk, procurement, [issued.number])

    name = "PO-1_10+20_LOT-1+=LOT+2"
    own = ("declarations/{}.pdf", "declarations/{}.tlog-proof", "data/{}.declaration.json")
    own += ("data/{}.catena-x.json", "data/{}.vc.jwt")
    tables = ("index.csv", "index.xlsx", "missing.csv", "README.txt", "how-to-verify.txt")
    sums = ("manifest.json", "manifest.json.sig", "SHA256SUMS")
    assert [*files] == [*(path.format(name) for path in own), *tables, *sums]
    pdf = files[f"declarations/{name}.pdf"]
    assert hashlib.sha256(pdf).hexdigest() == issued.pdf_sha256
    assert files[f"data/{name}.declaration.json"].decode() == issued.snapshot


def test_the_index_speaks_in_the_buyers_own_references(desk, procurement):
    number = desk.declare().number

    files = pack_of(desk, procurement, [number, "RM-2026-999999"])

    first, second = rows_of(files["index.csv"])
    assert (first["Your order"], first["Order item"], first["Delivery"]) == ("PO-1", "10", "SH-1")
    assert (first["Lot"], second["Lot"]) == ("LOT-1", "'=LOT+2")
    assert first["Status as of that day"] == "Current / 有効"
    assert first["Recycled content in the metal (%)"] == "100"
    assert first["Pre-consumer material in the metal (%)"] == "40"
    assert first["Attributed by mass balance: Recycled material (%)"] == ""
    assert first["File"] in files
    (missing,) = rows_of(files["missing.csv"])
    assert missing["Asked for"] == "RM-2026-999999"
    assert missing["Why"].startswith("No declaration of this number")


def test_what_ends_later_leaves_the_bytes_of_an_earlier_day_alone(desk, procurement):
    """The index says how it stood on the day named, whenever the pack is made."""
    first = desk.declare()
    pack = order(desk, procurement, [first.number])
    work_off(desk)
    before = content_of(desk, procurement, pack)
    desk.now += timedelta(days=2)
    second = desk.supersede(first)

    again = order(desk, procurement, [first.number], as_of=TODAY)
    work_off(desk)
    after = pack_of(desk, procurement, [second.number, first.number])

    assert again.id == pack.id
    assert made(desk, procurement, pack).sha256 == hashlib.sha256(before).hexdigest()
    assert content_of(desk, procurement, pack) == before
    old, new = (rows_of(after["index.csv"])[place] for place in (0, 2))
    assert old["Status as of that day"] == "Superseded / 差替え済み"
    assert (old["Ended on"], old["Replaced by"]) == ("2026-11-25", second.number)
    assert new["Status as of that day"] == "Current / 有効"
    (later,) = rows_of(
        pack_of(desk, procurement, [second.number, first.number], as_of=TODAY)["missing.csv"]
    )
    assert later["Why"].startswith("It was issued after the day named")


def test_a_link_lasts_a_day_and_the_pack_can_be_made_again_with_the_same_bytes(desk, procurement):
    number = desk.declare().number
    pack = order(desk, procurement, [number])
    assert state(desk, procurement, pack) == (PackState.WAITING, False)
    work_off(desk)
    assert state(desk, procurement, pack) == (PackState.READY, True)
    sha256 = made(desk, procurement, pack).sha256

    desk.now += timedelta(hours=24)
    assert state(desk, procurement, pack) == (PackState.EXPIRED, False)
    order(desk, procurement, [number], pattern="{number}")  # whose making clears the table
    work_off(desk)
    assert not desk.office.blobs.path_of(sha256).exists()

    again = order(desk, procurement, [number], as_of=TODAY)
    work_off(desk)
    assert again.id == pack.id
    assert state(desk, procurement, pack) == (PackState.READY, True)
    assert made(desk, procurement, pack).sha256 == sha256


def test_40_another_companys_number_is_one_that_nobody_knows(desk, procurement, given):
    number = desk.declare().number
    given(a_shipment, number="SH-9", company=RIVAL, lots=("LOT-9",))
    theirs = desk.declare("SH-9").number

    files = pack_of(desk, procurement, [number, theirs, "RM-2026-999999"])

    first, second = rows_of(files["missing.csv"])
    assert (first.pop("Asked for"), second.pop("Asked for")) == (theirs, "RM-2026-999999")
    assert first == second
    assert len(json.loads(files["manifest.json"])["files"]) == 10


def test_what_ends_on_the_day_makes_another_pack_of_it(desk, procurement):
    """Nobody gets a pack that calls current what they could know to have ended."""
    issued = desk.declare()
    before = order(desk, procurement, [issued.number])
    desk.now += timedelta(minutes=1)
    desk.revoke(issued)

    after = order(desk, procurement, [issued.number])

    assert after.id != before.id


def test_a_pack_that_cannot_be_made_is_tried_again_and_then_says_so(desk, procurement):
    issued = desk.declare()
    desk.office.blobs.path_of(issued.pdf_sha256).unlink()
    pack = order(desk, procurement, [issued.number])

    seen = []
    for _ in range(5):
        work_off(desk)
        seen.append(state(desk, procurement, pack)[0])
        desk.now += timedelta(days=1)

    assert seen == [PackState.TO_BE_TRIED_AGAIN] * 4 + [PackState.FAILED]


def test_11_certificates_come_with_it_once_they_have_been_released(desk, procurement, given):
    """11. Certificate on request: until then the pack says that there is one, and where to ask."""
    number = desk.declare().number
    sha256 = desk.office.blobs.put(b"%PDF as received")
    certificate = given(a_certificate, certificate=certified(reference="C/1"), sha256=sha256)
    desk.now = certificate.entered_at + timedelta(minutes=1)

    before = pack_of(desk, procurement, [number])
    release = given(a_release, certificate=certificate)
    desk.now = release.released_at
    after = pack_of(desk, procurement, [number])

    assert not [path for path in before if path.startswith("certificates/")]
    (missing,) = rows_of(before["missing.csv"])
    assert missing["Asked for"] == "C/1"
    assert "not been released to your company" in missing["Why"]
    assert after["certificates/SGS Japan Inc. C-1.pdf"] == b"%PDF as received"
    assert after["certificates/SGS Japan Inc. C-1 covering-page.pdf"].startswith(b"%PDF-1")
    assert rows_of(after["missing.csv"]) == []
