"""Views of the documents under a name: an address, for oneself or for the whole company."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.persistence.saved_views import find_own_view, saved_views
from remine_portal.services.saved_views import change_view, remove_view, save_view
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.downloads import blueprint
from remine_portal.web.downloads.documents import filters_asked_for
from remine_portal.web.downloads.forms import SaveViewForm
from remine_portal.web.languages import gettext


@blueprint.route("/downloads/views")
@requires(Permission.DECLARATIONS_READ)
def list_views() -> ResponseReturnValue:
    return _views_page(SaveViewForm())


@blueprint.route("/downloads/views", methods=["POST"])
@requires(Permission.DECLARATIONS_READ)
def keep_view() -> ResponseReturnValue:
    """Keep what the list is narrowed to, as it stands in its address."""
    form = SaveViewForm(request.form)
    if form.submitted():
        try:
            with writing() as work:
                query = urlencode(filters_asked_for(work).view)
                save_view(work, form.name.data, query, shared=form.shared.data)
            flash(gettext("The view has been saved. Share its address, or open it by its name."))
            return redirect(_address(query), 303)
        except Refusal as refusal:
            form.show(refusal)
    return _views_page(form)


@blueprint.route("/downloads/views/<int:view_id>", methods=["GET", "POST"])
@requires(Permission.DECLARATIONS_READ)
def change_saved_view(view_id: int) -> ResponseReturnValue:
    """Another name, or other readers. A colleague's view is theirs to change."""
    with reading() as work:
        view = find_own_view(work, view_id) or abort(404)
    form = SaveViewForm(request.form, name=view.name, shared=view.shared)
    if form.submitted():
        try:
            with writing() as work:
                view = find_own_view(work, view_id) or abort(404)
                change_view(work, view, form.name.data, shared=form.shared.data)
            return redirect(url_for("downloads.list_views"), 303)
        except Refusal as refusal:
            form.show(refusal)
    return render_template("downloads/change_view.html", form=form, view=view)


@blueprint.route("/downloads/views/<int:view_id>/remove", methods=["POST"])
@requires(Permission.DECLARATIONS_READ)
def remove_saved_view(view_id: int) -> ResponseReturnValue:
    with writing() as work:
        remove_view(work, find_own_view(work, view_id) or abort(404))
    flash(gettext("The view has been removed."))
    return redirect(url_for("downloads.list_views"), 303)


def _views_page(form: SaveViewForm) -> str:
    """The views there are. A form that failed is shown again, with what it was to keep."""
    with reading() as work:
        return render_template(
            "downloads/list_views.html",
            form=form,
            asked=filters_asked_for(work).view,
            views=saved_views(work),
            address=_address,
        )


def _address(query: str) -> str:
    return f"{url_for('downloads.list_documents')}{'?' if query else ''}{query}"
