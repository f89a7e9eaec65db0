#!/usr/bin/env python3
"""Checks a declaration without the portal that issued it, now or in twenty years.

    python verify_declaration.py FILE.pdf [FILE.tlog-proof] [--trust trust.json]

Needs Python 3.9 or later and the package `cryptography`; asks no network. The proof is the file of
the same name that ends in .tlog-proof; get it, and trust.json, on the declaration's page. A copy of
this program from the portal has the portal's keys in it and needs no trust.json.

Exit status: 0 genuine, 1 not genuine, 2 wrong usage. Whether a genuine declaration has been
replaced or withdrawn since, only the portal knows: the status is "unknown", and where to ask is
printed.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
import zlib
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.hashes import SHA256

PINNED = ""

SEQUENCE, SET, INTEGER, OCTETS, OID = 0x30, 0x31, 0x02, 0x04, 0x06
SIGNED_DATA, DATA = "2a864886f70d010702", "2a864886f70d010701"
MESSAGE_DIGEST, CONTENT_TYPE = "2a864886f70d010904", "2a864886f70d010903"
SIGNING_CERTIFICATE = "2a864886f70d010910022f"
SHA_256, ECDSA_WITH_SHA_256 = "608648016503040201", "2a8648ce3d040302"
LARGEST_STREAM = 4 * 1024 * 1024


class Fails(Exception):
    """What is wrong, in words."""


def insist(holds: object, otherwise: str) -> None:
    if not holds:
        raise Fails(otherwise)


class Der:
    """A value of DER in its one spelling: its tag, its content, and the bytes of both."""

    def __init__(self, data: bytes, start: int = 0) -> None:
        insist(len(data) >= start + 2, "the signature breaks off")
        self.tag, length, head = data[start], data[start + 1], 2
        if length & 0x80:
            head += length & 0x7F
            written = data[start + 2 : start + head]
            length = int.from_bytes(written, "big")
            shortest = length > 0x7F and written[:1] != b"\0" and head <= 6
            insist(shortest and len(written) == head - 2, "a length is written in a wrong way")
        self.end = start + head + length
        insist(self.end <= len(data), "the signature breaks off")
        self.content, self.bytes = data[start + head : self.end], data[start : self.end]

    def parts(self, *tags: int) -> list[Der]:
        """The values inside; `tags` are those of the first ones."""
        found, place = [], 0
        while place < len(self.content):
            found.append(Der(self.content, place))
            place = found[-1].end
        insist([each.tag for each in found[: len(tags)]] == list(tags), "the signature is no CMS")
        return found


# The signature in the file


def check_signature(pdf: bytes, roots: list[bytes]) -> str:
    """Who signed the whole file, and when; fails with the reason otherwise."""
    ranges = re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)
    insist(len(ranges) == 1, "there is not exactly one signature")
    start, opening, closing, rest = (int(each) for each in ranges[0])
    whole = start == 0 and opening < closing and closing + rest == len(pdf)
    insist(whole and re.search(rb"%%EOF[\r\n]{0,2}\Z", pdf), "it does not cover the whole file")
    written = pdf[opening:closing]
    room = pdf[:opening].endswith((b"/Contents ", b"/Contents"))
    insist(room and re.fullmatch(rb"<([0-9A-F]{2})+>", written), "it is not where it should be")
    contents = bytes.fromhex(written[1:-1].decode())
    cms = Der(contents)
    insist(not any(contents[cms.end :]), "the room after it is not empty")
    certificates, signer = read_cms(cms)
    digest = hashlib.sha256(pdf[:opening] + pdf[closing:]).digest()
    certificate = check_signer(signer, certificates, digest)
    dictionary = pdf[pdf.rfind(b"obj", 0, opening) : opening] + pdf[closing:]
    stated = re.search(rb"/M \(D(?::|\\072)(\d{14})Z\)", dictionary)
    if stated is None:
        raise Fails("it does not say when it was made, in UTC")
    signed_at = stated[1].decode()
    check_chain(certificate, certificates, roots, signed_at)
    return f"the whole file, at {signed_at}, by {certificate.subject.rfc4514_string()}"


def read_cms(cms: Der) -> tuple[list[bytes], list[Der]]:
    """The certificates and the one SignerInfo of a SignedData (RFC 5652)."""
    kind, wrapped = cms.parts(OID, 0xA0)
    insist(cms.tag == SEQUENCE and kind.content.hex() == SIGNED_DATA, "it is no SignedData")
    signed = wrapped.parts(SEQUENCE)[0].parts(INTEGER, SET, SEQUENCE, 0xA0)
    insist(signed[2].parts(OID)[0].content.hex() == DATA, "it signs something else")
    insist(signed[-1].tag == SET and len(signed) == 5, "it is no SignedData of ours")
    signers = signed[-1].parts(SEQUENCE)
    insist(len(signers) == 1, "there is not exactly one signer")
    certificates = [each.bytes for each in signed[3].parts()]
    return certificates, signers[0].parts(INTEGER, SEQUENCE, SEQUENCE, 0xA0, SEQUENCE, OCTETS)


def check_signer(signer: list[Der], certificates: list[bytes], digest: bytes) -> x509.Certificate:
    """The certificate that signed these attributes, and they this digest."""
    _, who, digests, attributes, algorithm, signature = signer[:6]
    insist(digests.parts(OID)[0].content.hex() == SHA_256, "it uses another digest")
    insist(algorithm.parts(OID)[0].content.hex() == ECDSA_WITH_SHA_256, "it is no ECDSA")
    stated: dict[str, bytes] = {}
    for each in attributes.parts():
        name, values = each.parts(OID, SET)
        insist(name.content.hex() not in stated, "an attribute stands twice")
        stated[name.content.hex()] = values.content
    insist(
        {MESSAGE_DIGEST, CONTENT_TYPE, SIGNING_CERTIFICATE} <= stated.keys(),
        "an attribute is missing",
    )
    insist(Der(stated[CONTENT_TYPE]).content.hex() == DATA, "it signs something else")
    insist(Der(stated[MESSAGE_DIGEST]).content == digest, "the content is not the one signed")
    issuer, serial = who.parts(SEQUENCE, INTEGER)
    for der in certificates:
        certificate = x509.load_der_x509_certificate(der)
        numbered = certificate.serial_number == int.from_bytes(serial.content, "big")
        if numbered and certificate.issuer.public_bytes() == issuer.bytes:
            break
    else:
        raise Fails("its certificate is missing")
    named = Der(stated[SIGNING_CERTIFICATE]).parts(SEQUENCE)[0].parts(SEQUENCE)[0]
    insist(named.parts()[0].content == hashlib.sha256(der).digest(), "it names another certificate")
    key = certificate.public_key()
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise Fails("its key is no ECDSA key")
    key.verify(signature.content, bytes([SET]) + attributes.bytes[1:], ec.ECDSA(SHA256()))
    return certificate


def check_chain(
    certificate: x509.Certificate, others: list[bytes], roots: list[bytes], when: str
) -> None:
    """From the signer to a root that we trust, none of them expired when it signed."""
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    insist(usage.content_commitment, "its certificate is not for documents")
    authorities = [x509.load_der_x509_certificate(der) for der in [*roots, *others]]
    current = certificate
    for _ in range(5):
        insist(f"{current.not_valid_after_utc:%Y%m%d%H%M%S}" >= when, "a certificate had expired")
        above = [each for each in authorities if each != current and is_issued_by(current, each)]
        insist(above, "no key that we trust has certified its key")
        current = above[0]
        if current in authorities[: len(roots)]:
            return
    raise Fails("its chain of certificates is too long")


def is_issued_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
        limits = authority.extensions.get_extension_for_class(x509.BasicConstraints).value
    except (ValueError, TypeError, InvalidSignature, x509.ExtensionNotFound):
        return False
    return limits.ca


# The proof of the register (C2SP tlog-proof, tlog-checkpoint and signed-note; RFC 9162)


def content_of(text: str) -> bytes:
    content = base64.b64decode(text)
    insist(base64.b64encode(content).decode() == text, "this is no proof")
    return content


def check_proof(text: str, keys: list[str]) -> tuple[dict[str, object], str, str]:
    """The entry that the register holds, where it holds it, and the register's name."""
    proof, _, note = text.partition("\n\n")
    head, extra, index, *path = proof.split("\n")
    insist(head + extra[:6] + index[:6] == "c2sp.org/tlog-proof@v1extra index ", "it is no proof")
    entry, place = content_of(extra[6:]), int(index[6:])
    body, _, signatures = note.rpartition("\n\n")
    origin, size, root = body.split("\n")
    check_note(body + "\n", signatures, origin, keys)
    reached = climb(entry, place, int(size), [content_of(each) for each in path])
    insist(index == f"index {place}" and reached == content_of(root), "it is not in the register")
    said = json.loads(entry)
    insist(said["event"] == "issued", "it is no issue")
    return said, f"entry {place} of {size} at {origin}", origin


def check_note(body: str, signatures: str, origin: str, keys: list[str]) -> None:
    """One of the pinned keys of the register of that name has signed its checkpoint."""
    for line in signatures.rstrip("\n").split("\n"):
        dash, name, written = line.split(" ")
        signature = content_of(written)
        insist(dash == "\u2014", "this is no checkpoint")
        for key in keys:
            key_name, key_id, material = key.split("+", 2)
            if (name, signature[:4].hex()) == (key_name, key_id) and name == origin:
                public = ed25519.Ed25519PublicKey.from_public_bytes(content_of(material)[1:])
                return public.verify(signature[4:], body.encode())
    raise Fails("no key that we trust has signed the checkpoint")


def climb(entry: bytes, place: int, size: int, hashes: list[bytes]) -> bytes:
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2)."""
    insist(0 <= place < size, "the proof is of another register")
    node, last = hashlib.sha256(b"\0" + entry).digest(), size - 1
    for each in hashes:
        insist(last > 0 and len(each) == 32, "the proof is too long")
        if place & 1 or place == last:
            node = hashlib.sha256(b"\1" + each + node).digest()
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\1" + node + each).digest()
        place, last = place >> 1, last >> 1
    insist(last == 0, "the proof is too short")
    return node


def embedded(pdf: bytes, sha256: object) -> dict[str, object]:
    """The declaration inside, found by the hash that the register has of it."""
    for found in re.finditer(rb"stream\r?\n", pdf):
        try:
            unpacked = zlib.decompressobj().decompress(
                memoryview(pdf)[found.end() :], LARGEST_STREAM
            )
        except zlib.error:
            continue
        if hashlib.sha256(unpacked).hexdigest() == sha256:
            return dict(json.loads(unpacked))
    raise Fails("the registered declaration is not inside")


def verify(pdf: bytes, proof: str, trust: dict[str, list[str]]) -> bool:
    """Print what holds, one line a check, and the verdict."""
    entry: dict[str, object] = {}
    ask = "the portal"

    def register() -> str:
        nonlocal entry, ask
        entry, where, origin = check_proof(proof, trust["register_keys"])
        ask = f"https://{origin[: -len('/register')]}/verify"
        return where

    def content() -> str:
        nonlocal ask
        sha256 = hashlib.sha256(pdf).hexdigest()
        insist(entry.get("pdf_sha256") == sha256, f"{sha256} is not what was issued")
        said = embedded(pdf, entry["declaration_sha256"])
        insist(said["number"] == entry["number"], "the declaration inside has another number")
        ask = f"{ask[: -len('verify')]}v/{said['verification_id']}"
        return f"{sha256} is {entry['number']} as issued"

    def signature() -> str:
        return check_signature(pdf, [base64.b64decode(each) for each in trust["issuers"]])

    checks = {"register": register, "sha-256": content, "signature": signature}
    good = True
    for name, check in checks.items():
        try:
            found, holds = check(), True
        except Exception as error:  # whatever is wrong with a file, it is not genuine
            found, holds = str(error) or type(error).__name__, False
        sys.stdout.write(f"{name:10} {'ok    ' if holds else 'FAILED'} {found}\n")
        good = good and holds
    sys.stdout.write(f"{'status':10} unknown: ask {ask}\n")
    sys.stdout.write("GENUINE, status unknown\n" if good else "NOT GENUINE\n")
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks a declaration and its proof.")
    parser.add_argument("pdf", type=Path)
    parser.add_argument("proof", type=Path, nargs="?", help="beside the PDF if not given")
    parser.add_argument("--trust", type=Path, help="trust.json of the portal")
    given = parser.parse_args()
    try:
        pdf = given.pdf.read_bytes()
        proof = (given.proof or given.pdf.with_suffix(".tlog-proof")).read_text("utf-8")
        trust = json.loads(given.trust.read_text("utf-8") if given.trust else PINNED)
    except (OSError, ValueError) as error:
        parser.error(f"cannot read what is needed: {error}")
    return 0 if verify(pdf, proof, trust) else 1


if __name__ == "__main__":
    sys.exit(main())
