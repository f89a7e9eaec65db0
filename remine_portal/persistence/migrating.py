"""Brings a database to the tables this code knows, and says whether it is there."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from remine_portal.persistence.database import Database
from remine_portal.resources import resource_folder


def upgrade(database: Database, revision: str = "head") -> None:
    """Apply what is missing. A step that fails leaves nothing of itself behind."""
    command.upgrade(_config(database), revision)


def downgrade(database: Database, revision: str) -> None:
    """Take steps back, by number or by revision; data of the tables taken away is lost."""
    command.downgrade(_config(database), revision)


def differences(database: Database) -> str | None:
    """What `alembic check` finds between the tables and the code, or None."""
    try:
        command.check(_config(database))
    except CommandError as error:
        return str(error)
    return None


def is_current(database: Database) -> bool:
    """Whether the database has every step that this code knows, and no other."""
    heads = ScriptDirectory.from_config(_config(database)).get_heads()
    with database.engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) == set(heads)


def is_ready(database: Database) -> bool:
    """Whether the database answers, and has the tables of this code."""
    try:
        return is_current(database)
    except SQLAlchemyError:
        return False


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resource_folder("migrations")))
    config.attributes["database"] = database
    return config
