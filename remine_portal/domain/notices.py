"""Notices: what people are told in their inbox, and by mail where they want it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from remine_portal.domain.errors import N_
from remine_portal.domain.people import CUSTOMER_ROLES, GRANTS, Permission, Role


class NoticeKind(StrEnum):
    """What happened. Its sentences name no figure: a mail passes through many hands."""

    REQUEST_RECEIVED = "request_received"
    REQUEST_ANSWERED = "request_answered"
    REQUEST_REPLIED = "request_replied"
    DECLARATION_ISSUED = "declaration_issued"
    DECLARATION_REPLACED = "declaration_replaced"
    DECLARATION_REVOKED = "declaration_revoked"
    CERTIFICATE_RELEASED = "certificate_released"
    CERTIFICATE_EXPIRING = "certificate_expiring"
    PACK_READY = "pack_ready"
    STATEMENT_STALE = "statement_stale"


TITLES: Mapping[NoticeKind, str] = {
    NoticeKind.REQUEST_RECEIVED: N_("New request"),
    NoticeKind.REQUEST_ANSWERED: N_("Reply to your request"),
    NoticeKind.REQUEST_REPLIED: N_("Reply to a question"),
    NoticeKind.DECLARATION_ISSUED: N_("Declaration issued"),
    NoticeKind.DECLARATION_REPLACED: N_("Declaration superseded"),
    NoticeKind.DECLARATION_REVOKED: N_("Declaration revoked"),
    NoticeKind.CERTIFICATE_RELEASED: N_("Certificate released"),
    NoticeKind.CERTIFICATE_EXPIRING: N_("Certificate expiring soon"),
    NoticeKind.PACK_READY: N_("Pack of documents ready"),
    NoticeKind.STATEMENT_STALE: N_("Yearly statement out of date"),
}

SENTENCES: Mapping[NoticeKind, str] = {
    NoticeKind.REQUEST_RECEIVED: N_("Request {about} has arrived at the sales desk."),
    NoticeKind.REQUEST_ANSWERED: N_("The sales desk has replied to your request {about}."),
    NoticeKind.REQUEST_REPLIED: N_("The customer has replied to your question on {about}."),
    NoticeKind.DECLARATION_ISSUED: N_("Declaration {about} has been issued and can be downloaded."),
    NoticeKind.DECLARATION_REPLACED: N_(
        "Declaration {about} has been superseded by a new version. Use the new one instead."
    ),
    NoticeKind.DECLARATION_REVOKED: N_(
        "Declaration {about} has been revoked. Do not use it any more."
    ),
    NoticeKind.CERTIFICATE_RELEASED: N_(
        "A third-party certificate has been released to your company and can be downloaded."
    ),
    NoticeKind.CERTIFICATE_EXPIRING: N_("A third-party certificate will expire soon."),
    NoticeKind.PACK_READY: N_("The pack of documents that you ordered can be downloaded."),
    NoticeKind.STATEMENT_STALE: N_(
        "A declaration in a yearly statement has been superseded or revoked. "
        "Make the statement again."
    ),
}
"""The only fact in them is the number of a declaration or request."""

HEADING = N_("{title}: {number}")
"""A title with the number of what it is about, where there is one."""

NUMBERED = frozenset(kind for kind in NoticeKind if "{about}" in SENTENCES[kind])
"""Kinds that are about a declaration or request, and so have a number to say."""

_DESK = frozenset({Role.SALES})
_HOLDERS = GRANTS[Permission.DECLARATIONS_READ] & CUSTOMER_ROLES

RECIPIENTS: Mapping[NoticeKind, frozenset[Role]] = {
    NoticeKind.REQUEST_RECEIVED: _DESK,
    NoticeKind.REQUEST_ANSWERED: GRANTS[Permission.REQUESTS_MAKE],
    NoticeKind.REQUEST_REPLIED: _DESK,
    NoticeKind.DECLARATION_ISSUED: _HOLDERS,
    NoticeKind.DECLARATION_REPLACED: _HOLDERS,
    NoticeKind.DECLARATION_REVOKED: _HOLDERS,
    NoticeKind.CERTIFICATE_RELEASED: GRANTS[Permission.CERTIFICATES_READ] & CUSTOMER_ROLES,
    NoticeKind.CERTIFICATE_EXPIRING: GRANTS[Permission.CERTIFICATES_READ] - {Role.AUDITOR},
    NoticeKind.PACK_READY: GRANTS[Permission.PACKS_ORDER],
    NoticeKind.STATEMENT_STALE: GRANTS[Permission.STATEMENTS_READ] - {Role.AUDITOR},
}
"""Who can open what it is about, and has to do with it. Nobody else is told."""

IMPORTANT = frozenset(
    {
        NoticeKind.REQUEST_RECEIVED,
        NoticeKind.REQUEST_ANSWERED,
        NoticeKind.REQUEST_REPLIED,
        NoticeKind.CERTIFICATE_EXPIRING,
        NoticeKind.PACK_READY,
    }
)
"""What somebody has asked for or has to do; until it is read, the home page shows it.

An ended declaration is not among them: whoever took it is asked to take note by other means.
"""


def kinds_for(role: Role | None) -> list[NoticeKind]:
    """What a person of this role may be told, in the order of the table."""
    return [kind for kind in NoticeKind if role in RECIPIENTS[kind]]


def is_mailed_unless_chosen(kind: NoticeKind) -> bool:
    """Whether somebody who has never chosen gets a mail as well."""
    return kind is not NoticeKind.STATEMENT_STALE
