"""Downloads: who took which document, when."""

from __future__ import annotations

from remine_portal.persistence import audit
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow, DownloadRow


def record_download(work: UnitOfWork, declaration: DeclarationRow) -> None:
    """Write down that the acting person takes the declaration's document."""
    assert work.actor.person_id is not None, "a declaration goes to nobody who is not signed in"
    work.session.add(
        DownloadRow(
            declaration_id=declaration.id,
            person_id=work.actor.person_id,
            downloaded_at=work.now,
        )
    )
    audit.record(
        work, "declaration:downloaded", declaration.number, customer_id=declaration.customer_id
    )
