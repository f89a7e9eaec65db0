"""The file of a pack: the same bytes each time, and checkable with what every system has."""

import json
import subprocess
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import rfc8785
from python_calamine import CalamineWorkbook

from remine_portal.documents.exports import write_xlsx_to
from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.keys import Use
from remine_portal.documents.pack_archive import Archive, stored
from remine_portal.documents.pack_manifest import FORM, PREFIX, Asked, manifest

ASKED = Asked("C1001", date(2026, 11, 23), "{po}.pdf", ("RM-2026-000001", "RM-2026-000002"))
FILES = {"b/注文𠮷.pdf": b"%PDF", "b/＠.json": b"{}", "a.csv": b"a,b\r\n"}


def pack(path, sign=lambda manifest: b"signature"):
    with Archive.writing(path) as archive:
        for name, content in FILES.items():
            archive.add(name, content)
        archive.add_file("large.bin", BytesIO(b"x" * 3_000_000))
        archive.close(ASKED, sign)
    return path


def test_it_has_the_same_bytes_each_time(tmp_path):
    assert pack(tmp_path / "one").read_bytes() == pack(tmp_path / "two").read_bytes()


def test_no_clock_and_no_compression_is_in_it(tmp_path):
    with ZipFile(pack(tmp_path / "pack.zip")) as opened:
        entries = opened.infolist()
        assert opened.read("b/注文𠮷.pdf") == b"%PDF"
    assert {each.date_time for each in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert all(each.compress_size == each.file_size for each in entries)
    assert {each.external_attr >> 16 for each in entries} == {0o100644}


def test_no_more_than_one_file_is_in_memory(tmp_path):
    megabyte = 1_000_000
    with Archive.writing(tmp_path / "pack.zip") as archive:
        tracemalloc.start()
        try:
            for number in range(40):
                archive.add(f"{number}.pdf", bytes(megabyte))
            _, most = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()

    assert most < 3 * megabyte


def test_other_programs_find_it_whole(tmp_path):
    path = pack(tmp_path / "pack.zip")

    tested = subprocess.run(["unzip", "-tq", path], capture_output=True, text=True, check=False)
    subprocess.run(["unzip", "-q", path, "-d", tmp_path / "out"], check=True)
    summed = subprocess.run(
        ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"],
        cwd=tmp_path / "out",
        capture_output=True,
        text=True,
        check=False,
    )

    assert tested.returncode == 0, tested.stdout
    assert (summed.returncode, summed.stdout, summed.stderr) == (0, "", "")


def test_the_sums_name_every_file_but_themselves_in_order(tmp_path):
    with ZipFile(pack(tmp_path / "pack.zip")) as opened:
        lines = opened.read("SHA256SUMS").decode().splitlines()
        names = set(opened.namelist())
    paths = [line[66:] for line in lines]

    assert set(paths) == names - {"SHA256SUMS"}
    assert paths == sorted(paths, key=str.encode)


def test_the_manifest_names_every_file_and_what_was_asked(tmp_path):
    with ZipFile(pack(tmp_path / "pack.zip")) as opened:
        content = opened.read("manifest.json")
    said = json.loads(content)

    assert rfc8785.dumps(said) == content
    assert content.startswith(PREFIX)
    assert said.pop("files").keys() == {*FILES, "large.bin"}
    assert said == {
        "about": FORM,
        "as_of": "2026-11-23",
        "company": "C1001",
        "declarations": ["RM-2026-000001", "RM-2026-000002"],
        "file_names": "{po}.pdf",
    }


def test_openssl_believes_the_signature_and_no_other(tmp_path):
    keys = KeyFolder(tmp_path / "keys")
    key = tmp_path / "key.pem"
    key.write_text(keys.published(Use.PACK)[0].public_pem)
    with ZipFile(pack(tmp_path / "pack.zip", lambda each: keys.sign(Use.PACK, each))) as opened:
        opened.extractall(tmp_path)

    assert "Verified Successfully" in openssl(key, tmp_path)
    (tmp_path / "manifest.json").write_bytes(manifest(ASKED, ()))
    assert "Failure" in openssl(key, tmp_path)


def openssl(key, folder):
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key, "-rawin"]
    files = ["-in", folder / "manifest.json", "-sigfile", folder / "manifest.json.sig"]
    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_a_workbook_with_nothing_compressed_is_one_still():
    files = []
    for _ in range(2):
        compressed, plain = BytesIO(), BytesIO()
        rows = [["=1+1", Decimal("5.5"), date(2026, 4, 3)], ["注文", None, None]]
        write_xlsx_to(compressed, rows, ["a", "b", "c"], made_at=datetime(2026, 11, 23, tzinfo=UTC))
        stored(compressed, plain)
        files.append(plain.getvalue())

    assert files[0] == files[1]
    sheet = CalamineWorkbook.from_filelike(BytesIO(files[0])).get_sheet_by_index(0)
    assert sheet.to_python() == [
        ["a", "b", "c"],
        ["=1+1", 5.5, date(2026, 4, 3)],
        ["注文", "", ""],
    ]
