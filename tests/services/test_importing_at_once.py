"""Two files at the same moment: each takes its turn, and one file has one effect."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import imports
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.shipments import ShipmentRow
from remine_portal.services import importing
from remine_portal.services.importing import ImportFile, ImportKind
from tests.erp import shipments_file


def at_once(*deeds: Callable[[], object]) -> list[object]:
    """What each deed gives; all begin together, and none may fail."""
    barrier = Barrier(len(deeds))

    def do(deed: Callable[[], object]) -> object:
        barrier.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(do, deeds))


def applying(erp, content):
    def apply():
        with erp.database.writing(COMMAND_LINE) as work:
            run = importing.apply_file(work, ImportKind.SHIPMENTS, ImportFile("erp.csv", content))
            return run.id, importing.is_repeated(work, run)

    return apply


def test_one_file_applied_twice_at_once_has_one_effect(erp):
    content = shipments_file(*({"line_no": n} for n in range(1, 51)))

    results = at_once(*[applying(erp, content)] * 4)

    assert len({run_id for run_id, _ in results}) == 1, "all get the run that did it"
    assert sorted(repeated for _, repeated in results) == [False, True, True, True]
    assert len(erp.runs) == 1
    assert [line.revision for line in erp.lines] == [1] * 50


def test_two_files_that_overlap_make_one_shipment_and_one_company(erp):
    one = shipments_file({}, {"line_no": "2"})
    other = shipments_file({"line_no": "2"}, {"line_no": "3"})

    at_once(applying(erp, one), applying(erp, other))

    assert len(erp.rows(ShipmentRow)) == len(erp.rows(CustomerRow)) == 1
    assert [(line.line_no, line.revision) for line in erp.lines] == [(1, 1), (2, 1), (3, 1)]


def test_a_file_handed_in_once_is_applied_once_however_often_the_button_is_pressed(erp):
    content = shipments_file({}, {"line_no": "2", "net_mass": "1,5"})
    with erp.database.writing(COMMAND_LINE, erp.now) as work:
        seen = importing.preview(work, ImportKind.SHIPMENTS, content, "erp.csv").counts
        run_id = importing.hand_in(work, "shipments", content, "erp.csv", seen).id

    def press():
        with erp.database.writing(COMMAND_LINE) as work:
            run = imports.find_run(work, run_id)
            done = importing.apply_run(work, run, content, good_lines_only=True, seen=seen)
            return importing.is_repeated(work, done)

    assert sorted(at_once(press, press, press)) == [False, True, True]
    assert len(erp.lines) == 1
