"""The commands of the worker: doing what pages have ordered."""

from __future__ import annotations

import signal
from threading import Event
from types import FrameType

import click
from flask.cli import AppGroup

from remine_portal.cli import database, office
from remine_portal.persistence.database import DatabaseFailure
from remine_portal.services import working

PAUSE = 1.0
"""Seconds between two looks at the table."""

OUTAGE = 15.0
"""Seconds until a database that has failed is asked again."""

group = AppGroup("jobs", help="Jobs: packs, mails, and what is looked at once a day.")


@group.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
def work(once: bool) -> None:
    """Do jobs as they come, until told to stop; the one in hand is finished first."""
    if office().mailer is None:
        click.echo("REMINE_MAIL_URL names no mail server, so mails wait.", err=True)
    if once:
        begun = working.work_off_all(database(), office())
        click.echo(f"{begun} jobs were begun.")
        return
    told = _told_to_stop()
    while not told.is_set():
        told.wait(_pause_after_next())


def _pause_after_next() -> float:
    """Do the next job, if there is one; the seconds until somebody should look again."""
    try:
        return 0 if working.work_off_next(database(), office()) else PAUSE
    except DatabaseFailure as failure:
        click.echo(f"The database fails, so jobs wait: {failure.orig}", err=True)
        return OUTAGE


def _told_to_stop() -> Event:
    """Set by the signals that end a program, but for those that are not to reach this one."""
    told = Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        told.set()

    for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, stop)
    return told
