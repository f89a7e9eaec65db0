"""What staff fill in to hand in a file, and to decide on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, request
from werkzeug.datastructures import FileStorage
from wtforms import FileField, Form, RadioField, SelectChoice
from wtforms.validators import StopValidation

from remine_portal.documents.spreadsheets import LARGEST_FILE_MB, FileTooLarge
from remine_portal.domain.errors import N_, Refusal
from remine_portal.services.import_previews import Counts
from remine_portal.services.importing import KIND_NAMES
from remine_portal.web.formats import say
from remine_portal.web.forms import Enter, PortalForm
from remine_portal.web.languages import gettext, lazy_gettext


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
        choices=[
            SelectChoice(kind.value, lazy_gettext(words)) for kind, words in KIND_NAMES.items()
        ],
        validators=[Enter(N_("Choose what the file holds"))],
    )
    file = FileField(lazy_gettext("File"), validators=[ChooseFile()])

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
