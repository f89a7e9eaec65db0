"""Notices: what people are told in their inbox, and by mail where they want it."""

from __future__ import annotations

from enum import StrEnum


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
