"""What may be said of a shipment's lines, or the rule that forbids it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from remine_portal.domain.catalog import ProducingEntity, Series, entity_on, refuse_recycled_content
from remine_portal.domain.errors import Refusal
from remine_portal.domain.mass import Mass
from remine_portal.domain.recycled_content import (
    EntityNotKnown,
    Figure,
    RecycledContent,
    Verification,
    figure_of_line,
    verification_of_line,
)
from remine_portal.domain.renewable import ElectricityEvidence, renewable_evidence_for
from remine_portal.persistence import catalog, evidence, shipments
from remine_portal.persistence.catalog import SiteRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow


@dataclass(frozen=True)
class LineAssessment:
    """One line with everything that evidence lets us say about it, or why nothing may be said."""

    line: ShipmentLineRow
    site: SiteRow | None
    entity: ProducingEntity | None
    content: RecycledContent | None
    verification: Verification | None
    figure: Figure | None
    renewable: ElectricityEvidence | None
    refusal: Refusal | None

    @property
    def declarable(self) -> bool:
        return self.refusal is None

    @property
    def sample(self) -> bool:
        """Whether any invented figure stands behind the line."""
        return bool(
            (self.verification and self.verification.sample)
            or (self.renewable and self.renewable.sample)
        )


@dataclass(frozen=True)
class Claim:
    """The lots that share one product, one verification and so one figure."""

    verification: Verification
    figure: Figure
    lines: tuple[LineAssessment, ...]

    @property
    def net_mass(self) -> Mass:
        return Mass.total(each.line.net_mass for each in self.lines)

    @property
    def calculated(self) -> bool:
        """Whether a calculation of every lot is on file."""
        return all(each.content is not None for each in self.lines)


@dataclass(frozen=True)
class ShipmentAssessment:
    """The lines of one shipment. Nothing is added up over different figures (DOMAIN.md 7a)."""

    lines: tuple[LineAssessment, ...]

    @property
    def figure(self) -> Figure | None:
        """The one figure of all lines that have one; None when they differ, or none has any."""
        figures = {each.figure for each in self.lines if each.declarable}
        return figures.pop() if len(figures) == 1 else None

    @property
    def claims(self) -> list[Claim]:
        """What may be said, in the order of the lines."""
        shared: dict[tuple[Verification, Figure], list[LineAssessment]] = {}
        for each in self.lines:
            if each.declarable and each.verification and each.figure:
                shared.setdefault((each.verification, each.figure), []).append(each)
        return [Claim(*key, tuple(lines)) for key, lines in shared.items()]

    @property
    def refused(self) -> list[LineAssessment]:
        return [each for each in self.lines if not each.declarable]

    @property
    def uses_credits(self) -> bool:
        """Whether any lot is of the series that is declared by attribution."""
        return any(each.line.product.series is Series.ISO_22095 for each in self.lines)

    @property
    def entity(self) -> ProducingEntity | None:
        """Named for the whole shipment only when all lines agree."""
        entities = {each.entity for each in self.lines}
        return entities.pop() if len(entities) == 1 else None

    def renewable_on(self, today: date) -> dict[tuple[date, date], list[LineAssessment]]:
        """The lines whose electricity is covered, by the days a note may name today (rule 42)."""
        covered: dict[tuple[date, date], list[LineAssessment]] = {}
        for each in self.lines:
            if each.renewable:
                covered.setdefault(each.renewable.days_known_on(today), []).append(each)
        return covered


def assess_shipments(
    work: UnitOfWork, sent: Iterable[ShipmentRow]
) -> dict[int, ShipmentAssessment]:
    """Assess the current lines of shipments, which must be loaded, all at once; by shipment id."""
    sent = list(sent)
    by_shipment: dict[int, list[LineAssessment]] = {each.id: [] for each in sent}
    for each in assess_lines(work, [line for shipment in sent for line in shipment.lines]):
        by_shipment[each.line.shipment_id].append(each)
    return {key: ShipmentAssessment(tuple(lines)) for key, lines in by_shipment.items()}


def assess_lines(work: UnitOfWork, lines: Iterable[ShipmentLineRow]) -> list[LineAssessment]:
    """Assess lines, whose products must be loaded, by the evidence on file now.

    What is true per lot stays per lot (DOMAIN.md 7a); rules 1, 3 to 9, 42 and 43.
    """
    lines = list(lines)
    verifications = evidence.all_verifications(work)
    electricity = evidence.all_electricity_evidence(work)
    sites = catalog.sites_by_code(work)
    contents = shipments.contents_of_lots(
        work, {(each.lot_no, each.product_code) for each in lines}
    )
    return [
        _assess(
            line,
            sites.get(line.site_code or ""),
            contents.get((line.lot_no, line.product_code)),
            verifications,
            electricity,
        )
        for line in lines
    ]


def _assess(
    line: ShipmentLineRow,
    site: SiteRow | None,
    content: RecycledContent | None,
    verifications: list[Verification],
    electricity: list[ElectricityEvidence],
) -> LineAssessment:
    verification: Verification | None = None
    figure: Figure | None = None
    refused: Refusal | None = None
    entity = entity_on(site.history, line.production_date) if site else None
    try:
        verification = _verification_of(line, entity, verifications)
        figure = figure_of_line(verification, content, lot=line.lot_no)
    except Refusal as refusal:
        refused = refusal
    return LineAssessment(
        line=line,
        site=site,
        entity=entity,
        content=content,
        verification=verification,
        figure=figure,
        renewable=renewable_evidence_for(
            electricity,
            element=line.product.element,
            site_code=line.site_code,
            produced_on=line.production_date,
        ),
        refusal=refused,
    )


def _verification_of(
    line: ShipmentLineRow, entity: ProducingEntity | None, verifications: list[Verification]
) -> Verification:
    """What the line rests on; refuses a line of the other series, or of nobody on file."""
    refuse_recycled_content(line.product_code, line.product.series)
    verification = verification_of_line(
        verifications,
        lot=line.lot_no,
        product_code=line.product_code,
        site_code=line.site_code,
        produced_on=line.production_date,
    )
    if entity is None:
        raise EntityNotKnown(site=line.site_code, produced_on=line.production_date, lot=line.lot_no)
    return verification
