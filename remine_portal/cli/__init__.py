"""Commands: `flask --app app GROUP COMMAND`, one module a subject (INTERFACES.md "Commands")."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn, cast

import click
from flask import Flask, current_app

from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import COMMAND_LINE, Actor
from remine_portal.persistence.blobs import Blobs
from remine_portal.persistence.database import Database, UnitOfWork
from remine_portal.services.office import Office
from remine_portal.settings import Settings


def register_commands(app: Flask) -> None:
    """Give the app every group of commands."""
    from remine_portal.cli import (  # noqa: PLC0415 - the groups need this module first
        catalog,
        credits,
        db,
        declarations,
        electricity,
        jobs,
        keys,
        lots,
        people,
        policy,
        register,
        sample,
        shipments,
    )

    for group in (
        db.group,
        declarations.group,
        catalog.group,
        electricity.group,
        shipments.group,
        lots.group,
        policy.group,
        credits.group,
        people.group,
        keys.group,
        jobs.group,
        register.group,
        sample.group,
    ):
        app.cli.add_command(group)


def database() -> Database:
    return cast(Database, current_app.extensions["database"])


def blobs() -> Blobs:
    return office().blobs


def office() -> Office:
    return cast(Office, current_app.extensions["office"])


def settings() -> Settings:
    return cast(Settings, current_app.extensions["settings"])


@contextmanager
def writing(actor: Actor = COMMAND_LINE) -> Iterator[UnitOfWork]:
    """A unit of work for a command; a refusal ends it with status 1 and its sentence."""
    with refusing(), database().writing(actor) as work:
        yield work


@contextmanager
def refusing() -> Iterator[None]:
    """Turn a rule's no into one line on standard error and exit status 1."""
    try:
        yield
    except Refusal as refusal:
        refuse(str(refusal))


def refuse(*reasons: str) -> NoReturn:
    """One line a reason on standard error, and exit status 1."""
    for reason in reasons:
        click.echo(reason, err=True)
    raise SystemExit(1)
