"""What a page shows of a declaration is what its paper says."""

from remine_portal.documents.stated import stated_lots, stated_rows
from tests import papers


def rows(snapshot):
    return {
        key.en: getattr(value, "en", value).replace("\xa0", " ")
        for key, value in stated_rows(snapshot.canonical())
    }


def test_a_content_is_shown_as_recycled_content():
    shown = rows(papers.a_snapshot())

    assert shown["Recycled content"] == "100 %"
    assert shown["Net mass"] == "2,499.5 kg"
    assert "Attributed by mass balance" not in shown


def test_an_attributed_share_is_never_shown_as_a_content():
    shown = rows(papers.attributed())

    assert "Recycled content" not in shown
    assert "40 %" in shown["Attributed by mass balance"]
    assert "20.000 t" in shown["Attributed by mass balance"]
    assert "Balance period" in shown


def test_every_lot_is_shown():
    snapshot = papers.platinum("ja")

    assert [each.lot_no for each in stated_lots(snapshot.canonical())] == [
        each.lot_no for each in snapshot.lines
    ]
