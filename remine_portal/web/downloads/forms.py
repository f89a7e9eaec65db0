"""What documents can be narrowed to, how a pack is ordered, and how a view is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from flask import request
from wtforms import BooleanField, StringField, TextAreaField

from remine_portal.domain.catalog import Series
from remine_portal.domain.declarations import DOCUMENT_LANGUAGE_NAMES, DocumentLanguage
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.file_names import DEFAULT, LONGEST_PATTERN, PatternUnfit
from remine_portal.domain.packs import DayToCome
from remine_portal.persistence.catalog import ProductRow
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.declaration_search import DeclarationFilter
from remine_portal.web.declaration_filter import DeclarationFilterForm
from remine_portal.web.formats import say
from remine_portal.web.forms import AtMost, DayField, Enter, PortalForm
from remine_portal.web.languages import gettext, lazy_gettext
from remine_portal.web.listing import FilterField

CERTIFICATES = "certificate"
KINDS = {
    "content": N_("Declaration of recycled content"),
    "attributed": N_("Attributed declaration"),
    CERTIFICATES: N_("Third-party certificate"),
}
SERIES_OF_KIND = {"content": Series.ISO_14021, "attributed": Series.ISO_22095}
KIND_OF_SERIES = {series: kind for kind, series in SERIES_OF_KIND.items()}

LONGEST_NAME = 100


class DocumentFilterForm(DeclarationFilterForm):
    """Read from the address, which is the view. What it says badly narrows nothing."""

    kind = FilterField(lazy_gettext("Type"))
    language = FilterField(lazy_gettext("Document language"))
    issued_from = DayField(lazy_gettext("Issued from"))
    issued_to = DayField(lazy_gettext("Issued to"))

    def offer(self, products: Iterable[ProductRow], companies: Iterable[CustomerRow]) -> None:
        self.kind.offer(
            gettext("Every type"), {kind: gettext(name) for kind, name in KINDS.items()}
        )
        self.language.offer(
            gettext("All languages"),
            {each.value: gettext(name) for each, name in DOCUMENT_LANGUAGE_NAMES.items()},
        )
        super().offer(products, companies)

    def wanted(self) -> DeclarationFilter:
        """Of the declarations. Certificates are listed beside them."""
        return replace(
            super().wanted(),
            series=SERIES_OF_KIND.get(self.kind.data),
            language=DocumentLanguage(self.language.data) if self.language.data else None,
            issued_from=self.issued_from.data,
            issued_to=self.issued_to.data,
        )

    @property
    def view(self) -> dict[str, str]:
        """What is narrowed, as it stands in the address: no page, no size, and nothing unknown."""
        return {
            each.name: request.values[each.name].strip()
            for each in self
            if each.data and not each.errors
        }


class NumbersField(TextAreaField):
    """Numbers with white space between them, typed in one field or sent in many."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = "\n".join(valuelist)

    @property
    def numbers(self) -> list[str]:
        return (self.data or "").split()


class OrderPackForm(PortalForm):
    """Which declarations by number, how their files are named, and as of when."""

    declarations: Any = NumbersField(lazy_gettext("Declaration numbers"))
    pattern = StringField(lazy_gettext("File names"), [AtMost(LONGEST_PATTERN)], default=DEFAULT)
    as_of = DayField(lazy_gettext("Status as of"))

    def show(self, refusal: Refusal) -> None:
        """Beside the field that it is about."""
        field: Any = self.declarations
        if isinstance(refusal, PatternUnfit):
            field = self.pattern
        elif isinstance(refusal, DayToCome):
            field = self.as_of
        field.errors = [*field.errors, say(refusal)]


class SaveViewForm(PortalForm):
    """A name for a view, and whether colleagues see it."""

    name = StringField(
        lazy_gettext("Name of the view"),
        [Enter(N_("Enter a name for this view")), AtMost(LONGEST_NAME)],
    )
    shared = BooleanField(lazy_gettext("Share it with my whole company"))
