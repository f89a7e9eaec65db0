"""Keeping views of a list under a name, for oneself or for the whole company."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError

from remine_portal.domain.errors import N_, Refusal
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.saved_views import SavedViewRow, own_view_named


class ViewNameTaken(Refusal):
    sentence = N_(
        "You have a view named “{name}” already. Choose another name, or remove that one."
    )


def save_view(work: UnitOfWork, name: str, query: str, *, shared: bool) -> SavedViewRow:
    """Keep what stands behind ? in the address of a list; refuses a name twice."""
    assert work.actor.person_id is not None, "only a person saves views"
    _refuse_taken(work, name)
    view = SavedViewRow(
        person_id=work.actor.person_id,
        customer_id=work.actor.customer_id,
        name=name,
        query=query,
        shared=shared,
        saved_at=work.now,
    )
    try:
        with work.session.begin_nested():
            work.session.add(view)
    except IntegrityError:  # saved twice at the same time
        raise ViewNameTaken(name=name) from None
    return view


def change_view(work: UnitOfWork, view: SavedViewRow, name: str, *, shared: bool) -> None:
    """Give one's own view another name, show it to colleagues or keep it for oneself again."""
    _refuse_taken(work, name, but=view)
    view.name, view.shared = name, shared


def remove_view(work: UnitOfWork, view: SavedViewRow) -> None:
    """Remove one's own view. Nothing of what it showed goes with it."""
    work.session.delete(view)


def _refuse_taken(work: UnitOfWork, name: str, but: SavedViewRow | None = None) -> None:
    same = own_view_named(work, name)
    if same is not None and same is not but:
        raise ViewNameTaken(name=name)
