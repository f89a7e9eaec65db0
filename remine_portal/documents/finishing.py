"""The last hand on a printed file: one that is PDF/A-3a and PDF/UA-1 at once.

WeasyPrint writes one of the two at a time; the other is identified here, in the same metadata. Its
own option for further metadata puts them where no reader looks (TECH.md section 3).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import pydyf
import weasyprint.pdf
from weasyprint import Attachment, Document
from weasyprint.css import ColorProfile

from remine_portal.documents.tagging import put_structure_right
from remine_portal.documents.twins import Twin

ACCESSIBLE = b"""\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" rdf:about="">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""PDF/UA-1, and the description of that very statement, which PDF/A-3 asks for."""

END = b"</rdf:RDF>"

COLOURS = "sRGB"
"""The profile of every colour here. WeasyPrint's own is of the same file, which it leaves open."""


@cache
def _profile() -> bytes:
    return (files(weasyprint.pdf) / "sRGB2014.icc").read_bytes()


def give_colours(document: Document) -> None:
    """Say what the colours of a document mean on any screen and printer."""
    document.color_profiles[COLOURS] = ColorProfile(
        BytesIO(_profile()), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"])
    )


@dataclass(frozen=True)
class Enclosed:
    """The twins that travel inside a file, dated by the document's own moment and by no clock."""

    twins: tuple[Twin, ...]
    at: datetime


def attachments(enclosed: Enclosed | None) -> list[Attachment]:
    """What WeasyPrint attaches; to be read once."""
    if enclosed is None:
        return []
    at = enclosed.at.astimezone(UTC)
    return [
        Attachment(
            file_obj=BytesIO(twin.content),
            name=twin.name,
            description=twin.description,
            created=at,
            modified=at,
            relationship="Data",
        )
        for twin in enclosed.twins
    ]


def finisher(enclosed: Enclosed | None) -> Callable[[Document, pydyf.PDF], None]:
    """What is done to a PDF just before it is written."""
    media_types = {twin.name: twin.media_type for twin in enclosed.twins} if enclosed else {}

    def finish(document: Document, pdf: pydyf.PDF) -> None:
        _identify(pdf)
        _list_once(pdf, media_types)
        put_structure_right(document, pdf)

    return finish


def _identify(pdf: pydyf.PDF) -> None:
    metadata = _at(pdf, pdf.catalog["Metadata"])
    (packet,) = metadata.stream
    assert packet.count(END) == 1, "one description, for readers take the first alone"
    metadata.stream = [packet.replace(END, ACCESSIBLE + END)]
    metadata.compress = False  # found by programs that know no PDF


def _list_once(pdf: pydyf.PDF, media_types: dict[str, str]) -> None:
    """WeasyPrint names each attachment of a document twice, and guesses its kind by its name."""
    if "AF" not in pdf.catalog:
        return
    files = list(dict.fromkeys(pdf.catalog["AF"]))
    pdf.catalog["AF"] = pydyf.Array(files)
    for each in files:
        file = _at(pdf, each)
        kind = media_types[file["UF"].string].replace("/", "#2f")
        content = _at(pdf, file["EF"]["F"])
        content.extra["Subtype"] = f"/{kind}"
        file["EF"]["UF"] = file["EF"]["F"]


def _at(pdf: pydyf.PDF, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
