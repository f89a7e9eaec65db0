"""The inbox as a file."""

from __future__ import annotations

from collections.abc import Iterator

from flask import request
from flask.typing import ResponseReturnValue

from remine_portal.documents.exports import Value
from remine_portal.domain.errors import N_
from remine_portal.domain.people import Permission
from remine_portal.persistence import notices
from remine_portal.persistence.database import UnitOfWork
from remine_portal.web.access import actor, reading, requires
from remine_portal.web.exporting import slices, table_response
from remine_portal.web.inbox import blueprint
from remine_portal.web.inbox.forms import InboxFilterForm
from remine_portal.web.notices import heading_of, sentence_of

COLUMNS = (
    N_("When"),
    N_("About"),
    N_("What has happened"),
    N_("Read at"),
)


@blueprint.route("/inbox.<any(csv, xlsx):form>")
@requires(Permission.ACCOUNT_MANAGE)
def export_notices(form: str) -> ResponseReturnValue:
    filters = InboxFilterForm(request.args)
    filters.offer(actor().role)
    with reading() as work:
        return table_response(COLUMNS, _exported(work, filters), name="inbox", form=form)


def _exported(work: UnitOfWork, filters: InboxFilterForm) -> Iterator[tuple[Value, ...]]:
    """A row a notice, in the order of COLUMNS."""
    for some in slices(
        lambda turn: notices.page_of_notices(
            work, turn, kind=filters.wanted, unread=filters.unread
        ),
        lambda row: (row.is_unread, row.id),
    ):
        for notice in some:
            yield notice.made_at, heading_of(notice), sentence_of(notice), notice.read_at
