"""Notices in words, and how many are unread: for every page that speaks of them."""

from __future__ import annotations

from flask import Flask

from remine_portal.domain.notices import HEADING, NUMBERED, SENTENCES, TITLES, kinds_for
from remine_portal.persistence import notices
from remine_portal.persistence.notices import NoticeRow
from remine_portal.web.access import actor, reading
from remine_portal.web.languages import gettext


def set_up_notices(app: Flask) -> None:
    """Let templates say a notice, and count those of the person asking."""
    app.jinja_env.filters.update(notice_heading=heading_of, notice_sentence=sentence_of)
    app.jinja_env.globals["unread_notices"] = unread_notices


def heading_of(notice: NoticeRow) -> str:
    """What kind of thing happened, in two or three words, and to which number."""
    title = gettext(TITLES[notice.kind])
    if notice.kind not in NUMBERED:
        return title
    return gettext(HEADING).format(title=title, number=notice.about)


def sentence_of(notice: NoticeRow) -> str:
    """What happened."""
    return gettext(SENTENCES[notice.kind]).format(about=notice.about)


def unread_notices() -> int | None:
    """How many notices the person asking has not read; None where their role gets none."""
    if not kinds_for(actor().role):
        return None
    with reading() as work:
        return notices.count_unread(work)
