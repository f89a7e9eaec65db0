"""The download log: who took which document, when."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from remine_portal.domain.people import Permission
from remine_portal.persistence import audit, people
from remine_portal.persistence.customers import all_customers
from remine_portal.persistence.database import UnitOfWork
from remine_portal.web.access import actor, reading, requires
from remine_portal.web.admin import blueprint
from remine_portal.web.admin.forms import DOCUMENT_NAMES, DownloadFilterForm
from remine_portal.web.listing import chips, key_place, page_links, size_links, turn_asked_for


@blueprint.route("/admin/downloads")
@requires(Permission.AUDIT_READ)
def list_downloads() -> ResponseReturnValue:
    with reading() as work:
        form = narrowed_downloads(work)
        page = audit.page_of_downloads(work, turn_asked_for(key_place), form.wanted())
        return render_template(
            "admin/list_downloads.html",
            filter=form,
            chips=chips(form),
            downloads=page.rows,
            total=page.total,
            names=people.names_of(work, {each.done_by for each in page.rows}),
            document_names=DOCUMENT_NAMES,
            links=page_links(page, lambda row: str(row.id)),
            sizes=size_links(),
        )


def narrowed_downloads(work: UnitOfWork) -> DownloadFilterForm:
    """As the address asks for it: customers choose one of their people, staff a company."""
    form = DownloadFilterForm(request.args)
    own = actor().customer_id
    form.offer(
        people.people_of_company(work, own) if own is not None else [],
        all_customers(work) if own is None else [],
    )
    return form
