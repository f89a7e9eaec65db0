"""Loading the catalogue and electricity evidence, and their exit statuses (INTERFACES.md)."""

import json
from pathlib import Path

import pytest

from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence.catalog import all_products
from remine_portal.persistence.evidence import electricity_rows

SAMPLE = Path(__file__).parents[2] / "sample"
CATALOGUE = str(SAMPLE / "remine_catalog.json")


def test_the_catalogue_is_loaded_once(run):
    assert "0 changed, 0 unchanged" in run("catalog", "load", CATALOGUE).stdout
    assert run("catalog", "load", CATALOGUE).stdout.startswith("0 new, 0 changed")


def test_electricity_is_loaded_once(run):
    run("catalog", "load", CATALOGUE)

    assert run("electricity", "load", str(SAMPLE / "electricity.json")).stdout == (
        "9 new, 0 unchanged.\n"
    )
    assert run("electricity", "load", str(SAMPLE / "electricity.json")).stdout == (
        "0 new, 9 unchanged.\n"
    )


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"_about": 1}', "NaN", "\udce9"])
@pytest.mark.parametrize("group", ["catalog", "electricity"])
def test_a_bad_file_is_refused_in_one_line(run, tmp_path, group, content):
    file = tmp_path / "bad.json"
    file.write_bytes(content.encode("utf-8", "surrogateescape"))

    result = run(group, "load", str(file))

    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    assert "Nothing has been loaded" in result.stderr
    assert "Traceback" not in result.output


def test_a_file_that_is_wrong_at_its_end_leaves_nothing(run, tmp_path, database):
    raw = json.loads((SAMPLE / "remine_catalog.json").read_text())
    raw["products"][-1]["series"] = "ISO9001"
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps(raw))

    assert run("catalog", "load", str(file)).exit_code == 1

    with database.reading(COMMAND_LINE) as work:
        assert all_products(work) == []


def test_evidence_of_an_unknown_site_leaves_nothing(run, database):
    result = run("electricity", "load", str(SAMPLE / "electricity.json"))

    assert result.exit_code == 1
    assert "IKUNO was not found" in result.stderr
    with database.reading(COMMAND_LINE) as work:
        assert electricity_rows(work) == []


def test_a_file_that_is_not_there_is_wrong_usage(run):
    assert run("catalog", "load", "nowhere.json").exit_code == 2
