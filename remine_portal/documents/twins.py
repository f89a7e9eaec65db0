"""The machine-readable twins that travel inside an issued declaration: the same, for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import rfc8785

from remine_portal.documents.catena_x import secondary_material_content
from remine_portal.documents.untp import conformity_credential
from remine_portal.domain.declarations import DeclarationSnapshot

JSON, JSON_LD = "application/json", "application/ld+json"
DECLARATION = "declaration.json"
CREDENTIAL = "untp-conformity-credential.json"
MATERIAL_CONTENT = "catena-x-secondary-material-content.json"


@dataclass(frozen=True, slots=True)
class Twin:
    """A file as it is attached."""

    name: str
    media_type: str
    description: str
    content: bytes


def twins_of(snapshot: DeclarationSnapshot, base_url: str) -> tuple[Twin, ...]:
    """The twins by name, none of a draft: it is no evidence of anything."""
    return () if snapshot.is_draft else tuple(_twins(snapshot, base_url))


def twins_in(pdf: bytes) -> dict[str, bytes]:
    """The twins of a declaration that we have issued, by name, as they are attached."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return {name: each.get_file().read_bytes() for name, each in opened.attachments.items()}


def _twins(snapshot: DeclarationSnapshot, base_url: str) -> Iterator[Twin]:
    if material := secondary_material_content(snapshot, base_url):
        yield Twin(
            MATERIAL_CONTENT,
            JSON,
            "Catena-X SecondaryMaterialContentCalculated 1.0.0",
            rfc8785.dumps(material),
        )
    yield Twin(
        DECLARATION,
        JSON,
        "All that is declared, in canonical form (RFC 8785)",
        snapshot.canonical().encode(),
    )
    yield Twin(
        CREDENTIAL,
        JSON_LD,
        "UNTP 0.7.0 Digital Conformity Credential, unsigned",
        rfc8785.dumps(conformity_credential(snapshot, base_url)),
    )
