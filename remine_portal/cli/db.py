"""The database's own commands: bring it up to date, take steps back, check it."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from remine_portal.cli import database, refuse
from remine_portal.persistence import migrating

group = AppGroup("db", help="The database: bring it up to date, take steps back, check it.")


@group.command()
def upgrade() -> None:
    """Bring the database to the tables this version knows."""
    migrating.upgrade(database())
    click.echo("The database is up to date.")


@group.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Take steps back to REVISION (its name, base, or -1). Data of later tables is lost."""
    migrating.downgrade(database(), revision)
    click.echo(f"The database is at {revision}.")


@group.command()
def check() -> None:
    """Say whether tables and code agree."""
    if not migrating.is_current(database()):
        refuse("The database is not up to date. Run: flask --app app db upgrade")
    if found := migrating.differences(database()):
        refuse(found)
    click.echo("Tables and code agree.")
