"""A declaration on paper: a frozen snapshot in, the same PDF bytes out, every time (rule 33)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from markupsafe import Markup

from remine_portal.documents import wording
from remine_portal.documents.pictures import Bar, content_bar, qr_code
from remine_portal.documents.printing import Size, print_pdf
from remine_portal.documents.wording import filled, written_figure, written_share
from remine_portal.domain.catalog import SERIES_TITLES, Text
from remine_portal.domain.claims import MAY_SAY, MUST_NOT_SAY, renewable_note
from remine_portal.domain.declarations import DeclarationSnapshot, DeclaredLine
from remine_portal.domain.recycled_content import Figure

ONE_PAGE_LOTS = 8
FEW_LOTS = 3

JAPAN = ZoneInfo("Asia/Tokyo")

Shared = TypeVar("Shared", bound=Hashable)


def order_of(line: DeclaredLine) -> str | None:
    """Order and item as one name: an item alone names nothing."""
    return " / ".join(part for part in (line.order_no, line.order_item) if part) or None


PER_LINE: Mapping[str, Callable[[DeclaredLine], Hashable]] = {
    "site": lambda line: line.site,
    "entity": lambda line: line.entity,
    "customer_po": lambda line: line.customer_po,
    "order": order_of,
    "figure": lambda line: line.figure,
    "verification": lambda line: line.verification,
}
"""What stands in the head when all lines agree on it, and in a column of the lots otherwise."""


def render_declaration(snapshot: DeclarationSnapshot, *, verify_base: str) -> bytes:
    """The declaration as PDF, one A4 page for up to eight lots.

    A draft has DRAFT across every page, no number and no QR. Refuses GlyphMissing when the fonts
    lack a character of the snapshot. The QR leads to `verify_base` + /V/ID.
    """
    return print_pdf("declaration.html", _facts(snapshot, verify_base), sizes=_sizes(snapshot))


def _sizes(snapshot: DeclarationSnapshot) -> tuple[Size, ...]:
    """Up to eight lots are fitted to one page; the last size is for what no size can hold."""
    if len(snapshot.lines) > ONE_PAGE_LOTS:
        return (Size.USUAL,)
    fitting = (Size.USUAL, Size.TIGHT, Size.USUAL)
    return (Size.ROOMY, *fitting) if len(snapshot.lines) <= FEW_LOTS else fitting


@dataclass(frozen=True)
class PrintedFigure:
    """A figure with its bar, and the lots it stands for unless it is the only one."""

    figure: Figure
    bar: Bar
    lots: str | None


def _facts(snapshot: DeclarationSnapshot, verify_base: str) -> dict[str, Any]:
    return {
        "languages": snapshot.language.printed,
        "marks": _marks(snapshot),
        "snapshot": snapshot,
        "series": SERIES_TITLES[snapshot.series],
        "standards": ", ".join(
            dict.fromkeys(line.verification.standard for line in snapshot.lines)
        ),
        "first": snapshot.lines[0],
        "order_of": order_of,
        "differ": {name for name, of in PER_LINE.items() if len(set(map(of, snapshot.lines))) > 1},
        "figures": _figures(snapshot),
        "verifications": _groups(snapshot.lines, lambda line: line.verification),
        "origins": _groups(snapshot.lines, _origin),
        "calculations": _groups(snapshot.lines, _calculation),
        "electricity": _groups(snapshot.lines, _electricity),
        "may_say": _may_say(snapshot),
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


def _groups(
    lines: Iterable[DeclaredLine], of: Callable[[DeclaredLine], Shared]
) -> list[tuple[Shared, str | None]]:
    """Each different value with the lots that have it; none are named when all have the same."""
    found: dict[Shared, dict[str, None]] = {}
    for line in lines:
        found.setdefault(of(line), {})[line.lot_no] = None
    alone = len(found) == 1
    return [(value, None if alone else ", ".join(lots)) for value, lots in found.items()]


def _figures(snapshot: DeclarationSnapshot) -> list[PrintedFigure]:
    language = snapshot.language.printed[0]
    groups = _groups(snapshot.lines, lambda line: line.figure)
    return [
        PrintedFigure(figure, content_bar(figure, language=language, size="paper"), lots)
        for figure, lots in groups
    ]


def _origin(line: DeclaredLine) -> Text:
    """Pre- and post-consumer shares where the verification discloses them (DOMAIN.md 7a)."""
    shares = (line.figure.pre_consumer_percent, line.figure.post_consumer_percent)
    if shares == (None, None):
        return wording.ORIGIN_NOT_DISCLOSED
    pre = filled(wording.PRE_CONSUMER, share=written_share(shares[0]))
    post = filled(wording.POST_CONSUMER, share=written_share(shares[1]))
    return Text(en=f"{pre.en}, {post.en}", ja=f"{pre.ja}、{post.ja}")


def _calculation(line: DeclaredLine) -> Text:
    """Whether a lot was reckoned; never with what result, for the verified figure is printed."""
    return wording.NO_LOT_CALCULATION if line.calculated_percent is None else wording.LOTS_REACH_IT


def _electricity(line: DeclaredLine) -> Text | None:
    covered = line.renewable
    return renewable_note(covered.first_day, covered.last_day) if covered else None


def _may_say(snapshot: DeclarationSnapshot) -> list[tuple[Text, str | None]]:
    """The sentences a buyer may quote, once for each figure and verifier, with their lots."""

    def basis(line: DeclaredLine) -> tuple[Figure, str, str]:
        return line.figure, line.verification.standard, line.verification.verifier

    return [
        (
            filled(
                sentence,
                product=snapshot.product,
                figure=written_figure(figure),
                standard=standard,
                verifier=verifier,
            ),
            lots,
        )
        for sentence in MAY_SAY[snapshot.series]
        for (figure, standard, verifier), lots in _groups(snapshot.lines, basis)
    ]


def _qr(snapshot: DeclarationSnapshot, verify_base: str) -> Markup | None:
    """In capitals, so that the code is alphanumeric and its squares are larger (QUALITY.md M20)."""
    if snapshot.verification_id is None:
        return None
    return qr_code(f"{verify_base}/v/{snapshot.verification_id}".upper())
