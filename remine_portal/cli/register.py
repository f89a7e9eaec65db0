"""The commands of the public register: checked against everything, and given away."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from remine_portal.cli import database, office, refuse, refusing
from remine_portal.domain.notes import to_base64
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import register
from remine_portal.services import registering
from remine_portal.services.register_checking import findings, proof_findings
from remine_portal.services.register_exporting import export_register

group = AppGroup("register", help="The public register.")


@group.command()
@click.option(
    "--proof",
    "proofs",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="An old .tlog-proof that today's register must agree with.",
)
def check(proofs: tuple[Path, ...]) -> None:
    """Make every hash again, and compare entries, declarations, PDFs and published checkpoints.

    Names each difference. With --proof, also whether the register was only added to since that
    proof was made.
    """
    with refusing(), database().reading(COMMAND_LINE) as work:
        register.hold_still(work)
        found = [str(each) for each in findings(work, office())]
        for proof in proofs:
            text = proof.read_bytes().decode(errors="replace")
            found += [f"{proof}: {each}" for each in proof_findings(work, text, office())]
        if found:
            refuse(*found)
        size = register.size(work)
        root = to_base64(register.root_at(work, size))
    click.echo(f"{size} entries, and everything agrees with them. Root: {root}")


@group.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Write the published register into FOLDER as static files, or add to an older export there."""
    with refusing(), database().reading(COMMAND_LINE) as work:
        register.hold_still(work)
        checkpoint = export_register(work, office(), folder)
    click.echo(f"{checkpoint.size} entries are in {folder}. Root: {to_base64(checkpoint.root)}")


@group.command()
def publish() -> None:
    """Publish what a failure has left unpublished. The portal does so whenever it starts."""
    with refusing(), database().reading(COMMAND_LINE) as work:
        checkpoint = registering.publish_all(work, office())
    click.echo(f"{checkpoint.size if checkpoint else 0} entries are published.")
