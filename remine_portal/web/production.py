"""What the portal makes sure of before it serves in production."""

from __future__ import annotations

from pathlib import Path

from remine_portal.documents.fonts import assert_subsetter
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import migrating
from remine_portal.persistence.database import Database
from remine_portal.services.sample import holds_sample
from remine_portal.settings import SettingsRefused


def refuse_unfit(database: Database, data_dir: Path) -> None:
    """Refuse to start on sample data, without the data folder, or without the font subsetter.

    A database that is not up to date yet is let through, so that it can be brought there.
    """
    assert_subsetter()
    if not data_dir.is_dir():
        raise SettingsRefused(
            f"The data folder {data_dir} is missing. Make it, so that the portal's user can write "
            "into it, or set REMINE_DATA_DIR to another one."
        )
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
