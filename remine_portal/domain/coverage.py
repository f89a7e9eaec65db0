"""What is answered of a number that a customer asks about: exactly one thing, and its lots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from remine_portal.domain.catalog import Text
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.mass import Mass


class Answer(StrEnum):
    """What most needs a customer's eye comes first: so one is chosen where lots differ."""

    MASS_DIFFERS = "mass_differs"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    NOT_ISSUED = "not_issued"
    NOT_ELIGIBLE = "not_eligible"
    DECLARED = "declared"
    UNKNOWN = "unknown"


ANSWER_NAMES: Mapping[Answer, str] = {
    Answer.DECLARED: N_("Declared"),
    Answer.SUPERSEDED: N_("Superseded"),
    Answer.REVOKED: N_("Revoked"),
    Answer.MASS_DIFFERS: N_("Mass differs from your figure"),
    Answer.NOT_ISSUED: N_("Not issued yet"),
    Answer.NOT_ELIGIBLE: N_("Not eligible"),
    Answer.UNKNOWN: N_("Unknown"),
}
"""In the order in which pages count them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LotAnswer:
    """One lot that a number names. The mass is the declared one where it is declared.

    `number` is the declaration that the answer is about, `successor` the one that is current in its
    place, `requested_in` the open request for it, `refusal` why it cannot be declared. It is
    missing where a declaration can be requested, and has not been.
    """

    answer: Answer
    shipment_no: str
    line_no: int
    ship_date: date
    lot_no: str
    product: Text
    net_mass: Mass
    unit: str
    order_no: str | None = None
    customer_po: str | None = None
    number: str | None = None
    successor: str | None = None
    requested_in: str | None = None
    refusal: Refusal | None = None
    is_missing: bool = False

    @property
    def current_number(self) -> str | None:
        """The declaration that holds for it today."""
        return self.number if self.answer is Answer.DECLARED else self.successor


@dataclass(frozen=True, slots=True)
class ReferenceAnswer:
    """A number as it was first written, how often it was, the figures stated for it, its lots."""

    text: str
    times: int
    stated: tuple[Mass, ...]
    lots: tuple[LotAnswer, ...]

    @property
    def net_mass(self) -> Mass:
        return Mass.total(each.net_mass for each in self.lots)

    @property
    def stated_mass(self) -> Mass | None:
        """The customer's figure in one: ours where theirs come to it, for these may repeat it."""
        if not self.stated:
            return None
        return self.net_mass if agree(self.stated, self.net_mass) else Mass.total(self.stated)

    @property
    def answer(self) -> Answer:
        if not self.lots:
            return Answer.UNKNOWN
        if not agree(self.stated, self.net_mass):
            return Answer.MASS_DIFFERS
        found = {each.answer for each in self.lots}
        return next(each for each in Answer if each in found)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The answers to a list, in its order."""

    references: tuple[ReferenceAnswer, ...]

    @property
    def counts(self) -> dict[Answer, int]:
        """How many numbers have each answer, in the order in which pages count them."""
        found = Counter(each.answer for each in self.references)
        return {answer: found[answer] for answer in ANSWER_NAMES}

    @property
    def repeated(self) -> int:
        """How many times a number stood in the list once more."""
        return sum(each.times - 1 for each in self.references)

    @property
    def missing(self) -> list[str]:
        """The shipments for which a declaration can be requested."""
        return _each_once(lot.shipment_no for lot in self._lots if lot.is_missing)

    @property
    def declarations(self) -> list[str]:
        """The current declarations of everything that was found."""
        return _each_once(lot.current_number for lot in self._lots)

    @property
    def _lots(self) -> list[LotAnswer]:
        return [lot for each in self.references for lot in each.lots]


def agree(stated: Sequence[Mass], ours: Mass) -> bool:
    """Whether the figures stated for one number are ours.

    Where it stands in several rows, these may repeat its mass or divide it: either reading is
    taken.
    """
    return set(stated) <= {ours} or Mass.total(stated) == ours


def _each_once(numbers: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(each for each in numbers if each))
