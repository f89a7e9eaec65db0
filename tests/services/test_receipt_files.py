"""A file of inputs, held against what is booked, before anything is."""

from remine_portal.documents.tables import table_of_records
from remine_portal.domain.credits import METALS
from remine_portal.persistence.periods import periods_of
from remine_portal.services import receiving
from tests.erp_files import RECEIPT
from tests.full_ledger import UNTIL_SUMMER, close_periods


def plan(books, *changes):
    table = table_of_records([{**RECEIPT, **change} for change in changes])
    with books.reading() as work:
        return receiving.plan_receipts(work, table).preview


def book(books, receipt):
    with books.writing() as work:
        receiving.book_receipt(work, receipt)


def test_a_file_is_held_against_what_is_booked(books):
    """14. One input, one claim, row by row."""
    book(books, plan(books, {}).new[0])

    assert plan(books, {}).unchanged == 1
    preview = plan(
        books,
        {"receipt_no": "R-2"},
        {"receipt_no": "R-3", "weight_ticket": "WT-3", "also_used_in": "ISCC PLUS"},
        {"receipt_no": "R-4", "weight_ticket": "WT-4", "assay_report": ""},
        {"receipt_no": "R-5", "weight_ticket": "WT-5"},
    )

    assert [each.receipt_no for each in preview.new] == ["R-5"]
    assert [(each.row, each.code) for each in preview.problems] == [
        (1, "INPUT_ALREADY_USED"),
        (2, "INPUT_ALREADY_USED"),
        (3, "EVIDENCE_MISSING"),
    ]


def test_a_file_with_another_figure_for_a_booked_input_is_refused_there(books):
    """14. One input, one claim."""
    book(books, plan(books, {}).new[0])

    [problem] = plan(books, {"gross_mass": "15.99"}).problems

    assert (problem.column, problem.code) == ("receipt_no", "INPUT_ALREADY_USED")


def test_a_row_of_a_closed_period_is_refused(books):
    """30. Closed period."""
    close_periods(books, UNTIL_SUMMER)

    [problem] = plan(books, {"received_on": "2026-06-30"}).problems

    assert (problem.code, problem.value) == ("PERIOD_CLOSED", RECEIPT["receipt_no"])


def test_a_row_before_the_first_policy_is_refused(books):
    [problem] = plan(books, {"received_on": "2025-09-30"}).problems

    assert problem.code == "NO_PERIOD"


def test_looking_at_a_file_opens_no_period(books):
    plan(books, {})

    with books.reading() as work:
        assert periods_of(work, "NAOSHIMA", METALS[0]) == []
