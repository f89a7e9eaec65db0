"""A policy's terms as canonical JSON, as they are kept for ever."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from remine_portal.domain.catalog import Text
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.policy import CarryOverCap, Guideline, Policy

Terms = dict[str, Any]


def written_terms(policy: Policy) -> str:
    """Everything but whether it is sample; figures as text, so that they stay exact."""
    guideline = policy.guideline
    terms: Terms = {
        "name": policy.name,
        "effective_from": policy.effective_from.isoformat(),
        "period_months": policy.period_months,
        "validity_months": policy.validity_months,
        "reservation_days": policy.reservation_days,
        "conversion_factors": {k: f"{v:f}" for k, v in policy.conversion_factors.items()},
        "carry_over": policy.carry_over,
        "carry_over_cap": policy.carry_over_cap.value,
        "transfers": policy.transfers,
        "boundaries": {name: list(sites) for name, sites in policy.boundaries.items()},
        "guideline": {
            "title": _text(guideline.title),
            "version": guideline.version,
            "verified_by": _text(guideline.verified_by),
        },
        "standards": list(policy.standards),
        "characteristics": {k.value: _text(v) for k, v in policy.characteristics.items()},
    }
    return json.dumps(terms, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_terms(written: str, *, sample: bool) -> Policy:
    """The policy that `written_terms` wrote."""
    terms: Terms = json.loads(written)
    guideline = terms["guideline"]
    return Policy(
        name=terms["name"],
        effective_from=date.fromisoformat(terms["effective_from"]),
        period_months=terms["period_months"],
        validity_months=terms["validity_months"],
        reservation_days=terms["reservation_days"],
        conversion_factors={k: Decimal(v) for k, v in terms["conversion_factors"].items()},
        carry_over=terms["carry_over"],
        carry_over_cap=CarryOverCap(terms["carry_over_cap"]),
        transfers=terms["transfers"],
        boundaries={name: tuple(sites) for name, sites in terms["boundaries"].items()},
        guideline=Guideline(
            title=Text(**guideline["title"]),
            version=guideline["version"],
            verified_by=Text(**guideline["verified_by"]),
        ),
        standards=tuple(terms["standards"]),
        characteristics={Characteristic(k): Text(**v) for k, v in terms["characteristics"].items()},
        sample=sample,
    )


def _text(text: Text) -> dict[str, str]:
    return {"en": text.en, "ja": text.ja}
