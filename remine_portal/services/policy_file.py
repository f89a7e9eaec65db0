"""What a file says of the credit ledger's policies."""

from __future__ import annotations

import re
from decimal import Decimal

from remine_portal.domain.catalog import Text
from remine_portal.domain.credits import METALS, Characteristic
from remine_portal.domain.errors import N_
from remine_portal.domain.policy import CarryOverCap, Guideline, Policy
from remine_portal.services.json_entries import Entry

FACTOR = re.compile(r"[01](\.\d{1,6})?")
BOUNDARY = re.compile(r"[A-Z0-9][A-Z0-9-]{0,63}")


def policy_in(entry: Entry) -> Policy:
    """One policy, every term of it; refuses the file by the place of what cannot be taken."""
    guideline = entry.entry("guideline")
    factors, definitions = entry.entry("conversion_factors"), entry.entry("characteristics")
    return Policy(
        name=entry.text("name", 64),
        effective_from=entry.day("effective_from"),
        period_months=_months(entry, "period_months", 12),
        validity_months=_months(entry, "validity_months", 120),
        reservation_days=_months(entry, "reservation_days", 90),
        conversion_factors={metal: _factor(factors, metal) for metal in METALS},
        carry_over=_yes_or_no(entry, "carry_over"),
        carry_over_cap=entry.choice("carry_over_cap", CarryOverCap),
        transfers=_yes_or_no(entry, "transfers"),
        boundaries=_boundaries(entry.entry("boundaries")),
        guideline=Guideline(
            title=_text(guideline.entry("title")),
            version=guideline.text("version", 64),
            verified_by=_text(guideline.entry("verified_by")),
        ),
        standards=_standards(entry),
        characteristics={
            each: _text(definitions.entry(each.value), most=400) for each in Characteristic
        },
    )


def _text(entry: Entry, most: int = 200) -> Text:
    return Text(en=entry.text("en", most), ja=entry.text("ja", most))


def _months(entry: Entry, field: str, most: int) -> int:
    value = entry.fields.get(field)
    if type(value) is not int or not 1 <= value <= most:
        entry.refuse(N_("a whole number above zero was expected, and not too large a one"), field)
    return value


def _yes_or_no(entry: Entry, field: str) -> bool:
    value = entry.fields.get(field)
    if not isinstance(value, bool):
        entry.refuse(N_("true or false was expected"), field)
    return value


def _boundaries(entry: Entry) -> dict[str, tuple[str, ...]]:
    """Each with its sites. Names become those of accounts, like NAOSHIMA-CU-recycled."""
    for name in entry.fields:
        if not BOUNDARY.fullmatch(name):
            entry.refuse(N_("a name of capital letters, digits and hyphens was expected"), name)
    return {name: tuple(entry.texts(name, 64)) for name in entry.fields}


def _standards(entry: Entry) -> tuple[str, ...]:
    standards = tuple(entry.texts("standards", 64))
    if not standards:
        entry.refuse(N_("at least one text was expected"), "standards")
    return standards


def _factor(entry: Entry, metal: str) -> Decimal:
    written = str(entry.fields.get(metal))
    if not FACTOR.fullmatch(written) or not 0 < Decimal(written) <= 1:
        entry.refuse(N_("a factor above 0 and at most 1 was expected, like 0.970"), metal)
    return Decimal(written)
