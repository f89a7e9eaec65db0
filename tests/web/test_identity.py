"""The identity document: what a program finds that checks one of our credentials."""

from dataclasses import replace

import pytest

from remine_portal.documents.credentials import sign_credential, verify_credential
from remine_portal.documents.keys import NoKeys, Use

ADDRESS = "/.well-known/did.json"
DID = "did:web:127.0.0.1%3A8000"


@pytest.fixture
def program(app):
    """It asks without a cookie, and from another site's page if need be."""
    return app.test_client(use_cookies=False)


def test_a_program_finds_the_key_of_a_credential(app, program):
    office = app.extensions["office"]
    token = sign_credential({"issuer": DID}, office.keys, office.base_url)

    found = program.get(ADDRESS)

    assert found.mimetype == "application/json"
    assert found.json["id"] == DID
    assert verify_credential(token, found.json) == {"issuer": DID}


def test_keys_that_were_replaced_are_still_there(app, program):
    app.extensions["office"].keys.rotate(Use.CREDENTIAL)

    assert len(program.get(ADDRESS).json["assertionMethod"]) == 2


def test_it_may_be_kept_for_a_while_by_anybody_and_sets_no_cookie(program):
    found = program.get(ADDRESS)

    assert found.headers["Cache-Control"] == "public, max-age=300"
    assert found.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in found.headers


def test_without_keys_it_is_not_available_now(app, program):
    app.extensions["office"] = replace(app.extensions["office"], keys=NoKeys())

    found = program.get(ADDRESS)

    assert found.status_code == 503
    assert found.headers["Cache-Control"] == "no-store"
