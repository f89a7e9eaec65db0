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


def allow_again(table: str, *verbs: str) -> None:
    """Take the triggers away, for a downgrade."""
    for verb in verbs:
        name = f"{table}_refuses_{verb}"
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
