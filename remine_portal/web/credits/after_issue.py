"""What happens to declared goods later: they come back, or a buyer has relied on the paper."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import NotFound, Refusal
from remine_portal.domain.people import Permission
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import find_declaration
from remine_portal.persistence.drafts import DraftRow, find_draft
from remine_portal.services import returning
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.credits import blueprint
from remine_portal.web.credits.forms import OnwardUseForm, ReturnForm
from remine_portal.web.languages import gettext


@blueprint.route("/goods-return", methods=["GET", "POST"])
@requires(Permission.CREDITS_WRITE)
def book_goods_return() -> ResponseReturnValue:
    form = ReturnForm(request.form)
    with reading() as work:
        form.today = work.today
    if form.submitted():
        try:
            with writing() as work:
                returning.book_goods_return(
                    work,
                    _draft_of(work, form.number.data),
                    net_mass=form.net_mass,
                    returned_on=form.day,
                    reference=form.reference.data,
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("The return is booked, and the credits above the rest are given back"))
            return redirect(url_for("credits.show_credits"), 303)

    return render_template("credits/book_goods_return.html", form=form)


@blueprint.route("/onward-use", methods=["GET", "POST"])
@requires(Permission.CREDITS_WRITE)
def confirm_onward_use() -> ResponseReturnValue:
    form = OnwardUseForm(request.form)
    with reading() as work:
        form.today = work.today
    if form.submitted():
        try:
            with writing() as work:
                returning.confirm_onward_use(
                    work,
                    _draft_of(work, form.number.data),
                    confirmed_on=form.day,
                    confirmed_by=form.confirmed_by.data,
                )
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("The onward use is on file"))
            return redirect(url_for("credits.show_credits"), 303)

    return render_template("credits/confirm_onward_use.html", form=form)


def _draft_of(work: UnitOfWork, number: str) -> DraftRow:
    """The draft a declaration was issued from, by the number on its paper."""
    declaration = find_declaration(work, number)
    draft = find_draft(work, declaration.draft_id) if declaration else None
    if draft is None:
        raise NotFound(thing=number)
    return draft
