"""The commands of the credit ledger and of its policy, and their exit statuses (INTERFACES.md)."""

import csv

import pytest

from remine_portal.domain.people import Role
from tests.books import Q3
from tests.by_hand import spoil
from tests.erp_files import SAMPLES
from tests.full_ledger import UNTIL_SUMMER

FIRST = str(UNTIL_SUMMER[0])


@pytest.fixture
def production(tmp_path):
    """A file of what production records say of a period, in tonnes."""

    def write(*lines):
        file = tmp_path / "production.csv"
        columns = "boundary,period,output,physical_stock,measured_yield"
        file.write_text("\n".join([columns, *lines]))
        return str(file)

    return write


@pytest.fixture
def a_period_to_close(run, books, production):
    books.receive(kg=100, on=UNTIL_SUMMER[0])
    run("credits", "output", production(f"NAOSHIMA,{FIRST},60.5,20,0.970"))


@pytest.fixture
def emi(books):
    return books.hire().email


@pytest.fixture
def ryo(books):
    return books.hire().email


def close(run, email, period=FIRST):
    return run("credits", "close", "NAOSHIMA", period, "--as", email)


def test_receipts_are_booked_once(run, books):
    file = str(SAMPLES / "receipts.csv")

    assert run("credits", "receive", file).stdout == "50 new, 0 changed, 0 unchanged, 0 refused\n"
    assert run("credits", "receive", file).stdout.startswith("0 new, 0 changed, 50 unchanged")
    assert sum(each.kilograms for each in books.entries("book-input")) == 493_743


def test_an_input_that_is_used_already_is_refused(run, books, tmp_path):
    """14. One input, one claim."""
    lines = (SAMPLES / "receipts.csv").read_text().splitlines()
    run("credits", "receive", str(SAMPLES / "receipts.csv"))
    again = tmp_path / "again.csv"
    again.write_text("\n".join([lines[0], lines[3].replace("R2601-0003", "R2601-9999")]))

    result = run("credits", "receive", str(again))

    assert result.exit_code == 1
    assert result.stderr.startswith("row 2, receipt_no: Weight ticket WT-100086 of supplier S344")
    assert result.stderr.count("\n") == 1


def test_production_is_booked(run, books, production):
    result = run("credits", "output", production("NAOSHIMA,2026-07-01,9000.5,60,0.955"))

    assert (result.exit_code, result.stdout) == (0, "1 new, 0 changed, 0 unchanged, 0 refused\n")


def test_production_of_no_boundary_is_refused(run, books, production):
    result = run("credits", "output", production("IKUNO,2026-07-01,9000.5,60,0.955"))

    assert result.exit_code == 1
    assert result.stderr.startswith("row 2, boundary:")


def test_books_that_agree(run, books):
    books.receive(kg=100)

    result = run("credits", "check")

    assert (result.exit_code, result.stdout) == (0, "The books and their entries agree.\n")


def test_each_difference_is_one_line_and_status_1(run, books):
    books.receive(kg=100)
    books.receive(kg=50)
    spoil(books, "UPDATE credit_batch SET available_kg = available_kg + 1")

    result = run("credits", "check")

    assert (result.exit_code, result.stdout) == (1, "")
    assert [line[:7] for line in result.stderr.splitlines()] == ["Batch 1", "Batch 2"]


def test_the_ledger_is_exported(run, books):
    books.receive(kg=100)

    beancount = run("credits", "export", "--format", "beancount")
    spreadsheet = run("credits", "export", "--format", "csv")

    assert (beancount.exit_code, spreadsheet.exit_code) == (0, 0)
    assert "  Assets:Available:NAOSHIMA-CU-recycled  100 CU-RECYCLED\n" in beancount.stdout
    _, row, *_ = csv.reader(spreadsheet.stdout.splitlines())
    assert row[1] == "NAOSHIMA-CU-recycled"


def test_two_people_close_a_period(run, a_period_to_close, emi, ryo):
    """39. Four eyes, for the books."""
    proposed, closed = close(run, emi), close(run, ryo)

    assert proposed.stdout == (
        f"NAOSHIMA {FIRST}: closing proposed. A colleague must confirm it.\n"
    )
    assert closed.stdout == f"NAOSHIMA {FIRST} is closed.\n"


def test_nobody_confirms_their_own_proposal(run, a_period_to_close, emi):
    """39. Four eyes, for the books."""
    close(run, emi)

    result = close(run, emi)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("You proposed to close this period")


def test_a_proposal_that_figures_have_overtaken_is_made_anew(
    run, books, a_period_to_close, emi, ryo
):
    close(run, emi)
    books.receive(kg=20, on=UNTIL_SUMMER[0])

    assert "closing proposed" in close(run, ryo).stdout
    assert "is closed" in close(run, emi).stdout


def test_a_closed_period_is_not_closed_again(run, a_period_to_close, emi, ryo):
    """30. Closed period."""
    close(run, emi)
    close(run, ryo)

    result = close(run, emi)

    assert result.exit_code == 1
    assert "is closed and takes no more entries" in result.stderr


@pytest.mark.parametrize(
    ("period", "reason"),
    [(str(Q3), "Every earlier period is closed."), ("2026-07-02", "has no balance period")],
)
def test_what_cannot_be_closed_is_refused(run, books, emi, period, reason):
    books.receive(kg=100)

    result = close(run, emi, period)

    assert result.exit_code == 1
    assert reason in result.stderr


@pytest.mark.parametrize("role", [None, Role.SALES, Role.AUDITOR])
def test_only_whoever_keeps_the_books_closes_a_period(run, books, a_period_to_close, role):
    email = books.hire(role).email if role else "nobody@remine.example"

    result = close(run, email)

    assert (result.exit_code, result.stderr) == (
        1,
        f"Nobody with the address {email} keeps the books.\n",
    )


def test_whoever_has_left_closes_nothing(run, a_period_to_close, emi):
    run("people", "disable", emi)

    assert close(run, emi).exit_code == 1


@pytest.mark.parametrize(
    "command",
    [
        ["export"],
        ["export", "--format", "xlsx"],
        ["close", "NAOSHIMA", "2026-07-01"],
        ["close", "NAOSHIMA", "summer", "--as", "emi@remine.example"],
        ["receive", "nowhere.csv"],
    ],
)
def test_wrong_usage_is_status_2(run, command):
    assert run("credits", *command).exit_code == 2


def test_policies_are_loaded_once(run):
    run("catalog", "load", str(SAMPLES / "remine_catalog.json"))
    file = str(SAMPLES / "policies.json")

    assert run("policy", "load", file).stdout == "1 new, 0 unchanged.\n"
    assert run("policy", "load", file).stdout == "0 new, 1 unchanged.\n"


def test_a_policy_of_an_unknown_site_is_refused(run):
    result = run("policy", "load", str(SAMPLES / "policies.json"))

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "NAOSHIMA was not found. Check the number and try again.\n"
