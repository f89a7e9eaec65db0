"""Recycled content as UNTP says it: an assessment for each lot, for lots are never averaged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from remine_portal.documents import wording
from remine_portal.documents.json_figures import kilograms, percentage
from remine_portal.documents.untp_parts import (
    Names,
    facility,
    performance_known,
    products,
    standards,
)
from remine_portal.domain.catalog import Text
from remine_portal.domain.claims import renewable_note
from remine_portal.domain.content_declarations import ContentLot, ContentSnapshot, RenewableRange
from remine_portal.domain.recycled_content import Operator

CONTENT = "Recycled content by mass"
ELECTRICITY = "Renewable electricity of the site"


def claims(snapshot: ContentSnapshot, names: Names) -> dict[str, Any]:
    """What is in the metal of each lot, then the electricity of the sites that evidence covers."""
    contents = [_content(snapshot, lot, names) for lot in snapshot.lines]
    return {"conformityAssessment": contents + list(_electricity(snapshot, names))}


def _content(snapshot: ContentSnapshot, lot: ContentLot, names: Names) -> dict[str, Any]:
    return {
        **names.assessment(
            f"content-{lot.line_no}",
            CONTENT,
            criterion="recycled-content",
            topic="Recycled Material Integration",
        ),
        "assessedPerformance": list(_figures(lot, names)),
        "assessedProduct": products(snapshot, [lot], names),
        "assessedFacility": [facility(f"site-{lot.line_no}", lot.site, names)],
        **standards([lot.verification.standard]),
        "specifiedCondition": list(_conditions(lot)),
    }


def _figures(lot: ContentLot, names: Names) -> Iterator[dict[str, Any]]:
    """The verified figure, never the calculated one; the split only where it is disclosed."""
    figure = lot.figure
    yield performance_known("Recycled Content Percentage", percentage(figure.percent))
    for origin, share in (
        ("pre-consumer", figure.pre_consumer_percent),
        ("post-consumer", figure.post_consumer_percent),
    ):
        if share is not None:
            yield names.measured(
                f"{origin}-percentage",
                f"{origin.capitalize()} recycled content",
                percentage(share),
            )
    yield names.measured("lot-net-mass", "Net mass of the lot", kilograms(lot.net_mass))


def _conditions(lot: ContentLot) -> Iterator[str]:
    verification = lot.verification
    if lot.figure.operator is Operator.AT_LEAST:
        yield f"The figure is a minimum: {lot.figure.percent} % {wording.OR_MORE.en}."
    yield wording.FORMULA_IN_WORDS.en
    yield (
        f"Verified by {verification.verifier} ({verification.standard}), reference "
        f"{verification.reference}, valid {verification.valid_from} to {verification.valid_to}."
    )
    yield wording.METAL_ONLY.en


def _electricity(snapshot: ContentSnapshot, names: Names) -> Iterator[dict[str, Any]]:
    """One assessment for each site and range of days, with the lots that it covers."""
    covered: dict[tuple[Text, RenewableRange], list[ContentLot]] = {}
    for lot in snapshot.lines:
        if lot.renewable:
            covered.setdefault((lot.site, lot.renewable), []).append(lot)
    for (site, days), lots in covered.items():
        line_no = lots[0].line_no
        yield {
            **names.assessment(
                f"electricity-{line_no}",
                ELECTRICITY,
                criterion="renewable-electricity",
                topic="Renewable Energy Use",
            ),
            "assessedPerformance": [
                performance_known("Renewable Energy Percentage", {"value": 100, "unit": "P1"})
            ],
            "assessedProduct": products(snapshot, lots, names),
            "assessedFacility": [facility(f"site-{line_no}", site, names)],
            "specifiedCondition": [renewable_note(days.first_day, days.last_day).en],
        }
