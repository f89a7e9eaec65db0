"""Issuing: a colleague turns a draft into a numbered declaration that never changes again."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.exc import IntegrityError

from remine_portal.documents.credentials import sign_credential
from remine_portal.documents.declaration import render_declaration
from remine_portal.documents.signing import sign_pdf
from remine_portal.documents.untp import conformity_credential
from remine_portal.domain.attributed_declarations import AttributedSnapshot
from remine_portal.domain.declarations import (
    AlreadyIssued,
    DeclarationSnapshot,
    DraftIssued,
    DraftStale,
    SameHands,
    Status,
    new_code,
    new_verification_id,
)
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.notices import NoticeKind
from remine_portal.domain.register import Event
from remine_portal.persistence import audit, declarations
from remine_portal.persistence.credentials import CredentialRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationLineRow, DeclarationRow
from remine_portal.persistence.drafts import DraftRow, lock_draft
from remine_portal.services import (
    attributing,
    ending,
    notifying,
    registering,
    requesting,
    returning,
)
from remine_portal.services.drafting import DraftWithdrawn
from remine_portal.services.office import Office
from remine_portal.services.stating import snapshot_of


class NotHandedOver(Refusal):
    """Issuing is the second step, and cannot be taken first."""

    code = "SAME_HANDS"
    sentence = N_("{name} has not handed this draft over yet, so it cannot be issued.")


def issue_declaration(work: UnitOfWork, draft: DraftRow, *, office: Office) -> DeclarationRow:
    """Number, render and keep a draft as a declaration, exactly as it was handed over.

    Of two colleagues who issue at once, or of two drafts for one lot or two new versions of one
    declaration, one succeeds and the other is refused. A new version supersedes the old one in the
    same transaction, and what it needs less goes back (DOMAIN.md rule 34). What is issued is
    signed, and written into the public register; where either cannot be, nothing is issued.
    """
    registering.refuse_if_behind(work, office)
    books = attributing.hold_for(work, draft)
    draft = lock_draft(work, draft)
    _refuse_what_is_not_ready(work, draft)
    snapshot = replace(
        _as_handed_over(work, draft),
        number=declarations.next_number(work, work.today),
        verification_id=new_verification_id(),
        code=new_code(),
        issued_by=work.actor.name,
        issued_at=work.now,
    )
    if books:
        snapshot = _with_entries(snapshot, attributing.attribute(work, draft, books))
        returning.return_for_supersession(work, draft)
    declaration = _row(draft, snapshot)
    credential_sha256 = _set_seal(work, declaration, snapshot, office)
    _keep(work, draft, declaration, snapshot, office=office)
    work.session.add(CredentialRow(declaration_id=declaration.id, sha256=credential_sha256))
    registering.record_declaration(work, declaration, Event.ISSUED, office=office)
    _make_known(work, draft, declaration)
    return declaration


def _make_known(work: UnitOfWork, draft: DraftRow, declaration: DeclarationRow) -> None:
    """To the request that it answers, the company and the audit trail.

    Of a new version the company hears as of the end of the old one.
    """
    number, customer_id = declaration.number, declaration.customer_id
    requesting.note_issued(work, declaration)
    if draft.replacement is None:
        notifying.tell_company(
            work, NoticeKind.DECLARATION_ISSUED, customer_id=customer_id, about=number
        )
    audit.record(
        work,
        "declaration:issued",
        number,
        customer_id=customer_id,
        detail=draft.shipment.shipment_no,
    )


def _set_seal(
    work: UnitOfWork, declaration: DeclarationRow, snapshot: DeclarationSnapshot, office: Office
) -> str:
    """Print and sign the declaration for people, and its credential for programs, whose hash it is.

    Both files are written before the commit: an orphan does no harm (QUALITY.md M7).
    """
    unsigned = render_declaration(snapshot, verify_base=office.base_url)
    pdf = sign_pdf(unsigned, office.keys, signed_at=work.now, time_stamps=office.time_stamps)
    declaration.pdf_bytes = len(pdf)
    declaration.pdf_sha256 = office.blobs.put(pdf)
    credential = conformity_credential(snapshot, office.base_url)
    return office.blobs.put(sign_credential(credential, office.keys, office.base_url).encode())


def _with_entries(snapshot: DeclarationSnapshot, entries: tuple[str, ...]) -> AttributedSnapshot:
    assert isinstance(snapshot, AttributedSnapshot), "credits are attributed to copper alone"
    return replace(snapshot, entries=entries)


def hindrance(work: UnitOfWork, draft: DraftRow) -> Refusal | None:
    """What keeps the acting person from issuing the draft now; None when nothing does."""
    try:
        _refuse_what_is_not_ready(work, draft)
        _as_handed_over(work, draft)
    except Refusal as refusal:
        return refusal
    return None


def changed_since_hand_over(work: UnitOfWork, draft: DraftRow) -> tuple[str, str] | None:
    """What a draft said when it was handed over and what it says now, where that is not the same.

    Both in canonical form, for a page to show the difference.
    """
    now = snapshot_of(work, draft)
    if draft.handed_over_snapshot is None or draft.handed_over_sha256 == now.sha256():
        return None
    return draft.handed_over_snapshot, now.canonical()


def _as_handed_over(work: UnitOfWork, draft: DraftRow) -> DeclarationSnapshot:
    """The draft by the evidence on file now; refuses it unless it says what was handed over.

    Nor may the shipment have gone to another company meanwhile: it would read the declaration.
    """
    snapshot = snapshot_of(work, draft)
    moved = draft.shipment.customer_id != draft.customer_id
    if moved or snapshot.sha256() != draft.handed_over_sha256:
        raise DraftStale
    return snapshot


def _refuse_what_is_not_ready(work: UnitOfWork, draft: DraftRow) -> None:
    """In the order a colleague should hear it; the rules of the trade follow after it."""
    assert work.actor.person_id is not None, "only a person issues a declaration"
    if draft.declaration is not None:
        raise DraftIssued(number=draft.declaration.number)
    if draft.withdrawn_at is not None:
        raise DraftWithdrawn
    if work.actor.person_id == draft.prepared_by_id:
        raise SameHands
    if draft.handed_over_at is None:
        raise NotHandedOver(name=draft.prepared_by.name)


def _row(draft: DraftRow, snapshot: DeclarationSnapshot) -> DeclarationRow:
    return DeclarationRow(
        number=snapshot.number,
        verification_id=snapshot.verification_id,
        code=snapshot.code,
        status=Status.ISSUED,
        series=snapshot.series,
        product_code=snapshot.product_code,
        language=snapshot.language,
        customer_id=draft.customer_id,
        shipment_id=draft.shipment_id,
        draft_id=draft.id,
        prepared_by=snapshot.prepared_by,
        issued_by=snapshot.issued_by,
        issued_at=snapshot.issued_at,
        snapshot=snapshot.canonical(),
        snapshot_sha256=snapshot.sha256(),
        sample=snapshot.sample,
        lines=[],
    )


def _keep(
    work: UnitOfWork,
    draft: DraftRow,
    declaration: DeclarationRow,
    snapshot: DeclarationSnapshot,
    *,
    office: Office,
) -> None:
    """Write it down; the database's own guard against a second one for a lot is heard as ours.

    Its lots come last: those of the version that it replaces are free only then.
    """
    current = {line.line_no: line for line in draft.shipment.lines}
    try:
        with work.session.begin_nested():
            work.session.add(declaration)
            work.session.flush()
            if draft.replacement is not None:
                ending.supersede(work, draft, declaration, office=office)
            declaration.lines.extend(
                DeclarationLineRow(
                    line_no=line.line_no,
                    shipment_id=draft.shipment_id,
                    shipment_line_id=current[line.line_no].id,
                    is_current=True,
                )
                for line in snapshot.lines
            )
    except IntegrityError:
        lots = {line.line_no: line.lot_no for line in snapshot.lines}
        covered = declarations.covering_lines(work, declaration.shipment_id, set(lots))
        for line_no, other in covered.items():
            raise AlreadyIssued(lot=lots[line_no], number=other.number) from None
        raise
