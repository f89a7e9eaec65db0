"""What the portal makes sure of before it serves in production."""

from __future__ import annotations

from remine_portal.documents.fonts import assert_subsetter
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import migrating
from remine_portal.persistence.database import Database
from remine_portal.services.sample import holds_sample
from remine_portal.settings import SettingsRefused


def refuse_unfit(database: Database) -> None:
    """Refuse to start on a database that holds the sample, or without the font subsetter.

    A database that is not up to date yet is let through, so that it can be brought there.
    """
    assert_subsetter()
    try:
        if migrating.is_current(database):
            _refuse_sample(database)
    finally:
        database.engine.dispose()  # processes that serve open connections of their own


def _refuse_sample(database: Database) -> None:
    with database.reading(COMMAND_LINE) as work:
        if holds_sample(work):
            raise SettingsRefused(
                "This database holds sample data, whose figures are invented. "
                "Start production on a database of its own."
            )
