"""How a declaration looks on paper: pages, marks, glyphs, and the code a scanner reads."""

from io import BytesIO

import pikepdf
import pytest
import zxingcpp
from PIL import ImageChops

from remine_portal.domain.declarations import Recipient
from tests.papers import (
    DRAFT,
    LANGUAGES,
    a_snapshot,
    lots,
    opened,
    pages,
    picture,
    platinum,
    printed,
    printed_anew,
    squeezed,
    text,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_eight_lots_fit_one_page(language):
    assert len(pages(printed(a_snapshot(language, lines=lots(8))))) == 1
    assert len(pages(printed(platinum(language)))) == 1


def test_twenty_lots_take_two_pages_that_count_themselves():
    first, second = pages(printed(a_snapshot("en", lines=lots(20))))

    assert "Page1of2" in first
    assert "Page2of2" in second


def test_the_head_of_the_lots_is_repeated():
    sheets = pages(printed(a_snapshot("ja", lines=lots(45))))

    with_lots = [sheet for sheet in sheets if "SN2605" in sheet]
    assert len(with_lots) > 1
    assert all("ロット番号製造日" in sheet for sheet in with_lots)
    assert sum("合計" in sheet for sheet in sheets) == 1


@pytest.mark.parametrize("words", ["SAMPLE", "見本"])
def test_sample_stands_across_every_page(words):
    sheets = pages(printed(a_snapshot("en", lines=lots(20), sample=True)))

    assert len(sheets) == 2
    assert all(sheet.count(words) == 2 for sheet in sheets)


@pytest.mark.parametrize("words", ["DRAFT", "下書き"])
def test_draft_stands_across_every_page_of_a_preview(words):
    sheets = pages(printed(a_snapshot("en", lines=lots(20), **DRAFT)))

    assert len(sheets) == 2
    assert all(sheet.count(words) == 2 for sheet in sheets)


def test_an_issued_document_has_neither_mark():
    words = text(a_snapshot())

    assert "SAMPLE" not in words
    assert "DRAFT" not in words


def test_a_mark_is_read_through():
    """It is lighter than the lightest ink that is printed over it."""
    plain, marked = (
        picture(printed(a_snapshot(sample=each))).convert("L").crop((0, 200, 827, 900))
        for each in (False, True)
    )

    added = ImageChops.subtract(plain, marked)
    assert 10 < added.getextrema()[1] < 60


@pytest.mark.parametrize("mode", ["RGB", "L", "1"])
def test_the_code_is_read_from_paper_from_a_copy_and_from_a_fax(mode):
    sheet = picture(printed(a_snapshot("ja-en", sample=True)), dpi=300).convert(mode).convert("L")

    (found,) = zxingcpp.read_barcodes(sheet)
    assert found.text == "HTTPS://REMINE.EXAMPLE/V/7ZK3M9Q2XW8R5T1VB4NC6DH0JF"


def test_a_draft_has_no_code():
    assert not zxingcpp.read_barcodes(picture(printed(a_snapshot(**DRAFT)), dpi=200))


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_bundled_fonts_are_used_and_they_travel_with_the_document(language):
    with pikepdf.open(BytesIO(printed(platinum(language)))) as document:
        fonts = [each for each in document.objects if is_of(each, "/Font")]
        names = {str(each["/BaseFont"]).partition("+")[2] for each in fonts}
        descriptors = [each for each in document.objects if is_of(each, "/FontDescriptor")]

        assert {name.removesuffix("-Bold") for name in names} == {
            "Noto-Sans-Portal",
            "Noto-Sans-JP-Portal",
        }
        assert descriptors
        assert all("/FontFile2" in each for each in descriptors)


def test_japanese_is_drawn_and_not_boxed():
    """Boxes all look alike, while the text behind them stays right (QUALITY.md M11)."""
    name = "髙﨑𠮷鷗㈱Łó"

    drawn = glyphs(printed(a_snapshot("ja", recipient=Recipient(name))), name)

    assert len(set(drawn)) == len(name), "two characters look the same"


def glyphs(pdf: bytes, name: str) -> list[bytes]:
    """Each character of the name as it is drawn."""
    sheet = picture(pdf, dpi=300)
    with opened(pdf) as document:
        words = document[0].get_textpage()
        height = document[0].get_height()
        start = words.get_text_range().index(name)
        boxes = [words.get_charbox(start + utf16(name[:n])) for n in range(len(name))]
    crops = [
        sheet.crop(tuple(round(x * 300 / 72) for x in (left, height - top, right, height - bottom)))
        for left, bottom, right, top in boxes
    ]
    assert all(crop.convert("L").getextrema()[0] < 128 for crop in crops), "nothing is drawn"
    return [crop.resize((40, 40)).tobytes() for crop in crops]


def utf16(words: str) -> int:
    """How long the words are as PDF readers count."""
    return len(words.encode("utf-16-le")) // 2


def test_the_document_names_itself():
    with pikepdf.open(BytesIO(printed(a_snapshot("ja-en")))) as document:
        assert str(document.docinfo["/Title"]) == "リサイクル材料含有率宣言書 RM-2026-000123"
        assert str(document.docinfo["/Author"]) == "三菱マテリアル株式会社"
        assert str(document.Root["/Lang"]) == "ja"
        assert document.Root["/MarkInfo"]["/Marked"]


def test_the_pictures_speak_to_those_who_cannot_see_them():
    with pikepdf.open(BytesIO(printed(a_snapshot()))) as document:
        said = [
            str(each["/Alt"])
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"
        ]

    assert squeezed("".join(said)).startswith("Inthemetal:100%HTTPS://")


def test_nothing_is_left_to_complain_about(caplog):
    printed_anew(platinum("ja-en"))

    assert not caplog.records


def is_of(thing: pikepdf.Object, kind: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == kind
