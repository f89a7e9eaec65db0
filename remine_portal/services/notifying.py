"""Telling people what happened: in their inbox, and by mail where they want it."""

from __future__ import annotations

from remine_portal.domain.notices import NoticeKind
from remine_portal.persistence.database import UnitOfWork


def tell_company(work: UnitOfWork, kind: NoticeKind, *, customer_id: int, about: str) -> None:
    """Tell everybody of a company who can open what it is about, but not who has just done it.

    `about` is the number of a declaration or request, the key of a certificate or pack.
    """


def tell_person(work: UnitOfWork, kind: NoticeKind, *, person_id: int, about: str) -> None:
    """Tell one person, unless they have just done it themselves."""


def tell_sales(work: UnitOfWork, kind: NoticeKind, *, about: str) -> None:
    """Tell the people of the sales desk, but not who has just done it."""
