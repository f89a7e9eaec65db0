"""Shipments from the ERP: taken whole or not at all, and once; corrections keep what was before."""

import random
from datetime import date
from functools import partial

import pytest
from sqlalchemy import event

from remine_portal.domain.errors import Refusal
from remine_portal.domain.mass import Mass
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import imports
from remine_portal.persistence.audit import AuditEventRow
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.shipments import ShipmentRow
from remine_portal.services import importing
from remine_portal.services.import_previews import (
    Change,
    Counts,
    LinesRefused,
    PreviewOutdated,
)
from remine_portal.services.importing import ImportFile, ImportKind
from tests.erp import on_file, shipments_file
from tests.erp_files import BAD_FILES, FILES, SHIPMENT, a_csv, a_workbook

TWO = {"line_no": "2", "lot_no": "CU26082565", "customer_po": "PO-2"}
OTHER = {"shipment_no": "SH2610-00002", "lot_no": "CU26082566"}
UNCHANGED = Counts(0, 0, 0, 0)


def test_new_lines_are_written(erp):
    assert erp.ship({}, TWO, OTHER) == Counts(3, 0, 0, 0)

    first = erp.lines[0]
    assert (first.line_no, first.revision, first.is_current) == (1, 1, True)
    assert (first.net_mass, first.unit) == (Mass.of("3.9", "t"), "t")
    assert (first.ship_date, first.production_date) == (date(2026, 10, 3), date(2026, 8, 25))


def test_the_head_of_a_shipment_says_what_its_lines_say(erp):
    erp.ship({}, TWO)

    (shipment,) = erp.rows(ShipmentRow)
    assert (shipment.shipment_no, shipment.destination) == ("SH2610-00001", "Tokyo")
    assert shipment.ship_date == date(2026, 10, 3)


def test_a_shipment_is_found_by_every_number_of_its_lines(erp):
    erp.ship({"lot_no": "ｏｄｄ４"}, TWO)

    (shipment,) = erp.rows(ShipmentRow)
    assert shipment.search_text.split("\n") == [
        "sh2610-00001",
        "po-80239",
        "po-2",
        "so700000",
        "inv2600001",
        "odd4",
        "cu26082565",
    ]


def test_the_same_file_again_changes_nothing(erp):
    erp.ship({}, TWO)
    before = erp.everything()

    assert erp.ship({}, TWO) == UNCHANGED

    assert erp.everything() == before
    assert [(run.new_count, run.applied_by) for run in erp.runs] == [(2, "command line")]


def test_the_same_lines_in_another_file_are_unchanged(erp):
    erp.ship({}, TWO)
    before = erp.everything()

    assert erp.ship(TWO, {}, OTHER) == Counts(1, 0, 2, 0)

    assert erp.everything()["shipment_line"][:2] == before["shipment_line"]


def test_an_older_file_sent_again_does_not_undo_a_newer_one(erp):
    erp.ship({})
    erp.ship({"net_mass": "4"})

    assert erp.ship({}) == UNCHANGED

    assert erp.lines[-1].net_mass == Mass.of("4", "t")


def test_a_changed_line_becomes_a_revision_and_the_old_one_stays(erp):
    erp.ship({}, TWO)

    assert erp.ship({"net_mass": "4", "lot_no": "CU-NEW"}) == Counts(0, 1, 0, 0)

    old, new, other = erp.lines
    assert (old.revision, old.is_current, old.lot_no) == (1, False, "CU26082564")
    assert (new.revision, new.is_current, new.lot_no) == (2, True, "CU-NEW")
    assert (other.revision, other.is_current) == (1, True)
    assert new.import_id != old.import_id
    assert "cu-new" in erp.rows(ShipmentRow)[0].search_text


def test_a_preview_shows_old_and_new_and_writes_nothing(erp):
    erp.ship({})
    before = erp.everything()

    preview = erp.preview({"net_mass": "4000", "unit": "kg", "destination": ""}, OTHER)

    assert preview.counts == Counts(1, 1, 0, 0)
    assert preview.changed[0].changes == [
        Change("destination", "Tokyo", ""),
        Change("net_mass", "3.9 t", "4000 kg"),
        Change("unit", "t", "kg"),
    ]
    assert erp.everything() == before


def test_the_order_of_rows_makes_no_difference(erp):
    """Twenty shuffles of one file; half of its lines are on file already, all differ from it."""
    lines = [a_line(number) for number in range(30)]
    erp.ship(*lines[::2])
    changed = [{**line, "order_no": "SO-9", "customer_name": "New"} for line in lines]

    states = [state_after(erp, random.Random(seed).sample(changed, 30)) for seed in range(20)]

    assert len(states[0]["shipment_line"]) == 45
    assert all(state == states[0] for state in states)


def a_line(number: int) -> dict[str, object]:
    """Three lines a shipment, two shipments a customer."""
    return {
        "shipment_no": f"SH-{number // 3}",
        "line_no": number % 3 + 1,
        "customer_code": f"C{number // 6}",
        "lot_no": f"LOT-{number}",
    }


def state_after(erp, lines):
    return state_of(erp, shipments_file(*lines), "erp.csv")


def state_of(erp, content, name):
    """What is on file after the file was taken in; then it is forgotten again."""
    with pytest.raises(ZeroDivisionError), erp.database.writing(COMMAND_LINE) as work:
        importing.apply_file(work, ImportKind.SHIPMENTS, ImportFile(name, content))
        state = on_file(work)
        raise ZeroDivisionError
    return state


def test_a_half_bad_file_changes_nothing(erp):
    erp.ship({})
    before = erp.everything()

    with pytest.raises(LinesRefused) as refused:
        erp.ship({"net_mass": "5"}, {**TWO, "net_mass": "1,5"}, OTHER)

    assert [(each.row, each.column) for each in refused.value.problems] == [(3, "net_mass")]
    assert refused.value.counts == Counts(1, 1, 0, 1)
    assert erp.everything() == before
    assert len(erp.runs) == 1


def test_the_good_lines_of_a_half_bad_file_are_taken_on_request(erp):
    counts = erp.ship({}, {**TWO, "net_mass": "1,5"}, OTHER, good_lines_only=True)

    assert counts == Counts(2, 0, 0, 1)
    assert [line.lot_no for line in erp.lines] == ["CU26082564", "CU26082566"]


def test_a_file_of_which_lines_were_left_out_may_come_again(erp):
    erp.ship({}, {**TWO, "net_mass": "1,5"}, good_lines_only=True)

    counts = erp.ship({}, {**TWO, "net_mass": "1,5"}, good_lines_only=True)

    assert counts == Counts(0, 0, 1, 1)


def test_a_file_without_one_good_line_is_refused_even_so(erp):
    with pytest.raises(LinesRefused):
        erp.ship({"net_mass": "1,5"}, good_lines_only=True)


@pytest.mark.parametrize("file", sorted(BAD_FILES.iterdir()), ids=lambda file: file.name)
def test_every_bad_file_is_refused_and_leaves_nothing(erp, file):
    with pytest.raises(Refusal):
        erp.send(file.read_bytes(), file.name)

    assert not any(erp.everything().values())
    assert not erp.runs


def test_the_same_lines_mean_the_same_in_every_encoding(erp):
    texts = [SHIPMENT, {**SHIPMENT, "customer_name_ja": "髙﨑金属㈱"}.values()]
    contents = {
        "utf-8.csv": a_csv(*texts),
        "bom.csv": a_csv(*texts, encoding="utf-8-sig"),
        "cp932.csv": a_csv(*texts, encoding="cp932"),
        "book.xlsx": a_workbook(*texts),
    }

    states = [state_of(erp, content, name) for name, content in contents.items()]

    assert states[0]["shipment_line"]
    assert all(state == states[0] for state in states)


def test_odd_but_good_lines_are_stored_as_written(erp):
    file = FILES / "shipments_odd_but_good.csv"

    assert erp.send(file.read_bytes(), file.name) == Counts(6, 0, 0, 0)

    lots = {line.lot_no for line in erp.lines}
    assert {"<script>alert(1)</script>", "ｏｄｄ４", "ODD6"} <= lots
    assert {row.shipment_no for row in erp.rows(ShipmentRow)} >= {"ＯＤＤ-4", "ODD-6"}
    names = {row.code: (row.name_en, row.name_ja) for row in erp.rows(CustomerRow)}
    assert names["C1901"] == ('=HYPERLINK("http://example.invalid","x")', "@cmd株式会社")
    assert names["C1902"] == ("Łódź Metale Sp. z o.o.", "髙﨑𠮷野金属㈱")


def test_an_import_is_written_down(erp):
    erp.ship({}, TWO)

    (event,) = erp.rows(AuditEventRow, event="import:applied")
    assert (event.subject, event.done_by) == ("erp.csv", "command line")
    assert event.detail == "2 new, 0 changed, 0 unchanged, 0 refused"


def test_sample_shipments_are_marked(erp):
    erp.ship({}, sample=True)

    assert [row.sample for row in erp.rows(ShipmentRow)] == [True]
    assert [row.sample for row in erp.rows(CustomerRow)] == [True]


def test_a_decision_on_figures_that_have_changed_is_refused(erp):
    with erp.database.writing(COMMAND_LINE, erp.now) as work:
        seen = importing.preview(work, ImportKind.SHIPMENTS, shipments_file({}), "erp.csv").counts
        run = importing.hand_in(work, "shipments", shipments_file({}), "erp.csv", seen)
    erp.ship({}, TWO)

    with pytest.raises(PreviewOutdated), erp.database.writing(COMMAND_LINE) as work:
        found = imports.find_run(work, run.id)
        importing.apply_run(work, found, shipments_file({}), seen=seen)


def test_it_takes_few_statements_however_many_lines(erp):
    """Two files for a company on file, one ten times as long: as many statements."""
    erp.ship({})
    few = [{**a_line(number), "customer_code": "C1004"} for number in range(6)]
    many = [{**a_line(number), "customer_code": "C1004"} for number in range(6, 66)]

    assert statements(erp, few) == statements(erp, many)


def statements(erp, lines):
    heard = []
    hear = partial(lambda *said: heard.append(said[2]))
    event.listen(erp.database.engine, "before_cursor_execute", hear)
    erp.ship(*lines)
    event.remove(erp.database.engine, "before_cursor_execute", hear)
    return len([statement for statement in heard if "audit_event" not in statement])


def test_the_name_of_a_file_is_kept_without_what_cannot_be_seen():
    assert importing.printable_name("C:\\erp\\a\x00b\u202e.csv") == "ab.csv"
    assert len(importing.printable_name("x" * 5000 + ".csv")) == 200
