"""A file that is handed on as received opens for everybody, and does nothing to its reader."""

from io import BytesIO

import pikepdf
import pytest

from remine_portal.documents import received_pdf
from remine_portal.documents.received_pdf import (
    LARGEST_FILE_MB,
    NotAPdf,
    PdfActive,
    PdfUnreadable,
    ReceivedTooLarge,
    look_into,
    refuse_unfit,
)
from tests.bad_pdfs import BAD_PDFS


def a_pdf(*, encryption=False, **of_catalogue):
    """One empty page, and what else the catalogue shall hold."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    for name, value in of_catalogue.items():
        pdf.Root[f"/{name}"] = value
    kept = BytesIO()
    pdf.save(kept, encryption=encryption, deterministic_id=not encryption)
    return kept.getvalue()


def action(kind, **facts):
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **facts)


def test_a_plain_file_is_taken_and_so_is_one_that_says_how_to_open_it():
    refuse_unfit(a_pdf())

    assert look_into(a_pdf(OpenAction=action("GoTo", D="first"))) == "sound"
    assert look_into(a_pdf(encryption=pikepdf.Encryption(owner="issuer", user=""))) == "sound"


def test_what_acts_on_its_reader_is_not_taken():
    script = action("JavaScript", JS="app.alert(1)")

    with pytest.raises(PdfActive):
        refuse_unfit(a_pdf(OpenAction=script))
    for active in (a_pdf(AA=action("GoTo")), a_pdf(OpenAction=action("Launch", F="calc.exe"))):
        assert look_into(active) == "active"


def test_a_file_that_asks_for_a_password_is_not_taken():
    assert look_into(a_pdf(encryption=pikepdf.Encryption(owner="a", user="b"))) == "locked"


def test_the_content_says_what_a_file_is_and_not_its_name():
    for content in (b"", b"MZ\x90\x00", b"PK\x03\x04", b" %PDF-1.7"):
        with pytest.raises(NotAPdf):
            refuse_unfit(content)


def test_a_file_that_ends_its_reader_is_not_taken(monkeypatch):
    monkeypatch.setattr(received_pdf, "_BEGIN", "import os; os.kill(os.getpid(), 9)")

    with pytest.raises(PdfUnreadable):
        refuse_unfit(a_pdf())


def test_a_damaged_file_is_not_taken():
    for name in ("garbage", "nested arrays", "an object that is itself"):
        assert look_into(BAD_PDFS[name]) == "unreadable", name


def test_a_file_too_large_to_be_a_certificate_is_not_looked_into():
    with pytest.raises(ReceivedTooLarge):
        refuse_unfit(b"%PDF-" + bytes(LARGEST_FILE_MB * 1_000_000))
