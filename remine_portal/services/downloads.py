"""Downloads: who took which document, when."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from remine_portal.domain.declarations import Status
from remine_portal.persistence import audit, endings
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow, DownloadRow


def record_download(work: UnitOfWork, declaration: DeclarationRow) -> None:
    """Write down that the acting person takes the declaration's document.

    Whoever takes one that was shown as current, and that ends in the same moment, is told like all
    who took it before. Of one that has ended, the page says so beforehand.
    """
    shown_ended = {declaration.id} if declaration.status is not Status.ISSUED else set()
    record_downloads(work, [declaration], shown_ended=shown_ended)


def record_downloads(
    work: UnitOfWork, declarations: Iterable[DeclarationRow], *, shown_ended: Collection[int]
) -> None:
    """The same of several that are taken together, some of them shown as ended, by their ids."""
    assert work.actor.person_id is not None, "a declaration goes to nobody who is not signed in"
    taken = {each.id: each for each in declarations}
    work.session.add_all(
        DownloadRow(
            declaration_id=declaration_id,
            person_id=work.actor.person_id,
            downloaded_at=work.now,
        )
        for declaration_id in taken
    )
    shown_current = [each for each in taken if each not in shown_ended]
    ended = endings.ended_among(work, shown_current) if shown_current else set()
    for declaration_id in sorted(ended):
        endings.tell_downloaders(work, taken[declaration_id])
    for each in taken.values():
        audit.record(work, "declaration:downloaded", each.number, customer_id=each.customer_id)
