"""The commands of the policy."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from remine_portal.cli import writing
from remine_portal.services import policies
from remine_portal.services.json_entries import read_json

group = AppGroup("policy", help="The policy of the credit ledger.")


@group.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def load(file: Path) -> None:
    """Put the policies of FILE on file, all or none. The same file again changes nothing.

    FILE is JSON, {"policies": [...]}. A policy is in force from its first day on, and is never
    changed: what was booked before keeps its terms.
    """
    with writing() as work:
        counts = policies.load_policies(work, read_json(file.read_bytes(), file.name))
    click.echo(f"{counts.new} new, {counts.unchanged} unchanged.")
