"""What waits at the sales desk, and for whom."""

from __future__ import annotations

from datetime import timedelta
from functools import cache, partial

from flask import render_template
from flask.typing import ResponseReturnValue

from remine_portal.documents.pictures import content_bar
from remine_portal.domain.endings import CAUSE_NAMES
from remine_portal.domain.people import Permission
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declaration_search import DeclarationFilter, page_of_declarations
from remine_portal.persistence.drafts import open_drafts
from remine_portal.persistence.endings import open_revocations
from remine_portal.persistence.paging import Turn
from remine_portal.persistence.request_queue import open_requests
from remine_portal.persistence.shipment_search import waiting_for_a_declaration
from remine_portal.persistence.shipments import ShipmentRow
from remine_portal.services.assessing import ShipmentAssessment, assess_shipments
from remine_portal.services.attribution_outlook import waiting_for_credits
from remine_portal.web.access import actor, reading, requires
from remine_portal.web.languages import language, ngettext
from remine_portal.web.read_only import database_behind
from remine_portal.web.sales_desk import blueprint

LATELY = 10
AT_MOST = 25


@blueprint.route("")
@requires(Permission.SALES_DESK_READ)
def show_queue() -> ResponseReturnValue:
    with reading() as work:
        drafts = open_drafts(work)
        to_revoke = open_revocations(work)
        me = actor().person_id
        return render_template(
            "sales_desk/show_queue.html",
            to_issue=[each for each in drafts if each.handed_over_at and each.prepared_by_id != me],
            handed_over=[
                each for each in drafts if each.handed_over_at and each.prepared_by_id == me
            ],
            in_preparation=[each for each in drafts if not each.handed_over_at],
            asked=open_requests(work),
            read_only=database_behind(),
            to_revoke=to_revoke,
            waiting_here=len(drafts) + len(to_revoke),
            cause_names=CAUSE_NAMES,
            latest=page_of_declarations(work, DeclarationFilter(), Turn(LATELY)).rows,
            waiting=declarable(work),
            copper=waiting_for_credits(work, AT_MOST),
            drafted={each.shipment_id: each for each in drafts},
            age=lambda moment: in_words(work.now - moment),
            bar=cache(partial(content_bar, language=language(), size="small")),
        )


def declarable(work: UnitOfWork) -> list[tuple[ShipmentRow, ShipmentAssessment]]:
    """The newest shipments with a lot that may be declared and is not, with what may be said."""
    waiting = waiting_for_a_declaration(work, AT_MOST)
    assessed = assess_shipments(work, waiting)
    return [(each, assessed[each.id]) for each in waiting if assessed[each.id].claims]


def in_words(age: timedelta) -> str:
    """How long something has waited, in its largest unit."""
    hours = age // timedelta(hours=1)
    if hours < 1:
        minutes = max(age // timedelta(minutes=1), 1)
        return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    if age.days < 1:
        return ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return ngettext("%(n)s day", "%(n)s days", age.days) % {"n": age.days}
