"""What every form shares: trimmed input, sentences for errors, and exact figures."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import request
from wtforms import Field, Form, StringField
from wtforms.validators import StopValidation

from remine_portal.domain.errors import Refusal
from remine_portal.web.formats import say
from remine_portal.web.languages import gettext

AS_TYPED = ("PasswordField", "FieldList", "FormField")
"""A password is what was typed, and fields that hold others are trimmed one by one."""


class PortalForm(Form):
    """A form knows typing mistakes. Rules belong to the domain, whose refusals it shows."""

    class Meta:  # noqa: D106 - WTForms looks for this name
        def bind_field(self, form: Form, unbound_field: Any, options: dict[str, Any]) -> Field:
            """Trim whatever is typed, once for all fields."""
            filters = unbound_field.kwargs.get("filters", [])
            if unbound_field.field_class.__name__ not in AS_TYPED:
                filters = [_trim, *filters]
            return unbound_field.bind(form=form, filters=filters, **options)

    def submitted(self) -> bool:
        """Whether it was sent, and is filled in well."""
        return request.method == "POST" and self.validate()

    def show(self, refusal: Refusal) -> None:
        """Put a rule's refusal into the summary of errors."""
        self.form_errors.append(say(refusal))


def _trim(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


class Enter:
    """Required, and says what to do about it: Enter("Enter the order number").

    WTForms' own InputRequired lets "   " through, and DataRequired turns away 0.
    """

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        self.field_flags = {"required": True}

    def __call__(self, _form: Form, field: Field) -> None:
        if not any(str(value).strip() for value in field.raw_data or ()):
            field.errors = []
            raise StopValidation(gettext(self.sentence))


class Leave:
    """Optional: an empty field is not checked further."""

    def __call__(self, _form: Form, field: Field) -> None:
        if not any(str(value).strip() for value in field.raw_data or ()):
            field.errors = []
            raise StopValidation()


class AtMost:
    """No longer than so many characters, and none that cannot be printed."""

    def __init__(self, characters: int) -> None:
        self.characters = characters

    def __call__(self, _form: Form, field: Field) -> None:
        text = field.data or ""
        if len(text) > self.characters:
            raise StopValidation(gettext("Use at most %(n)s characters") % {"n": self.characters})
        if any(
            unicodedata.category(each) in ("Cc", "Cs") and each not in "\r\n\t" for each in text
        ):
            raise StopValidation(gettext("Remove the characters that cannot be printed"))


class ExactField(StringField):
    """A decimal figure, exactly as typed: no NaN, exponent or thousandth too fine (M13).

    `data` is a Decimal or None. Full-width digits are read as digits, commas as groups of three.
    """

    def __init__(self, *args: Any, decimals: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pattern = re.compile(
            rf"(\d{{1,12}}|\d{{1,3}}(,\d{{3}}){{1,3}})(\.\d{{1,{decimals}}})?"
        )
        self.decimals = decimals

    def process_data(self, value: Any) -> None:
        """A figure that is filled in takes the place of what was typed."""
        self.typed: str | None = None
        super().process_data(value)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = typed = valuelist[0] if valuelist else ""
        self.data = None
        figure = unicodedata.normalize("NFKC", typed).strip()
        if not figure:
            return
        if not self.pattern.fullmatch(figure):
            raise ValueError(
                gettext("Enter a number with at most %(n)s decimals, like 99.6")
                % {"n": self.decimals}
            )
        self.data = Decimal(figure.replace(",", ""))

    def _value(self) -> str:
        return (
            self.typed
            if self.typed is not None
            else ("" if self.data is None else f"{self.data:f}")
        )


class DayField(StringField):
    """A calendar day, typed as 2026-11-23 or 2026/11/23. `data` is a date or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.typed = valuelist[0] if valuelist else ""
        self.data = None
        day = unicodedata.normalize("NFKC", self.typed).strip().replace("/", "-")
        if not day:
            return
        try:
            self.data = datetime.strptime(day, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            raise ValueError(gettext("Enter a date like 2026-11-23")) from None

    def _value(self) -> str:
        typed = getattr(self, "typed", None)
        if typed is not None:
            return typed
        return self.data.isoformat() if isinstance(self.data, date) else ""
