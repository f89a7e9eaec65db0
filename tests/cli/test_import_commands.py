"""`shipments import` and `lots import`: counts, refusals and exit statuses (INTERFACES.md)."""

import csv

import pytest

from remine_portal.persistence.shipments import ImportRunRow, LotContentRow, ShipmentLineRow
from tests.erp import A_TIN_LINE, lots_file, shipments_file
from tests.erp_files import BAD_FILES, FILES, SAMPLES
from tests.factories import a_shipment, a_verification

TWO = {"line_no": "2", "lot_no": "CU26082565"}
BAD = {**TWO, "net_mass": "1,5"}


@pytest.fixture
def written(tmp_path):
    """Write a file as the ERP would, and give its path."""

    def write(content, name="erp.csv"):
        file = tmp_path / name
        file.write_bytes(content)
        return str(file)

    return write


def test_a_file_is_taken_in(run, erp, written):
    result = run("shipments", "import", written(shipments_file({}, TWO)))

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "2 new, 0 changed, 0 unchanged, 0 refused\n"
    assert len(erp.rows(ShipmentLineRow)) == 2


def test_the_same_file_again_says_when_and_by_whom(run, erp, written):
    file = written(shipments_file({}, TWO))
    run("shipments", "import", file)

    result = run("shipments", "import", file)

    assert result.exit_code == 0
    first, second = result.stdout.splitlines()
    assert first == "0 new, 0 changed, 2 unchanged, 0 refused"
    assert second.startswith("Already imported on 20")
    assert second.endswith("JST by command line: nothing to do.")


def test_a_refused_file_has_a_line_for_every_reason(run, erp, written):
    result = run("shipments", "import", written(shipments_file({}, BAD)))

    assert result.exit_code == 1
    assert result.stdout == "Nothing was imported: 1 new, 0 changed, 0 unchanged, 1 refused\n"
    assert result.stderr.startswith("row 3, net_mass: Use commas only between groups")
    assert result.stderr.count("\n") == 1
    assert not erp.rows(ShipmentLineRow)


@pytest.mark.parametrize("file", sorted(BAD_FILES.iterdir()), ids=lambda file: file.name)
def test_every_bad_file_ends_with_status_1(run, erp, file):
    result = run("shipments", "import", str(file))

    assert result.exit_code == 1
    assert result.stderr
    assert "Traceback" not in result.output
    assert not erp.rows(ShipmentLineRow)


def test_the_good_lines_are_taken_on_request(run, erp, written):
    result = run("shipments", "import", written(shipments_file({}, BAD)), "--good-lines")

    assert result.exit_code == 0
    assert result.stdout == "1 new, 0 changed, 0 unchanged, 1 refused\n"
    assert result.stderr.startswith("row 3, net_mass:")
    assert len(erp.rows(ShipmentLineRow)) == 1


def test_without_one_good_line_nothing_is_taken(run, erp, written):
    result = run("shipments", "import", written(shipments_file(BAD)), "--good-lines")

    assert result.exit_code == 1
    assert not erp.rows(ImportRunRow)


def test_a_dry_run_says_what_would_be_done_and_does_nothing(run, erp, written):
    file = written(shipments_file({}, TWO))

    result = run("shipments", "import", file, "--dry-run")

    assert (result.exit_code, result.stdout) == (0, "2 new, 0 changed, 0 unchanged, 0 refused\n")
    assert not erp.rows(ShipmentLineRow)
    assert not erp.rows(ImportRunRow)


def test_a_dry_run_of_a_bad_file_ends_with_status_1(run, erp, written):
    result = run("shipments", "import", written(shipments_file({}, BAD)), "--dry-run")

    assert (result.exit_code, result.stdout) == (1, "1 new, 0 changed, 0 unchanged, 1 refused\n")


def test_the_reasons_go_into_a_file_that_holds_no_formula(run, erp, written, tmp_path):
    errors = tmp_path / "errors.csv"
    formula = {**BAD, "net_mass": "=1+1"}

    run("shipments", "import", written(shipments_file({}, formula)), "--errors", str(errors))

    with errors.open(encoding="utf-8-sig") as file:
        _, (row, column, value, reason) = csv.reader(file)
    assert (row, column, value) == ("3", "net_mass", "'=1+1")
    assert reason.startswith("Write the mass as a number")


@pytest.mark.parametrize("options", [[], ["--errors", "no/such/folder/errors.csv"]])
def test_a_file_or_folder_that_is_not_there_is_wrong_usage(run, erp, written, options):
    file = written(shipments_file({})) if options else "nowhere.csv"

    assert run("shipments", "import", file, *options).exit_code == 2


def test_a_correction_of_a_declared_line_names_the_declaration(run, erp, written, given, desk):
    given(a_verification)
    given(a_shipment, number="SH2610-00001", company="C1004")
    number = desk.declare("SH2610-00001").number
    file = written(shipments_file({**A_TIN_LINE, "net_mass": "1999"}))
    said = f"SH2610-00001 line 1 is declared in {number}: the declaration is not changed."

    assert said in run("shipments", "import", file, "--dry-run").stdout
    assert said in run("shipments", "import", file).stdout


def test_lots_are_taken_in_once(run, erp, written):
    file = written(lots_file({}, {"lot_no": "PB2"}))

    assert run("lots", "import", file).stdout == "2 new, 0 changed, 0 unchanged, 0 refused\n"
    assert run("lots", "import", file).stdout.startswith("0 new, 0 changed, 2 unchanged")
    assert len(erp.rows(LotContentRow)) == 2


def test_lots_out_of_bounds_are_refused(run, erp, written):
    result = run("lots", "import", written(lots_file({"pre_consumer_mass": "9999"})))

    assert result.exit_code == 1
    assert result.stderr.startswith("row 2, product_mass: The contents of lot PB26083123")


def test_every_sample_file_is_taken(run):
    run("catalog", "load", str(SAMPLES / "remine_catalog.json"))

    for file, new in [
        (SAMPLES / "shipments.csv", 634),
        (FILES / "shipments_ja_cp932.csv", 25),
        (FILES / "shipments.xlsx", 35),
        (FILES / "shipments_odd_but_good.csv", 6),
    ]:
        result = run("shipments", "import", str(file))
        assert result.stdout == f"{new} new, 0 changed, 0 unchanged, 0 refused\n", file.name
