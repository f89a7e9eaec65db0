"""Recycled content per ISO 14021: what is in the metal, and what a verification lets us say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.mass import Mass

TENTH = Decimal("0.1")


class ContentOutOfBounds(Refusal):
    """DOMAIN.md rules 3 and 4."""

    code = "CONTENT_OUT_OF_BOUNDS"
    sentence = N_(
        "The contents of lot {lot} do not add up: pre-consumer, post-consumer and same-process "
        "material together cannot be more than the product mass, and the product mass must be "
        "above zero. Correct the masses of the lot."
    )


class NoVerifiedFigure(Refusal):
    """DOMAIN.md rule 7: no verification, no figure; nothing is assumed."""

    code = "NO_VERIFIED_FIGURE"
    sentence = N_(
        "No verification of the recycled content of {product} is on file, so it cannot be "
        "declared. Enter the verification with its reference and evidence first."
    )


class OutsideVerification(Refusal):
    """DOMAIN.md rule 9: the verification must be in force on the production date, at the site."""

    code = "OUTSIDE_VERIFICATION"
    sentence = N_(
        "Lot {lot} was produced on {produced_on}, and no verification of {product} for its site "
        "was in force on that day. Enter the verification that covers it, or leave the lot out."
    )


class SiteNotKnown(OutsideVerification):
    """A line without a site is accepted by the import, and is not declarable."""

    sentence = N_(
        "Lot {lot} has no production site on file, and a verification holds for one site only. "
        "Have the site corrected in the ERP, or leave the lot out."
    )


class EntityNotKnown(OutsideVerification):
    """A declaration names who produced the metal (rule 8), and guesses nobody."""

    sentence = N_(
        "Nobody is on file as the producing entity of {site} on {produced_on}, so lot {lot} cannot "
        "be declared. Have the catalogue completed, or leave the lot out."
    )


class BelowVerifiedFloor(Refusal):
    """DOMAIN.md rule 6: a lot below the verified figure cannot carry it."""

    code = "BELOW_VERIFIED_FLOOR"
    sentence = N_(
        "Lot {lot} contains {percent} % recycled material, which is below the verified "
        "{verified} %. Leave the lot out of the declaration."
    )


class Operator(StrEnum):
    """How a figure is meant: exactly, or at least."""

    EXACTLY = "="
    AT_LEAST = ">="


def refuse_impossible_contents(
    *, lot: str, product: Mass, pre_consumer: Mass, post_consumer: Mass, returns: Mass
) -> None:
    """Refuse a lot of no mass, or one with more in it than there is of it (rules 3 and 4)."""
    if not product or pre_consumer + post_consumer + returns > product:
        raise ContentOutOfBounds(lot=lot)


@dataclass(frozen=True, slots=True)
class RecycledContent:
    """What went into one lot. Credits have no place here (ISO 14021: material, not entitlement)."""

    lot: str
    product: Mass
    pre_consumer: Mass
    post_consumer: Mass
    same_process_returns: Mass = Mass(0)

    def __post_init__(self) -> None:
        refuse_impossible_contents(
            lot=self.lot,
            product=self.product,
            pre_consumer=self.pre_consumer,
            post_consumer=self.post_consumer,
            returns=self.same_process_returns,
        )

    @property
    def recycled(self) -> Mass:
        """Pre- and post-consumer material. Same-process returns never count (rule 3)."""
        return self.pre_consumer + self.post_consumer

    @property
    def percent(self) -> Decimal:
        """Recycled mass by product mass, rounded down to a tenth: never too much (rule 5)."""
        exact = Decimal(self.recycled.milligrams) * 100 / Decimal(self.product.milligrams)
        return exact.quantize(TENTH, rounding=ROUND_DOWN)


@dataclass(frozen=True, slots=True)
class Figure:
    """A percentage as it may be printed: with its operator, and the split where disclosed."""

    operator: Operator
    percent: Decimal
    pre_consumer_percent: Decimal | None = None
    post_consumer_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """What a third party verified about the recycled content of one product at one site.

    The standard is named with the edition the verifier used, for ever (rule 10).
    """

    reference: str
    product_code: str
    site_code: str
    figure: Figure
    standard_edition: str
    verifier: str
    valid_from: date
    valid_to: date
    basis: str | None = None
    period_from: date | None = None
    period_to: date | None = None
    sample: bool = False

    @property
    def standard(self) -> str:
        return f"ISO 14021:{self.standard_edition}"

    def in_force_on(self, day: date) -> bool:
        """Both days inclusive."""
        return self.valid_from <= day <= self.valid_to


def verification_of_line(
    verifications: Iterable[Verification],
    *,
    lot: str,
    product_code: str,
    site_code: str | None,
    produced_on: date,
) -> Verification:
    """The verification a line rests on: same product and site, in force when it was produced.

    Of several in force, the one that began last; of those, the first given, which is the newest
    entry. Refuses per DOMAIN.md rules 7 and 9.
    """
    of_product = [each for each in verifications if each.product_code == product_code]
    if not of_product:
        raise NoVerifiedFigure(product=product_code)
    if site_code is None:
        raise SiteNotKnown(lot=lot)
    in_force = [
        each for each in of_product if each.site_code == site_code and each.in_force_on(produced_on)
    ]
    if not in_force:
        raise OutsideVerification(lot=lot, produced_on=produced_on, product=product_code)
    return max(in_force, key=lambda each: each.valid_from)


def figure_of_line(
    verification: Verification, content: RecycledContent | None, *, lot: str
) -> Figure:
    """The figure to print for a lot: the verified one, never the calculated one (rule 6).

    Without contents on file the verified figure stands (DOMAIN.md 7a). Contents below it refuse.
    """
    if content is not None and content.percent < verification.figure.percent:
        raise BelowVerifiedFloor(
            lot=lot, percent=content.percent, verified=verification.figure.percent
        )
    return verification.figure
