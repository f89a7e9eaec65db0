"""Inputs as they come in: weighed and assayed, with or without a characteristic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from remine_portal.domain.batches import credited_kg
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.mass import Mass

NO_CHARACTERISTIC = "none"
"""What the file says of an input without a characteristic, such as concentrate."""


class EvidenceMissing(Refusal):
    """DOMAIN.md rule 13."""

    code = "EVIDENCE_MISSING"
    sentence = N_(
        "Receipt {receipt} has no weight ticket or no assay report, so it brings in no credits. "
        "Enter the numbers of both documents."
    )


class InputAlreadyUsed(Refusal):
    """DOMAIN.md rule 14: one input, one claim."""

    code = "INPUT_ALREADY_USED"
    sentence = N_(
        "Receipt {receipt} is booked already, with other figures. "
        "A booked input is never changed: check its number."
    )


class TicketAlreadyUsed(InputAlreadyUsed):
    sentence = N_(
        "Weight ticket {ticket} of supplier {supplier} is booked already, as receipt {receipt}. "
        "One weighing counts once."
    )


class UsedElsewhere(InputAlreadyUsed):
    sentence = N_(
        "Receipt {receipt} is used in {scheme}, so it cannot bring in credits as well. "
        "One input supports one claim."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One input as a file or a person states it; `row` is where it stood in the file."""

    row: int
    receipt_no: str
    site_code: str
    received_on: date
    material: str
    characteristic: Characteristic | None
    supplier_ref: str
    gross: Mass
    unit: str
    assay_percent: Decimal
    weight_ticket: str | None
    assay_report: str | None
    also_used_in: str | None = None

    def credited_kg(self, factor: Decimal) -> int:
        """Contained metal × conversion factor, rounded down (DOMAIN.md rule 12).

        Nothing without a characteristic.
        """
        if self.characteristic is None:
            return 0
        return credited_kg(self.gross, self.assay_percent, factor)


def refuse_without_evidence(receipt: Receipt) -> None:
    """Refuse an input without its weight ticket or assay (DOMAIN.md rule 13)."""
    if not receipt.weight_ticket or not receipt.assay_report:
        raise EvidenceMissing(receipt=receipt.receipt_no)


def refuse_used_elsewhere(receipt: Receipt) -> None:
    """Refuse an input that another figure or scheme counts (DOMAIN.md rule 14)."""
    if receipt.also_used_in:
        raise UsedElsewhere(receipt=receipt.receipt_no, scheme=receipt.also_used_in)
