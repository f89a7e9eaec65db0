"""What programs read of a declaration: signed at its issue, kept, and never signed again."""

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from remine_portal.documents.credentials import did_document, verify_credential
from remine_portal.documents.keys import Use
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence.credentials import CredentialRow, credential_of
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.services.register_checking import findings
from tests.registered import tin_is_shipped


@pytest.fixture
def declaration(given, desk) -> DeclarationRow:
    given(tin_is_shipped)
    return desk.declare()


def token_path(desk, declaration):
    with desk.database.reading(COMMAND_LINE) as work:
        kept = credential_of(work, declaration)
    return desk.office.blobs.path_of(kept.sha256)


def said(desk):
    with desk.database.reading(COMMAND_LINE) as work:
        return [str(each) for each in findings(work, desk.office)]


def test_the_issuer_signs_the_credential(desk, declaration):
    token = token_path(desk, declaration).read_text()

    credential = verify_credential(token, did_document(desk.office.keys, desk.office.base_url))

    assert credential["name"].endswith(declaration.number)
    assert credential["issuer"]["id"] == "did:web:remine.example"


def test_it_is_checked_still_when_the_key_has_been_replaced(desk, declaration):
    desk.office.keys.rotate(Use.CREDENTIAL)

    token = token_path(desk, declaration).read_text()

    assert verify_credential(token, did_document(desk.office.keys, desk.office.base_url))


def test_a_token_that_was_changed_is_named(desk, declaration):
    path = token_path(desk, declaration)
    path.write_bytes(path.read_bytes() + b"A")

    assert said(desk) == [f"The signed credential of declaration {declaration.number} was changed."]


def test_a_token_that_was_lost_is_named(desk, declaration):
    token_path(desk, declaration).unlink()

    assert said(desk) == [f"The signed credential of declaration {declaration.number} is missing."]


@pytest.mark.parametrize(
    "by_hand", [update(CredentialRow).values(sha256="0"), delete(CredentialRow)]
)
def test_its_hash_stands_for_ever(database, desk, declaration, by_hand):
    with pytest.raises(DBAPIError), database.writing(COMMAND_LINE) as work:
        work.session.execute(by_hand)
