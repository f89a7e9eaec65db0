"""What a draft states: the snapshot of a declaration, by the evidence on file now."""

from __future__ import annotations

from typing import Any

from remine_portal.domain.attributed_declarations import (
    AttributedShare,
    AttributedSnapshot,
    FactorNamed,
)
from remine_portal.domain.catalog import Text
from remine_portal.domain.claims import notices_for
from remine_portal.domain.content_declarations import (
    ContentLot,
    ContentSnapshot,
    RenewableRange,
    VerificationNamed,
)
from remine_portal.domain.declarations import DeclarationSnapshot, DeclaredLot, Recipient
from remine_portal.domain.recycled_content import Verification
from remine_portal.persistence import catalog, corrections, credit_positions, drafts, evidence
from remine_portal.persistence.database import JAPAN, UnitOfWork
from remine_portal.persistence.drafts import DraftRow
from remine_portal.persistence.receipts import ReceiptRow
from remine_portal.services.assessing import LineAssessment
from remine_portal.services.examining import Examined, examine
from remine_portal.services.periods import period_on
from remine_portal.services.planning import Plan, plan_of

ISSUER = Text(en="Mitsubishi Materials Corporation", ja="Mitsubishi Materials Corporation")
"""No source that was read gives the Japanese name, so none is printed (DOMAIN.md)."""


def snapshot_of(work: UnitOfWork, draft: DraftRow) -> DeclarationSnapshot:
    """What the declaration would say by the evidence on file now; refuses what `examine` finds.

    The draft must be loaded as by `find_draft`. The same evidence gives the same snapshot on
    whatever day it is asked for.
    """
    examined = examine(work, draft)
    for refusal in examined.refusals:
        raise refusal
    head = _head(work, draft, examined)
    if draft.attributions:
        return _attributed(work, draft, examined, head)
    return ContentSnapshot(
        **head,
        lines=tuple(_content_lot(each, draft) for each in examined.lines),
        sample=draft.shipment.sample or any(each.sample for each in examined.lines),
    )


def _head(work: UnitOfWork, draft: DraftRow, examined: Examined) -> dict[str, Any]:
    """What declarations of both series say."""
    shipment, product = draft.shipment, examined.lines[0].line.product
    statement = evidence.issuer_statement(work)
    return {
        "language": draft.language,
        "issuer": ISSUER,
        "recipient": Recipient(draft.recipient_name, draft.recipient_address),
        "shipment_no": shipment.shipment_no,
        "ship_date": shipment.ship_date,
        "invoice_no": shipment.invoice_no,
        "product_code": product.code,
        "product": product.name,
        "element": product.element,
        "series": product.series,
        "unit": examined.lines[0].line.unit,
        "notices": notices_for(product.series, product.element),
        "prepared_by": draft.prepared_by.name,
        "remarks": draft.remarks,
        "issuer_contact": statement.contact if statement else None,
        "retention": statement.retention if statement else None,
        **_version(work, draft),
    }


def _version(work: UnitOfWork, draft: DraftRow) -> dict[str, Any]:
    """Which version of a declaration it is, and which number it takes the place of (rule 34)."""
    if draft.replacement is None:
        return {}
    replaced = draft.replacement.declaration
    versions = drafts.versions_until(work, replaced.draft_id)
    return {"version": len(versions) + 1, "replaces": replaced.number}


def _attributed(
    work: UnitOfWork, draft: DraftRow, examined: Examined, head: dict[str, Any]
) -> AttributedSnapshot:
    """What is attributed, by the policy of the ship date and the credits held or taken over."""
    plan = plan_of(work, draft)
    period = period_on(work, plan.boundary, plan.metal, draft.shipment.ship_date)
    held = credit_positions.held_by(work, [draft.id])
    batches = {each.batch_id for each in held} | {each.batch_id for each in plan.staying}
    inputs = corrections.receipts_of_batches(work, batches)
    sites = catalog.sites_by_code(work)
    sample = plan.policy.sample or any(each.sample for each in inputs)
    return AttributedSnapshot(
        **head,
        lines=tuple(DeclaredLot(**_lot(each)) for each in examined.lines),
        sample=sample or draft.shipment.sample,
        shares=_shares(plan),
        standards=plan.policy.standards,
        guideline=plan.policy.guideline,
        policy=plan.policy.name,
        policy_from=plan.policy.effective_from,
        period_first_day=period.first_day,
        period_last_day=period.last_day,
        boundary=plan.boundary,
        boundary_sites=tuple(sites[each].name for each in plan.policy.boundaries[plan.boundary]),
        factors=_factors(inputs),
    )


def _shares(plan: Plan) -> tuple[AttributedShare, ...]:
    return tuple(
        AttributedShare(
            characteristic=each.characteristic,
            definition=plan.policy.characteristics[each.characteristic],
            percent=each.percent,
            attributed_kg=each.printed_kg(plan.net_mass),
            debit_kg=each.debit_kg(plan.net_mass),
            account=plan.account(each),
        )
        for each in plan.attributions
    )


def _factors(inputs: list[ReceiptRow]) -> tuple[FactorNamed, ...]:
    """The factors by which the held credits were booked, each once, the oldest first."""
    named = {
        FactorNamed(each.factor, each.policy.name, each.policy.effective_from) for each in inputs
    }
    return tuple(sorted(named, key=lambda each: (each.effective_from, each.factor)))


def _lot(assessment: LineAssessment) -> dict[str, Any]:
    """What is said of a lot in both series."""
    line, site, entity = assessment.line, assessment.site, assessment.entity
    assert site is not None, "a declarable line has its site"
    assert entity is not None, "and who produced it"
    return {
        "line_no": line.line_no,
        "lot_no": line.lot_no,
        "produced_on": line.production_date,
        "net_mass": line.net_mass,
        "site": site.name,
        "entity": entity.name,
        "customer_po": line.customer_po,
        "order_no": line.order_no,
        "order_item": line.order_item,
    }


def _content_lot(assessment: LineAssessment, draft: DraftRow) -> ContentLot:
    assert assessment.verification is not None, "a declarable line has its verification"
    assert assessment.figure is not None, "and its figure"
    return ContentLot(
        **_lot(assessment),
        figure=assessment.figure,
        verification=_named(assessment.verification),
        calculated_percent=assessment.content.percent if assessment.content else None,
        renewable=_renewable(assessment, draft),
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
