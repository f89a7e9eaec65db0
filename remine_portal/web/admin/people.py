"""People: who they are, what they may do, and whether they may come in."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import ROLE_NAMES, Permission
from remine_portal.persistence import people
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.people import PersonRow
from remine_portal.services import accounts, sessions
from remine_portal.web.access import actor, reading, requires, writing
from remine_portal.web.admin import blueprint
from remine_portal.web.admin.forms import RoleForm, SearchForm
from remine_portal.web.admin.telling import Telling
from remine_portal.web.languages import gettext
from remine_portal.web.listing import address

A_PAGE = 50


@blueprint.route("/admin")
@requires(Permission.AUDIT_READ)
def show_admin() -> ResponseReturnValue:
    """The short address leads to one's own company, or to what one may look after or read."""
    if not actor().is_staff:
        return redirect(url_for("admin.show_own_company"), 303)
    may_manage = actor().may(Permission.PEOPLE_MANAGE)
    return redirect(url_for("admin.list_people" if may_manage else "admin.show_audit_trail"), 303)


@blueprint.route("/admin/people")
@requires(Permission.PEOPLE_MANAGE)
def list_people() -> ResponseReturnValue:
    form = SearchForm(request.args)
    words, after = form.narrowed()
    with reading() as work:
        found = people.people_from(work, words=words, after=after, limit=A_PAGE + 1)
        return render_template(
            "admin/list_people.html",
            filter=form,
            people=found[:A_PAGE],
            total=people.count_people_named(work, words),
            invitations=people.open_invitations(work),
            telling=Telling.to(actor(), work),
            role_names=ROLE_NAMES,
            next_url=address(after=found[A_PAGE - 1].email) if len(found) > A_PAGE else None,
            first_url=address() if after else None,
        )


@blueprint.route("/admin/people/<int:person_id>", methods=["GET", "POST"])
@requires(Permission.PEOPLE_MANAGE)
def show_person(person_id: int) -> ResponseReturnValue:
    """Another role takes effect with the person's next request."""
    form = RoleForm(request.form)
    with reading() as work:
        person = people.find_colleague(work, person_id) or abort(404)
        form.offer(accounts.roles_for(work.actor, person))
    if form.submitted():
        try:
            _do(person_id, lambda work, person: accounts.change_role(work, person, form.wanted))
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("The role has been changed."))
            return redirect(url_for("admin.show_person", person_id=person_id), 303)
    with reading() as work:
        person = people.find_colleague(work, person_id) or abort(404)
        if request.method == "GET":
            form.role.data = person.role.value
        return render_template(
            "admin/show_person.html",
            form=form,
            person=person,
            role=gettext(ROLE_NAMES[person.role]),
            signed_in=len(sessions.living_sessions(work, person.id)),
        )


@blueprint.route("/admin/people/<int:person_id>/disable", methods=["POST"])
@requires(Permission.PEOPLE_MANAGE)
def disable_person(person_id: int) -> ResponseReturnValue:
    _do(person_id, accounts.disable)
    flash(gettext("The account is disabled, and the person is signed out everywhere."))
    return redirect(url_for("admin.show_person", person_id=person_id), 303)


@blueprint.route("/admin/people/<int:person_id>/enable", methods=["POST"])
@requires(Permission.PEOPLE_MANAGE)
def enable_person(person_id: int) -> ResponseReturnValue:
    _do(person_id, accounts.enable)
    flash(gettext("The account is enabled. The person can sign in again."))
    return redirect(url_for("admin.show_person", person_id=person_id), 303)


@blueprint.route("/admin/people/<int:person_id>/end-sessions", methods=["POST"])
@requires(Permission.PEOPLE_MANAGE)
def end_sessions_of_person(person_id: int) -> ResponseReturnValue:
    _do(person_id, accounts.end_sessions)
    flash(gettext("The person is signed out everywhere."))
    return redirect(url_for("admin.show_person", person_id=person_id), 303)


def _do(person_id: int, change: Callable[[UnitOfWork, PersonRow], None]) -> None:
    """Change somebody whom the actor looks after; whoever else is not there."""
    with writing() as work:
        change(work, people.find_colleague(work, person_id) or abort(404))
