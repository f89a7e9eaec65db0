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
from remine_portal.domain.endings import CAUSE_NAMES, Cause
from remine_portal.domain.errors import N_
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.drafts import DraftRow
from remine_portal.persistence.requests import RequestRow
from remine_portal.persistence.shipment_search import searchable
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
    asked_for: RequestRow | None = None
    """The request that is being answered; it says how the document should be made out."""

    def offer(self, customer: CustomerRow, lots: list[Lot]) -> None:
        """Offer the lots that may be declared; fill in an empty form with what most drafts want."""
        choices = [each.assessment.line for each in lots if each.is_open]
        if request.method == "GET":
            self.process(data=self.beginning(customer, choices))
        for kind, field in self.shares.items():
            name = in_language(CHARACTERISTIC_NAMES[kind])
            field.label.text = gettext("Share to attribute: %(name)s") % {"name": name}
        self.lots.choices = [
            SelectChoice(str(line.line_no), f"{line.lot_no} · {mass(line.net_mass, line.unit)}")
            for line in choices
        ]

    def beginning(self, customer: CustomerRow, lines: list[ShipmentLineRow]) -> dict[str, Any]:
        """What the form begins with, of the lines that may be chosen."""
        most_wanted = _most_wanted(customer, lines)
        return most_wanted if self.asked_for is None else most_wanted | _wanted(self.asked_for)

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


class ReasonForm(PortalForm):
    """Why a declaration is to end: the kind of reason for everybody, and what was wrong."""

    cause = RadioField(
        lazy_gettext("Kind of reason"),
        [Enter(N_("Choose the reason"))],
        validate_choice=False,
        choices=[SelectChoice(each.value, lazy_gettext(CAUSE_NAMES[each])) for each in Cause],
    )
    because = TextAreaField(
        lazy_gettext("Explanation for the customer"),
        [Enter(N_("Say what was wrong, in a sentence for the customer")), AtMost(1000)],
    )

    def validate_cause(self, field: RadioField) -> None:
        """In our words, not the library's."""
        if field.data not in set(Cause):
            raise ValidationError(gettext("Choose the reason"))

    @property
    def named_cause(self) -> Cause:
        return Cause(self.cause.data)


class ReplacementForm(ReasonForm, DraftForm):
    """A draft of a new version: what the old one said, to be corrected, and why."""

    old: DraftRow

    def beginning(self, customer: CustomerRow, lines: list[ShipmentLineRow]) -> dict[str, Any]:
        """What the old version was issued from, without lots that may no longer be chosen."""
        lots = {line.line_no for line in self.old.lines}
        percents = {each.characteristic: each.percent for each in self.old.attributions}
        return {
            "lots": [str(line.line_no) for line in lines if line.line_no in lots],
            "recipient_name": self.old.recipient_name,
            "recipient_address": self.old.recipient_address,
            "language": self.old.language.value,
            "remarks": self.old.remarks,
            **{self.shares[kind].name: percent.normalize() for kind, percent in percents.items()},
        }


class TypedNumberForm(PortalForm):
    """What cannot be undone is confirmed by typing the number (DESIGN.md D.10)."""

    number = StringField(
        lazy_gettext("Number of the declaration, typed to confirm"),
        [Enter(N_("Type the number of the declaration to confirm")), AtMost(40)],
    )
    right_number: str

    def validate_number(self, field: StringField) -> None:
        if searchable(field.data or "").upper() != self.right_number:
            sentence = gettext("Type %(number)s to confirm") % {"number": self.right_number}
            raise ValidationError(sentence)


class ProposalForm(ReasonForm, TypedNumberForm):
    """A proposal to revoke a declaration."""


class DecisionForm(PortalForm):
    """One button that does one thing; the rules' answer is shown above it."""


def _wanted(asked_for: RequestRow) -> dict[str, Any]:
    order = asked_for.po_reference
    return {
        "recipient_name": asked_for.recipient_name,
        "recipient_address": asked_for.recipient_address,
        "language": asked_for.language.value,
        "remarks": gettext("Your reference: %(order)s") % {"order": order} if order else "",
    }


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
