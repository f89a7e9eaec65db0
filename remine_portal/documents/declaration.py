"""A declaration on paper: a frozen snapshot in, the same PDF bytes out, every time (rule 33)."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from remine_portal.documents import wording
from remine_portal.documents.attributed_declaration import attributed_facts
from remine_portal.documents.content_declaration import content_facts
from remine_portal.documents.declared_lots import order_of
from remine_portal.documents.finishing import Enclosed
from remine_portal.documents.pictures import qr_code
from remine_portal.documents.printing import Size, print_pdf
from remine_portal.documents.twins import twins_of
from remine_portal.domain.attributed_declarations import AttributedSnapshot
from remine_portal.domain.catalog import SERIES_TITLES, Text
from remine_portal.domain.claims import MUST_NOT_SAY
from remine_portal.domain.content_declarations import ContentSnapshot
from remine_portal.domain.declarations import DeclarationSnapshot

ONE_PAGE_LOTS = 8
FEW_LOTS = 3
SOME_LOTS = 4

JAPAN = ZoneInfo("Asia/Tokyo")


def render_declaration(snapshot: DeclarationSnapshot, *, verify_base: str) -> bytes:
    """The declaration as PDF/A-3a and PDF/UA-1, one A4 page for up to eight lots.

    Each kind has its own sheet. An issued one has its twins inside (documents/twins.py); a draft
    has none, DRAFT across every page, no number and no QR. Refuses GlyphMissing when the fonts
    lack a character of the snapshot. The QR leads to `verify_base` + /V/ID.
    """
    template, facts = _sheet(snapshot, verify_base)
    at, twins = snapshot.issued_at, twins_of(snapshot, verify_base)
    enclosed = Enclosed(twins, at) if at else None
    return print_pdf(template, facts, sizes=_sizes(snapshot), enclosed=enclosed)


def _sheet(snapshot: DeclarationSnapshot, verify_base: str) -> tuple[str, dict[str, Any]]:
    """The template of the snapshot's kind, and all that it says."""
    facts = _facts(snapshot, verify_base)
    match snapshot:
        case ContentSnapshot():
            return "content.html", facts | content_facts(snapshot)
        case AttributedSnapshot():
            return "attributed.html", facts | attributed_facts(snapshot)
    raise TypeError(f"{type(snapshot).__name__} has no sheet")


def _sizes(snapshot: DeclarationSnapshot) -> tuple[Size, ...]:
    """Up to eight lots are fitted to one page; the last size is for what no size can hold.

    A try costs half a print, so credits are not tried in sizes in which they have never fitted.
    """
    count = len(snapshot.lines)
    if count > ONE_PAGE_LOTS:
        return (Size.USUAL,)
    fitting = (Size.USUAL, Size.TIGHT, Size.USUAL)
    if isinstance(snapshot, AttributedSnapshot):
        much = len(snapshot.shares) > 1 or count > SOME_LOTS
        return (Size.TIGHT, Size.USUAL) if much else fitting
    return (Size.ROOMY, *fitting) if count <= FEW_LOTS else fitting


def _facts(snapshot: DeclarationSnapshot, verify_base: str) -> dict[str, Any]:
    """What a declaration of either kind says."""
    return {
        "languages": snapshot.language.printed,
        "marks": _marks(snapshot),
        "snapshot": snapshot,
        "series": SERIES_TITLES[snapshot.series],
        "first": snapshot.lines[0],
        "order_of": order_of,
        "must_not_say": MUST_NOT_SAY[snapshot.series],
        "issued_on": snapshot.issued_at and snapshot.issued_at.astimezone(JAPAN).date(),
        "verify_address": f"{verify_base}/verify",
        "qr": _qr(snapshot, verify_base),
    }


def _marks(snapshot: DeclarationSnapshot) -> list[tuple[Text, Text]]:
    """What is written across every page, and what it means."""
    draft = [(wording.DRAFT, wording.DRAFT_MEANS)] if snapshot.is_draft else []
    sample = [(wording.SAMPLE, wording.SAMPLE_MEANS)] if snapshot.sample else []
    return draft + sample


def _qr(snapshot: DeclarationSnapshot, verify_base: str) -> Markup | None:
    """In capitals, so that the code is alphanumeric and its squares are larger (QUALITY.md M20)."""
    if snapshot.verification_id is None:
        return None
    return qr_code(f"{verify_base}/v/{snapshot.verification_id}".upper())
