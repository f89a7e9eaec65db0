"""What is found of a PDF that somebody shows us, without asking who shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from remine_portal.domain.errors import N_


class Fault(StrEnum):
    """Why a file is none of our documents as they were issued."""

    NOT_A_PDF = "not-a-pdf"
    UNREADABLE = "unreadable"
    TOO_COSTLY = "too-costly"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"
    NOT_SIGNED = "not-signed"
    SIGNED_AGAIN = "signed-again"
    NOT_THE_WHOLE_FILE = "not-the-whole-file"
    SIGNATURE_STUFFED = "signature-stuffed"
    ALTERED = "altered"
    SIGNATURE_FALSE = "signature-false"
    SIGNER_UNKNOWN = "signer-unknown"
    TIME_STAMP_FALSE = "time-stamp-false"
    NO_DECLARATION = "no-declaration"


FAULT_SENTENCES: Mapping[Fault, str] = {
    Fault.NOT_A_PDF: N_("The file is no PDF."),
    Fault.UNREADABLE: N_("The PDF is damaged, or built as none of our documents is."),
    Fault.TOO_COSTLY: N_(
        "Reading the PDF took more time or memory than any of our documents needs, so it was "
        "given up."
    ),
    Fault.ENCRYPTED: N_("The PDF is encrypted. None of our documents is."),
    Fault.ACTIVE: N_("The PDF holds a script or an action. None of our documents does."),
    Fault.NOT_SIGNED: N_("The PDF has no signature. Each of our documents has one."),
    Fault.SIGNED_AGAIN: N_("The PDF has more than one signature field."),
    Fault.NOT_THE_WHOLE_FILE: N_(
        "The signature does not cover the whole file: something was added after signing."
    ),
    Fault.SIGNATURE_STUFFED: N_("The room that the signature leaves empty is not empty."),
    Fault.ALTERED: N_("The content is not the one that was signed."),
    Fault.SIGNATURE_FALSE: N_("The signature is not by the key that it names."),
    Fault.SIGNER_UNKNOWN: N_("The signature is by a key that was never ours."),
    Fault.TIME_STAMP_FALSE: N_("The time stamp does not belong to this signature."),
    Fault.NO_DECLARATION: N_("The PDF does not carry the data of a declaration as ours do."),
}


@dataclass(frozen=True, slots=True)
class Signature:
    """The one signature of a file, whatever is wrong with it; both moments are UTC."""

    signer: str
    signed_at: datetime | None = None
    time_stamp: datetime | None = None


@dataclass(frozen=True, slots=True)
class FileCheck:
    """A file by itself. Without faults it is signed by us, whole, and holds a declaration.

    That is not yet "the bytes that were issued": whoever owns a signature can write it in other
    bytes of the same meaning (QUALITY.md M12). Only the SHA-256 in the register says that.
    """

    sha256: str
    faults: tuple[Fault, ...] = ()
    signature: Signature | None = None
    declaration: str | None = None
    named: tuple[str, str] | None = None
    """Number and verification id of the declaration inside, which prove nothing yet.

    Read where the file is read, and short: the data are as hostile as the rest of the file.
    """

    @property
    def is_sound(self) -> bool:
        return not self.faults

    def with_faults(self, *faults: Fault) -> FileCheck:
        return replace(self, faults=(*self.faults, *faults))

    def entry(self) -> dict[str, Any]:
        """The check as JSON, for another process."""
        signature = self.signature
        return {
            "sha256": self.sha256,
            "faults": list(self.faults),
            "declaration": self.declaration,
            "named": self.named,
            "signature": signature
            and [signature.signer, _written(signature.signed_at), _written(signature.time_stamp)],
        }

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> FileCheck:
        """The check that `entry` wrote."""
        signature, named = entry["signature"], entry["named"]
        return cls(
            sha256=entry["sha256"],
            faults=tuple(Fault(each) for each in entry["faults"]),
            declaration=entry["declaration"],
            named=named and (named[0], named[1]),
            signature=signature
            and Signature(signature[0], _moment(signature[1]), _moment(signature[2])),
        )


def _written(when: datetime | None) -> str | None:
    return when.isoformat() if when else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
