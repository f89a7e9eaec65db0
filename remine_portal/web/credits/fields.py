"""How forms of the ledger read masses, numbers of papers, days and whole kilograms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from wtforms import Field, Form, SelectChoice, SelectField
from wtforms.validators import StopValidation

from remine_portal.documents.input_lines import NOT_A_PERCENTAGE, NOT_A_YIELD
from remine_portal.domain.credits import CHARACTERISTIC_NAMES, Characteristic
from remine_portal.domain.errors import N_
from remine_portal.domain.mass import Mass
from remine_portal.domain.shipments import IDENTIFIER_LENGTH, matching_key
from remine_portal.web.forms import AtMost, Enter, ExactField
from remine_portal.web.languages import gettext, in_language

MASS_LIMIT = 10**9
"""Of a figure in any unit: in milligrams it fills 64 bits."""


class Number(AtMost):
    """The number of a paper, which is looked for however it is spelt."""

    def __init__(self) -> None:
        super().__init__(IDENTIFIER_LENGTH)

    def __call__(self, form: Form, field: Field) -> None:
        super().__call__(form, field)
        if len(matching_key(field.data or "")) > self.characters:
            raise StopValidation(gettext("Use at most %(n)s characters") % {"n": self.characters})


def some_mass(_form: Form, field: Field) -> None:
    """A mass above zero."""
    a_mass(_form, field)
    if field.data == 0:
        raise StopValidation(gettext("The mass must be above zero."))


def a_mass(_form: Form, field: Field) -> None:
    """A mass that can be kept; it may be nothing."""
    if field.data is not None and field.data >= MASS_LIMIT:
        raise StopValidation(gettext("Use at most nine digits before the decimal point."))


def a_percentage(_form: Form, field: Field) -> None:
    if field.data is not None and field.data > 100:
        raise StopValidation(gettext(NOT_A_PERCENTAGE))


def a_share(_form: Form, field: Field) -> None:
    """A factor or yield, above 0 and at most 1."""
    if field.data is not None and not 0 < field.data <= 1:
        raise StopValidation(gettext(NOT_A_YIELD))


def come_already(form: Any, field: Field) -> None:
    """A day that is not after today, which the form has been told."""
    if field.data is not None and field.data > form.today:
        raise StopValidation(gettext("This day has not come yet. Correct the date."))


class WholeField(ExactField):
    """A whole number above zero, like kilograms of credits or months."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, decimals=1, **kwargs)
        self.pattern = re.compile(r"[1-9]\d{0,8}|[1-9]\d{0,2}(,\d{3}){1,2}")

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Enter a whole number above zero, without decimals")) from None

    @property
    def whole(self) -> int:
        assert self.data is not None, "the form is filled in well"
        return int(self.data)


class UnitField(SelectField):
    """Tonnes or kilograms."""

    def __init__(self, label: Any, **kwargs: Any) -> None:
        chosen = [Enter(N_("Choose the unit"))]
        super().__init__(
            label, chosen, choices=[SelectChoice("t", "t"), SelectChoice("kg", "kg")], **kwargs
        )


def characteristic_choices(**further: str) -> list[SelectChoice]:
    """Each characteristic by its name, then others by theirs."""
    named: Mapping[str, str] = {
        each.value: in_language(CHARACTERISTIC_NAMES[each]) for each in Characteristic
    }
    return [SelectChoice(value, name) for value, name in {**named, **further}.items()]


def mass_of(figure: Decimal | None, unit: str) -> Mass | None:
    return None if figure is None else Mass.of(figure, unit)
