"""Verifiable credentials: JSON that says who said it (W3C VC-JOSE-COSE), and the keys to check it.

A credential is signed as a compact JWS. Its `kid` names a key in the DID document that the portal
serves at /.well-known/did.json, where the keys that have been replaced stay: what they signed is
still checked by them.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

import rfc8785
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey

from remine_portal.documents.identity import did_of
from remine_portal.documents.keys import Keys, PublishedKey, Use, sign_with

ALGORITHM = "ES256"
TYPE, CONTENT_TYPE = "vc+jwt", "vc"
CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"]


class NotCredible(ValueError):
    """This is no credential that a key of that identity signed."""


def sign_credential(credential: Mapping[str, Any], keys: Keys, base_url: str) -> str:
    """The credential as the portal's own word: header, credential and signature, dots between."""
    key = keys.published(Use.CREDENTIAL)[0]
    kid = _method_id(did_of(base_url), key)
    header = {"alg": ALGORITHM, "cty": CONTENT_TYPE, "kid": kid, "typ": TYPE}
    signed = f"{_base64(rfc8785.dumps(header))}.{_base64(rfc8785.dumps(dict(credential)))}"
    return f"{signed}.{_base64(sign_with(keys, key, signed.encode()))}"


def did_document(keys: Keys, base_url: str) -> dict[str, Any]:
    """The identity's public keys: every one that has ever signed credentials, newest first.

    Behind them those that have signed manifests of packs. The identity asserts nothing by these.
    """
    did = did_of(base_url)
    asserting = [_method(did, key) for key in keys.published(Use.CREDENTIAL)]
    return {
        "@context": CONTEXTS,
        "id": did,
        "verificationMethod": [
            *asserting,
            *(_method(did, key) for key in keys.published(Use.PACK)),
        ],
        "assertionMethod": [method["id"] for method in asserting],
    }


def verify_credential(token: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """The credential inside the token. Refuses what no key of that DID document has signed.

    The key must be one by which the identity asserts, and the issuer must be the identity itself.
    """
    try:
        unchecked = jws.extract_compact(token.encode())
        header = unchecked.headers()
        key = _asserting_key(document, header.get("kid"))
        content = jws.deserialize_compact(token, key, algorithms=[ALGORITHM]).payload
        credential = json.loads(content)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise NotCredible(str(error)) from error
    if header.get("typ") != TYPE or not isinstance(credential, dict):
        raise NotCredible("no verifiable credential")
    if _issuer(credential) != document["id"]:
        raise NotCredible("issued by somebody else")
    return credential


def _asserting_key(document: Mapping[str, Any], kid: object) -> ECKey:
    for method in document["verificationMethod"]:
        if method["id"] == kid and kid in document["assertionMethod"]:
            return ECKey.import_key(method["publicKeyJwk"])
    raise NotCredible(f"no key {kid}")


def _issuer(credential: Mapping[str, Any]) -> object:
    issuer = credential.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else issuer


def _method(did: str, key: PublishedKey) -> dict[str, Any]:
    kind = OKPKey if key.use is Use.PACK else ECKey
    return {
        "id": _method_id(did, key),
        "type": "JsonWebKey",
        "controller": did,
        "publicKeyJwk": kind.import_key(key.public_pem).as_dict(private=False),
    }


def _method_id(did: str, key: PublishedKey) -> str:
    return f"{did}#{key.key_id}"


def _base64(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
