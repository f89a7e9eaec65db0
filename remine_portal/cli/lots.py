"""The commands of lots."""

from __future__ import annotations

from typing import Any

from flask.cli import AppGroup

from remine_portal.cli.importing import import_arguments, import_file
from remine_portal.services.importing import ImportKind

group = AppGroup("lots", help="What went into lots.")


@group.command("import")
@import_arguments
def import_lots(**options: Any) -> None:
    """Take in the contents of the lots in FILE (CSV or XLSX), all or none.

    FILE gives product mass, pre-consumer, post-consumer and same-process mass of each lot. A lot
    is known by its number and product. Changed contents become a new revision.
    """
    import_file(ImportKind.LOTS, **options)
