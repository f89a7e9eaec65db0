"""Downloads: who took which document, when."""

from __future__ import annotations

from remine_portal.domain.declarations import Status
from remine_portal.persistence import audit, endings
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow, DownloadRow


def record_download(work: UnitOfWork, declaration: DeclarationRow) -> None:
    """Write down that the acting person takes the declaration's document.

    Whoever takes one that was shown as current, and that ends in the same moment, is told like all
    who took it before. Of one that has ended, the page says so beforehand.
    """
    assert work.actor.person_id is not None, "a declaration goes to nobody who is not signed in"
    work.session.add(
        DownloadRow(
            declaration_id=declaration.id,
            person_id=work.actor.person_id,
            downloaded_at=work.now,
        )
    )
    if declaration.status is Status.ISSUED and endings.has_ended(work, declaration):
        endings.tell_downloaders(work, declaration)
    audit.record(
        work, "declaration:downloaded", declaration.number, customer_id=declaration.customer_id
    )
