"""How a declaration ends: replaced by a new version or revoked, for a cause that is named."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from remine_portal.domain.declarations import SameHands
from remine_portal.domain.errors import N_, Refusal


class Cause(StrEnum):
    """Why a declaration ends.

    The public page may say it, so it names a kind of reason and nobody; what exactly was wrong is
    said beside it, to the customer alone (DOMAIN.md rule 41).
    """

    FIGURE = "figure"
    RECIPIENT = "recipient"
    LOTS = "lots"
    EVIDENCE = "evidence"
    INPUT = "input"
    GOODS_RETURNED = "goods-returned"
    WORDING = "wording"


CAUSE_NAMES: Mapping[Cause, str] = {
    Cause.FIGURE: N_("Wrong figure"),
    Cause.RECIPIENT: N_("Wrong recipient or address"),
    Cause.LOTS: N_("Wrong lots or shipment"),
    Cause.EVIDENCE: N_("Evidence no longer holds"),
    Cause.INPUT: N_("Input not eligible"),
    Cause.GOODS_RETURNED: N_("Goods returned by the customer"),
    Cause.WORDING: N_("Misprint or wording"),
}


class NotCurrent(Refusal):
    """DOMAIN.md rules 34 and 36: a declaration ends once."""

    code = "NOT_CURRENT"
    sentence = N_(
        "{number} is no longer current: it has been superseded or revoked. Open it to see when, "
        "and what has replaced it."
    )


class OtherShipment(Refusal):
    sentence = N_(
        "{number} declares shipment {declared}. Its new version must be of the same shipment."
    )


class OtherProduct(Refusal):
    sentence = N_(
        "{number} declares {product}. Its new version must be of the same product; revoke it if "
        "nothing of it is right."
    )


class ReasonMissing(Refusal):
    """Whoever took the document reads it."""

    sentence = N_("Say what was wrong, in a sentence for those who have the document.")


class RevocationOpen(Refusal):
    sentence = N_(
        "{name} has already proposed to revoke {number}. A colleague confirms it, or it is "
        "withdrawn."
    )


class NoRevocation(Refusal):
    sentence = N_(
        "Nobody proposes to revoke {number}, or the proposal has been withdrawn. Propose it first."
    )


class SameRevoker(SameHands):
    """DOMAIN.md rule 39, for revoking."""

    sentence = N_("You proposed to revoke {number}, so a colleague must confirm it.")
