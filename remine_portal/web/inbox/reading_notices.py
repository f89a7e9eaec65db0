"""The list of notices, where each leads to, and that it has been read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from remine_portal.domain.notices import NUMBERED, NoticeKind
from remine_portal.domain.people import Permission
from remine_portal.persistence import notices
from remine_portal.web.access import actor, reading, requires, writing
from remine_portal.web.inbox import blueprint
from remine_portal.web.inbox.forms import InboxFilterForm
from remine_portal.web.listing import chips, key_place, page_links, turn_asked_for

LEADS_TO: Mapping[NoticeKind, tuple[str, str]] = {
    NoticeKind.REQUEST_RECEIVED: ("sales_desk.show_request", "number"),
    NoticeKind.REQUEST_ANSWERED: ("requests.show_request", "number"),
    NoticeKind.REQUEST_REPLIED: ("sales_desk.show_request", "number"),
    NoticeKind.DECLARATION_ISSUED: ("declarations.show_declaration", "number"),
    NoticeKind.DECLARATION_REPLACED: ("declarations.show_declaration", "number"),
    NoticeKind.DECLARATION_REVOKED: ("declarations.show_declaration", "number"),
    NoticeKind.CERTIFICATE_RELEASED: ("certificates.show_certificate", "certificate_id"),
    NoticeKind.CERTIFICATE_EXPIRING: ("certificates.show_certificate", "certificate_id"),
    NoticeKind.PACK_READY: ("downloads.show_pack", "pack_id"),
    NoticeKind.STATEMENT_STALE: ("statements.show_statement", "statement_id"),
}
"""The page that a notice of the kind is about, and which part of its address names the thing."""


@blueprint.route("/inbox")
@requires(Permission.ACCOUNT_MANAGE)
def list_notices() -> ResponseReturnValue:
    form = InboxFilterForm(request.args)
    form.offer(actor().role)
    with reading() as work:
        page = notices.page_of_notices(
            work, turn_asked_for(unread_place), kind=form.wanted, unread=form.unread
        )
        return render_template(
            "inbox/list_notices.html",
            filter=form,
            chips=chips(form),
            notices=page.rows,
            total=page.total,
            newest=notices.newest(work),
            unread=notices.count_unread(work),
            links=page_links(page, lambda row: f"{int(row.is_unread)}.{row.id}"),
        )


@blueprint.route("/inbox/<int:notice_id>")
@requires(Permission.ACCOUNT_MANAGE)
def open_notice(notice_id: int) -> ResponseReturnValue:
    """On to what the notice is about: the address that stands in its mail."""
    with reading() as work:
        notice = notices.find_notice(work, notice_id) or abort(404)
        endpoint, name = LEADS_TO[notice.kind]
        about: Any = notice.about if notice.kind in NUMBERED else int(notice.about)
    return redirect(url_for(endpoint, **{name: about}), 303)


@blueprint.route("/inbox/<int:notice_id>/read", methods=["POST"])
@requires(Permission.ACCOUNT_MANAGE)
def mark_read(notice_id: int) -> ResponseReturnValue:
    with writing() as work:
        notice = notices.find_notice(work, notice_id) or abort(404)
        notices.mark_read(work, notice.id)
    return _back_to_list()


@blueprint.route("/inbox/read", methods=["POST"])
@requires(Permission.ACCOUNT_MANAGE)
def mark_all_read() -> ResponseReturnValue:
    """Everything up to the newest notice that the page knew; what came since stays unread."""
    try:
        (newest,) = key_place(request.form.get("newest", ""))
    except ValueError:
        abort(400)
    with writing() as work:
        notices.mark_all_read(work, newest)
    return _back_to_list()


def _back_to_list() -> Response:
    """The list as it was narrowed."""
    form = InboxFilterForm(request.form)
    form.offer(actor().role)
    kept = {field.name: field.data for field in form if field.data}
    return redirect(url_for("inbox.list_notices", **kept), 303)


def unread_place(written: str) -> tuple[bool, int]:
    """`1.123`: the place of an unread notice by its key; `0.123` that of a read one."""
    unread, _, key = written.partition(".")
    return (bool(int(unread)), *key_place(key))
