"""Telling people what happened: in their inbox, and by mail where they want it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement

from remine_portal.domain.jobs import JobKind
from remine_portal.domain.notices import NoticeKind, is_mailed_unless_chosen, kinds_for
from remine_portal.domain.people import STAFF_ROLES
from remine_portal.persistence import notices
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.notices import NoticeChoiceRow, NoticeRow
from remine_portal.persistence.people import PersonRow, hold_person
from remine_portal.services import jobs


def tell_company(work: UnitOfWork, kind: NoticeKind, *, customer_id: int, about: str) -> None:
    """Tell everybody of a company who can open what it is about, but not who has just done it.

    `about` is the number of a declaration or request, the key of a certificate or pack.
    """
    _tell(work, kind, about, PersonRow.customer_id == customer_id)


def tell_person(work: UnitOfWork, kind: NoticeKind, *, person_id: int, about: str) -> None:
    """Tell one person, unless they have just done it themselves."""
    _tell(work, kind, about, PersonRow.id == person_id)


def tell_staff(work: UnitOfWork, kind: NoticeKind, *, about: str) -> None:
    """Tell those of the staff who have to do with it, but not who has just done it."""
    _tell(work, kind, about, PersonRow.role.in_(STAFF_ROLES))


def kinds_by_mail(work: UnitOfWork) -> dict[NoticeKind, bool]:
    """Every kind that the acting person may be told of, and whether a mail comes with it."""
    assert work.actor.person_id is not None, "only a person gets notices"
    chosen = notices.choices_of(work, [work.actor.person_id])
    return {
        kind: chosen.get((work.actor.person_id, kind), is_mailed_unless_chosen(kind))
        for kind in kinds_for(work.actor.role)
    }


def choose_mails(work: UnitOfWork, wanted: Collection[NoticeKind]) -> None:
    """Let the acting person have mails of these kinds from now on, and of no other."""
    assert work.actor.person_id is not None, "only a person gets notices"
    hold_person(work, work.actor.person_id)  # who chooses twice at once, chooses in turn
    for kind in kinds_for(work.actor.role):
        choice = NoticeChoiceRow(person_id=work.actor.person_id, kind=kind, by_mail=kind in wanted)
        work.session.merge(choice)


def _tell(work: UnitOfWork, kind: NoticeKind, about: str, whom: ColumnElement[bool]) -> None:
    """A notice to each of them, and the mail ordered in the same transaction, sent after it."""
    people = notices.people_to_tell(work, kind, about, whom)
    chosen = notices.choices_of(work, [person.id for person in people])
    for person in people:
        notice = NoticeRow(person_id=person.id, kind=kind, about=about, made_at=work.now)
        work.session.add(notice)
        work.session.flush()
        if chosen.get((person.id, kind), is_mailed_unless_chosen(kind)):
            jobs.order(work, JobKind.MAIL, str(notice.id), key=f"notice:{notice.id}")
