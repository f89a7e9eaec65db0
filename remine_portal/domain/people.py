"""Who acts, in which role, and what each role may do (the table of DOMAIN.md 7a)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from remine_portal.domain.errors import N_


class Role(StrEnum):
    """One role a person."""

    BUYER = "buyer"
    PROCUREMENT = "procurement"
    COMPANY_ADMINISTRATOR = "company_administrator"
    SALES = "sales"
    CREDITS = "credits"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


ROLE_NAMES: Mapping[Role, str] = {
    Role.BUYER: N_("Buyer"),
    Role.PROCUREMENT: N_("Procurement"),
    Role.COMPANY_ADMINISTRATOR: N_("Company administrator"),
    Role.SALES: N_("Sales"),
    Role.CREDITS: N_("Credits and evidence"),
    Role.AUDITOR: N_("Auditor"),
    Role.ADMINISTRATOR: N_("Portal administrator"),
}

CUSTOMER_ROLES = frozenset({Role.BUYER, Role.PROCUREMENT, Role.COMPANY_ADMINISTRATOR})
STAFF_ROLES = frozenset(Role) - CUSTOMER_ROLES


class Permission(StrEnum):
    """What a page may ask for: <thing>:<verb>. Reading and writing are two permissions."""

    ACCOUNT_MANAGE = "account:manage"
    AUDIT_READ = "audit:read"
    CERTIFICATES_READ = "certificates:read"
    CERTIFICATES_RELEASE = "certificates:release"
    COMPANIES_MANAGE = "companies:manage"
    COMPANY_NAMES_DECIDE = "company-names:decide"
    COVERAGE_READ = "coverage:read"
    CREDITS_READ = "credits:read"
    CREDITS_WRITE = "credits:write"
    DECLARATIONS_ISSUE = "declarations:issue"
    DECLARATIONS_PREPARE = "declarations:prepare"
    DECLARATIONS_READ = "declarations:read"
    DECLARATIONS_REVOKE = "declarations:revoke"
    EVIDENCE_READ = "evidence:read"
    EVIDENCE_WRITE = "evidence:write"
    IMPORTS_READ = "imports:read"
    JOBS_MANAGE = "jobs:manage"
    MESSAGES_ANSWER = "messages:answer"
    MESSAGES_READ = "messages:read"
    NEWS_WRITE = "news:write"
    PACKS_ORDER = "packs:order"
    PEOPLE_MANAGE = "people:manage"
    PUBLIC = "public:read"
    REQUESTS_ANSWER = "requests:answer"
    REQUESTS_MAKE = "requests:make"
    REQUESTS_READ = "requests:read"
    SALES_DESK_READ = "sales-desk:read"
    SHIPMENTS_IMPORT = "shipments:import"
    SHIPMENTS_READ = "shipments:read"
    STATEMENTS_MAKE = "statements:make"
    STATEMENTS_READ = "statements:read"


_EVERYBODY = frozenset(Role)
_CUSTOMERS_AND_DESKS = CUSTOMER_ROLES | {Role.SALES, Role.CREDITS, Role.AUDITOR}
_PROCUREMENT = frozenset({Role.PROCUREMENT, Role.COMPANY_ADMINISTRATOR})

GRANTS: Mapping[Permission, frozenset[Role]] = {
    Permission.ACCOUNT_MANAGE: _EVERYBODY,
    Permission.AUDIT_READ: frozenset(
        {Role.COMPANY_ADMINISTRATOR, Role.AUDITOR, Role.ADMINISTRATOR}
    ),
    Permission.CERTIFICATES_READ: _CUSTOMERS_AND_DESKS,
    Permission.CERTIFICATES_RELEASE: frozenset({Role.SALES, Role.CREDITS}),
    Permission.COMPANIES_MANAGE: frozenset({Role.ADMINISTRATOR}),
    Permission.COMPANY_NAMES_DECIDE: frozenset({Role.SALES, Role.CREDITS}),
    Permission.COVERAGE_READ: _PROCUREMENT | {Role.SALES, Role.AUDITOR},
    Permission.CREDITS_READ: frozenset({Role.SALES, Role.CREDITS, Role.AUDITOR}),
    Permission.CREDITS_WRITE: frozenset({Role.CREDITS}),
    Permission.DECLARATIONS_ISSUE: frozenset({Role.SALES}),
    Permission.DECLARATIONS_PREPARE: frozenset({Role.SALES}),
    Permission.DECLARATIONS_READ: _CUSTOMERS_AND_DESKS,
    Permission.DECLARATIONS_REVOKE: frozenset({Role.SALES}),
    Permission.EVIDENCE_READ: frozenset({Role.SALES, Role.CREDITS, Role.AUDITOR}),
    Permission.EVIDENCE_WRITE: frozenset({Role.CREDITS}),
    Permission.IMPORTS_READ: frozenset({Role.SALES, Role.CREDITS, Role.AUDITOR}),
    Permission.JOBS_MANAGE: frozenset({Role.ADMINISTRATOR}),
    Permission.MESSAGES_ANSWER: frozenset({Role.SALES}),
    Permission.MESSAGES_READ: frozenset({Role.SALES, Role.AUDITOR}),
    Permission.NEWS_WRITE: frozenset({Role.SALES, Role.CREDITS}),
    Permission.PACKS_ORDER: _PROCUREMENT | {Role.SALES, Role.AUDITOR},
    Permission.PEOPLE_MANAGE: frozenset({Role.COMPANY_ADMINISTRATOR, Role.ADMINISTRATOR}),
    Permission.PUBLIC: _EVERYBODY,
    Permission.REQUESTS_ANSWER: frozenset({Role.SALES}),
    Permission.REQUESTS_MAKE: CUSTOMER_ROLES | {Role.SALES},
    Permission.REQUESTS_READ: CUSTOMER_ROLES | {Role.SALES, Role.AUDITOR},
    Permission.SALES_DESK_READ: frozenset({Role.SALES, Role.AUDITOR}),
    Permission.SHIPMENTS_IMPORT: frozenset({Role.SALES, Role.CREDITS}),
    Permission.SHIPMENTS_READ: _CUSTOMERS_AND_DESKS,
    Permission.STATEMENTS_MAKE: _PROCUREMENT | {Role.SALES},
    Permission.STATEMENTS_READ: _PROCUREMENT | {Role.SALES, Role.AUDITOR},
}


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts now: a person, a visitor without sign-in, or a program."""

    name: str
    role: Role | None = None
    person_id: int | None = None
    email: str | None = None
    customer_id: int | None = None
    customer_name: str | None = None

    @property
    def signed_in(self) -> bool:
        return self.person_id is not None

    @property
    def is_staff(self) -> bool:
        return self.role in STAFF_ROLES

    def may(self, permission: Permission | str) -> bool:
        """Whether the table grants it; a name that is no permission is a `ValueError`."""
        wanted = Permission(permission)
        return wanted is Permission.PUBLIC or (
            self.role is not None and self.role in GRANTS[wanted]
        )

    def sees_customer(self, customer_id: int) -> bool:
        """The tenant wall (DOMAIN.md rule 40): customers see their own company, desks see all."""
        return self.customer_id == customer_id if self.role in CUSTOMER_ROLES else self.is_staff


VISITOR = Actor(name="visitor")
COMMAND_LINE = Actor(name="command line")
