"""Every table there is: importing this module fills the metadata."""

from remine_portal.persistence import (
    audit,
    catalog,
    customers,
    declarations,
    evidence,
    news,
    people,
    sessions,
    shipments,
)

__all__ = [
    "audit",
    "catalog",
    "customers",
    "declarations",
    "evidence",
    "news",
    "people",
    "sessions",
    "shipments",
]
