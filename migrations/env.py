"""Runs migrations through the portal's own engine and settings, offline never."""

from alembic import context

from remine_portal.persistence import schema, tables  # noqa: F401 - tables fill the metadata
from remine_portal.persistence.database import Database
from remine_portal.settings import Settings

given = context.config.attributes.get("database")
database = given or Database(Settings.from_environment().database_url)

with database.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=schema.Row.metadata,
        transaction_per_migration=True,
        include_name=lambda name, _kind, _parents: (
            not str(name).startswith(("shipment_search", "ix_shipment_search"))
        ),
    )
    with context.begin_transaction():
        context.run_migrations()
