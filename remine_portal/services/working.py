"""The worker: which jobs there are, who does them, and what is ordered once a day."""

from __future__ import annotations

from collections.abc import Mapping

from remine_portal.domain.jobs import JobKind
from remine_portal.persistence.database import Database, this_moment
from remine_portal.services import expiring, jobs, mailing, pack_building
from remine_portal.services.jobs import WORKER, Clock, Handler
from remine_portal.services.office import Office

HANDLERS: Mapping[JobKind, Handler] = {
    JobKind.EXPIRY: expiring.warn_daily,
    JobKind.MAIL: mailing.send_notice,
    JobKind.PACK: pack_building.make_pack,
}
"""Who does what. A kind of job without its handler is found by a test."""


def order_what_is_daily(database: Database, clock: Clock = this_moment) -> None:
    """Order the jobs of the day, each once however often this is called."""
    with database.reading(WORKER, clock()) as work:
        key = f"expiry:{work.today}"
        if jobs.is_ordered(work, key):
            return
    with database.writing(WORKER, clock()) as work:
        jobs.order(work, JobKind.EXPIRY, str(work.today), key=key)


def handlers_in(office: Office) -> Mapping[JobKind, Handler]:
    """What can be done here: without a mailer, mails wait."""
    if office.mailer is not None:
        return HANDLERS
    return {kind: handler for kind, handler in HANDLERS.items() if kind is not JobKind.MAIL}


def work_off_next(database: Database, office: Office) -> bool:
    """Do the job that has waited longest; False when none is due."""
    order_what_is_daily(database)
    return jobs.work_off(database, office, handlers_in(office))


def work_off_all(database: Database, office: Office) -> int:
    """Do everything that is due now; how many jobs were begun."""
    begun = 0
    while work_off_next(database, office):
        begun += 1
    return begun
