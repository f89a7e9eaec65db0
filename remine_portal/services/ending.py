"""Ending a declaration: replaced by a new version at its issue, or revoked by two people."""

from __future__ import annotations

from remine_portal.domain.catalog import Series
from remine_portal.domain.claim_lint import refuse_banned_wording
from remine_portal.domain.declarations import Status
from remine_portal.domain.endings import (
    Cause,
    NoRevocation,
    NotCurrent,
    ReasonMissing,
    RevocationOpen,
    SameRevoker,
)
from remine_portal.domain.errors import NotFound
from remine_portal.domain.notices import NoticeKind
from remine_portal.domain.register import Event
from remine_portal.persistence import audit, endings
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.drafts import DraftRow, find_draft, lock_draft
from remine_portal.persistence.endings import EndingNoticeRow, EndingRow, RevocationRow
from remine_portal.services import notifying, registering, returning, yearly_statements
from remine_portal.services.office import Office

TOLD = {
    Status.SUPERSEDED: NoticeKind.DECLARATION_REPLACED,
    Status.REVOKED: NoticeKind.DECLARATION_REVOKED,
}
"""Which notice the whole company gets, beside what those who took it have to take note of."""


def propose_revocation(
    work: UnitOfWork, declaration: DeclarationRow, *, cause: Cause, because: str
) -> RevocationRow:
    """Say that a declaration should be revoked, for a colleague to confirm (rules 36 and 39).

    Refuses one that is not current any more, a second proposal beside an open one, and an
    explanation that claims too much, for the customer reads it (rules 44 and 45). Until then it is
    the desk's alone: the company's own audit trail does not have it.
    """
    assert work.actor.person_id is not None, "only a person proposes to revoke"
    if not because.strip():
        raise ReasonMissing
    copper = declaration.series is Series.ISO_22095
    refuse_banned_wording(because, series=Series.ISO_22095 if copper else None)
    lock_draft(work, _draft_of(work, declaration))
    _refuse_ended(work, declaration)
    if proposed := endings.open_revocation(work, declaration):
        raise RevocationOpen(name=proposed.proposed_by.name, number=declaration.number)
    row = RevocationRow(
        declaration_id=declaration.id,
        cause=cause,
        because=because.strip(),
        proposed_by_id=work.actor.person_id,
        proposed_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    audit.record(work, "revocation:proposed", declaration.number, detail=because)
    return row


def withdraw_revocation(work: UnitOfWork, declaration: DeclarationRow) -> None:
    """Take a proposal back; whoever made it or a colleague may. The declaration stays current."""
    assert work.actor.person_id is not None, "only a person withdraws a proposal"
    lock_draft(work, _draft_of(work, declaration))
    row = _open_revocation(work, declaration)
    row.withdrawn_by_id = work.actor.person_id
    row.withdrawn_at = work.now
    audit.record(work, "revocation:withdrawn", declaration.number)


def confirm_revocation(work: UnitOfWork, declaration: DeclarationRow, *, office: Office) -> None:
    """Revoke a declaration that a colleague proposed to revoke (DOMAIN.md rules 36 and 39).

    Its lots can be declared anew, and its credits go back once, unless the buyer confirmed onward
    use. Of credits whose input was found not eligible, what goes back covers the deficit first
    (rule 37). Of two who confirm at once, or one who issues a new version meanwhile, one succeeds
    and the other is refused.
    """
    assert work.actor.person_id is not None, "only a person revokes a declaration"
    draft = _draft_of(work, declaration)
    returning.hold_drawn_on(work, draft)
    draft = lock_draft(work, draft)
    row = _open_revocation(work, declaration)
    if row.proposed_by_id == work.actor.person_id:
        raise SameRevoker(number=declaration.number)
    ending = EndingRow(
        declaration_id=declaration.id,
        status=Status.REVOKED,
        cause=row.cause,
        because=row.because,
        proposed_by_id=row.proposed_by_id,
        ended_by_id=work.actor.person_id,
        ended_at=work.now,
    )
    _end(work, declaration, ending, office=office)
    returning.return_for_revocation(work, draft)


def supersede(
    work: UnitOfWork, draft: DraftRow, successor: DeclarationRow, *, office: Office
) -> None:
    """End the declaration that a draft replaces, as its new version is issued (rule 34).

    The new version must be written down already, and its lots not yet: those of the old one are
    free only now.
    """
    assert draft.replacement is not None, "the draft of a new version names the old one"
    assert work.actor.person_id is not None, "only a person issues a declaration"
    ending = EndingRow(
        declaration_id=draft.replacement.declaration_id,
        status=Status.SUPERSEDED,
        cause=draft.replacement.cause,
        because=draft.replacement.because,
        successor_id=successor.id,
        proposed_by_id=draft.prepared_by_id,
        ended_by_id=work.actor.person_id,
        ended_at=work.now,
    )
    _end(work, draft.replacement.declaration, ending, office=office)


def acknowledge(work: UnitOfWork, notice: EndingNoticeRow) -> None:
    """Note that the person who was told has read it; once is enough.

    `notice` is one to the acting person, as by `find_notice`.
    """
    assert notice.person_id == work.actor.person_id, "a notice is acknowledged by whom it tells"
    if notice.acknowledged_at is None:
        notice.acknowledged_at = work.now
        _record(work, "notice:acknowledged", notice.ending.declaration)


def _end(
    work: UnitOfWork, declaration: DeclarationRow, ending: EndingRow, *, office: Office
) -> None:
    """Write the end down, by which the database changes the status and frees the lots."""
    work.session.add(ending)
    work.session.flush()
    work.session.refresh(declaration, ["status"])
    registering.record_declaration(work, declaration, Event(ending.status.value), office=office)
    endings.tell_downloaders(work, declaration)
    notifying.tell_company(
        work, TOLD[ending.status], customer_id=declaration.customer_id, about=declaration.number
    )
    yearly_statements.tell_of_ended(work, declaration)
    _record(work, f"declaration:{ending.status}", declaration, detail=ending.because)


def _open_revocation(work: UnitOfWork, declaration: DeclarationRow) -> RevocationRow:
    _refuse_ended(work, declaration)
    row = endings.open_revocation(work, declaration)
    if row is None:
        raise NoRevocation(number=declaration.number)
    return row


def _refuse_ended(work: UnitOfWork, declaration: DeclarationRow) -> None:
    """By what stands in the database now, and not when the page was opened."""
    if endings.ending_of(work, declaration) is not None:
        raise NotCurrent(number=declaration.number)


def _draft_of(work: UnitOfWork, declaration: DeclarationRow) -> DraftRow:
    draft = find_draft(work, declaration.draft_id)
    if draft is None:
        raise NotFound(thing=declaration.number)
    return draft


def _record(
    work: UnitOfWork, event: str, declaration: DeclarationRow, *, detail: str | None = None
) -> None:
    audit.record(
        work,
        event,
        declaration.number,
        customer_id=declaration.customer_id,
        detail=detail,
    )
