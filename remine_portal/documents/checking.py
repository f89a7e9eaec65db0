"""Checks a PDF that a stranger shows: signature, coverage, issuer, and the data inside.

It reads what an attacker wrote. A portal lets it run apart, within limits: `checking_apart.py`.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from io import BytesIO
from typing import Any

import pikepdf
import rfc8785
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
)
from pyhanko_certvalidator import ValidationContext

from remine_portal.documents.active_content import acts, dictionaries_in
from remine_portal.documents.file_checks import Fault, FileCheck, Signature
from remine_portal.documents.own_thread import to_its_end
from remine_portal.documents.signed_bytes import layout_fault
from remine_portal.documents.trust import Trust

DECLARATION = "declaration.json"
LARGEST_DECLARATION = 4 * 1024 * 1024
LONGEST_NAME = 100
"""Of a number, an id or a signer: longer ones are none of ours, and are told to nobody."""


def check_file(pdf: bytes, trust: Trust) -> FileCheck:
    """All that can be said of a file without a database and without a network.

    Never raises for what the file holds. A fault that hides everything behind it ends the check.
    """
    check = FileCheck(hashlib.sha256(pdf).hexdigest())
    if not pdf.startswith(b"%PDF-"):
        return check.with_faults(Fault.NOT_A_PDF)
    logging.disable()  # pyHanko would write down what the file says
    try:
        return _read(pdf, trust, check)
    except MemoryError:
        return check.with_faults(Fault.TOO_COSTLY)
    except Exception:
        return check.with_faults(Fault.UNREADABLE)
    finally:
        logging.disable(logging.NOTSET)


def _read(pdf: bytes, trust: Trust, check: FileCheck) -> FileCheck:
    reader = PdfFileReader(BytesIO(pdf), strict=True)
    if reader.encrypted:
        return check.with_faults(Fault.ENCRYPTED)
    active, declarations = _found_inside(pdf)
    if active:
        check = check.with_faults(Fault.ACTIVE)
    fields = list(enumerate_sig_fields(reader))
    if not fields or fields[0][1] is None:
        return check.with_faults(Fault.NOT_SIGNED)
    if len(fields) > 1:
        return check.with_faults(Fault.SIGNED_AGAIN)
    name, _, field = fields[0]
    embedded = EmbeddedPdfSignature(reader, field, name)
    faults, signature = _signature(pdf, embedded, trust)
    stated = _stated_by(declarations[0]) if len(declarations) == 1 else None
    if stated is None:
        return FileCheck(check.sha256, (*check.faults, *faults, Fault.NO_DECLARATION), signature)
    return FileCheck(
        check.sha256,
        (*check.faults, *faults),
        signature,
        declarations[0].decode(),
        _named_in(stated),
    )


def _signature(
    pdf: bytes, embedded: EmbeddedPdfSignature, trust: Trust
) -> tuple[list[Fault], Signature]:
    signed_at = embedded.self_reported_timestamp
    context = ValidationContext(
        trust_roots=[Certificate.load(der) for der in trust.issuers],
        allow_fetching=False,
        moment=_when_to_believe(embedded.signer_cert, signed_at),
    )
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    status = to_its_end(async_validate_pdf_signature(embedded, context, nobody))
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.intact and stamp.valid
    faults = _faults(status)
    layout = layout_fault(pdf, list(embedded.byte_range.iterate()), embedded.pkcs7_content)
    if layout and layout not in faults:
        faults.append(layout)
    return faults, Signature(
        signer=str(embedded.signer_cert.subject.native.get("common_name", ""))[:LONGEST_NAME],
        signed_at=_in_utc(signed_at),
        time_stamp=_in_utc(stamp.timestamp) if stamp and stamped else None,
    )


def _in_utc(moment: datetime | None) -> datetime | None:
    """None for the first and the last year there are: elsewhere on earth they may have no date."""
    if moment is None or not MINYEAR < moment.year < MAXYEAR:
        return None
    return moment.astimezone(UTC)


def _when_to_believe(certificate: Certificate, signed_at: datetime | None) -> datetime:
    """The time of signing, for a key that has expired since has signed well.

    It is only what the signer says; so an earlier time than the certificate's first is no fault,
    and when a declaration was issued the register says.
    """
    first: datetime = certificate.not_valid_before
    return max(signed_at, first) if signed_at else first


def _faults(status: PdfSignatureStatus) -> list[Fault]:
    """What pyHanko finds wrong, each by the name that people are told."""
    stamp = status.timestamp_validity
    found = {
        Fault.NOT_THE_WHOLE_FILE: status.coverage is not SignatureCoverageLevel.ENTIRE_FILE,
        Fault.ALTERED: not status.intact,
        Fault.SIGNATURE_FALSE: status.intact and not status.valid,
        Fault.SIGNER_UNKNOWN: status.intact and status.valid and not status.trusted,
        Fault.TIME_STAMP_FALSE: stamp is not None and not (stamp.intact and stamp.valid),
    }
    return [fault for fault, is_so in found.items() if is_so]


def _found_inside(pdf: bytes) -> tuple[bool, list[bytes]]:
    """Whether anything in the document acts, and every attachment that is named as our data.

    By pikepdf, because pyHanko reads the directory of a stream of objects anew for each object.
    """
    active = False
    declarations = []
    with pikepdf.open(BytesIO(pdf)) as opened:
        for each in dictionaries_in(opened):
            active = active or acts(each)
            if "/EF" in each and DECLARATION in (each.get("/UF"), each.get("/F")):
                declarations.append(each["/EF"]["/F"].read_bytes())
    return active, declarations


def _stated_by(declaration: bytes) -> dict[str, Any] | None:
    """What it says; None when it is no object in the one spelling of RFC 8785."""
    if len(declaration) > LARGEST_DECLARATION:
        return None
    try:
        stated = json.loads(declaration)
        canonical = rfc8785.dumps(stated)
    except (ValueError, RecursionError, rfc8785.CanonicalizationError):
        return None
    return stated if isinstance(stated, dict) and canonical == declaration else None


def _named_in(stated: Mapping[str, Any]) -> tuple[str, str] | None:
    named = stated.get("number"), stated.get("verification_id")
    number, verification_id = (
        each if isinstance(each, str) and len(each) <= LONGEST_NAME else None for each in named
    )
    return (number, verification_id) if number and verification_id else None
