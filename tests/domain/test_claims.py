"""What a document must say."""

from datetime import date

from remine_portal.domain.claims import renewable_note


def test_the_note_on_electricity_names_its_days():
    note = renewable_note(date(2026, 4, 1), date(2026, 11, 23))

    assert note.en.endswith("from 1 April 2026 to 23 November 2026.")
    assert "2026年4月1日から2026年11月23日まで" in note.ja
