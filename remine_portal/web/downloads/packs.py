"""Packs: ordered for a selection, made by the worker, taken as one file."""

from __future__ import annotations

from flask import abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.file_names import DEFAULT, FIELDS
from remine_portal.domain.packs import MOST_DOCUMENTS, PACK_STATE_NAMES
from remine_portal.domain.people import Permission
from remine_portal.persistence import packs as pack_rows
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declaration_search import numbers_of_declarations
from remine_portal.services import packs
from remine_portal.web.access import noting, reading, requires, writing
from remine_portal.web.belongings import office
from remine_portal.web.downloads import blueprint
from remine_portal.web.downloads.documents import filters_asked_for
from remine_portal.web.downloads.forms import OrderPackForm
from remine_portal.web.listing import key_place, page_links, turn_asked_for

ALL = "all"
"""The button that orders every document that the filters leave, and not only those chosen."""


@blueprint.route("/downloads/packs")
@requires(Permission.PACKS_ORDER)
def list_packs() -> ResponseReturnValue:
    with reading() as work:
        return _packs_page(work, OrderPackForm())


@blueprint.route("/downloads/packs", methods=["POST"])
@requires(Permission.PACKS_ORDER)
def order_pack() -> ResponseReturnValue:
    form = OrderPackForm(request.form)
    if form.submitted():
        try:
            with writing() as work:
                pack = packs.order_pack(
                    work,
                    _wanted(work, form),
                    pattern=form.pattern.data or DEFAULT,
                    as_of=form.as_of.data or work.today,
                )
            return redirect(url_for("downloads.show_pack", pack_id=pack.id), 303)
        except Refusal as refusal:
            form.show(refusal)
    with reading() as work:
        return _packs_page(work, form)


def _wanted(work: UnitOfWork, form: OrderPackForm) -> list[str]:
    """The numbers chosen or typed, or those of all that the filters leave; the form keeps them."""
    if request.form.get("which") == ALL:
        wanted = filters_asked_for(work).wanted()
        numbers = numbers_of_declarations(work, wanted, MOST_DOCUMENTS + 1)
        form.declarations.data = "\n".join(numbers)
    return form.declarations.numbers


def _packs_page(work: UnitOfWork, form: OrderPackForm) -> str:
    page = pack_rows.page_of_packs(work, turn_asked_for(key_place))
    return render_template(
        "downloads/list_packs.html",
        form=form,
        packs=[(each, packs.state_of(work, each)) for each in page.rows],
        total=page.total,
        links=page_links(page, lambda row: str(row.id)),
        fields=FIELDS,
        state_names=PACK_STATE_NAMES,
    )


@blueprint.route("/downloads/packs/<int:pack_id>")
@requires(Permission.PACKS_ORDER)
def show_pack(pack_id: int) -> ResponseReturnValue:
    """How far it is, and then where to get it."""
    with reading() as work:
        pack = pack_rows.find_pack(work, pack_id) or abort(404)
        return render_template(
            "downloads/show_pack.html",
            pack=pack,
            state=packs.state_of(work, pack, office()),
            state_names=PACK_STATE_NAMES,
            ended=packs.ended_since(work, pack),
        )


@blueprint.route("/downloads/packs/<int:pack_id>/again", methods=["POST"])
@requires(Permission.PACKS_ORDER)
def make_pack_again(pack_id: int) -> ResponseReturnValue:
    with writing() as work:
        packs.make_again(work, pack_rows.find_pack(work, pack_id) or abort(404), office())
    return redirect(url_for("downloads.show_pack", pack_id=pack_id), 303)


@blueprint.route("/downloads/packs/<int:pack_id>.zip")
@requires(Permission.PACKS_ORDER)
def download_pack(pack_id: int) -> ResponseReturnValue:
    """The file, a piece at a time. Who takes it, and all that is in it, is written down before.

    Whoever comes too early, or too late, is led to the page that says so.
    """
    with reading() as work:
        pack = pack_rows.find_pack(work, pack_id) or abort(404)
        path = packs.file_of(work, pack, office())
    if path is None:
        return redirect(url_for("downloads.show_pack", pack_id=pack_id), 303)
    if request.method == "GET":
        with noting() as work:
            packs.take(work, pack_rows.find_pack(work, pack_id) or abort(404))
    name = f"REMINE-{pack.customer.code}-{pack.as_of}-{pack.id}.zip"
    return send_file(
        path, mimetype="application/zip", as_attachment=True, download_name=name, conditional=False
    )
