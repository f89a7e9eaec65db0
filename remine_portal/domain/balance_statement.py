"""What is published of a closed balance period: each account's figures, and the root of its sum."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import rfc8785

from remine_portal.domain.credits import Characteristic, Reason
from remine_portal.domain.mass import Mass
from remine_portal.domain.periods import BalancePeriod

VERSION = 1

STRUCK_OFF = (Reason.TRUE_UP, Reason.DISALLOW, Reason.SETTLE)
"""Why credits are taken out again: an input brought in less than was booked of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibleInput:
    """Inputs of an account that were booked by one conversion factor."""

    factor: Decimal
    inputs: int
    contained: Mass
    booked_kg: int

    def said(self) -> dict[str, Any]:
        return {
            "conversion_factor": f"{self.factor:f}",
            "inputs": self.inputs,
            "contained_metal": {"value": f"{self.contained.in_unit('kg'):f}", "unit": "kg"},
            "booked_kg": self.booked_kg,
        }

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> EligibleInput:
        contained = said["contained_metal"]
        return cls(
            factor=Decimal(said["conversion_factor"]),
            inputs=said["inputs"],
            contained=Mass.of(contained["value"], contained["unit"]),
            booked_kg=said["booked_kg"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountStatement:
    """One account in whole kilograms of credits: what came in, what went out, what was left.

    `returned_kg` came back from shipments of earlier periods; what came back in the period of its
    own shipment is not attributed. `deficit_kg` is what corrections of the period found missing.
    """

    account: str
    characteristic: Characteristic
    root: bytes
    opening_kg: int
    booked_kg: int
    transferred_in_kg: int
    returned_kg: int
    attributed_kg: int
    expired_kg: int
    struck_off_kg: int
    transferred_out_kg: int
    closing_kg: int
    deficit_kg: int
    inputs: tuple[EligibleInput, ...] = ()

    @property
    def came_in_kg(self) -> int:
        """All that could be attributed: carried over, and what came in."""
        return self.opening_kg + self.booked_kg + self.transferred_in_kg + self.returned_kg

    @property
    def is_within(self) -> bool:
        """Whether no more was attributed than there was."""
        return self.attributed_kg <= self.came_in_kg

    def said(self) -> dict[str, Any]:
        figures = {name: getattr(self, name) for name in FIGURES}
        return {
            "account": self.account,
            "characteristic": self.characteristic.value,
            "root": self.root.hex(),
            "inputs": [each.said() for each in self.inputs],
            **figures,
        }

    @classmethod
    def read(cls, said: Mapping[str, Any]) -> AccountStatement:
        return cls(
            account=said["account"],
            characteristic=Characteristic(said["characteristic"]),
            root=bytes.fromhex(said["root"]),
            inputs=tuple(map(EligibleInput.read, said["inputs"])),
            **{name: said[name] for name in FIGURES},
        )


FIGURES = (
    "opening_kg",
    "booked_kg",
    "transferred_in_kg",
    "returned_kg",
    "attributed_kg",
    "expired_kg",
    "struck_off_kg",
    "transferred_out_kg",
    "closing_kg",
    "deficit_kg",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceStatement:
    """Every account of a boundary and metal in one period, as of its closing."""

    boundary: str
    metal: str
    period: BalancePeriod
    closed_at: datetime
    policy: str
    accounts: Sequence[AccountStatement]
    sample: bool

    def canonical(self) -> str:
        """The same text for the same statement (RFC 8785): what the register has the hash of."""
        said: dict[str, Any] = {
            "v": VERSION,
            "boundary": self.boundary,
            "metal": self.metal,
            "period_first_day": self.period.first_day.isoformat(),
            "period_last_day": self.period.last_day.isoformat(),
            "closed_at": self.closed_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "policy": self.policy,
            "accounts": [each.said() for each in self.accounts],
            "sample": self.sample,
        }
        return rfc8785.dumps(said).decode()

    @classmethod
    def read(cls, canonical: str) -> BalanceStatement:
        """A statement of ours, read back."""
        said = json.loads(canonical)
        return cls(
            boundary=said["boundary"],
            metal=said["metal"],
            period=BalancePeriod(
                date.fromisoformat(said["period_first_day"]),
                date.fromisoformat(said["period_last_day"]),
            ),
            closed_at=datetime.fromisoformat(said["closed_at"]),
            policy=said["policy"],
            accounts=tuple(map(AccountStatement.read, said["accounts"])),
            sample=said["sample"],
        )
