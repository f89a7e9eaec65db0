"""The audit trail: who did what, when."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.persistence import audit
from remine_portal.web.access import actor, reading, requires
from remine_portal.web.admin import blueprint
from remine_portal.web.admin.events import name_event
from remine_portal.web.admin.forms import AuditFilterForm
from remine_portal.web.admin.telling import Telling
from remine_portal.web.listing import chips, key_place, page_links, turn_asked_for


@blueprint.route("/admin/audit")
@requires(Permission.AUDIT_READ)
def show_audit_trail() -> ResponseReturnValue:
    form = AuditFilterForm(request.args)
    form.offer()
    with reading() as work:
        page = audit.page_of_events(
            work, turn_asked_for(key_place), event=form.event.data, words=form.words()
        )
        return render_template(
            "admin/show_audit_trail.html",
            filter=form,
            chips=chips(form),
            events=page.rows,
            total=page.total,
            links=page_links(page, lambda row: str(row.id)),
            name_event=name_event,
            telling=Telling.to(actor(), work),
        )
