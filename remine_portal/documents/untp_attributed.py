"""Attributed credits as UNTP says them: under metrics of our own, and never as a content."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from remine_portal.documents import wording
from remine_portal.documents.json_figures import kilograms, percentage
from remine_portal.documents.untp_parts import JAPAN, Names, facility, products, standards
from remine_portal.domain.attributed_declarations import AttributedShare, AttributedSnapshot
from remine_portal.domain.claims import NO_DOUBLE_CLAIM, NOT_PHYSICAL
from remine_portal.domain.series_wording import CREDIT_METHOD

LAST_SECOND = time(23, 59, 59)


def claims(snapshot: AttributedSnapshot, names: Names) -> dict[str, Any]:
    """An assessment for each characteristic, for shares are never added up, and the model."""
    return {
        "conformityAssessment": [_share(snapshot, share, names) for share in snapshot.shares],
        "chainOfCustody": {
            "method": "massBalance",
            "accounting": "credit",
            "boundary": snapshot.boundary,
            "startDateTime": _moment(snapshot, first=True),
            "endDateTime": _moment(snapshot, first=False),
        },
    }


def _share(snapshot: AttributedSnapshot, share: AttributedShare, names: Names) -> dict[str, Any]:
    return {
        **names.assessment(
            f"attributed-{share.characteristic}",
            f"Attributed by mass balance: {share.name.en}",
            criterion=f"attributed-{share.characteristic}",
            topic="Origin Tracking",
        ),
        "assessedPerformance": [
            names.measured(
                "mass-balance-attributed-mass", "Attributed mass", kilograms(share.attributed_kg)
            ),
            names.measured(
                "mass-balance-attributed-share",
                "Attributed share of the shipment's net mass",
                percentage(share.percent),
            ),
            names.measured(
                "shipment-net-mass", "Net mass of the shipment", kilograms(snapshot.net_mass)
            ),
        ],
        "assessedProduct": products(snapshot, snapshot.lines, names),
        "assessedFacility": [
            facility(f"site-{n}", site, names) for n, site in enumerate(snapshot.boundary_sites, 1)
        ],
        **standards(snapshot.standards),
        "specifiedCondition": list(_conditions(snapshot, share)),
    }


def _conditions(snapshot: AttributedSnapshot, share: AttributedShare) -> Iterator[str]:
    guideline = snapshot.guideline
    yield NOT_PHYSICAL.en
    yield f"Chain of custody: {CREDIT_METHOD.en}."
    yield f"{share.name.en}: {share.definition.en}."
    yield (
        f"Guideline: {guideline.title.en}, version {guideline.version}; guideline verified by "
        f"{guideline.verified_by.en}."
    )
    yield f"Balance period: {snapshot.period_first_day} to {snapshot.period_last_day}."
    yield f"System boundary: {snapshot.boundary}."
    for factor in snapshot.factors:
        yield (
            f"Conversion factor: {factor.factor} (policy {factor.policy}, from "
            f"{factor.effective_from})."
        )
    yield f"Credit account: {share.account}, {share.debit_kg} kg taken."
    for entry in snapshot.entries:
        if entry.rpartition(" ")[0] == share.account:
            yield f"Ledger entry: {entry}."
    yield NO_DOUBLE_CLAIM.en
    yield wording.METAL_ONLY.en


def _moment(snapshot: AttributedSnapshot, *, first: bool) -> str:
    """The period's days are days in Japan."""
    day = snapshot.period_first_day if first else snapshot.period_last_day
    return datetime.combine(day, time() if first else LAST_SECOND, JAPAN).isoformat()
