"""What waits at the sales desk as a file: drafts, and proposals to revoke."""

from __future__ import annotations

from collections.abc import Iterator

from flask.typing import ResponseReturnValue

from remine_portal.documents.exports import Value
from remine_portal.domain.errors import N_
from remine_portal.domain.people import Permission
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.drafts import open_drafts
from remine_portal.persistence.endings import open_revocations
from remine_portal.web.access import reading, requires
from remine_portal.web.exporting import table_response
from remine_portal.web.languages import gettext, in_language
from remine_portal.web.sales_desk import blueprint

COLUMNS = (
    N_("What waits"),
    N_("Shipment"),
    N_("Declaration"),
    N_("Company"),
    N_("By"),
    N_("Since"),
)


@blueprint.route("/queue.<any(csv, xlsx):form>")
@requires(Permission.SALES_DESK_READ)
def export_queue(form: str) -> ResponseReturnValue:
    with reading() as work:
        return table_response(COLUMNS, _exported(work), name="sales-desk", form=form)


def _exported(work: UnitOfWork) -> Iterator[tuple[Value, ...]]:
    """A row for all that waits, in the order of COLUMNS; of each kind the oldest first."""
    for draft in open_drafts(work):
        yield (
            gettext("Handed over") if draft.handed_over_at else gettext("In preparation"),
            draft.shipment.shipment_no,
            draft.replacement.declaration.number if draft.replacement else None,
            in_language(draft.customer.name),
            draft.prepared_by.name,
            draft.handed_over_at or draft.prepared_at,
        )
    for proposal in open_revocations(work):
        yield (
            gettext("Proposed to be revoked"),
            None,
            proposal.declaration.number,
            in_language(proposal.declaration.customer.name),
            proposal.proposed_by.name,
            proposal.proposed_at,
        )
