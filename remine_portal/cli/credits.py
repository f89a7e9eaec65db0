"""The commands of the credit ledger: inputs booked, periods closed, the books checked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import click
from flask.cli import AppGroup

from remine_portal.cli import database, office, refuse, writing
from remine_portal.cli.importing import import_arguments, import_file
from remine_portal.documents.ledger_export import write_beancount, write_entries_csv
from remine_portal.domain.credits import METALS
from remine_portal.domain.people import COMMAND_LINE, Actor, Permission
from remine_portal.persistence.people import find_person
from remine_portal.services import closing, ledger_exporting
from remine_portal.services.credit_checking import differences
from remine_portal.services.importing import ImportKind
from remine_portal.services.periods import named_period

group = AppGroup("credits", help="The credit ledger.")

FORMATS = {"beancount": write_beancount, "csv": write_entries_csv}


@group.command()
@import_arguments
def receive(**options: Any) -> None:
    """Book the inputs in FILE (CSV or XLSX), all or none. The same file again changes nothing.

    An input is known by its receipt number, and by its supplier's weight ticket. What is booked is
    never changed.
    """
    import_file(ImportKind.RECEIPTS, **options)


@group.command()
@import_arguments
def output(**options: Any) -> None:
    """Book what FILE says of each boundary and period, all or none: figures of production records.

    FILE (CSV or XLSX) gives boundary, period (its first day), output, physical_stock and
    measured_yield. A blank figure keeps the one booked before.
    """
    import_file(ImportKind.PRODUCTION, **options)


@group.command()
def check() -> None:
    """Derive everything again from the entries, and name each difference."""
    with database().reading(COMMAND_LINE) as work:
        found = [str(each) for each in differences(work)]
    if found:
        refuse(*found)
    click.echo("The books and their entries agree.")


@group.command()
@click.option(
    "--format",
    "form",
    required=True,
    type=click.Choice(list(FORMATS)),
    help="beancount is for bean-check, csv for a spreadsheet.",
)
def export(form: str) -> None:
    """Print the whole ledger, with all that has fallen due by today."""
    with writing() as work:
        ledger = ledger_exporting.export_ledger(work)
    click.echo(FORMATS[form](ledger), nl=False)


@group.command()
@click.argument("boundary")
@click.argument("period", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--as", "email", required=True, metavar="EMAIL", help="Who proposes or confirms.")
def close(boundary: str, period: datetime, email: str) -> None:
    """Close the balance period of BOUNDARY that begins on PERIOD, by two people.

    The first person proposes, a second one confirms with the same command.
    """
    with writing(_bookkeeper(email)) as work:
        row = named_period(work, boundary, METALS[0], period.date())
        closing.propose_or_confirm(work, row, office=office())
    if row.is_closed:
        click.echo(f"{boundary} {row.first_day} is closed.")
    else:
        click.echo(f"{boundary} {row.first_day}: closing proposed. A colleague must confirm it.")


def _bookkeeper(email: str) -> Actor:
    with database().reading(COMMAND_LINE) as work:
        person = find_person(work, email)
    if person is None or person.disabled_at or not person.actor().may(Permission.CREDITS_WRITE):
        refuse(f"Nobody with the address {email} keeps the books.")
    return person.actor()
