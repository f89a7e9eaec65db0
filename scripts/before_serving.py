"""What has to be right before the portal serves: a free port, and a database that is filled."""

import os
import socket
import sys
from contextlib import nullcontext, suppress

COMMANDS = ("db upgrade", "sample load --if-empty", "register publish", "sample accounts")
MAY_FAIL = "register publish"
"""A database behind the register is still served, for reading; the command has said why."""


def refuse_a_taken_port(host: str, port: int) -> None:
    """The server would share it with another of its kind, and the requests too."""
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        sys.exit(
            f"Nothing can be served on {host}:{port}. {error.strerror}.\n"
            f"Try another port: PORT={port + 1} make run"
        )


def run_commands() -> None:
    """All in one process, because most of a command's time is the start of the portal."""
    from app import app  # noqa: PLC0415 - the port is looked at before the portal starts

    with app.app_context():
        for command in COMMANDS:
            with suppress(SystemExit) if command == MAY_FAIL else nullcontext():
                app.cli.main(command.split(), standalone_mode=False)


if __name__ == "__main__":
    refuse_a_taken_port(os.environ["HOST"], int(os.environ["PORT"]))
    run_commands()
