"""Tables that the database itself keeps from being rewritten, on both engines."""

from alembic import op


def make_append_only(table: str) -> None:
    """Refuse every change and deletion of the table's rows."""
    for verb in ("update", "delete"):
        refuse(table, verb, when=None, because=f"{table} is append-only")


def refuse(table: str, verb: str, *, when: str | None, because: str) -> None:
    """A trigger that aborts `verb` on the table, for every row or for those where `when` holds."""
    name = f"{table}_refuses_{verb}"
    condition = f"WHEN ({when})" if when else ""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{because}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{because}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} "
        f"FOR EACH ROW {condition} EXECUTE FUNCTION {name}()"
    )


def insist(table: str, verb: str, condition: str, *, because: str) -> None:
    """A trigger that aborts `verb` for rows where the condition, which may query, does not hold.

    A verb may be "update of" a column, beside a trigger for every update.
    """
    name = _refusing(table, verb)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{because}') WHERE NOT ({condition}); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF NOT ({condition}) THEN RAISE EXCEPTION '{because}'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb.upper()} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def after_insert(table: str, steps: str) -> None:
    """Statements that the database runs after each new row of the table, on both engines."""
    name = f"{table}_moves"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER {name} AFTER INSERT ON {table} BEGIN {steps} END")
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {steps} RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )


def nothing_after_insert(table: str) -> None:
    """Take that trigger away, for a downgrade."""
    name = f"{table}_moves"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {name}")
        return
    op.execute(f"DROP TRIGGER {name} ON {table}")
    op.execute(f"DROP FUNCTION {name}()")


def refuse_replacing(table: str, same: str) -> None:
    """Refuse a new row in place of an old one, which the condition finds.

    SQLite's REPLACE deletes, and asks a trigger only where the connection has said so, as ours do.
    PostgreSQL has nothing like it.
    """
    if op.get_bind().dialect.name == "sqlite":
        there_is = f"EXISTS (SELECT 1 FROM {table} WHERE {same})"  # noqa: S608 - the migration's own words
        op.execute(
            f"CREATE TRIGGER {table}_refuses_replacing BEFORE INSERT ON {table} WHEN {there_is} "
            f"BEGIN SELECT RAISE(ABORT, 'a row of {table} is not replaced'); END"
        )


def refuse_truncating(table: str) -> None:
    """Refuse PostgreSQL's TRUNCATE, of the table and of all that it names; SQLite has none.

    The table's deletion must be refused already.
    """
    if op.get_bind().dialect.name != "sqlite":
        op.execute(
            f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuses_delete()"
        )


def allow_replacing(*tables: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in tables:
            op.execute(f"DROP TRIGGER {table}_refuses_replacing")


def allow_truncating(table: str) -> None:
    if op.get_bind().dialect.name != "sqlite":
        op.execute(f"DROP TRIGGER {table}_refuses_truncate ON {table}")


def allow_again(table: str, *verbs: str) -> None:
    """Take the triggers away, for a downgrade."""
    for verb in verbs:
        name = _refusing(table, verb)
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")


def _refusing(table: str, verb: str) -> str:
    return f"{table}_refuses_{verb.replace(' ', '_')}"
