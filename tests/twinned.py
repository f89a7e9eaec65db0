"""The twins of a declaration as a program reads them, and the schemas that they must meet."""

import json
from decimal import Decimal
from pathlib import Path

from remine_portal.documents.json_figures import json_number
from remine_portal.documents.twins import CREDENTIAL, twins_of
from tests.archived import file_of
from tests.papers import VERIFY_BASE

INTEROP = Path(__file__).resolve().parents[2] / "shared" / "interop"
"""Published schemas and samples; the portal does not ship them (MAPPING.md)."""


def published(name):
    file = INTEROP / name
    assert file.is_file(), f"{file} is absent, so nothing can be validated: put the folder there"
    return json.loads(file.read_text(encoding="utf-8"))


def twins(snapshot):
    return {
        twin.name: json.loads(twin.content, parse_float=Decimal)
        for twin in twins_of(snapshot, VERIFY_BASE)
    }


def credential(snapshot):
    return twins(snapshot)[CREDENTIAL]


def attached(kind, language="en"):
    with file_of(kind, language) as document:
        return {
            name: json.loads(file.get_file().read_bytes(), parse_float=Decimal)
            for name, file in document.attachments.items()
        }


def as_numbers(document):
    """As a validator reads it."""
    return json.loads(json.dumps(document, default=json_number))


def assessments(document, part):
    found = document["credentialSubject"]["conformityAssessment"]
    return [each for each in found if each["id"].partition("#")[2].startswith(part)]


def measures(assessment):
    """Each figure with its unit, by the last part of its metric's name."""
    return {
        each["metric"]["id"].replace("#", "/").rpartition("/")[2]: (
            each["measure"]["value"],
            each["measure"]["unit"],
        )
        for each in assessment["assessedPerformance"]
    }
