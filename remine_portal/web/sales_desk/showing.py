"""What the desk's pages say of a draft: its lots, each check, and who may do what next."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import render_template

from remine_portal.documents.pictures import content_bar
from remine_portal.domain.attribution import AttributionAboveShipment, CharacteristicTwice
from remine_portal.domain.catalog import SeriesMismatch
from remine_portal.domain.claim_lint import BannedWording, VerifierWording
from remine_portal.domain.credits import (
    CHARACTERISTIC_NAMES,
    AccountFrozen,
    InsufficientCredits,
    MetalMismatch,
)
from remine_portal.domain.declarations import (
    DOCUMENT_LANGUAGE_NAMES,
    AlreadyIssued,
    GlyphMissing,
)
from remine_portal.domain.endings import CAUSE_NAMES, NotCurrent, OtherProduct, OtherShipment
from remine_portal.domain.errors import N_, NotFound, Refusal
from remine_portal.domain.periods import NoPeriod, OutputLimit, PeriodClosed
from remine_portal.domain.policy import NoPolicy, OutsideBoundary
from remine_portal.domain.recycled_content import (
    BelowVerifiedFloor,
    EntityNotKnown,
    NoVerifiedFigure,
    OutsideVerification,
)
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.drafts import DraftRow, open_drafts
from remine_portal.persistence.shipments import ShipmentRow
from remine_portal.services import issuance
from remine_portal.services.attributing import ReservationLapsed
from remine_portal.services.attribution_outlook import credits_of, outlook
from remine_portal.services.examining import (
    Examined,
    NothingToDeclare,
    SeveralProducts,
    examine,
)
from remine_portal.web.differences import differences_since
from remine_portal.web.languages import language
from remine_portal.web.sales_desk.forms import DecisionForm, DraftForm
from remine_portal.web.sales_desk.lots import lots_to_choose
from remine_portal.web.sales_desk.versions import deed_of, replaced_by

CHECKS: tuple[tuple[str, tuple[type[Refusal], ...]], ...] = (
    (N_("The chosen lots are in the shipment"), (NothingToDeclare, NotFound)),
    (N_("All lots are of one product"), (SeveralProducts,)),
    (N_("The product is of the ISO 14021 Series"), (SeriesMismatch,)),
    (
        N_("A verification of product and site was in force on each production date"),
        (NoVerifiedFigure, OutsideVerification),
    ),
    (
        N_("The contents of the lots, where on file, reach the verified figure"),
        (BelowVerifiedFloor,),
    ),
    (N_("No lot is declared already"), (AlreadyIssued,)),
    (N_("The wording says no more than the evidence"), (BannedWording, VerifierWording)),
    (N_("Every character can be printed"), (GlyphMissing,)),
)
"""Every check of a draft of the ISO 14021 Series, by the refusals that mean it failed."""

REPLACEMENT_CHECK = (
    N_("The declaration to be replaced is current, and of this shipment and product"),
    (NotCurrent, OtherShipment, OtherProduct),
)
"""The same for a new version, before all others."""

CREDIT_CHECKS: tuple[tuple[str, tuple[type[Refusal], ...]], ...] = (
    CHECKS[0],
    CHECKS[1],
    (N_("The product is of the ISO 22095 Series"), (SeriesMismatch, MetalMismatch)),
    (
        N_("The lots come from one system boundary of the policy in force"),
        (NoPolicy, OutsideBoundary),
    ),
    (N_("The site and the producer of each lot are on file"), (EntityNotKnown,)),
    (N_("The balance period of the ship date is open"), (NoPeriod, PeriodClosed)),
    (
        N_("All shares of a lot together come to at most the whole lot"),
        (AttributionAboveShipment, CharacteristicTwice),
    ),
    (N_("No more is attributed than the boundary put out in the period"), (OutputLimit,)),
    (
        N_("The account is not frozen, and the draft holds the credits it needs"),
        (InsufficientCredits, AccountFrozen, ReservationLapsed),
    ),
    *CHECKS[-3:],
)
"""The same for copper."""


@dataclass(frozen=True)
class Check:
    """One rule in words, and what it found."""

    title: str
    refusals: list[Refusal]


def checks_of(draft: DraftRow, examined: Examined) -> list[Check]:
    wanted = CREDIT_CHECKS if draft.attributions else CHECKS
    if draft.replacement:
        wanted = (REPLACEMENT_CHECK, *wanted)
    return [
        Check(title, [each for each in examined.refusals if isinstance(each, kinds)])
        for title, kinds in wanted
    ]


def draft_form(
    work: UnitOfWork, shipment: ShipmentRow, form: DraftForm, *, replacing: str | None = None
) -> dict[str, Any]:
    """What may be chosen of a shipment, and what may be attributed to its copper."""
    looked_out = outlook(work, shipment)
    lots = lots_to_choose(work, shipment, looked_out, replacing=replacing)
    form.offer(shipment.customer, lots)
    return {
        "form": form,
        "shipment": shipment,
        "lots": lots,
        "outlook": looked_out,
        "characteristic_names": CHARACTERISTIC_NAMES,
        "drafts": open_drafts(work, shipment),
    }


def draft_page(work: UnitOfWork, draft: DraftRow, form: DecisionForm) -> str:
    """The draft with every check, for whoever prepared it."""
    return render_template("sales_desk/show_draft.html", form=form, **_said_of(work, draft))


def issue_page(work: UnitOfWork, draft: DraftRow, form: DecisionForm) -> str:
    """The draft for the colleague who is to issue it, or what stands in the way."""
    return render_template(
        "sales_desk/issue_declaration.html",
        form=form,
        hindrance=issuance.hindrance(work, draft),
        **_said_of(work, draft),
    )


def _said_of(work: UnitOfWork, draft: DraftRow) -> dict[str, Any]:
    examined = examine(work, draft)
    stale = issuance.changed_since_hand_over(work, draft) if not examined.refusals else None
    credits = credits_of(work, draft) if draft.attributions else None
    return {
        "draft": draft,
        "replaced": replaced_by(work, draft, sound=not examined.refusals),
        "cause_names": CAUSE_NAMES,
        "deed": deed_of(draft, credits),
        "stale": stale is not None,
        "differences": differences_since(*stale) if stale else [],
        "lines": examined.lines,
        "checks": checks_of(draft, examined),
        "sound": not examined.refusals,
        "lapsed": bool(examined.refusals)
        and all(isinstance(each, ReservationLapsed) for each in examined.refusals),
        "credits": credits,
        "characteristic_names": CHARACTERISTIC_NAMES,
        "today": work.today,
        "language_names": DOCUMENT_LANGUAGE_NAMES,
        "bar": partial(content_bar, language=language(), size="small"),
    }
