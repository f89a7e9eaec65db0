"""The commands of shipments."""

from __future__ import annotations

from typing import Any

from flask.cli import AppGroup

from remine_portal.cli.importing import import_arguments, import_file
from remine_portal.services.importing import ImportKind

group = AppGroup("shipments", help="Shipments from the ERP.")


@group.command("import")
@import_arguments
def import_shipments(**options: Any) -> None:
    """Take in the lines of FILE (CSV or XLSX), all or none. The same file again changes nothing.

    A line is known by its shipment and line number. A changed line becomes a new revision.
    """
    import_file(ImportKind.SHIPMENTS, **options)
