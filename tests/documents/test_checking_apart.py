"""Whatever a file does to its reader ends with the process that reads it."""

import subprocess
import sys
from pathlib import Path

import pytest

from remine_portal.documents import checking_apart
from remine_portal.documents.checking_apart import (
    LARGEST_FILE_MB,
    MEGABYTE,
    MEMORY,
    MOST_AT_ONCE,
    CheckersBusy,
    FileTooLarge,
    check_in_child,
)
from remine_portal.documents.file_checks import Fault
from remine_portal.documents.key_folder import KeyFolder
from tests.bad_pdfs import BAD_PDFS
from tests.forging import a_signed_file, trust_in


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return KeyFolder(tmp_path_factory.mktemp("keys"))


def test_a_genuine_file_is_sound(keys):
    check = check_in_child(a_signed_file(keys), trust_in(keys))

    assert check.is_sound
    assert check.declaration is not None


@pytest.mark.parametrize("name", BAD_PDFS)
def test_a_bad_file_gets_its_verdict(keys, name):
    check = check_in_child(BAD_PDFS[name], trust_in(keys))

    assert check.faults in [
        (Fault.UNREADABLE,),
        (Fault.TOO_COSTLY,),
        (Fault.NOT_SIGNED,),
    ]


def test_a_file_that_ends_its_reader_has_got_its_verdict(keys, monkeypatch):
    monkeypatch.setattr(checking_apart, "_BEGIN", "import os; os.kill(os.getpid(), 9)")

    assert check_in_child(b"%PDF-1.7", trust_in(keys)).faults == (Fault.TOO_COSTLY,)


def test_a_reader_that_takes_too_long_is_ended(keys, monkeypatch):
    monkeypatch.setattr(checking_apart, "_BEGIN", "import time; time.sleep(3600)")
    monkeypatch.setattr(checking_apart, "SECONDS", 0.2)

    assert check_in_child(b"%PDF-1.7", trust_in(keys)).faults == (Fault.TOO_COSTLY,)


def test_no_reader_can_say_the_hash_of_another_file(keys, monkeypatch):
    answer = '{"sha256": "0", "faults": [], "declaration": null, "signature": null, "named": null}'
    monkeypatch.setattr(checking_apart, "_BEGIN", f"print('{answer}')")

    assert not check_in_child(b"%PDF-1.7", trust_in(keys)).is_sound


def test_a_reader_has_so_much_memory_and_no_more():
    begin = checking_apart._BEGIN.replace("serve", "bind_hands")
    greedy = f"{begin}; bytearray({MEMORY}); print('it had it')"
    modest = f"{begin}; bytearray({MEMORY // 4}); print('it had it')"

    assert [program_says(each) for each in (greedy, modest)] == ["", "it had it\n"]


def program_says(program):
    package = str(Path(checking_apart.__file__).resolve().parents[2])
    command = [sys.executable, "-I", "-B", "-c", program, package]
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def test_a_reader_can_write_no_file(keys, monkeypatch, tmp_path):
    written = tmp_path / "written"
    begin = checking_apart._BEGIN.replace("serve", "bind_hands")
    monkeypatch.setattr(
        checking_apart, "_BEGIN", f"{begin}; open({str(written)!r}, 'w').write('x')"
    )

    check_in_child(b"%PDF-1.7", trust_in(keys))

    assert written.read_text() == ""


def test_a_file_of_nobody_is_turned_away_by_its_size(keys):
    with pytest.raises(FileTooLarge):
        check_in_child(bytes(LARGEST_FILE_MB * MEGABYTE + 1), trust_in(keys))


def test_few_are_checked_at_once(keys):
    seats = checking_apart._seats
    for _ in range(MOST_AT_ONCE):
        assert seats.acquire(blocking=False)
    try:
        with pytest.raises(CheckersBusy):
            check_in_child(a_signed_file(keys), trust_in(keys))
    finally:
        seats.release(MOST_AT_ONCE)

    assert check_in_child(a_signed_file(keys), trust_in(keys)).is_sound
