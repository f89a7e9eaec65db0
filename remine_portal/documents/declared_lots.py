"""The lots of a declaration on paper: what all of them share, and in what they differ."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any

from remine_portal.domain.declarations import DeclaredLot


def order_of(lot: DeclaredLot) -> str | None:
    """Order and item as one name: an item alone names nothing."""
    return " / ".join(part for part in (lot.order_no, lot.order_item) if part) or None


PER_LOT: Mapping[str, Callable[[Any], Hashable]] = {
    "site": lambda lot: lot.site,
    "entity": lambda lot: lot.entity,
    "customer_po": lambda lot: lot.customer_po,
    "order": order_of,
}
"""What stands in the head when all lots agree on it, and in a column of the lots otherwise."""


def differing(
    lots: Iterable[DeclaredLot], per_lot: Mapping[str, Callable[[Any], Hashable]]
) -> set[str]:
    """The names of what is not the same for all lots."""
    lots = tuple(lots)
    return {name for name, of in per_lot.items() if len(set(map(of, lots))) > 1}
