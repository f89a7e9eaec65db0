"""What a buyer fills in for the sentence of a product: declared metal, a row each, and the whole.

The form is read from the address, so that a sentence can be kept and shared by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from flask import url_for
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, FormField, SelectField, StringField
from wtforms.validators import StopValidation

from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.mass import MILLIGRAMS, Mass
from remine_portal.web.formats import say
from remine_portal.web.forms import AtMost, Enter, ExactField, PortalForm
from remine_portal.web.languages import gettext, lazy_gettext

ROWS = 2
MOST_ROWS = 20
DECIMALS = 3
UNITS = ("kg", "t", "g")
ADD_A_ROW = "add-row"
OURS = re.compile(r"used-[0-9]{1,3}-(number|mass|unit)|product|unit")
"""Whatever else an address says is nothing that a form could count its rows by."""


class UnitField(SelectField):
    """In what a mass is given; whatever is no unit of the portal counts as kilograms."""

    data: str

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, choices=list(UNITS), validate_choice=False, **kwargs)

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0] if valuelist else UNITS[0]
        self.data = typed if typed in MILLIGRAMS else UNITS[0]


class UsedForm(PortalForm):
    """So much of a declared metal. A row that is left empty is none."""

    number = StringField(lazy_gettext("Declaration or shipment"), [AtMost(64)])
    mass = ExactField(lazy_gettext("Mass used"), decimals=DECIMALS)
    unit = UnitField(lazy_gettext("Unit"))

    @property
    def is_empty(self) -> bool:
        return not self.number.data and not self.mass.typed

    @property
    def used(self) -> Mass:
        return _mass(self.mass, self.unit)

    def validate_number(self, field: StringField) -> None:
        if self.mass.typed and not field.data:
            raise StopValidation(gettext("Enter the number of a declaration or shipment"))

    def validate_mass(self, field: ExactField) -> None:
        if self.number.data and not field.typed:
            raise StopValidation(gettext("Enter the mass used, like 600"))


class CalculatorForm(PortalForm):
    """Several metals, and the mass of all the product that was made with them."""

    used = FieldList(FormField(UsedForm), min_entries=ROWS, max_entries=MOST_ROWS)
    product = ExactField(
        lazy_gettext("Mass of the product"),
        [Enter(N_("Enter the mass of all the product that was made with it, like 1000"))],
        decimals=DECIMALS,
    )
    unit = UnitField(lazy_gettext("Unit"))

    is_asked: bool
    """Whether a sentence is wanted, and not only another row."""

    @classmethod
    def of(cls, address: MultiDict[str, str]) -> CalculatorForm:
        """As an address asks for it, with an empty row more where a row is wanted."""
        form = cls(MultiDict(pair for pair in address.items(multi=True) if OURS.fullmatch(pair[0])))
        wants_a_row = address.get("do") == ADD_A_ROW
        if wants_a_row and form.has_room:
            form.used.append_entry()
        form.is_asked = "product" in address and not wants_a_row
        return form

    @property
    def rows(self) -> list[UsedForm]:
        """Those that are filled in."""
        return [each.form for each in self.used if not each.form.is_empty]

    @property
    def has_room(self) -> bool:
        return len(self.used) < MOST_ROWS

    @property
    def mass(self) -> Mass:
        return _mass(self.product, self.unit)

    def validate_used(self, _field: FieldList) -> None:
        if not self.rows:
            self.form_errors.append(gettext("Enter at least one declaration or shipment"))

    def show_at(self, row: UsedForm, field: str, refusal: Refusal) -> None:
        """Put a rule's refusal beside the field of a row."""
        row[field].errors = [say(refusal)]
        self.used.errors = [each.form.errors for each in self.used]

    def address_of(self, rows: Iterable[UsedForm]) -> str:
        """The calculator with some of the rows and the same product."""
        asked: dict[str, Any] = {"product": self.product.typed, "unit": self.unit.data}
        for place, row in enumerate(rows):
            typed = {"number": row.number.data, "mass": row.mass.typed, "unit": row.unit.data}
            asked |= {f"used-{place}-{name}": value for name, value in typed.items()}
        return url_for("wording.show_calculator", **asked)


def _mass(figure: ExactField, unit: UnitField) -> Mass:
    assert figure.data is not None, "only a form without errors is worked out"
    return Mass.of(figure.data, unit.data)
