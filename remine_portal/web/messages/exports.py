"""The list of messages as a file."""

from __future__ import annotations

from collections.abc import Iterator

from flask.typing import ResponseReturnValue

from remine_portal.documents.exports import Value
from remine_portal.domain.errors import N_
from remine_portal.domain.people import Permission
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.news import page_of_messages
from remine_portal.web.access import reading, requires
from remine_portal.web.exporting import slices, table_response
from remine_portal.web.languages import gettext
from remine_portal.web.messages import blueprint
from remine_portal.web.subjects import SUBJECTS

COLUMNS = (
    N_("Received"),
    N_("Sender"),
    N_("Email address"),
    N_("Company"),
    N_("About"),
    N_("Answered at"),
    N_("Answered by"),
)


@blueprint.route("/messages.<any(csv, xlsx):form>")
@requires(Permission.MESSAGES_READ)
def export_messages(form: str) -> ResponseReturnValue:
    with reading() as work:
        return table_response(COLUMNS, _exported(work), name="messages", form=form)


def _exported(work: UnitOfWork) -> Iterator[tuple[Value, ...]]:
    """A row a message, in the order of COLUMNS."""
    for some in slices(lambda turn: page_of_messages(work, turn), lambda row: (row.id,)):
        for message in some:
            yield (
                message.received_at,
                message.name,
                message.email,
                message.company,
                gettext(SUBJECTS[message.subject]),
                message.answered_at,
                message.answered_by,
            )
