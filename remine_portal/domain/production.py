"""What staff book of a period from production records, before it can be closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from remine_portal.domain.mass import Mass


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """Output, physical stock and measured yield of a boundary in a period, named by its first day.

    None is not known yet: what was booked of it earlier stays. `row` is where it stood in a file.
    """

    row: int
    boundary: str
    first_day: date
    output: Mass | None = None
    physical_stock: Mass | None = None
    measured_yield: Decimal | None = None
    unit: str = "t"
