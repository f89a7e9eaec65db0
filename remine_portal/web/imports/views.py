"""Files from the ERP: handed in, previewed, applied."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from pathlib import PurePath
from uuid import UUID

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import CombinedMultiDict

from remine_portal.documents.erp_columns import shown
from remine_portal.documents.exports import write_errors_csv
from remine_portal.documents.spreadsheets import LARGEST_FILE_MB
from remine_portal.documents.tables import MOST_ROWS
from remine_portal.domain.credits import CHARACTERISTIC_NAMES
from remine_portal.domain.errors import Refusal
from remine_portal.domain.people import Permission
from remine_portal.persistence import imports
from remine_portal.persistence.shipments import ImportRunRow
from remine_portal.services import importing
from remine_portal.services.importing import KIND_NAMES
from remine_portal.web.access import actor, reading, requires, writing
from remine_portal.web.belongings import blobs
from remine_portal.web.formats import because, moment, say
from remine_portal.web.imports import blueprint
from remine_portal.web.imports.forms import Decision, HandInForm, kinds_for
from remine_portal.web.imports.wording import name_of
from remine_portal.web.languages import gettext
from remine_portal.web.listing import page_links, turn_asked_for

FEW = 50
"""Lines of each kind that a preview shows; the file itself has them all."""


@blueprint.route("/imports")
@requires(Permission.IMPORTS_READ)
def list_imports() -> ResponseReturnValue:
    with reading() as work:
        page = imports.page_of_runs(work, turn_asked_for(place_read))
        return render_template(
            "imports/list_imports.html",
            runs=page.rows,
            total=page.total,
            kinds=KIND_NAMES,
            links=page_links(page, place_written),
        )


@blueprint.route("/imports/hand-in", methods=["GET", "POST"])
@requires(Permission.SHIPMENTS_IMPORT)
def hand_in_file() -> ResponseReturnValue:
    form = HandInForm(CombinedMultiDict([request.form, request.files]))
    form.offer(kinds_for(actor()))
    if form.submitted():
        try:
            run = hand_in(form.kind.data, form.content, form.file_name)
        except Refusal as refusal:
            form.show(refusal)
        else:
            return redirect(url_for("imports.show_import", run_id=run.id), 303)
    return render_template(
        "imports/hand_in_file.html", form=form, largest_mb=LARGEST_FILE_MB, most_rows=MOST_ROWS
    )


def hand_in(kind: str, content: bytes, file_name: str) -> ImportRunRow:
    """The file, kept for its preview; or the run that took the same file in already."""
    with reading() as work:
        if earlier := importing.find_applied(work, kind, content):
            flash_already_imported(earlier)
            return earlier
        counts = importing.preview(work, kind, content, file_name).counts
    blobs().put(content)
    with writing() as work:
        return importing.hand_in(work, kind, content, file_name, counts)


@blueprint.route("/imports/<uuid:run_id>")
@requires(Permission.IMPORTS_READ)
def show_import(run_id: UUID) -> ResponseReturnValue:
    """Before it is applied, what applying it now would do; afterwards, what it did."""
    with reading() as work:
        run = imports.find_run(work, run_id) or abort(404)
        if run.applied_at:
            return render_template(
                "imports/show_result.html",
                run=run,
                kinds=KIND_NAMES,
                declared=imports.declared_otherwise(work, run),
                few=FEW,
            )
        return render_template(
            "imports/show_import.html",
            run=run,
            kinds=KIND_NAMES,
            earlier=imports.find_applied(work, run.kind, run.file_sha256),
            preview=importing.preview(work, run.kind, content_of(run), run.file_name),
            column=shown,
            name=name_of,
            reason=because,
            may_apply=run.kind in kinds_for(actor()),
            characteristics=CHARACTERISTIC_NAMES,
            few=FEW,
        )


@blueprint.route("/imports/<uuid:run_id>/apply", methods=["POST"])
@requires(Permission.SHIPMENTS_IMPORT)
def apply_import(run_id: UUID) -> ResponseReturnValue:
    """A refusal leads back to the preview, which shows how things stand by then."""
    decision = Decision.posted()
    try:
        with writing() as work:
            run = imports.find_run(work, run_id) or abort(404)
            if run.kind not in kinds_for(actor()):
                abort(404)
            done = importing.apply_run(
                work,
                run,
                content_of(run),
                good_lines_only=decision.good_lines_only,
                seen=decision.seen,
            )
    except Refusal as refusal:
        flash(say(refusal), "error")
        return redirect(url_for("imports.show_import", run_id=run_id), 303)
    if importing.is_repeated(work, done):
        flash_already_imported(done)
    return redirect(url_for("imports.show_import", run_id=done.id), 303)


@blueprint.route("/imports/<uuid:run_id>/errors.csv")
@requires(Permission.IMPORTS_READ)
def download_errors(run_id: UUID) -> ResponseReturnValue:
    with reading() as work:
        run = imports.find_run(work, run_id) or abort(404)
        if not run.refused_count:
            abort(404)
        preview = importing.preview(work, run.kind, content_of(run), run.file_name)
    return send_file(
        BytesIO(write_errors_csv(preview.problems, gettext)),
        mimetype="text/csv",
        as_attachment=True,
        download_name=f"{PurePath(run.file_name).stem}-errors.csv",
    )


def content_of(run: ImportRunRow) -> bytes:
    return blobs().get(run.file_sha256)


def flash_already_imported(run: ImportRunRow) -> None:
    assert run.applied_at, "only a run that was applied stands in the way"
    flash(
        gettext("Already imported on %(when)s by %(who)s. There is nothing to do.")
        % {"when": moment(run.applied_at), "who": run.applied_by}
    )


def place_written(run: ImportRunRow) -> str:
    """The place of a run in the list, as an address writes it."""
    return f"{run.handed_in_at.isoformat()}_{run.id}"


def place_read(written: str) -> tuple[datetime, UUID]:
    """Refuses, by a ValueError, what is no place."""
    written_when, _, run_id = written.partition("_")
    when = datetime.fromisoformat(written_when)
    if when.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return when, UUID(run_id)
