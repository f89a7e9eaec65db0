"""The commands of electricity evidence."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from remine_portal.cli import writing
from remine_portal.services import evidence
from remine_portal.services.json_entries import read_json

group = AppGroup("electricity", help="Electricity evidence of the facilities.")


@group.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path) -> None:
    """Take over the entries of FILE, whole or not at all. The same file again changes nothing.

    FILE is JSON, {"electricity": [...]}. An entry has site, period_from, period_to, consumed_mwh,
    covered_mwh, instrument and certificate_ids, and where known retired_on and document.
    """
    with writing() as work:
        counts = evidence.load_electricity(work, read_json(file.read_bytes(), file.name))
    click.echo(f"{counts.new} new, {counts.unchanged} unchanged.")
