"""The commands of the worker: doing what pages have ordered."""

from __future__ import annotations

import signal
from threading import Event
from types import FrameType

import click
from flask.cli import AppGroup

from remine_portal.cli import database, office
from remine_portal.services import working

PAUSE = 1.0
"""Seconds between two looks at the table."""

group = AppGroup("jobs", help="Jobs: packs, mails, and what is looked at once a day.")


@group.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
def work(once: bool) -> None:
    """Do jobs as they come, until told to stop; the one in hand is finished first."""
    told = Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        told.set()

    if once:
        begun = working.work_off_all(database(), office())
        click.echo(f"{begun} jobs were begun.")
        return
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, stop)
    while not told.is_set():
        if not working.work_off_next(database(), office()):
            told.wait(PAUSE)
