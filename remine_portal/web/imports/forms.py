"""What staff fill in to hand in a file, and to decide on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, request
from werkzeug.datastructures import FileStorage
from wtforms import FileField, Form, RadioField, SelectChoice
from wtforms.validators import StopValidation

from remine_portal.documents.spreadsheets import LARGEST_FILE_MB, FileTooLarge
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.people import Actor, Permission
from remine_portal.services.import_previews import Counts
from remine_portal.services.importing import KIND_NAMES, ImportKind
from remine_portal.web.formats import say
from remine_portal.web.forms import Enter, PortalForm
from remine_portal.web.languages import gettext, lazy_gettext

ASKED: Mapping[ImportKind, Permission] = {
    ImportKind.SHIPMENTS: Permission.SHIPMENTS_IMPORT,
    ImportKind.LOTS: Permission.SHIPMENTS_IMPORT,
    ImportKind.RECEIPTS: Permission.CREDITS_WRITE,
    ImportKind.PRODUCTION: Permission.CREDITS_WRITE,
}
"""What each kind of file asks for, above the permission of the page."""


def kinds_for(actor: Actor) -> list[ImportKind]:
    """The files somebody may hand in and apply; credits are booked by their own desk alone."""
    return [kind for kind, permission in ASKED.items() if actor.may(permission)]


class ChooseFile:
    """A file with a name; a browser sends a nameless one where none was chosen."""

    def __init__(self) -> None:
        self.field_flags = {"required": True}

    def __call__(self, _form: Form, field: Any) -> None:
        if not isinstance(field.data, FileStorage) or not field.data.filename:
            raise StopValidation(gettext("Choose a CSV or XLSX file"))


class HandInForm(PortalForm):
    """A file, and what it holds."""

    kind = RadioField(
        lazy_gettext("What does the file hold?"),
        validators=[Enter(N_("Choose what the file holds"))],
    )
    file = FileField(lazy_gettext("File"), validators=[ChooseFile()])

    def offer(self, kinds: Iterable[ImportKind]) -> None:
        names = {kind.value: gettext(KIND_NAMES[kind]) for kind in kinds}
        self.kind.choices = [SelectChoice(value, name) for value, name in names.items()]

    def validate_file(self, field: Any) -> None:
        """A page takes smaller files than the command line does."""
        self.content = field.data.read()
        field.data.close()
        if len(self.content) > LARGEST_FILE_MB * 1_000_000:
            raise StopValidation(say(FileTooLarge(megabytes=LARGEST_FILE_MB)))

    def show(self, refusal: Refusal) -> None:
        """What is wrong with the file as a whole stands beside it."""
        self.file.errors = [say(refusal)]

    @property
    def file_name(self) -> str:
        return str(self.file.data.filename)


@dataclass(frozen=True)
class Decision:
    """What somebody decided on a preview: the figures they saw, and whether bad lines may lack."""

    seen: Counts
    good_lines_only: bool

    @classmethod
    def posted(cls) -> Decision:
        """A page that did not come from the preview is a bad request."""
        try:
            seen = Counts(*map(int, request.form.get("seen", "").split()))
        except (TypeError, ValueError):
            abort(400)
        return cls(seen, request.form.get("lines") == "good")
