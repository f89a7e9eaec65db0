"""A document shown as a file: read, checked in a process of its own, and forgotten."""

from __future__ import annotations

from contextlib import closing

from flask import render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from remine_portal.documents.checking_apart import (
    LARGEST_FILE_MB,
    CheckersBusy,
    FileTooLarge,
    check_in_child,
)
from remine_portal.documents.file_checks import FAULT_SENTENCES
from remine_portal.documents.stated import stated_lots, stated_rows
from remine_portal.domain.people import Permission
from remine_portal.services.file_verdicts import FileVerdict, verdict_on_file
from remine_portal.services.verification import KeysUnreachable, trust_of
from remine_portal.web.access import reading, requires
from remine_portal.web.belongings import office
from remine_portal.web.csrf import changes_nothing
from remine_portal.web.verify import blueprint
from remine_portal.web.verify.forms import DayForm, FileForm, VerifyForm
from remine_portal.web.verify.views import told


@blueprint.route("/verify", methods=["POST"])
@changes_nothing
@requires(Permission.PUBLIC)
def check_file() -> ResponseReturnValue:
    """The answer has no address, because what it answers is kept nowhere."""
    form = FileForm(request.files)
    if not form.submitted():
        return _again(form, 200)
    try:
        check = check_in_child(_content(form), trust_of(office()))
    except (CheckersBusy, KeysUnreachable) as refusal:
        form.show(refusal)
        return _again(form, 503)
    with reading() as work:
        return _show(verdict_on_file(work, check, office=office()))


@blueprint.errorhandler(RequestEntityTooLarge)
def show_too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    form = FileForm()
    form.show(FileTooLarge(most=LARGEST_FILE_MB))
    return _again(form, 413)


def _content(form: FileForm) -> bytes:
    """All of it; what the server kept of it meanwhile is gone with this."""
    with closing(form.file.data) as upload:
        content: bytes = upload.read()
    return content


def _show(found: FileVerdict) -> ResponseReturnValue:
    return render_template(
        "verify/show_file.html",
        found=found,
        faults=[FAULT_SENTENCES[each] for each in found.check.faults],
        rows=stated_rows(found.snapshot) if found.snapshot else [],
        lots=stated_lots(found.snapshot) if found.snapshot else [],
        form=DayForm(),
        file_form=FileForm(),
        **(told(found.issued) if found.issued else {"verdict": None, "cause": None}),
    )


def _again(form: FileForm, status: int) -> ResponseReturnValue:
    page = render_template("verify/verify_document.html", form=VerifyForm(), file_form=form)
    headers = {"Retry-After": "5"} if status == 503 else {}
    return page, status, headers
