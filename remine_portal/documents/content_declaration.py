"""What only a declaration of recycled content prints: figures lot by lot, and their evidence."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any

from remine_portal.documents import wording
from remine_portal.documents.declared_lots import PER_LOT, differing
from remine_portal.documents.pictures import Bar, content_bar
from remine_portal.documents.wording import filled, written_share
from remine_portal.domain.buyers_claims import may_say
from remine_portal.domain.catalog import Text
from remine_portal.domain.claims import renewable_note
from remine_portal.domain.content_declarations import ContentLot, ContentSnapshot
from remine_portal.domain.declarations import grouped
from remine_portal.domain.recycled_content import Figure

PER_CONTENT_LOT: Mapping[str, Callable[[Any], Hashable]] = {
    **PER_LOT,
    "figure": lambda lot: lot.figure,
    "verification": lambda lot: lot.verification,
}


@dataclass(frozen=True)
class PrintedFigure:
    """A figure with its bar, and the lots it stands for unless it is the only one."""

    figure: Figure
    bar: Bar
    lots: str | None


def content_facts(snapshot: ContentSnapshot) -> dict[str, Any]:
    """What `content.html` needs beside what every declaration says."""
    return {
        "title": wording.DECLARATION,
        "differ": differing(snapshot.lines, PER_CONTENT_LOT),
        "standards": ", ".join(dict.fromkeys(lot.verification.standard for lot in snapshot.lines)),
        "figures": _figures(snapshot),
        "verifications": grouped(snapshot.lines, lambda lot: lot.verification),
        "origins": grouped(snapshot.lines, _origin),
        "calculations": grouped(snapshot.lines, _calculation),
        "electricity": grouped(snapshot.lines, _electricity),
        "may_say": may_say(snapshot.canonical()),
    }


def _figures(snapshot: ContentSnapshot) -> list[PrintedFigure]:
    language = snapshot.language.printed[0]
    return [
        PrintedFigure(figure, content_bar(figure, language=language, size="paper"), lots)
        for figure, lots in grouped(snapshot.lines, lambda lot: lot.figure)
    ]


def _origin(lot: ContentLot) -> Text:
    """Pre- and post-consumer shares where the verification discloses them (DOMAIN.md 7a)."""
    shares = (lot.figure.pre_consumer_percent, lot.figure.post_consumer_percent)
    if shares == (None, None):
        return wording.ORIGIN_NOT_DISCLOSED
    pre = filled(wording.PRE_CONSUMER, share=written_share(shares[0]))
    post = filled(wording.POST_CONSUMER, share=written_share(shares[1]))
    return Text(en=f"{pre.en}, {post.en}", ja=f"{pre.ja}、{post.ja}")


def _calculation(lot: ContentLot) -> Text:
    """Whether a lot was reckoned; never with what result, for the verified figure is printed."""
    return wording.NO_LOT_CALCULATION if lot.calculated_percent is None else wording.LOTS_REACH_IT


def _electricity(lot: ContentLot) -> Text | None:
    covered = lot.renewable
    return renewable_note(covered.first_day, covered.last_day) if covered else None
