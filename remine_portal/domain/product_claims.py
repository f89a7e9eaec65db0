"""What a buyer may say of a product of its own, made with metal that was declared to it.

Two reckonings that never meet: recycled material that is physically in the metal, and credits that
are attributed to copper, each characteristic by itself. Masses and shares are exact until they are
printed, rounded down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor

from remine_portal.domain.attributed_declarations import AttributedShare
from remine_portal.domain.catalog import SeriesMismatch, Text
from remine_portal.domain.claims import (
    NOT_PHYSICAL,
    PRODUCT_AT_LEAST,
    PRODUCT_WITH_CREDITS,
    PRODUCT_WITH_RECYCLED,
)
from remine_portal.domain.credits import CHARACTERISTIC_NAMES, Characteristic
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.mass import Mass
from remine_portal.domain.recycled_content import Figure, Operator
from remine_portal.domain.written import (
    filled,
    listed,
    within_a_sentence,
    written_mass,
    written_percent,
)


class PhysicalAndAttributed(SeriesMismatch):
    """DOMAIN.md rule 1, for whoever makes a product of both."""

    sentence = N_(
        "Recycled content is in the metal, and attributed credits are not, so they never make one "
        "share. Print two sentences: one for {contents}, and one for {credits}."
    )


class UsedAboveDeclared(Refusal):
    sentence = N_(
        "You have {declared} of {number}, so {used} of it cannot be in a product. Check the mass "
        "and its unit."
    )


class NothingUsed(Refusal):
    sentence = N_("Enter how much of the metal of {number} is in the product: more than 0.")


class ProductBelowMetals(Refusal):
    sentence = N_(
        "A product of {product} cannot hold {used} of metal. Enter the mass of all the product "
        "that was made with it."
    )


class DeclarationTwice(Refusal):
    sentence = N_("{number} is in two rows. Enter it once, with the total mass used.")


class ShareTooSmall(Refusal):
    sentence = N_(
        "The share is less than 0.1 %, so there is no figure to print. "
        "Do not make a claim about it."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class MetalUsed:
    """So much of a declared metal in a product. `declared` is what of it is with the buyer."""

    number: str
    product: Text
    declared: Mass
    used: Mass

    def __post_init__(self) -> None:
        if not self.used:
            raise NothingUsed(number=self.number)
        if self.used > self.declared:
            raise UsedAboveDeclared(number=self.number, declared=self.declared, used=self.used)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentUsed(MetalUsed):
    """Metal of the ISO 14021 Series; `figure` holds for every part of it."""

    figure: Figure
    standards: tuple[str, ...]
    verifiers: tuple[str, ...]

    @property
    def recycled(self) -> Mass:
        """The recycled material in it, rounded down to a milligram."""
        return Mass(floor(_part(self.used, self.figure.percent)))


@dataclass(frozen=True, slots=True, kw_only=True)
class CopperUsed(MetalUsed):
    """Copper to which credits are attributed."""

    shares: tuple[AttributedShare, ...]
    standards: tuple[str, ...]

    def percent_of(self, characteristic: Characteristic) -> Decimal:
        return sum(
            (each.percent for each in self.shares if each.characteristic is characteristic),
            Decimal(0),
        )

    def attributed(self, characteristic: Characteristic) -> Mass:
        """What is attributed to it of one characteristic, rounded down to a milligram."""
        return Mass(floor(_part(self.used, self.percent_of(characteristic))))


@dataclass(frozen=True, slots=True)
class ProductClaim:
    """A sentence to print on a product, its figure, and what of each declaration it rests on.

    `characteristic` is None for recycled material that is in the metal.
    """

    sentence: Text
    figure: Figure
    characteristic: Characteristic | None
    parts: tuple[tuple[MetalUsed, Mass], ...]

    @property
    def used(self) -> Mass:
        return Mass.total(metal.used for metal, _ in self.parts)

    @property
    def counted(self) -> Mass:
        """The recycled, or the attributed, mass: never both, and of one characteristic."""
        return Mass.total(counted for _, counted in self.parts)


def lowest(figures: Iterable[Figure]) -> Figure:
    """The figure that holds for whatever part of the lots was used: the lowest of theirs.

    Where they differ, it is a figure that is reached at least.
    """
    different = set(figures)
    if len({(each.operator, each.percent) for each in different}) == 1:
        return different.pop()
    return Figure(Operator.AT_LEAST, min(each.percent for each in different))


def claims_of_product(
    metals: Sequence[MetalUsed], product: Mass, *, unit: str
) -> list[ProductClaim]:
    """The sentences for a product of this mass: one of content, or one a characteristic.

    The figure is the recycled, or the attributed, mass by the mass of the product, rounded down to
    a tenth of a percent. `unit` is the one in which the sentence writes its masses. Refuses what is
    in the metal together with credits (DOMAIN.md rule 1), a declaration named twice, a product
    lighter than its metals, and a share below a tenth.
    """
    _refuse_twice(metals)
    contents = [each for each in metals if isinstance(each, ContentUsed)]
    coppers = [each for each in metals if isinstance(each, CopperUsed)]
    if contents and coppers:
        raise PhysicalAndAttributed(contents=_numbers(contents), credits=_numbers(coppers))
    used = Mass.total(each.used for each in metals)
    if used > product:
        raise ProductBelowMetals(product=product, used=used)
    if contents:
        return [_of_content(contents, product, unit)]
    return [_of_credits(kind, coppers, product) for kind in _kinds(coppers)]


def _of_content(metals: Sequence[ContentUsed], product: Mass, unit: str) -> ProductClaim:
    exact = sum(_part(each.used, each.figure.percent) for each in metals)
    at_least = any(each.figure.operator is Operator.AT_LEAST for each in metals)
    figure = Figure(
        Operator.AT_LEAST if at_least else Operator.EXACTLY, _percent(Fraction(exact), product)
    )
    percent = written_percent(figure.percent)
    sentence = filled(
        PRODUCT_WITH_RECYCLED,
        share=filled(PRODUCT_AT_LEAST, percent=percent) if at_least else percent,
        metals=listed(dict.fromkeys(within_a_sentence(each.product) for each in metals)),
        standards=_named(each.standards for each in metals),
        verifiers=_named(each.verifiers for each in metals),
        used=written_mass(Mass.total(each.used for each in metals), unit),
        product=written_mass(product, unit),
    )
    return ProductClaim(sentence, figure, None, tuple((each, each.recycled) for each in metals))


def _of_credits(kind: Characteristic, metals: Sequence[CopperUsed], product: Mass) -> ProductClaim:
    with_kind = [each for each in metals if each.percent_of(kind)]
    exact = sum(_part(each.used, each.percent_of(kind)) for each in with_kind)
    figure = Figure(Operator.EXACTLY, _percent(Fraction(exact), product))
    sentence = filled(
        PRODUCT_WITH_CREDITS,
        percent=written_percent(figure.percent),
        characteristic=within_a_sentence(CHARACTERISTIC_NAMES[kind]),
        standards=_named(each.standards for each in with_kind),
        not_physical=NOT_PHYSICAL,
    )
    parts = tuple((each, each.attributed(kind)) for each in with_kind)
    return ProductClaim(sentence, figure, kind, parts)


def _part(mass: Mass, percent: Decimal) -> Fraction:
    """So many milligrams, exactly."""
    return Fraction(mass.milligrams) * Fraction(percent) / 100


def _percent(milligrams: Fraction, product: Mass) -> Decimal:
    """Of the product, rounded down to a tenth: never too much (DOMAIN.md rule 5)."""
    tenths = floor(milligrams * 1000 / product.milligrams)
    if not tenths:
        raise ShareTooSmall
    return Decimal(tenths).scaleb(-1)


def _refuse_twice(metals: Sequence[MetalUsed]) -> None:
    seen = set()
    for each in metals:
        if each.number in seen:
            raise DeclarationTwice(number=each.number)
        seen.add(each.number)


def _kinds(metals: Sequence[CopperUsed]) -> list[Characteristic]:
    """Every characteristic of theirs, in the order of the table."""
    return [kind for kind in Characteristic if any(each.percent_of(kind) for each in metals)]


def _numbers(metals: Sequence[MetalUsed]) -> str:
    return ", ".join(each.number for each in metals)


def _named(names: Iterable[tuple[str, ...]]) -> str:
    """Each once, in the order of the metals."""
    return ", ".join(dict.fromkeys(name for each in names for name in each))
