"""Credits: whole kilograms of contained metal, where they stand, and the moves between standings.

A credit is an entitlement to attribute one kilogram of one metal with one specified characteristic.
It is no physical mass, and the two are never added up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from remine_portal.domain.catalog import Text
from remine_portal.domain.errors import N_, Refusal


class Characteristic(StrEnum):
    """What a credit carries: the two that sources name (DOMAIN.md section 1, S1)."""

    RECYCLED = "recycled"
    END_OF_LIFE_VEHICLE = "elv"


CHARACTERISTIC_NAMES: Mapping[Characteristic, Text] = {
    Characteristic.RECYCLED: Text(en="Recycled material", ja="リサイクル材料"),
    Characteristic.END_OF_LIFE_VEHICLE: Text(
        en="Material from end-of-life vehicles", ja="廃自動車由来の材料"
    ),
}

METALS = ("Cu",)
"""The metals that have credit accounts: those of the ISO 22095 Series."""


class Standing(StrEnum):
    """Where credits stand (DOMAIN.md 7a). Outside is where they come from, and end when struck."""

    OUTSIDE = "outside"
    AVAILABLE = "available"
    RESERVED = "reserved"
    ATTRIBUTED = "attributed"
    EXPIRED = "expired"


STANDING_NAMES: Mapping[Standing, str] = {
    Standing.OUTSIDE: N_("Outside the ledger"),
    Standing.AVAILABLE: N_("Available"),
    Standing.RESERVED: N_("Reserved"),
    Standing.ATTRIBUTED: N_("Attributed"),
    Standing.EXPIRED: N_("Expired"),
}


class Reason(StrEnum):
    """Why an entry moved credits; the reason is its direction."""

    BOOK_INPUT = "book-input"
    TRANSFER_IN = "transfer-in"
    TRANSFER_OUT = "transfer-out"
    RESERVE = "reserve"
    RELEASE = "release"
    ATTRIBUTE = "attribute"
    RETURN = "return"
    EXPIRE = "expire"
    DISALLOW = "disallow"
    TRUE_UP = "true-up"
    SETTLE = "settle"
    CARRY_OVER = "carry-over"


REASON_NAMES: Mapping[Reason, str] = {
    Reason.BOOK_INPUT: N_("Input booked"),
    Reason.TRANSFER_IN: N_("Transferred in"),
    Reason.TRANSFER_OUT: N_("Transferred out"),
    Reason.RESERVE: N_("Reserved for a draft"),
    Reason.RELEASE: N_("Released"),
    Reason.ATTRIBUTE: N_("Attributed to a shipment"),
    Reason.RETURN: N_("Returned"),
    Reason.EXPIRE: N_("Expired"),
    Reason.DISALLOW: N_("Struck off: input not eligible"),
    Reason.TRUE_UP: N_("Struck off: true-up to the measured yield"),
    Reason.SETTLE: N_("Struck off: deficit covered"),
    Reason.CARRY_OVER: N_("Carried over"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """From one standing to another."""

    source: Standing
    target: Standing


MOVES: Mapping[Reason, Move] = {
    Reason.BOOK_INPUT: Move(Standing.OUTSIDE, Standing.AVAILABLE),
    Reason.TRANSFER_IN: Move(Standing.OUTSIDE, Standing.AVAILABLE),
    Reason.TRANSFER_OUT: Move(Standing.AVAILABLE, Standing.OUTSIDE),
    Reason.RESERVE: Move(Standing.AVAILABLE, Standing.RESERVED),
    Reason.RELEASE: Move(Standing.RESERVED, Standing.AVAILABLE),
    Reason.ATTRIBUTE: Move(Standing.RESERVED, Standing.ATTRIBUTED),
    Reason.RETURN: Move(Standing.ATTRIBUTED, Standing.AVAILABLE),
    Reason.EXPIRE: Move(Standing.AVAILABLE, Standing.EXPIRED),
    Reason.DISALLOW: Move(Standing.AVAILABLE, Standing.OUTSIDE),
    Reason.TRUE_UP: Move(Standing.AVAILABLE, Standing.OUTSIDE),
    Reason.SETTLE: Move(Standing.AVAILABLE, Standing.OUTSIDE),
    Reason.CARRY_OVER: Move(Standing.AVAILABLE, Standing.AVAILABLE),
}
"""Every reason moves one way. A carry-over leaves credits where they stand, in the next period."""


def account_name(boundary: str, metal: str, characteristic: Characteristic) -> str:
    """BOUNDARY-METAL-CHARACTERISTIC, as in NAOSHIMA-CU-recycled (INTERFACES.md)."""
    return f"{boundary}-{metal.upper()}-{characteristic}"


class InsufficientCredits(Refusal):
    """DOMAIN.md rules 15, 16 and 20: kinds of credits are never mixed to make up for one."""

    code = "INSUFFICIENT_CREDITS"
    sentence = N_(
        "{wanted} kg of credits are needed from account {account}, and {available} kg can be used "
        "for this period. Attribute a smaller share, or wait until more input has been booked."
    )


class AccountFrozen(Refusal):
    """DOMAIN.md rules 32 and 37: a deficit freezes its account."""

    code = "ACCOUNT_FROZEN"
    sentence = N_(
        "Account {account} lacks {deficit} kg after a correction, so nothing can be attributed "
        "from it. It opens again when new input has covered the deficit."
    )


class MetalMismatch(Refusal):
    """DOMAIN.md rule 23."""

    code = "METAL_MISMATCH"
    sentence = N_(
        "Credits of {account} stand for {account_metal} and cannot be attributed to {metal}. "
        "Choose an account of the same metal."
    )


def refuse_other_metal(account: str, *, account_metal: str, metal: str) -> None:
    """Refuse to attribute credits of one metal to another (DOMAIN.md rule 23)."""
    if account_metal != metal:
        raise MetalMismatch(account=account, account_metal=account_metal, metal=metal)


def standings_of(moved: Mapping[Reason, int]) -> dict[Standing, int]:
    """What stands where, in kilograms, when so much has moved for each reason."""
    standing = dict.fromkeys(Standing, 0)
    for reason, kilograms in moved.items():
        standing[MOVES[reason].source] -= kilograms
        standing[MOVES[reason].target] += kilograms
    return standing
