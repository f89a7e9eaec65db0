"""The verdict on a file and its proof without the books: genuine or not, and the status unknown."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from remine_portal.documents.file_checks import FileCheck
from remine_portal.documents.trust import Trust
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.register import Checkpoint, Proof, read_entry


class ProofOfOtherBytes(Refusal):
    """A signature alone stays valid over other bytes of the same meaning (QUALITY.md M12)."""

    sentence = N_(
        "The proof is of another file than this one, so this is not what was issued. Ask the "
        "sender for the original file."
    )


class ProofMissing(Refusal):
    sentence = N_(
        "Without its proof no file can be told genuine to the byte. Get the .tlog-proof file on "
        "the declaration's verification page, and put it beside the PDF."
    )


@dataclass(frozen=True, slots=True)
class Proven:
    """The place that a file has in a register, and where to ask for its status."""

    index: int
    checkpoint: Checkpoint
    ask_at: str


def proven_by(proof: str | None, check: FileCheck, trust: Trust) -> Proven:
    """Refuses a proof that is missing, false, or not of exactly these bytes and their data."""
    if proof is None:
        raise ProofMissing
    read = Proof.read(proof)
    checkpoint = read.verified(trust.verifier_keys())
    said = read_entry(read.entry)
    number, verification_id = check.named or ("", "")
    inside = hashlib.sha256((check.declaration or "").encode()).hexdigest()
    expected = {
        "event": "issued",
        "number": number,
        "pdf_sha256": check.sha256,
        "declaration_sha256": inside,
    }
    if any(said.get(key) != value for key, value in expected.items()):
        raise ProofOfOtherBytes
    portal = checkpoint.origin.removesuffix("/register")
    return Proven(read.index, checkpoint, f"https://{portal}/v/{verification_id}")
