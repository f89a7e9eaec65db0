"""The worker: which jobs there are, who does them, and what is ordered once a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from remine_portal.domain.jobs import JobKind
from remine_portal.persistence.database import Database
from remine_portal.services import jobs
from remine_portal.services.jobs import WORKER, Handler
from remine_portal.services.office import Office

HANDLERS: Mapping[JobKind, Handler] = {}
"""Who does what. A kind of job without its handler is found by a test."""


def order_what_is_daily(
    database: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> None:
    """Order the jobs of the day, each once however often this is called."""
    with database.reading(WORKER, clock()) as work:
        key = f"expiry:{work.today}"
        if jobs.is_ordered(work, key):
            return
    with database.writing(WORKER, clock()) as work:
        jobs.order(work, JobKind.EXPIRY, str(work.today), key=key)


def work_off_next(database: Database, office: Office) -> bool:
    """Do the job that has waited longest; False when none is due."""
    order_what_is_daily(database)
    return jobs.work_off(database, office, HANDLERS)


def work_off_all(database: Database, office: Office) -> int:
    """Do everything that is due now; how many jobs were begun."""
    begun = 0
    while work_off_next(database, office):
        begun += 1
    return begun
