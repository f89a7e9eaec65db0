"""What the sales desk fills in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import request
from wtforms import RadioField, SelectChoice, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from remine_portal.domain.attribution import Attribution
from remine_portal.domain.credits import CHARACTERISTIC_NAMES, Characteristic
from remine_portal.domain.declarations import (
    DOCUMENT_LANGUAGE_NAMES,
    DocumentLanguage,
    Recipient,
)
from remine_portal.domain.errors import N_
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.shipments import ShipmentLineRow
from remine_portal.web.formats import mass
from remine_portal.web.forms import AtMost, Enter, ExactField, Leave, PortalForm
from remine_portal.web.languages import gettext, in_language, lazy_gettext
from remine_portal.web.sales_desk.lots import Lot


class ChooseLots(SelectMultipleField):
    """A checkbox a lot. A number that no lot has is the service's to refuse."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class DraftForm(PortalForm):
    """A draft for some lots of a shipment."""

    lots = ChooseLots(
        lazy_gettext("Lots to declare"),
        [Enter(N_("Choose at least one lot"))],
        choices=[],
        validate_choice=False,
    )
    recycled = ExactField(lazy_gettext("Attributed share"), [Leave()], decimals=3)
    elv = ExactField(lazy_gettext("Attributed share"), [Leave()], decimals=3)
    recipient_name = StringField(
        lazy_gettext("Recipient's name, as printed"),
        [Enter(N_("Enter the recipient's name")), AtMost(200)],
    )
    recipient_address = TextAreaField(lazy_gettext("Recipient's address"), [AtMost(400)])
    language = RadioField(
        lazy_gettext("Document language"),
        [Enter(N_("Choose the document language"))],
        validate_choice=False,
        choices=[
            SelectChoice(each.value, lazy_gettext(name))
            for each, name in DOCUMENT_LANGUAGE_NAMES.items()
        ],
    )
    remarks = TextAreaField(lazy_gettext("Remarks, printed in the document"), [AtMost(1000)])

    def offer(self, customer: CustomerRow, lots: list[Lot]) -> None:
        """Offer the lots that may be declared; fill in an empty form with what most drafts want."""
        choices = [each.assessment.line for each in lots if each.is_open]
        if request.method == "GET":
            self.process(data=_most_wanted(customer, choices))
        for kind, field in self.shares.items():
            name = in_language(CHARACTERISTIC_NAMES[kind])
            field.label.text = gettext("Share to attribute: %(name)s") % {"name": name}
        self.lots.choices = [
            SelectChoice(str(line.line_no), f"{line.lot_no} · {mass(line.net_mass, line.unit)}")
            for line in choices
        ]

    def validate_language(self, field: RadioField) -> None:
        """In our words, not the library's."""
        if field.data not in set(DocumentLanguage):
            raise ValidationError(gettext("Choose the document language"))

    @property
    def line_nos(self) -> list[int]:
        return [int(each) for each in self.lots.data if each.isascii() and each.isdigit()]

    @property
    def shares(self) -> dict[Characteristic, ExactField]:
        """The field of each characteristic: an account of credits each, never added up."""
        return {
            Characteristic.RECYCLED: self.recycled,
            Characteristic.END_OF_LIFE_VEHICLE: self.elv,
        }

    @property
    def attributions(self) -> list[Attribution]:
        """What is typed; a share of nothing is the rules' to refuse."""
        return [
            Attribution(kind, field.data)
            for kind, field in self.shares.items()
            if isinstance(field.data, Decimal)
        ]

    @property
    def recipient(self) -> Recipient:
        return Recipient(self.recipient_name.data, self.recipient_address.data or None)

    @property
    def document_language(self) -> DocumentLanguage:
        return DocumentLanguage(self.language.data)


class DecisionForm(PortalForm):
    """One button that does one thing; the rules' answer is shown above it."""


def _most_wanted(customer: CustomerRow, lines: list[ShipmentLineRow]) -> dict[str, Any]:
    """Every lot of the first product and site, in the language of the company's own name."""
    japanese = customer.name_ja != customer.name_en
    first = lines[0] if lines else None
    return {
        "lots": [
            str(line.line_no)
            for line in lines
            if first
            and (line.product_code, line.site_code) == (first.product_code, first.site_code)
        ],
        "recipient_name": customer.name.in_language("ja" if japanese else "en"),
        "recipient_address": customer.address,
        "language": (DocumentLanguage.JAPANESE if japanese else DocumentLanguage.ENGLISH).value,
    }
