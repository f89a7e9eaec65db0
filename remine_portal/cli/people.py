"""People's commands: invite somebody, the first administrator too, and shut somebody out."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from remine_portal.cli import settings, writing
from remine_portal.domain.people import Role
from remine_portal.persistence.people import find_person
from remine_portal.services import accounts, invitations

group = AppGroup("people", help="People: invite somebody, or disable an account.")


@group.command()
@click.argument("email")
@click.option(
    "--role",
    required=True,
    type=click.Choice([role.value for role in Role]),
    help="What the person may do.",
)
@click.option("--company", default="", help="The code of the company, for customers' people.")
def invite(email: str, role: str, company: str) -> None:
    """Print a link with which EMAIL makes an account. It works once, within seven days."""
    with writing() as work:
        token = invitations.invite(work, email, role=Role(role), company=company)
    click.echo(f"{settings().base_url}/invitations/{token}")


@group.command()
@click.argument("email")
def disable(email: str) -> None:
    """Shut EMAIL out at once: the account stays, its sessions end."""
    with writing() as work:
        person = find_person(work, email)
        if person is None:
            raise accounts.UnknownAddress(email=email)
        accounts.disable(work, person)
    click.echo(f"{person.email} is disabled.")
