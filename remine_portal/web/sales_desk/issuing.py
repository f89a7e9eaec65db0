"""The second pair of hands: look at what a colleague prepared, and issue it."""

from __future__ import annotations

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.persistence.drafts import find_draft
from remine_portal.services import issuance
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.belongings import office
from remine_portal.web.languages import gettext
from remine_portal.web.sales_desk import blueprint
from remine_portal.web.sales_desk.forms import DecisionForm
from remine_portal.web.sales_desk.showing import issue_page


@blueprint.route("/drafts/<uuid:draft_id>/issue", methods=["GET", "POST"])
@requires(Permission.DECLARATIONS_ISSUE)
def issue_declaration(draft_id: UUID) -> ResponseReturnValue:
    form = DecisionForm(request.form)
    if form.submitted():
        try:
            with writing() as work:
                draft = find_draft(work, draft_id) or abort(404)
                declaration = issuance.issue_declaration(work, draft, office=office())
        except Refusal as refusal:
            form.show(refusal)
        else:
            flash(gettext("Declaration %(number)s issued") % {"number": declaration.number})
            number = declaration.number
            return redirect(url_for("declarations.show_declaration", number=number), 303)

    with reading() as work:
        return issue_page(work, find_draft(work, draft_id) or abort(404), form)
