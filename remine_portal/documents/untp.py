"""The declaration as a UNTP 0.7.0 Digital Conformity Credential, in English and in JSON-LD.

It says what the paper says and no more: what is not known is absent, and so is any verdict of
conformity, for figures are declared here. Mapping: ../shared/interop/MAPPING.md. It carries no
digest of the PDF that it travels in; the register's entry names both.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from remine_portal.documents import attributed_wording, untp_attributed, untp_content, wording
from remine_portal.documents.identity import did_of
from remine_portal.documents.untp_parts import Names, typed
from remine_portal.domain.attributed_declarations import AttributedSnapshot
from remine_portal.domain.catalog import SERIES_TITLES
from remine_portal.domain.content_declarations import ContentSnapshot
from remine_portal.domain.declarations import DeclarationSnapshot

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://vocabulary.uncefact.org/untp/0.7.0/context/",
)


def conformity_credential(snapshot: DeclarationSnapshot, base_url: str) -> dict[str, Any]:
    """The credential of an issued declaration, unsigned. Its subject is the page that checks it."""
    assert snapshot.issued_at, "a draft is no credential"
    names = Names.of(snapshot, base_url)
    attributed = isinstance(snapshot, AttributedSnapshot)
    return {
        "type": ["DigitalConformityCredential", "VerifiableCredential"],
        "@context": [*CONTEXTS, *([names.terms] if attributed else [])],
        "id": names.of_part("credential"),
        "issuer": typed("CredentialIssuer", did_of(base_url), snapshot.issuer.en),
        "validFrom": f"{snapshot.issued_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "name": _name(snapshot),
        "credentialSubject": _attestation(snapshot, names),
    }


def _attestation(snapshot: DeclarationSnapshot, names: Names) -> dict[str, Any]:
    """The issuer's own word: a verifier whom the paper names verified figures, not this."""
    attestation = {
        **typed("ConformityAttestation", names.declaration, _name(snapshot)),
        "description": " ".join(_description(snapshot)),
        "assessorLevel": "self",
        "assessmentLevel": "scheme-self",
        "attestationType": "declaration",
        "issuedToParty": typed("Party", names.of_part("recipient"), snapshot.recipient.name),
        "referenceScheme": typed(
            "ConformityScheme",
            names.term(snapshot.series.value),
            SERIES_TITLES[snapshot.series],
        ),
        "conformityCertificate": {
            "linkURL": names.declaration,
            "linkName": f"Check {snapshot.number}",
            "mediaType": "text/html",
        },
    }
    match snapshot:
        case ContentSnapshot():
            return attestation | untp_content.claims(snapshot, names)
        case AttributedSnapshot():
            return attestation | untp_attributed.claims(snapshot, names)
    raise TypeError(f"{type(snapshot).__name__} has no credential")


def _name(snapshot: DeclarationSnapshot) -> str:
    attributed = isinstance(snapshot, AttributedSnapshot)
    title = attributed_wording.DECLARATION if attributed else wording.DECLARATION
    mark = f"{wording.SAMPLE.en}: " if snapshot.sample else ""
    return f"{mark}{title.en} {snapshot.number}"


def _description(snapshot: DeclarationSnapshot) -> Iterator[str]:
    """What UNTP has no field for: the version, the shipment and the orders."""
    if snapshot.sample:
        yield wording.SAMPLE_MEANS.en
    yield f"Version {snapshot.version}{f', replaces {old}' if (old := snapshot.replaces) else ''}."
    yield f"Shipment {snapshot.shipment_no}, shipped {snapshot.ship_date.isoformat()}."
    if snapshot.invoice_no:
        yield f"Invoice {snapshot.invoice_no}."
    orders = dict.fromkeys(line.customer_po for line in snapshot.lines if line.customer_po)
    if orders:
        yield f"Customer's order {', '.join(orders)}."
    yield from (notice.en for notice in snapshot.notices)
