"""A declaration as a file: PDF/A-3a and PDF/UA-1 at once, with its twins and nothing active.

veraPDF itself is on no registry and is run at acceptance; here is what it would look at.
"""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import pikepdf
import pytest

from tests import glyphs
from tests.archived import EVERY, dictionaries, drawn_on, file_of, opened
from tests.papers import DRAFT, a_snapshot, printed, says, text

every_kind = pytest.mark.parametrize(("kind", "language"), EVERY)

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PDFA = "{http://www.aiim.org/pdfa/ns/id/}"
PDFUA = "{http://www.aiim.org/pdfua/ns/id/}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
ACTIVE = {"/JavaScript", "/URI", "/Launch", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData"}
FIXED = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)


def metadata(document: pikepdf.Pdf) -> ET.Element:
    """The one description, as any reader of XML finds it."""
    packet = document.Root["/Metadata"].read_raw_bytes()
    (rdf,) = ET.fromstring(packet.split(b"?>", 1)[1].rpartition(b"<?")[0]).iter(f"{RDF}RDF")
    return rdf


@every_kind
def test_it_says_that_it_is_both(kind, language):
    with file_of(kind, language) as document:
        rdf = metadata(document)
        said = {name: value for each in rdf for name, value in each.attrib.items()}

        assert (said[f"{PDFA}part"], said[f"{PDFA}conformance"]) == ("3", "A")
        assert rdf.findtext(f".//{PDFUA}part") == "1"
        assert rdf.findtext(f".//{SCHEMA}namespaceURI") == PDFUA.strip("{}")
        assert document.pdf_version == "1.7"


@every_kind
def test_its_title_its_issuer_and_its_day_are_the_same_in_both_places(kind, language):
    with file_of(kind, language) as document, document.open_metadata() as said:
        info = document.docinfo

        assert said["dc:title"] == str(info["/Title"]).strip()
        assert "RM-2026-000123" in said["dc:title"]
        assert said["dc:creator"] == [str(info["/Author"])]
        assert said["pdf:Producer"] == str(info["/Producer"])
        for name in ("xmp:CreateDate", "xmp:ModifyDate"):
            assert datetime.fromisoformat(said[name]) == FIXED
        for name in ("/CreationDate", "/ModDate"):
            assert str(info[name]) == "D:20261122163000+00'00"


@every_kind
def test_a_reader_is_told_its_language_its_title_and_that_it_is_tagged(kind, language):
    with file_of(kind, language) as document:
        root = document.Root

        assert str(root["/Lang"]) == language.split("-")[0]
        assert root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert root["/MarkInfo"]["/Marked"]
        assert not root["/MarkInfo"].get("/Suspects", False)
        assert all(page["/Tabs"] == "/S" for page in document.pages)


@every_kind
def test_every_font_travels_with_it_and_can_be_read(kind, language):
    with file_of(kind, language) as document:
        fonts = [each for each in dictionaries(document) if each.get("/Type") == "/Font"]
        outer = [each for each in fonts if each["/Subtype"] == "/Type0"]
        inner = [each for each in fonts if each["/Subtype"] == "/CIDFontType2"]

        assert len(outer) == len(inner) == len(fonts) / 2
        assert all("/ToUnicode" in each and each["/Encoding"] == "/Identity-H" for each in outer)
        assert all(each["/CIDToGIDMap"] == "/Identity" for each in inner)
        assert all("/FontFile2" in each["/FontDescriptor"] for each in inner)
        assert all(str(each["/BaseFont"])[7] == "+" for each in fonts), "a subset is named as one"


@every_kind
def test_every_character_is_drawn_by_its_font_and_found_by_a_search(kind, language):
    with file_of(kind, language) as document:
        fonts = document.pages[0]["/Resources"]["/Font"]
        for name, used in glyphs.shown(document).items():
            read, wide = glyphs.characters(fonts[name]), glyphs.widths(fonts[name])
            drawn = glyphs.advances(fonts[name])

            assert 0 not in used, "a box for what the font lacks"
            assert used <= set(read) & set(drawn)
            assert not {"\0", "\ufeff", "\ufffe"} & {read[glyph] for glyph in used}
            assert all(abs(wide[glyph] - drawn[glyph]) <= 1 for glyph in used)


@every_kind
def test_its_colours_have_a_profile_and_are_opaque(kind, language):
    with file_of(kind, language) as document:
        (intent,) = document.Root["/OutputIntents"]
        states = [
            state
            for each in dictionaries(document)
            for state in each.get("/ExtGState", {}).values()
        ]

        assert intent["/S"] == "/GTS_PDFA1"
        assert intent["/DestOutputProfile"]["/N"] == 3
        assert b"acsp" in intent["/DestOutputProfile"].read_bytes()[:64]
        for state in states:
            assert state.get("/ca", 1) == state.get("/CA", 1) == 1
            assert "/SMask" not in state
        assert not any("/SMask" in each for each in dictionaries(document))
        groups = [each["/Group"] for each in dictionaries(document) if "/Group" in each]
        assert all(group["/CS"][0] == "/ICCBased" for group in groups)


@every_kind
def test_nothing_in_it_acts_or_comes_from_elsewhere(kind, language):
    with file_of(kind, language) as document:
        assert not document.is_encrypted
        assert not {"/OpenAction", "/AA", "/AcroForm", "/URI"} & set(document.Root.keys())
        assert set(document.Root["/Names"].keys()) == {"/EmbeddedFiles"}
        for each in dictionaries(document):
            assert not {"/AA", "/JS", "/Annots", "/Filespec"} & set(each.keys())
            assert str(each.get("/S")) not in ACTIVE
            if isinstance(each, pikepdf.Stream):
                assert not {"/F", "/FFilter", "/FDecodeParms"} & set(each.keys())
                assert each.get("/Filter", "/FlateDecode") == "/FlateDecode"


@every_kind
def test_all_that_is_drawn_is_in_the_structure_or_beside_it_and_no_state_too_deep(kind, language):
    with file_of(kind, language) as document:
        for page in document.pages:
            drawn = drawn_on(page)

            assert drawn.numbers == sorted(set(drawn.numbers))
            assert drawn.artifacts, "the foot is no part of what is read"
            assert drawn.deepest <= 28


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            "Signature The PDF file carries the issuer's digital signature and machine-readable",
        ),
        ("ja", "電子署名 PDFファイルには発行者の電子署名と機械可読データが含まれています。"),
    ],
)
def test_the_paper_says_what_its_file_has_and_where_it_is_checked(language, words):
    paper = a_snapshot(language)

    assert says(paper, words)
    assert text(paper).count("https://remine.example/verify") == 2
    assert not says(a_snapshot(language, **DRAFT), words)


def test_the_file_has_an_identity_of_its_own():
    with opened(printed(a_snapshot())) as one, opened(printed(a_snapshot(version=2))) as other:
        assert bytes(one.trailer["/ID"][0]) != bytes(other.trailer["/ID"][0])


def test_its_metadata_are_found_without_knowing_pdf():
    assert b"<pdfuaid:part>1</pdfuaid:part>" in printed(a_snapshot())


def test_a_draft_is_as_readable_and_has_no_twins():
    with opened(printed(a_snapshot(**DRAFT))) as document:
        assert metadata(document).findtext(f".//{PDFUA}part") == "1"
        assert "/AF" not in document.Root
        assert not document.attachments
