"""Examining a draft: every rule on its lots, its credits and its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import inspect

from remine_portal.documents.fonts import refuse_missing_glyphs
from remine_portal.domain.catalog import Series
from remine_portal.domain.claim_lint import refuse_banned_wording
from remine_portal.domain.declarations import AlreadyIssued, Status
from remine_portal.domain.endings import NotCurrent, OtherProduct, OtherShipment
from remine_portal.domain.errors import N_, NotFound, Refusal
from remine_portal.domain.recycled_content import EntityNotKnown
from remine_portal.persistence import declarations
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.drafts import DraftRow
from remine_portal.persistence.shipments import ShipmentLineRow
from remine_portal.services import attributing
from remine_portal.services.assessing import LineAssessment, assess_lines
from remine_portal.services.planning import plan_of


class NothingToDeclare(Refusal):
    """A declaration is about goods."""

    sentence = N_("No lot is chosen. Choose at least one lot of the shipment.")


class SeveralProducts(Refusal):
    """A figure, its verification and its notices are those of one product."""

    sentence = N_(
        "One declaration covers one product, and the chosen lots are of {products}. "
        "Prepare a draft for each."
    )


@dataclass(frozen=True)
class Examined:
    """A draft's lines by the evidence on file now, and all that stands in the way of issuing it."""

    lines: list[LineAssessment]
    refusals: list[Refusal]


def examine(work: UnitOfWork, draft: DraftRow) -> Examined:
    """Check every rule on the draft's lines, in their current revisions, and on its words.

    In the order a user should hear them: what it cannot take the place of (rule 34); no line, or
    one that is gone; lines of several products; what the evidence does not carry (rules 1, 3 to 9),
    or what credits cannot be attributed (rules 15 to 24, 30, 32, 37, 38); a line that is declared
    already; wording (rules 44 and 45); characters that cannot be printed.
    """
    wanted = {line.line_no for line in draft.lines}
    lines = [line for line in draft.shipment.lines if line.line_no in wanted]
    assessed = assess_lines(work, lines)
    covered = declarations.covering_lines(work, draft.shipment.id, wanted)
    refusals = _refused_replacement(draft, lines)
    if not wanted:
        refusals.append(NothingToDeclare())
    if len(lines) < len(wanted):
        refusals.append(NotFound(thing=N_("The lot")))
    if len(products := {line.product_code for line in lines}) > 1:
        refusals.append(SeveralProducts(products=", ".join(sorted(products))))
    if draft.attributions:
        refusals += _refusal(lambda _: _refuse_attribution(work, draft, assessed), None)
    else:
        refusals += [each.refusal for each in assessed if each.refusal]
    refusals += [
        AlreadyIssued(lot=line.lot_no, number=covered[line.line_no].number)
        for line in lines
        if line.line_no in covered and not _replaces(draft, covered[line.line_no])
    ]
    refusals += _refused_words(draft, lines)
    return Examined(assessed, refusals)


def _refused_replacement(draft: DraftRow, lines: list[ShipmentLineRow]) -> list[Refusal]:
    """Why a draft cannot be a new version of the declaration that it is to replace."""
    if draft.replacement is None:
        return []
    old = draft.replacement.declaration
    if old.status is not Status.ISSUED:
        return [NotCurrent(number=old.number)]
    if old.shipment_id != draft.shipment.id:
        return [OtherShipment(number=old.number, declared=old.shipment.shipment_no)]
    if any(line.product_code != old.product_code for line in lines):
        return [OtherProduct(number=old.number, product=old.product_code)]
    return []


def _replaces(draft: DraftRow, declaration: DeclarationRow) -> bool:
    return draft.replacement is not None and draft.replacement.declaration.id == declaration.id


def _refuse_attribution(work: UnitOfWork, draft: DraftRow, assessed: list[LineAssessment]) -> None:
    """The first rule that stands in the way of attributing what the draft says."""
    plan = plan_of(work, draft)
    for each in assessed:
        if each.entity is None:
            raise EntityNotKnown(
                site=each.line.site_code,
                produced_on=each.line.production_date,
                lot=each.line.lot_no,
            )
    attributing.refuse_unattributable(work, draft, plan)
    if inspect(draft).persistent:
        attributing.refuse_unready(work, draft, plan)


def _refused_words(draft: DraftRow, lines: list[ShipmentLineRow]) -> list[Refusal]:
    """What must not be said in whatever was typed, and what cannot be printed wherever it is from.

    A company's name and address on file are facts, not claims: metal is sold to companies that
    have “eco” or “green” in their names. Anything else beside them is free text. Beside
    attributed credits, all of it is taken to be about them.
    """
    customer = draft.customer
    on_file = {customer.name_en, customer.name_ja, customer.address}
    typed = [draft.recipient_name, draft.recipient_address, draft.remarks]
    printed = [*typed, draft.shipment.shipment_no, draft.shipment.invoice_no]
    if draft.replacement:
        typed.append(draft.replacement.because)
    for line in lines:
        printed += [line.lot_no, line.customer_po, line.order_no, line.order_item]
    series = Series.ISO_22095 if draft.attributions else None
    refusals: list[Refusal] = []
    for text in typed:
        if text and text not in on_file:
            refusals += _refusal(partial(refuse_banned_wording, series=series), text)
    return refusals + _refusal(refuse_missing_glyphs, [text for text in printed if text])


def _refusal(rule: Callable[[Any], None], words: Any) -> list[Refusal]:
    try:
        rule(words)
    except Refusal as refusal:
        return [refusal]
    return []
