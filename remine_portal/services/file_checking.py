"""Checking the files of all declarations: signature, data inside, and the books beside them."""

from __future__ import annotations

from collections.abc import Iterator

from remine_portal.documents.checking import check_file
from remine_portal.documents.file_checks import FAULT_SENTENCES
from remine_portal.documents.trust import Trust
from remine_portal.domain.differences import Difference, difference
from remine_portal.domain.errors import N_
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declaration_audits import every_declaration
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.services.office import Office

FILE_FAULT = N_("The PDF of declaration {number} is not in order: {fault}")
OTHER_DATA = N_("The PDF of declaration {number} carries other data than its snapshot.")


def check_files(work: UnitOfWork, office: Office, trust: Trust) -> Iterator[tuple[Difference, ...]]:
    """What is wrong with each declaration's file, one answer a declaration.

    Whether the bytes are there and are those that were issued, `check_declarations` says.
    """
    for each in every_declaration(work):
        yield tuple(_differences(each.declaration, office, trust))


def _differences(declaration: DeclarationRow, office: Office, trust: Trust) -> Iterator[Difference]:
    try:
        pdf = office.blobs.path_of(declaration.pdf_sha256).read_bytes()
    except OSError:
        return
    check = check_file(pdf, trust)
    for fault in check.faults:
        yield difference(FILE_FAULT, number=declaration.number, fault=FAULT_SENTENCES[fault])
    if check.declaration is not None and check.declaration != declaration.snapshot:
        yield difference(OTHER_DATA, number=declaration.number)
