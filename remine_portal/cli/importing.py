"""What the import commands share: one file taken in, and every reason why it is not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from remine_portal.cli import blobs, database, refusing
from remine_portal.documents.erp_rows import Problem
from remine_portal.documents.exports import write_errors_csv
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.persistence.database import JAPAN
from remine_portal.persistence.imports import DeclaredLine, Told, declared_otherwise
from remine_portal.persistence.shipments import ImportRunRow
from remine_portal.services import importing
from remine_portal.services.import_previews import Counts, LinesRefused
from remine_portal.services.importing import ImportFile, ImportKind

Command = Callable[..., None]


def import_arguments(command: Command) -> Command:
    """The argument and the options of an import."""
    for decorate in (
        click.option("--good-lines", is_flag=True, help="Leave out bad lines instead of stopping."),
        click.option(
            "--errors",
            metavar="OUT.csv",
            type=click.Path(dir_okay=False, writable=True, path_type=Path),
            callback=_in_a_folder_there_is,
            help="Write what is wrong, row by row, to this file.",
        ),
        click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing."),
        click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
    ):
        command = decorate(command)
    return command


def import_file(
    kind: ImportKind, file: Path, *, dry_run: bool, errors: Path | None, good_lines: bool
) -> None:
    """Take a file in, whole or not at all, and say how many lines were of which kind.

    Standard error gets a line for every reason why a row is refused. Where one is, nothing is
    applied and the exit status is 1, unless the good lines were asked for.
    """
    with refusing():
        step = _look if dry_run else _apply
        taken, problems = step(kind, file.name, file.read_bytes(), good_lines)
    if errors is not None:
        errors.write_bytes(write_errors_csv(problems))
    for problem in problems:
        click.echo(f"row {problem.row}, {problem.column}: {problem.sentence}", err=True)
    if not taken:
        raise SystemExit(1)


def _look(
    kind: ImportKind, name: str, content: bytes, good_lines: bool
) -> tuple[bool, Sequence[Problem]]:
    """Whether the file would be taken, and what is wrong with it."""
    with database().reading(COMMAND_LINE) as work:
        preview = importing.preview(work, kind, content, name)
    click.echo(preview.counts)
    _say_declared(preview.declared)
    would_be_taken = not preview.problems or (good_lines and preview.counts.good > 0)
    return would_be_taken, preview.problems


def _apply(
    kind: ImportKind, name: str, content: bytes, good_lines: bool
) -> tuple[bool, Sequence[Problem]]:
    """Whether the file was taken, and what was wrong with it."""
    problems: Sequence[Problem] = ()
    try:
        with _progress(name) as told, database().writing(COMMAND_LINE) as work:
            if good_lines:
                problems = importing.preview(work, kind, content, name).problems
            run = importing.apply_file(
                work, kind, ImportFile(name, content), good_lines_only=good_lines, told=told
            )
            blobs().put(content)
            repeated = importing.is_repeated(work, run)
            declared = () if repeated else declared_otherwise(work, run)
    except LinesRefused as refusal:
        click.echo(f"Nothing was imported: {refusal.counts}")
        return False, refusal.problems
    _say_done(run, repeated=repeated)
    _say_declared(declared)
    return True, problems


def _say_done(run: ImportRunRow, *, repeated: bool) -> None:
    counts = importing.counts_of(run)
    if not repeated:
        click.echo(counts)
        return
    assert run.applied_at is not None
    click.echo(Counts(0, 0, counts.good, 0))
    when = f"{run.applied_at.astimezone(JAPAN):%Y-%m-%d %H:%M} JST"
    click.echo(f"Already imported on {when} by {run.applied_by}: nothing to do.")


def _say_declared(lines: Sequence[DeclaredLine]) -> None:
    for shipment_no, line_no, number in lines:
        click.echo(
            f"{shipment_no} line {line_no} is declared in {number}: the declaration is not changed."
        )


@contextmanager
def _progress(name: str) -> Iterator[Told]:
    """A bar on a terminal; nothing where standard error is a file or a pipe."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task(f"Reading {name}", total=None)

        def told(done: int, lines: int) -> None:
            progress.update(task, description="Writing lines", completed=done, total=lines)

        yield told


def _in_a_folder_there_is(
    _context: click.Context, _option: click.Parameter, file: Path | None
) -> Path | None:
    if file is not None and not file.parent.is_dir():
        raise click.BadParameter(f"There is no folder {file.parent}.")
    return file
