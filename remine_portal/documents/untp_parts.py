"""Parts that every UNTP credential of ours is made of: names, measures, goods and sites."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from remine_portal.domain.catalog import Text
from remine_portal.domain.declarations import DeclarationSnapshot, DeclaredLot

TERMS = "/static/ns/remine-v1.json"
"""The context of our own terms, which the portal serves."""
VOCABULARY = "https://vocabulary.uncefact.org"
JAPAN = ZoneInfo("Asia/Tokyo")

_ISO = re.compile(r"ISO (\d+)(?:-(\d+))?(?::\d{4})?")


@dataclass(frozen=True)
class Names:
    """What things are called in a credential: parts of the declaration, and terms of our own."""

    declaration: str
    terms: str
    issued_on: date

    @classmethod
    def of(cls, snapshot: DeclarationSnapshot, base_url: str) -> Names:
        assert snapshot.issued_at, "only what is issued has names"
        return cls(
            declaration=f"{base_url}/v/{snapshot.verification_id}",
            terms=f"{base_url}{TERMS}",
            issued_on=snapshot.issued_at.astimezone(JAPAN).date(),
        )

    def of_part(self, part: str) -> str:
        return f"{self.declaration}#{part}"

    def term(self, name: str) -> str:
        return f"{self.terms}#{name}"

    def assessment(self, part: str, name: str, *, criterion: str, topic: str) -> dict[str, Any]:
        """What every assessment says first; the topic is one of UNTP's, by its name there."""
        return {
            **typed("ConformityAssessment", self.of_part(part), name),
            "assessmentCriteria": [typed("Criterion", self.term(criterion), name)],
            "assessmentDate": self.issued_on.isoformat(),
            "conformityTopic": [
                typed(
                    "ConformityTopic",
                    f"{VOCABULARY}/conformity-topic/{topic.lower().replace(' ', '-')}",
                    topic,
                )
            ],
        }

    def measured(self, metric: str, name: str, measure: dict[str, Any]) -> dict[str, Any]:
        """A figure under a metric of our own."""
        return performance(self.term(metric), name, measure)


def typed(kind: str, identifier: str, name: str) -> dict[str, Any]:
    return {"type": [kind], "id": identifier, "name": name}


def performance(metric: str, name: str, measure: dict[str, Any]) -> dict[str, Any]:
    return {"metric": typed("PerformanceMetric", metric, name), "measure": measure}


def performance_known(name: str, measure: dict[str, Any]) -> dict[str, Any]:
    """A figure under a metric of UNTP's, by its name there."""
    metric = name.lower().replace(" ", "-")
    return performance(f"{VOCABULARY}/performance-metric/{metric}", name, measure)


def products(
    snapshot: DeclarationSnapshot, lots: Iterable[DeclaredLot], names: Names
) -> list[dict[str, Any]]:
    """Each lot as a batch of the product."""
    return [
        {
            "product": {
                **typed("Product", names.of_part(f"lot-{lot.line_no}"), snapshot.product.en),
                "modelNumber": snapshot.product_code,
                "batchNumber": lot.lot_no,
                "idGranularity": "batch",
            }
        }
        for lot in lots
    ]


def facility(part: str, site: Text, names: Names) -> dict[str, Any]:
    return {"facility": typed("Facility", names.of_part(part), site.en)}


def standards(named: Iterable[str]) -> dict[str, Any]:
    """Standards of ISO under their registered names (RFC 5141); the edition stands in the words.

    Absent where the words name something else.
    """
    found = [
        typed("Standard", f"urn:iso:std:iso:{number}{f':-{part}' if part else ''}", each)
        for each in named
        if (said := _ISO.fullmatch(each))
        for number, part in [said.groups()]
    ]
    return {"referenceStandard": found} if found else {}
