"""The catalogue's commands."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from remine_portal.cli import writing
from remine_portal.services import cataloguing
from remine_portal.services.json_entries import read_json

group = AppGroup("catalog", help="The catalogue: products, sites, and published facts.")


@group.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path) -> None:
    """Take over the facts of FILE.json. The same file again changes nothing."""
    with writing() as work:
        counts = cataloguing.load_catalog(work, read_json(file.read_bytes(), file.name))
    click.echo(f"{counts.new} new, {counts.changed} changed, {counts.unchanged} unchanged.")
