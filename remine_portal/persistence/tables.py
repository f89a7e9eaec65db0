"""Every table there is: importing this module fills the metadata."""

from remine_portal.persistence import (
    audit,
    catalog,
    customers,
    declarations,
    evidence,
    news,
    password_links,
    people,
    sessions,
    shipments,
    sign_in_misses,
)

__all__ = [
    "audit",
    "catalog",
    "customers",
    "declarations",
    "evidence",
    "news",
    "password_links",
    "people",
    "sessions",
    "shipments",
    "sign_in_misses",
]
