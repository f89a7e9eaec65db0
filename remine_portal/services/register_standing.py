"""Where a declaration stands in the public register, proven anew each time somebody asks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from remine_portal.documents.keys import NoSigningService
from remine_portal.domain.declarations import Status
from remine_portal.domain.notes import NoteMalformed, NoteUnsigned
from remine_portal.domain.register import ENDINGS, Proof, read_entry
from remine_portal.persistence import register
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.services.office import Office
from remine_portal.services.registering import (
    DatabaseBehind,
    NotPublishedYet,
    proof_of,
    refuse_if_behind,
    verifier_keys,
)


class RegisterSays(StrEnum):
    """NOT_YET: there is no proof at the moment. OTHERWISE: it contradicts our own books."""

    PROVEN = "proven"
    NOT_YET = "not-yet"
    OTHERWISE = "otherwise"


@dataclass(frozen=True, slots=True)
class Standing:
    """The index of a declaration's issue, and of how many entries the checkpoint is.

    `proof` can be checked without us; it is there when the register bears the declaration out.
    """

    says: RegisterSays
    index: int | None = None
    size: int | None = None
    proof: str | None = None


def standing_of(work: UnitOfWork, declaration: DeclarationRow, *, office: Office) -> Standing:
    """Proves from the database that the published checkpoint covers exactly this declaration.

    A database that was put back to an older day bears nothing out: what it lacks may be an ending.
    """
    try:
        refuse_if_behind(work, office)  # else what has ended since would be current again
        text = proof_of(work, declaration, office=office)
        proof = Proof.read(text)
        checkpoint = proof.verified(verifier_keys(office))
        said = read_entry(proof.entry)
    except (NotPublishedYet, NoSigningService):
        return Standing(RegisterSays.NOT_YET)
    except (DatabaseBehind, NoteMalformed, NoteUnsigned):
        return Standing(RegisterSays.OTHERWISE)
    issued = {
        "event": "issued",
        "number": declaration.number,
        "pdf_sha256": declaration.pdf_sha256,
        "declaration_sha256": declaration.snapshot_sha256,
    }
    if any(said.get(key) != value for key, value in issued.items()):
        return Standing(RegisterSays.OTHERWISE)
    if _status_in_the_register(work, declaration) is not declaration.status:
        return Standing(RegisterSays.OTHERWISE)
    return Standing(RegisterSays.PROVEN, proof.index, checkpoint.size, text)


def _status_in_the_register(work: UnitOfWork, declaration: DeclarationRow) -> Status:
    events = [each.event for each in register.entries_of(work, declaration.id)]
    ended = [each for each in events if each in ENDINGS]
    return Status(ended[-1].value) if ended else Status.ISSUED
