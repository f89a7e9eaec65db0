"""Credentials that others check with the published keys, and with joserfc instead of our code."""

import base64
import json
from copy import deepcopy

import pytest
from joserfc import jws
from joserfc.jwk import ECKey, OctKey

from remine_portal.documents.credentials import (
    NotCredible,
    did_document,
    sign_credential,
    verify_credential,
)
from remine_portal.documents.identity import did_of
from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.keys import Use

BASE_URL = "https://remine.example"
DID = "did:web:remine.example"
CREDENTIAL = {
    "@context": ["https://www.w3.org/ns/credentials/v2"],
    "type": ["VerifiableCredential"],
    "issuer": {"id": DID, "name": "三菱マテリアル株式会社"},
    "credentialSubject": {"name": "電気錫", "share": 0.5},
}


@pytest.fixture
def keys(tmp_path):
    return KeyFolder(tmp_path / "keys")


@pytest.fixture
def token(keys):
    return sign_credential(CREDENTIAL, keys, BASE_URL)


@pytest.mark.parametrize(
    ("address", "did"),
    [
        ("https://remine.example", "did:web:remine.example"),
        ("http://127.0.0.1:8000", "did:web:127.0.0.1%3A8000"),
    ],
)
def test_the_identity_is_the_address_with_its_port_in_escapes(address, did):
    assert did_of(address) == did


def test_another_library_finds_the_key_and_believes_the_credential(keys, token):
    document = did_document(keys, BASE_URL)
    method, _ = document["verificationMethod"]

    checked = jws.deserialize_compact(token, ECKey.import_key(method["publicKeyJwk"]))

    assert json.loads(checked.payload) == CREDENTIAL
    assert checked.headers() == {
        "alg": "ES256",
        "typ": "vc+jwt",
        "cty": "vc",
        "kid": method["id"],
    }


def test_the_identity_document_names_keys_of_its_own_and_nothing_private(keys):
    document = did_document(keys, BASE_URL)
    method, _ = document["verificationMethod"]

    assert document["id"] == method["controller"] == DID
    assert document["assertionMethod"] == [f"{DID}#{keys.published(Use.CREDENTIAL)[0].key_id}"]
    assert set(method["publicKeyJwk"]) == {"kty", "crv", "x", "y"}


def test_old_credentials_are_believed_after_the_key_was_rotated(keys, token):
    keys.rotate(Use.CREDENTIAL)
    later = sign_credential(CREDENTIAL, keys, BASE_URL)
    document = did_document(keys, BASE_URL)

    assert len(document["assertionMethod"]) == 2
    assert verify_credential(token, document) == CREDENTIAL
    assert verify_credential(later, document) == CREDENTIAL


def test_a_changed_credential_is_not_believed(keys, token):
    header, _content, signature = token.split(".")
    more = base64.urlsafe_b64encode(
        json.dumps({**CREDENTIAL, "credentialSubject": {"share": 1}}).encode()
    )
    changed = f"{header}.{more.rstrip(b'=').decode()}.{signature}"

    with pytest.raises(NotCredible):
        verify_credential(changed, did_document(keys, BASE_URL))


def forged(keys, **header):
    """By a key of nobody's, under the name of the published one."""
    method, _ = did_document(keys, BASE_URL)["verificationMethod"]
    said = {"alg": "ES256", "kid": method["id"], "typ": "vc+jwt", **header}
    if said["alg"] == "HS256":  # with the public key for a secret
        key = OctKey.import_key(method["publicKeyJwk"]["x"])
    else:
        key = ECKey.generate_key("P-256")
    return jws.serialize_compact(said, json.dumps(CREDENTIAL), key)


@pytest.mark.parametrize("header", [{}, {"alg": "HS256"}, {"kid": f"{DID}#other"}])
def test_a_forged_credential_is_not_believed(keys, header):
    with pytest.raises(NotCredible):
        verify_credential(forged(keys, **header), did_document(keys, BASE_URL))


@pytest.mark.parametrize("nonsense", ["", "a.b.c", "....", "eyJhbGciOiJub25lIn0.e30."])
def test_nonsense_is_not_believed(keys, nonsense):
    with pytest.raises(NotCredible):
        verify_credential(nonsense, did_document(keys, BASE_URL))


def test_a_key_that_may_not_assert_is_not_believed(keys, token):
    document = deepcopy(did_document(keys, BASE_URL))
    document["assertionMethod"] = []

    with pytest.raises(NotCredible):
        verify_credential(token, document)


def test_one_cannot_speak_for_another_issuer(keys):
    token = sign_credential({**CREDENTIAL, "issuer": "did:web:rival.example"}, keys, BASE_URL)

    with pytest.raises(NotCredible):
        verify_credential(token, did_document(keys, BASE_URL))
