"""A sample pack, so that a first visitor finds one: ordered, and left to the worker to make."""

from __future__ import annotations

from remine_portal.domain.file_names import DEFAULT
from remine_portal.domain.packs import MOST_DOCUMENTS
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declaration_search import DeclarationFilter, numbers_of_declarations
from remine_portal.services.packs import order_pack


def order_sample_pack(work: UnitOfWork) -> None:
    """All declarations of the acting person's company, ended ones too, where there are any."""
    if numbers := numbers_of_declarations(work, DeclarationFilter(), MOST_DOCUMENTS):
        order_pack(work, numbers, pattern=DEFAULT, as_of=work.today)
