"""The list that somebody asks about, pasted or in a file."""

from __future__ import annotations

from collections.abc import Iterable

from werkzeug.datastructures import FileStorage
from wtforms import Field, FileField, TextAreaField
from wtforms.validators import ValidationError

from remine_portal.documents.reference_files import text_of_list
from remine_portal.documents.reference_lists import ReferenceList, read_list
from remine_portal.domain.errors import Refusal
from remine_portal.persistence.customers import CustomerRow
from remine_portal.web.access import actor
from remine_portal.web.formats import say
from remine_portal.web.forms import PortalForm
from remine_portal.web.languages import gettext, in_language, lazy_gettext
from remine_portal.web.listing import FilterField


class CoverageForm(PortalForm):
    """Staff choose the company first: a number means what it means to one company."""

    companies: dict[str, CustomerRow]

    company = FilterField(lazy_gettext("Company"))
    numbers = TextAreaField(lazy_gettext("Numbers to ask about"))
    file = FileField(lazy_gettext("Or a file"))

    def offer(self, companies: Iterable[CustomerRow]) -> None:
        """Fill the choice of staff; customers have none."""
        self.companies = {each.code: each for each in companies}
        self.company.flags.required = True
        self.company.offer(
            gettext("Choose the company"),
            {code: in_language(each.name) for code, each in self.companies.items()},
        )

    def validate_company(self, field: Field) -> None:
        if actor().is_staff and not field.data:
            raise ValidationError(gettext("Choose the company"))

    @property
    def customer_id(self) -> int:
        """The company asked about, once the form is filled in well."""
        own = actor().customer_id
        return self.companies[self.company.data].id if own is None else own

    def read(self) -> ReferenceList | None:
        """The list; None where it cannot be read, with the reason at its field.

        A file takes the place of what is pasted, and comes back as text that could have been.
        """
        field, text = self.numbers, self.numbers.data or ""
        try:
            if isinstance(chosen := self.file.data, FileStorage) and chosen.filename:
                field = self.file
                text = text_of_list(chosen.read(), chosen.filename)
            found = read_list(text)
        except Refusal as refusal:
            field.errors = [say(refusal)]
            return None
        self.numbers.data = text
        return found
