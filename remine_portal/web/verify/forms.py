"""What is printed on a document to check it by, and the document itself."""

from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import FileField, StringField
from wtforms.validators import StopValidation

from remine_portal.domain.errors import N_
from remine_portal.web.forms import AtMost, DayField, Enter, Leave, PortalForm
from remine_portal.web.languages import gettext, lazy_gettext


class VerifyForm(PortalForm):
    """Read from the address, so that nothing has to be remembered between two pages."""

    number = StringField(
        lazy_gettext("Declaration number"), [Enter(N_("Enter the declaration number")), AtMost(40)]
    )
    code = StringField(lazy_gettext("Check code"), [Enter(N_("Enter the check code")), AtMost(40)])


class DayForm(PortalForm):
    """A day to ask about; read from the address as well."""

    on = DayField(lazy_gettext("Date"), [Leave()])


class ChoosePdf:
    """A browser sends a nameless file where none was chosen."""

    def __init__(self) -> None:
        self.field_flags = {"required": True}

    def __call__(self, _form: PortalForm, field: Any) -> None:
        if not isinstance(field.data, FileStorage) or not field.data.filename:
            raise StopValidation(gettext("Choose the PDF of the declaration"))


class FileForm(PortalForm):
    """The document. It is read, checked and forgotten."""

    file = FileField(lazy_gettext("PDF of the declaration"), [ChoosePdf()])
