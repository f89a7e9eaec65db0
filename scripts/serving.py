"""Serves, with one worker beside the server: both begin together, and end together.

Both are told to stop by us alone. What a terminal sends to all of them at once, the server hears
twice, and then it may never end.
"""

import os
import signal
import subprocess
import sys

FROM_THE_TERMINAL = (signal.SIGINT, signal.SIGHUP)
WORKER = "flask --app app jobs work"
SERVER = (
    "granian --interface wsgi --host {HOST} --port {PORT} --workers 2 "
    "--blocking-threads 4 --no-ws --workers-kill-timeout 10 --log-level warning app:app"
)

begun: list[subprocess.Popen[bytes]] = []


def serve() -> int:
    """The status of the server, once both have ended: the worker finishes what it has in hand."""
    for each in (*FROM_THE_TERMINAL, signal.SIGTERM):
        signal.signal(each, stop)
    signal.pthread_sigmask(signal.SIG_BLOCK, FROM_THE_TERMINAL)  # both inherit it, and keep it
    for command in (WORKER, SERVER):
        words = command.format_map(os.environ).split()
        begun.append(subprocess.Popen([sys.executable, "-m", *words]))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, FROM_THE_TERMINAL)
    worker, server = begun
    status = server.wait()
    stop()
    worker.wait()
    return status


def stop(*_signal: object) -> None:
    for each in begun:
        each.terminate()


if __name__ == "__main__":
    sys.exit(serve())
