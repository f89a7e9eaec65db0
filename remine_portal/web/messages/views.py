"""What visitors and customers have written, for the staff who answer."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.persistence.news import find_message, page_of_messages
from remine_portal.services import correspondence
from remine_portal.web.access import reading, requires, writing
from remine_portal.web.formats import say
from remine_portal.web.languages import gettext
from remine_portal.web.listing import key_place, page_links, turn_asked_for
from remine_portal.web.messages import blueprint
from remine_portal.web.subjects import SUBJECTS


@blueprint.route("/messages")
@requires(Permission.MESSAGES_READ)
def list_messages() -> ResponseReturnValue:
    with reading() as work:
        page = page_of_messages(work, turn_asked_for(key_place))
        return render_template(
            "messages/list_messages.html",
            messages=page.rows,
            total=page.total,
            links=page_links(page, lambda row: f"{row.id}"),
            subjects=SUBJECTS,
        )


@blueprint.route("/messages/<int:message_id>")
@requires(Permission.MESSAGES_READ)
def show_message(message_id: int) -> ResponseReturnValue:
    with reading() as work:
        message = find_message(work, message_id) or abort(404)
        return render_template("messages/show_message.html", message=message, subjects=SUBJECTS)


@blueprint.route("/messages/<int:message_id>/answered", methods=["POST"])
@requires(Permission.MESSAGES_ANSWER)
def mark_answered(message_id: int) -> ResponseReturnValue:
    try:
        with writing() as work:
            message = find_message(work, message_id) or abort(404)
            correspondence.mark_answered(work, message)
    except Refusal as refusal:
        flash(say(refusal), "error")
    else:
        flash(gettext("The message is marked as answered"))
    return redirect(url_for("messages.show_message", message_id=message_id), 303)
