"""A PostgreSQL server for the tests, which ends with the process that asked for it."""

import os
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import URL, Engine, make_url

# Nothing that a test writes has to survive a power cut.
FORGETFUL = ("fsync", "full_page_writes", "synchronous_commit")

# Holds on until we are gone, by whatever way: then the pipe closes. The server is told to stop at
# once (SIGQUIT), because it has nothing to keep.
GUARDIAN = """
cat >/dev/null
server=$(head -n 1 "$1/postmaster.pid") && kill -QUIT "$server"
while [ -e "$1/postmaster.pid" ] && kill -0 "$server" 2>/dev/null; do sleep 0.05; done
rm -rf "$1"
"""

EMPTY = """
DO $$
DECLARE name text;
BEGIN
    SET LOCAL lock_timeout = '5s';
    SET LOCAL session_replication_role = replica;
    FOR name IN
        SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    PERFORM setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE schemaname = 'public';
END $$
"""


@contextmanager
def server(*, forgetful: bool = True) -> Iterator[URL]:
    """The address of a running server: the one that REMINE_TEST_DATABASE_URL names, or our own."""
    if named := os.environ.get("REMINE_TEST_DATABASE_URL"):
        yield make_url(named)
        return
    folder = Path(tempfile.mkdtemp(prefix="remine-postgresql-"))
    with warnings.catch_warnings():
        # It looks for a runtime folder on import, and says so where the system has none.
        warnings.simplefilter("ignore")
        import pgserver

    started = pgserver.get_server(folder, cleanup_mode=None)
    guardian = subprocess.Popen(
        ["sh", "-c", GUARDIAN, "guardian", folder], stdin=subprocess.PIPE, start_new_session=True
    )
    try:
        address = make_url(started.get_uri()).set(drivername="postgresql+psycopg")
        if forgetful:
            _forget_durability(address)
        yield address
    finally:
        guardian.communicate()


@contextmanager
def new_database(address: URL, name: str) -> Iterator[URL]:
    """An empty database on the server, dropped at the end."""
    create = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with _connect(address) as connection:
        connection.execute(drop)
        connection.execute(create)
        yield address.set(database=name)
        connection.execute(drop)


def empty(engine: Engine) -> None:
    """Delete every row that a test has left, and count from the beginning again.

    Append-only tables too: a replica runs no triggers. A fresh copy of the database would cost a
    tenth of a second, this costs a few thousandths. A test that left a transaction open is waited
    for no longer than the lock's time, and then is an error.
    """
    with closing(engine.raw_connection()) as connection:
        connection.cursor().execute(EMPTY)
        connection.commit()


def _forget_durability(address: URL) -> None:
    with _connect(address) as connection:
        for setting in FORGETFUL:
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        connection.execute("SELECT pg_reload_conf()")


def _connect(address: URL) -> psycopg.Connection:
    url = address.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(url, autocommit=True)
