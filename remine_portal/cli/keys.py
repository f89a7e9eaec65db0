"""The commands of the keys."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from remine_portal.cli import office, refuse, refusing
from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.keys import Use

group = AppGroup("keys", help="The keys that documents, credentials and the register rely on.")


@group.command("list")
def list_keys() -> None:
    """Show every published key: what it is for, its name, and from when to when it signed."""
    with refusing():
        published = [key for use in Use for key in office().keys.published(use)]
    for key in published:
        until = f"{key.not_after:%Y-%m-%d %H:%M}" if key.not_after else "signs now"
        click.echo(f"{key.use:<10}  {key.key_id}  {key.not_before:%Y-%m-%d %H:%M}  {until}")


@group.command()
@click.argument("use", type=click.Choice([str(use) for use in Use]))
def rotate(use: str) -> None:
    """Let a new key sign from now on, in development.

    The old private key is destroyed; what it has signed stays valid. Where a signing process holds
    the keys, rotate them as its user, with `python -m remine_portal.documents.signing_service
    rotate`.
    """
    keys = office().keys
    if not isinstance(keys, KeyFolder):
        refuse(
            "The portal does not hold these keys. Rotate them as the user of the signing process: "
            f"python -m remine_portal.documents.signing_service rotate {use} --keys DIR"
        )
    click.echo(f"{keys.rotate(Use(use)).key_id} signs from now on.")
