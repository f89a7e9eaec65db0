"""Attributing credits to a shipment: a percentage of its net mass, at most all of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil

from remine_portal.domain.credits import Characteristic
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.mass import MILLIGRAMS, Mass


class AttributionAboveShipment(Refusal):
    """DOMAIN.md rule 18."""

    code = "ATTRIBUTION_ABOVE_SHIPMENT"
    sentence = N_(
        "{percent} % would be attributed to lot {lot} in all, over every characteristic and draft. "
        "A lot can carry at most 100 %. Attribute a smaller share, or withdraw the other draft."
    )


class ShareOutOfRange(AttributionAboveShipment):
    sentence = N_(
        "{percent} % is not a share of a shipment. Enter more than 0 and at most 100, with at most "
        "three decimals."
    )


class CharacteristicTwice(Refusal):
    sentence = N_("Each characteristic can be attributed once in a draft. Enter one share for it.")


class NoShipment(Refusal):
    """DOMAIN.md rule 22: credits without goods would be book and claim."""

    code = "NO_SHIPMENT"
    sentence = N_(
        "Credits are attributed to copper that has been shipped, never to a customer alone. "
        "Choose a shipment and at least one of its lots."
    )


@dataclass(frozen=True, slots=True)
class Attribution:
    """One characteristic, attributed to so many percent of the covered net mass."""

    characteristic: Characteristic
    percent: Decimal

    def debit_kg(self, net_mass: Mass) -> int:
        """Credits it takes: rounded up to a whole kilogram (DOMAIN.md rule 19 and 7a)."""
        return ceil(self._exact_kg(net_mass))

    def printed_kg(self, net_mass: Mass) -> int:
        """The attributed mass as documents print it: rounded down to a whole kilogram."""
        return int(self._exact_kg(net_mass))

    def _exact_kg(self, net_mass: Mass) -> Fraction:
        return Fraction(net_mass.milligrams, MILLIGRAMS["kg"]) * Fraction(self.percent) / 100


def unattributed(net_mass: Mass, printed_kg: Iterable[int]) -> Mass:
    """Net mass less the printed attributed mass; never below zero (DOMAIN.md 7a)."""
    attributed = sum(printed_kg) * MILLIGRAMS["kg"]
    return Mass(max(0, net_mass.milligrams - attributed))


def refuse_impossible_shares(attributions: Iterable[Attribution]) -> None:
    """Refuse a share of nothing, above all or too fine, and a characteristic named twice."""
    seen = set()
    for each in attributions:
        if not 0 < each.percent <= 100 or each.percent != round(each.percent, 3):
            raise ShareOutOfRange(percent=each.percent)
        if each.characteristic in seen:
            raise CharacteristicTwice
        seen.add(each.characteristic)


def refuse_above_shipment(lot: str, percents: Iterable[Decimal]) -> None:
    """Refuse shares of a lot that come to more than 100 % over all characteristics (rule 18)."""
    if (total := sum(percents, Decimal(0))) > 100:
        raise AttributionAboveShipment(lot=lot, percent=total)


def credits_after_return(attribution: Attribution, *, kept: Mass, attributed_kg: int) -> int:
    """Credits that go back when goods came back: what is attributed above the kept goods' share.

    50 t at 40 %, of which 20 t return: 12 stay and 8 go back (DOMAIN.md rule 35).
    """
    return max(0, attributed_kg - attribution.debit_kg(kept))
