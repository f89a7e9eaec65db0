"""People's commands: invite (the first administrator too), shut out, help to a new password."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from remine_portal.cli import settings, writing
from remine_portal.domain.people import Role
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.people import PersonRow, find_person
from remine_portal.services import accounts, invitations, password_links

group = AppGroup("people", help="People: invite, disable, help to a new password.")


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
        person = _get_person(work, email)
        accounts.disable(work, person)
    click.echo(f"{person.email} is disabled.")


@group.command()
@click.argument("email")
def password(email: str) -> None:
    """Print a link with which EMAIL chooses a new password. It works once, for half an hour."""
    with writing() as work:
        token = password_links.make_link(work, _get_person(work, email))
    click.echo(f"{settings().base_url}/password-links/{token}")


def _get_person(work: UnitOfWork, email: str) -> PersonRow:
    person = find_person(work, email)
    if person is None:
        raise accounts.UnknownAddress(email=email)
    return person
