"""Drafts: what a declaration would say, prepared by one person for a colleague to issue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import uuid4

from remine_portal.domain.attribution import Attribution
from remine_portal.domain.declarations import DocumentLanguage, DraftIssued, Recipient
from remine_portal.domain.endings import Cause, ReasonMissing
from remine_portal.domain.errors import N_, Refusal
from remine_portal.persistence import audit
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.drafts import (
    DraftAttributionRow,
    DraftLineRow,
    DraftRow,
    ReplacementRow,
    lock_draft,
)
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.shipments import ShipmentRow
from remine_portal.services import attributing
from remine_portal.services.examining import examine
from remine_portal.services.stating import snapshot_of


class DraftWithdrawn(Refusal):
    """What was withdrawn stays so: a new draft is as quick, and nobody wonders which counts."""

    sentence = N_("This draft was withdrawn. Prepare a new one.")


class NotYourDraft(Refusal):
    """Two pairs of hands (rule 39): nobody says that a colleague's work is ready."""

    code = "SAME_HANDS"
    sentence = N_("{name} prepared this draft, and only {name} can hand it over.")


@dataclass(frozen=True, slots=True)
class Wording:
    """To whom and in which language a declaration speaks, and what is remarked in it."""

    recipient: Recipient
    language: DocumentLanguage
    remarks: str | None = None


@dataclass(frozen=True, slots=True)
class Replacing:
    """The declaration that a new version takes the place of, and why (DOMAIN.md rule 34)."""

    declaration: DeclarationRow
    cause: Cause
    because: str


def prepare_draft(
    work: UnitOfWork,
    shipment: ShipmentRow,
    *,
    line_nos: Iterable[int],
    wording: Wording,
    attributions: Iterable[Attribution] = (),
    replacing: Replacing | None = None,
) -> DraftRow:
    """Begin a declaration for some lines of a shipment, loaded as by `find_shipment`.

    What it attributes is reserved at once (DOMAIN.md rules 15 to 24); of a new version, what it
    needs more than the one it replaces, which must be loaded as by `find_declaration`. Refuses
    whatever stands in the way of issuing it, first what the user should hear first.
    """
    preparer = work.session.get(PersonRow, work.actor.person_id)
    assert preparer is not None, "only a person prepares a draft"
    draft = DraftRow(
        id=uuid4(),
        shipment=shipment,
        customer=shipment.customer,
        language=wording.language,
        recipient_name=wording.recipient.name,
        recipient_address=wording.recipient.address or None,
        remarks=wording.remarks or None,
        prepared_by=preparer,
        prepared_at=work.now,
        lines=[DraftLineRow(line_no=line_no) for line_no in sorted(set(line_nos))],
        attributions=_attributions(attributions),
        replacement=_replacement(replacing),
    )
    books = attributing.hold_for(work, draft)
    for refusal in examine(work, draft).refusals:
        raise refusal
    work.session.add(draft)
    work.session.flush()
    if books:
        attributing.reserve(work, draft, books)
    _record(work, "draft:prepared", draft)
    return draft


def _attributions(attributions: Iterable[Attribution]) -> list[DraftAttributionRow]:
    return [
        DraftAttributionRow(characteristic=each.characteristic, percent=each.percent)
        for each in sorted(attributions, key=lambda each: each.characteristic, reverse=True)
    ]


def _replacement(replacing: Replacing | None) -> ReplacementRow | None:
    if replacing is None:
        return None
    if not replacing.because.strip():
        raise ReasonMissing
    return ReplacementRow(
        declaration=replacing.declaration,
        cause=replacing.cause,
        because=replacing.because.strip(),
    )


def hand_over(work: UnitOfWork, draft: DraftRow) -> None:
    """Say that a draft is ready for a colleague to issue, exactly as it stands now.

    Handing over again, after something it rests on has changed, is how it is renewed: credits that
    it no longer holds are reserved anew (DOMAIN.md rule 38).
    """
    books = attributing.hold_for(work, draft)
    draft = _open_draft(work, draft)
    if work.actor.person_id != draft.prepared_by_id:
        raise NotYourDraft(name=draft.prepared_by.name)
    if books:
        attributing.renew(work, draft, books)
    snapshot = snapshot_of(work, draft)
    draft.handed_over_sha256 = snapshot.sha256()
    draft.handed_over_snapshot = snapshot.canonical()
    draft.handed_over_at = work.now
    _record(work, "draft:handed-over", draft)


def withdraw(work: UnitOfWork, draft: DraftRow) -> None:
    """End a draft that is not to be issued; the shipment and what it reserved are free again."""
    attributing.let_go(work, draft)
    draft = _open_draft(work, draft)
    draft.withdrawn_at = work.now
    _record(work, "draft:withdrawn", draft)


def _open_draft(work: UnitOfWork, draft: DraftRow) -> DraftRow:
    """The draft as it stands now, held for us; refuses one that has come to its end."""
    draft = lock_draft(work, draft)
    if draft.declaration is not None:
        raise DraftIssued(number=draft.declaration.number)
    if draft.withdrawn_at is not None:
        raise DraftWithdrawn
    return draft


def _record(work: UnitOfWork, event: str, draft: DraftRow) -> None:
    audit.record(
        work,
        event,
        str(draft.id),
        customer_id=draft.customer_id,
        detail=draft.shipment.shipment_no,
    )
