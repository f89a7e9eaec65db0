"""What people do to a document: sign one like ours, change it, save it again, stuff it."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pikepdf
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from pikepdf import AttachedFileSpec, Dictionary, Name
from pyhanko.pdf_utils.generic import NameObject, TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from remine_portal.documents.keys import Keys, Use
from remine_portal.documents.signing import sign_pdf
from remine_portal.documents.trust import Trust
from remine_portal.domain.merkle import inclusion_proof, leaf_hash, root_of
from remine_portal.domain.notes import VerifierKey, signed_note
from remine_portal.domain.register import Checkpoint, Event, Proof, declaration_entry

SIGNED_AT = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
REGISTER = "portal.example/register"
SAID = {"number": "RM-2026-000001", "verification_id": "0123456789ABCDEFGHJKMNPQRS"}


def a_file(said: Mapping[str, Any] = SAID, **root: Any) -> bytes:
    """A page with our data attached, not signed; `root` goes into the catalogue."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments["declaration.json"] = AttachedFileSpec(pdf, rfc8785.dumps(dict(said)))
    for key, value in root.items():
        pdf.Root[f"/{key}"] = value
    return saved(pdf)


def a_signed_file(keys: Keys, **root: Any) -> bytes:
    return sign_pdf(a_file(**root), keys, signed_at=SIGNED_AT)


def trust_in(keys: Keys) -> Trust:
    return Trust.of(keys.published(Use.DOCUMENT), [register_key(keys)], keys.published(Use.PACK))


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:
    out = BytesIO()
    pdf.save(out, **how)
    return out.getvalue()


def saved_again(pdf: bytes, **how: Any) -> bytes:
    """As an editor does: the same pages in other bytes."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        return saved(opened, **how)


def without_signature(pdf: bytes) -> bytes:
    """All that a document says, for somebody else to sign."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        for key in ("/AcroForm", "/Perms"):
            if key in opened.Root:
                del opened.Root[key]
        for page in opened.pages:
            del page.Annots  # the widget of the signature, and links
        return saved(opened)


def with_a_revision(pdf: bytes) -> bytes:
    """Something added after the signature, as the format allows."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    writer.root[NameObject("/Note")] = TextStringObject("added")
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def with_a_byte(pdf: bytes) -> bytes:
    return pdf + b"\n"


def without_the_last_byte(pdf: bytes) -> bytes:
    return pdf[:-1]


def with_a_bit_flipped(pdf: bytes, bit: int) -> bytes:
    changed = bytearray(pdf)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def signature_room(pdf: bytes) -> range:
    """Where the file holds its signature, in hexadecimal, with the zeros after it."""
    start = pdf.rindex(b"/Contents <") + len("/Contents <")
    return range(start, pdf.index(b">", start))


def stuffed(pdf: bytes) -> bytes:
    """A message in the room that the signature leaves."""
    end = signature_room(pdf).stop
    return pdf[: end - 4] + b"CAFE" + pdf[end:]


def in_small_letters(pdf: bytes) -> bytes:
    """The same signature in another spelling."""
    room = signature_room(pdf)
    return pdf[: room.start] + pdf[room.start : room.stop].lower() + pdf[room.stop :]


def encrypted(pdf: bytes) -> bytes:
    return saved_again(pdf, encryption=pikepdf.Encryption(owner="owner", user=""))


def a_script() -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


CHANGES: Mapping[str, Callable[[bytes], bytes]] = {
    "one byte more": with_a_byte,
    "one byte less": without_the_last_byte,
    "a revision more": with_a_revision,
    "saved again": saved_again,
    "stuffed": stuffed,
    "in small letters": in_small_letters,
    "encrypted": encrypted,
    "cut in the middle": lambda pdf: pdf[: len(pdf) // 2],
}
"""What can be done to a file without any key."""


def register_key(keys: Keys) -> VerifierKey:
    public = load_pem_public_key(keys.published(Use.REGISTER)[0].public_pem.encode())
    assert isinstance(public, Ed25519PublicKey)
    return VerifierKey(REGISTER, public.public_bytes_raw())


def a_proof(keys: Keys, pdf: bytes, said: Mapping[str, Any] = SAID) -> str:
    """The proof of a register in which the file is the third of seven entries."""
    entry = declaration_entry(
        Event.ISSUED,
        declaration=(said["number"], said["verification_id"]),
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        declaration_sha256=hashlib.sha256(rfc8785.dumps(dict(said))).hexdigest(),
        recorded_at=SIGNED_AT,
        previous=None,
    )
    leaves = [leaf_hash(entry if place == 2 else bytes([place])) for place in range(7)]
    body = Checkpoint(REGISTER, 7, root_of(leaves)).body()
    note = signed_note(body, register_key(keys), keys.sign(Use.REGISTER, body.encode()))
    return Proof(entry, 2, tuple(inclusion_proof(2, leaves)), note).text()
