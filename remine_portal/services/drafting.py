"""Drafts: what a declaration would say, prepared by one person for a colleague to issue."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from remine_portal.documents.fonts import refuse_missing_glyphs
from remine_portal.domain.catalog import Text
from remine_portal.domain.claims import notices_for, refuse_banned_wording
from remine_portal.domain.declarations import (
    AlreadyIssued,
    DeclarationSnapshot,
    DeclaredLine,
    DocumentLanguage,
    DraftIssued,
    Recipient,
    RenewableRange,
    VerificationNamed,
)
from remine_portal.domain.errors import N_, NotFound, Refusal
from remine_portal.domain.recycled_content import Verification
from remine_portal.persistence import audit, declarations, evidence
from remine_portal.persistence.database import JAPAN, UnitOfWork
from remine_portal.persistence.declarations import DraftLineRow, DraftRow
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow
from remine_portal.services.assessing import LineAssessment, assess_lines

ISSUER = Text(en="Mitsubishi Materials Corporation", ja="Mitsubishi Materials Corporation")
"""No source that was read gives the Japanese name, so none is printed (DOMAIN.md)."""


class NothingToDeclare(Refusal):
    """A declaration is about goods."""

    sentence = N_("No lot is chosen. Choose at least one lot of the shipment.")


class SeveralProducts(Refusal):
    """A figure, its verification and its notices are those of one product."""

    sentence = N_(
        "One declaration covers one product, and the chosen lots are of {products}. "
        "Prepare a draft for each."
    )


class DraftWithdrawn(Refusal):
    """What was withdrawn stays so: a new draft is as quick, and nobody wonders which counts."""

    sentence = N_("This draft was withdrawn. Prepare a new one.")


class NotYourDraft(Refusal):
    """Two pairs of hands (rule 39): nobody says that a colleague's work is ready."""

    code = "SAME_HANDS"
    sentence = N_("{name} prepared this draft, and only {name} can hand it over.")


def prepare_draft(
    work: UnitOfWork,
    shipment: ShipmentRow,
    *,
    line_nos: Iterable[int],
    recipient: Recipient,
    language: DocumentLanguage,
    remarks: str | None = None,
) -> DraftRow:
    """Begin a declaration for some lines of a shipment, loaded as by `find_shipment`.

    Refuses whatever stands in the way of issuing it, first what the user should hear first.
    """
    preparer = work.session.get(PersonRow, work.actor.person_id)
    assert preparer is not None, "only a person prepares a draft"
    draft = DraftRow(
        id=uuid4(),
        shipment=shipment,
        customer=shipment.customer,
        language=language,
        recipient_name=recipient.name,
        recipient_address=recipient.address or None,
        remarks=remarks or None,
        prepared_by=preparer,
        prepared_at=work.now,
        lines=[DraftLineRow(line_no=line_no) for line_no in sorted(set(line_nos))],
    )
    for refusal in examine(work, draft).refusals:
        raise refusal
    work.session.add(draft)
    work.session.flush()
    _record(work, "draft:prepared", draft)
    return draft


def hand_over(work: UnitOfWork, draft: DraftRow) -> None:
    """Say that a draft is ready for a colleague to issue, exactly as it stands now.

    Handing over again, after something it rests on has changed, is how it is renewed.
    """
    draft = _open_draft(work, draft)
    if work.actor.person_id != draft.prepared_by_id:
        raise NotYourDraft(name=draft.prepared_by.name)
    snapshot = snapshot_of(work, draft)
    draft.handed_over_sha256 = snapshot.sha256()
    draft.handed_over_snapshot = snapshot.canonical()
    draft.handed_over_at = work.now
    _record(work, "draft:handed-over", draft)


def withdraw(work: UnitOfWork, draft: DraftRow) -> None:
    """End a draft that is not to be issued; the shipment is free for another."""
    draft = _open_draft(work, draft)
    draft.withdrawn_at = work.now
    _record(work, "draft:withdrawn", draft)


@dataclass(frozen=True)
class Examined:
    """A draft's lines by the evidence on file now, and all that stands in the way of issuing it."""

    lines: list[LineAssessment]
    refusals: list[Refusal]


def examine(work: UnitOfWork, draft: DraftRow) -> Examined:
    """Check every rule on the draft's lines, in their current revisions, and on its words.

    In the order a user should hear them: no line, or one that is gone; lines of several products;
    what the evidence does not carry (rules 1, 3 to 9); a line that is declared already; wording
    (rules 44 and 45); characters that cannot be printed.
    """
    wanted = {line.line_no for line in draft.lines}
    lines = [line for line in draft.shipment.lines if line.line_no in wanted]
    assessed = assess_lines(work, lines)
    covered = declarations.covering_lines(work, draft.shipment.id, wanted)
    refusals: list[Refusal] = [] if wanted else [NothingToDeclare()]
    if len(lines) < len(wanted):
        refusals.append(NotFound(thing=N_("The lot")))
    if len(products := {line.product_code for line in lines}) > 1:
        refusals.append(SeveralProducts(products=", ".join(sorted(products))))
    refusals += [each.refusal for each in assessed if each.refusal]
    refusals += [
        AlreadyIssued(lot=line.lot_no, number=covered[line.line_no].number)
        for line in lines
        if line.line_no in covered
    ]
    refusals += _refused_words(draft, lines)
    return Examined(assessed, refusals)


def snapshot_of(work: UnitOfWork, draft: DraftRow) -> DeclarationSnapshot:
    """What the declaration would say by the evidence on file now; refuses what `examine` finds.

    The draft must be loaded as by `find_draft`. The same evidence gives the same snapshot on
    whatever day it is asked for.
    """
    examined = examine(work, draft)
    for refusal in examined.refusals:
        raise refusal
    shipment, product = draft.shipment, examined.lines[0].line.product
    statement = evidence.issuer_statement(work)
    return DeclarationSnapshot(
        language=draft.language,
        issuer=ISSUER,
        recipient=Recipient(draft.recipient_name, draft.recipient_address),
        shipment_no=shipment.shipment_no,
        ship_date=shipment.ship_date,
        invoice_no=shipment.invoice_no,
        product_code=product.code,
        product=product.name,
        element=product.element,
        series=product.series,
        unit=examined.lines[0].line.unit,
        lines=tuple(_declared(each, draft) for each in examined.lines),
        notices=notices_for(product.series, product.element),
        prepared_by=draft.prepared_by.name,
        sample=shipment.sample or any(each.sample for each in examined.lines),
        remarks=draft.remarks,
        issuer_contact=statement.contact if statement else None,
        retention=statement.retention if statement else None,
    )


def _refused_words(draft: DraftRow, lines: list[ShipmentLineRow]) -> list[Refusal]:
    """What must not be said in whatever was typed, and what cannot be printed wherever it is from.

    A company's name and address on file are facts, not claims: metal is sold to companies that
    have “eco” or “green” in their names. Anything else beside them is free text.
    """
    customer = draft.customer
    on_file = {customer.name_en, customer.name_ja, customer.address}
    typed = [draft.recipient_name, draft.recipient_address, draft.remarks]
    printed = [*typed, draft.shipment.shipment_no, draft.shipment.invoice_no]
    for line in lines:
        printed += [line.lot_no, line.customer_po, line.order_no, line.order_item]
    refusals: list[Refusal] = []
    for text in typed:
        if text and text not in on_file:
            refusals += _refusal(refuse_banned_wording, text)
    return refusals + _refusal(refuse_missing_glyphs, [text for text in printed if text])


def _refusal(rule: Callable[[Any], None], words: Any) -> list[Refusal]:
    try:
        rule(words)
    except Refusal as refusal:
        return [refusal]
    return []


def _open_draft(work: UnitOfWork, draft: DraftRow) -> DraftRow:
    """The draft as it stands now, held for us; refuses one that has come to its end."""
    draft = declarations.lock_draft(work, draft)
    if draft.declaration is not None:
        raise DraftIssued(number=draft.declaration.number)
    if draft.withdrawn_at is not None:
        raise DraftWithdrawn
    return draft


def _declared(assessment: LineAssessment, draft: DraftRow) -> DeclaredLine:
    line, site, entity = assessment.line, assessment.site, assessment.entity
    assert site is not None, "a declarable line has its site"
    assert entity is not None, "and who produced it"
    assert assessment.verification is not None, "and its verification"
    assert assessment.figure is not None, "and its figure"
    return DeclaredLine(
        line_no=line.line_no,
        lot_no=line.lot_no,
        produced_on=line.production_date,
        net_mass=line.net_mass,
        site=site.name,
        entity=entity.name,
        figure=assessment.figure,
        verification=_named(assessment.verification),
        calculated_percent=assessment.content.percent if assessment.content else None,
        renewable=_renewable(assessment, draft),
        customer_po=line.customer_po,
        order_no=line.order_no,
        order_item=line.order_item,
    )


def _named(verification: Verification) -> VerificationNamed:
    return VerificationNamed(
        standard=verification.standard,
        verifier=verification.verifier,
        reference=verification.reference,
        valid_from=verification.valid_from,
        valid_to=verification.valid_to,
        basis=verification.basis,
        period_from=verification.period_from,
        period_to=verification.period_to,
    )


def _renewable(assessment: LineAssessment, draft: DraftRow) -> RenewableRange | None:
    """By the day the draft was prepared, so that it says the same whenever it is issued."""
    if assessment.renewable is None:
        return None
    prepared_on = draft.prepared_at.astimezone(JAPAN).date()
    return RenewableRange(*assessment.renewable.days_known_on(prepared_on))


def _record(work: UnitOfWork, event: str, draft: DraftRow) -> None:
    audit.record(
        work,
        event,
        str(draft.id),
        customer_id=draft.customer_id,
        detail=draft.shipment.shipment_no,
    )
