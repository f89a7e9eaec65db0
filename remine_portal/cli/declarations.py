"""The commands of issued declarations: one file verified by anybody, all of them by us."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import Progress
from sqlalchemy import func, select

from remine_portal.cli import database, office, refuse, refusing
from remine_portal.documents.checking_apart import check_in_child
from remine_portal.documents.file_checks import FAULT_SENTENCES, FileCheck
from remine_portal.documents.key_folder import KeyFolder
from remine_portal.documents.keys import Use
from remine_portal.documents.trust import Trust
from remine_portal.domain.endings import CAUSE_NAMES
from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence import migrating, register
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.services.declaration_checking import check_declarations
from remine_portal.services.file_checking import check_files
from remine_portal.services.file_verdicts import FileVerdict, verdict_on_file
from remine_portal.services.offline_verdicts import proven_by
from remine_portal.services.register_standing import RegisterSays
from remine_portal.services.verification import Answer, Verdict, trust_of

GENUINE, NOT_GENUINE, ENDED = 0, 1, 3

WORDS = {
    Answer.CURRENT: "Genuine and current.",
    Answer.REPLACED: "Genuine, but replaced.",
    Answer.WITHDRAWN: "Genuine, but withdrawn.",
    Answer.DOUBTFUL: "NOT CONFIRMED: signature or register do not bear out what the books say.",
    Answer.CHANGED: "NOT GENUINE: it names a declaration of ours, and has other bytes.",
    Answer.UNKNOWN: "NOT GENUINE: no declaration of ours is this file.",
}

group = AppGroup("declarations", help="Issued declarations.")

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@group.command()
@click.argument("file", type=existing_file)
@click.option("--proof", type=existing_file, help="Else the file of that name in .tlog-proof.")
@click.option("--trust", type=existing_file, help="Else the keys of the data folder.")
def verify(file: Path, proof: Path | None, trust: Path | None) -> None:
    """Say whether FILE is a declaration as it was issued, and whether it is current.

    Exit status 0: genuine and current. 3: genuine, but replaced or withdrawn. 1: not genuine.
    Without the database the verdict is on the file and its proof, and the status is "unknown".
    """
    with refusing():
        believed = _trust(trust)
        check = check_in_child(file.read_bytes(), believed)
    _say("signature", check.is_sound, _signature_in_words(check))
    status = (
        _by_the_books(check) if _has_books() else _by_proof(check, _text(file, proof), believed)
    )
    raise SystemExit(status)


def _by_the_books(check: FileCheck) -> int:
    with database().reading(COMMAND_LINE) as work:
        found = verdict_on_file(work, check, office=office())
    _say("sha-256", found.is_same_bytes, check.sha256)
    _say("register", *_register_in_words(found))
    click.echo(f"status     {_status_in_words(found.issued) if found.is_same_bytes else 'none'}")
    click.echo(WORDS[found.answer])
    if found.answer is Answer.CURRENT:
        return GENUINE
    return ENDED if found.is_genuine else NOT_GENUINE


def _by_proof(check: FileCheck, proof: str | None, trust: Trust) -> int:
    try:
        proven = proven_by(proof, check, trust)
    except Refusal as refusal:
        _say("register", False, str(refusal))
        click.echo("NOT GENUINE, as far as can be told without the database.")
        return NOT_GENUINE
    _say("sha-256", True, check.sha256)
    size = proven.checkpoint.size
    _say("register", True, f"entry {proven.index} of {size} at {proven.checkpoint.origin}")
    click.echo(f"status     unknown: ask {proven.ask_at}")
    click.echo("Genuine, status unknown." if check.is_sound else "NOT GENUINE.")
    return GENUINE if check.is_sound else NOT_GENUINE


def _say(what: str, holds: bool, words: str) -> None:
    click.echo(f"{what:10} {'ok    ' if holds else 'FAILED'} {words}")


def _signature_in_words(check: FileCheck) -> str:
    if check.faults:
        return " ".join(FAULT_SENTENCES[each] for each in check.faults)
    assert check.signature is not None, "a sound file is signed"
    return f"over the whole file, by {check.signature.signer}, {check.signature.signed_at}"


def _register_in_words(found: FileVerdict) -> tuple[bool, str]:
    standing = found.issued.register if found.issued and found.is_same_bytes else None
    if standing is None or standing.says is not RegisterSays.PROVEN:
        return False, "no entry is proven for this file"
    return True, f"entry {standing.index} of {standing.size}"


def _status_in_words(issued: Verdict | None) -> str:
    if issued is None or issued.answer is Answer.DOUBTFUL:
        return "unknown"
    if issued.ended_on is None:
        return "current"
    cause = CAUSE_NAMES[issued.cause] if issued.cause else ""
    became = f"replaced by {issued.replaced_by}" if issued.replaced_by else "withdrawn"
    return f"{became} on {issued.ended_on} ({cause})"


def _has_books() -> bool:
    """Whether the database is there and knows a register; asking does not make one."""
    url = database().engine.url
    if database().is_sqlite and url.database and not Path(url.database).exists():
        return False
    if not migrating.is_ready(database()):
        return False
    with database().reading(COMMAND_LINE) as work:
        return register.size(work) > 0


def _trust(given: Path | None) -> Trust:
    """What the file says, else the data folder's keys; none are made for being asked."""
    if given is not None:
        return Trust.read(given.read_bytes())
    keys = office().keys
    if isinstance(keys, KeyFolder) and not (keys.path / f"{Use.DOCUMENT}.json").exists():
        refuse("There are no keys in the data folder. Give the portal's trust.json by --trust.")
    return trust_of(office())


def _text(file: Path, proof: Path | None) -> str | None:
    beside = proof or file.with_suffix(".tlog-proof")
    return beside.read_bytes().decode(errors="replace") if beside.exists() else None


@group.command("verify-all")
def verify_all() -> None:
    """Check every declaration: its row, its snapshot, its PDF with signature and data, its entries.

    Names each difference on standard error, with exit status 1.
    """
    with refusing(), database().reading(COMMAND_LINE) as work:
        register.hold_still(work)
        count = work.session.scalar(select(func.count()).select_from(DeclarationRow)) or 0
        found = [str(each) for each in check_declarations(work, office())]
        console = Console(stderr=True)
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            files = check_files(work, office(), trust_of(office()))
            for each in progress.track(files, total=count, description="Checking files"):
                found += map(str, each)
    if found:
        refuse(*found)
    click.echo(f"{count} declarations, and everything agrees with them.")
