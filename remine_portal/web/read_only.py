"""Whether the portal may write claims now: not while its database is behind the register."""

from __future__ import annotations

from typing import cast

from flask import current_app

from remine_portal.documents.keys import NoSigningService
from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import VISITOR
from remine_portal.persistence.database import Database
from remine_portal.services.registering import DatabaseBehind, refuse_if_behind
from remine_portal.web.belongings import office


def database_behind() -> Refusal | None:
    """Why nothing is issued, be it that nobody can sign; None when all is well.

    Asked in a reading of its own: that of the page may be older than what was published since.
    """
    database = cast(Database, current_app.extensions["database"])
    with database.reading(VISITOR) as work:
        try:
            refuse_if_behind(work, office())
        except (DatabaseBehind, NoSigningService) as refusal:
            return refusal
    return None
