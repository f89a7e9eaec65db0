"""The verdict on a file, joined from four facts: its bytes, its signature, the register, status.

None but the bytes that were issued is ever called genuine: a signature alone stays valid over
other bytes of the same meaning (QUALITY.md M12).
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from remine_portal.documents.file_checks import FileCheck
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.services.office import Office
from remine_portal.services.register_standing import RegisterSays
from remine_portal.services.verification import Answer, Verdict, find_issued, told_of


@dataclass(frozen=True, slots=True)
class FileVerdict:
    """What a file is. `snapshot` is all that the declaration says.

    It is there for nothing but the issued bytes: whoever shows them has the document (rule 41).
    """

    answer: Answer
    check: FileCheck
    issued: Verdict | None = None
    snapshot: str | None = None

    @property
    def is_same_bytes(self) -> bool:
        return self.snapshot is not None

    @property
    def is_genuine(self) -> bool:
        return self.answer in (Answer.CURRENT, Answer.REPLACED, Answer.WITHDRAWN)


def verdict_on_file(work: UnitOfWork, check: FileCheck, *, office: Office) -> FileVerdict:
    """What the books and the register say of a file that has been checked by itself."""
    declaration = work.session.scalar(
        select(DeclarationRow)
        .where(DeclarationRow.pdf_sha256 == check.sha256)
        .options(joinedload(DeclarationRow.product))
    )
    if declaration is None:
        return _of_other_bytes(work, check, office=office)
    issued = told_of(work, declaration, office=office)
    borne_out = (
        check.is_sound
        and check.declaration == declaration.snapshot
        and issued.register.says is RegisterSays.PROVEN
    )
    answer = issued.answer if borne_out else Answer.DOUBTFUL
    return FileVerdict(answer, check, issued, declaration.snapshot)


def _of_other_bytes(work: UnitOfWork, check: FileCheck, *, office: Office) -> FileVerdict:
    """Changed, when it names one of ours by number and id; a number alone is no secret."""
    number, verification_id = check.named or ("", "")
    named = find_issued(work, verification_id)
    if named is None or named.number != number:
        return FileVerdict(Answer.UNKNOWN, check)
    return FileVerdict(Answer.CHANGED, check, told_of(work, named, office=office))
