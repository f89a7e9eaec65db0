"""What staff fill in to keep the books. Rules answer as refusals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import BooleanField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import StopValidation

from remine_portal.domain.credits import REASON_NAMES, Characteristic, Reason
from remine_portal.domain.errors import N_
from remine_portal.domain.mass import Mass
from remine_portal.domain.production import Production
from remine_portal.domain.receipts import NO_CHARACTERISTIC, Receipt
from remine_portal.domain.shipments import matching_key
from remine_portal.persistence.catalog import SiteRow
from remine_portal.persistence.credit_entries import EntryFilter
from remine_portal.persistence.periods import PeriodRow, ProductionRecordRow
from remine_portal.web.credits.fields import (
    Number,
    UnitField,
    WholeField,
    a_mass,
    a_percentage,
    a_share,
    characteristic_choices,
    come_already,
    mass_of,
    some_mass,
)
from remine_portal.web.forms import AtMost, DayField, Enter, ExactField, Leave, PortalForm
from remine_portal.web.languages import gettext, in_language, lazy_gettext
from remine_portal.web.listing import FilterField


class DecisionForm(PortalForm):
    """One button that does one thing; the rules' answer is shown above it."""


class EntryFilterForm(PortalForm):
    """Read from the address: which entries of an account are listed."""

    period = FilterField(lazy_gettext("Balance period"))
    reason = FilterField(lazy_gettext("Reason"))

    def offer(self, periods: Iterable[PeriodRow]) -> None:
        """The newest period first."""
        self.periods = {each.first_day.isoformat(): each for each in periods}
        spans = {day: f"{day} – {each.last_day}" for day, each in self.periods.items()}
        self.period.offer(gettext("All periods"), dict(reversed(spans.items())))
        reasons = {each.value: gettext(name) for each, name in REASON_NAMES.items()}
        self.reason.offer(gettext("All reasons"), reasons)

    def wanted(self) -> EntryFilter:
        period = self.chosen_period
        return EntryFilter(
            reason=Reason(self.reason.data) if self.reason.data else None,
            period_id=period.id if period else None,
        )

    @property
    def chosen_period(self) -> PeriodRow | None:
        return self.periods.get(self.period.data)


class ReceiptForm(PortalForm):
    """One input, as its weight ticket and its assay report say it."""

    receipt_no = StringField(
        lazy_gettext("Receipt number"), [Enter(N_("Enter the number of the receipt")), Number()]
    )
    site = SelectField(lazy_gettext("Site"), [Enter(N_("Choose the site"))])
    received_on = DayField(
        lazy_gettext("Received on"), [Enter(N_("Enter the day of receipt")), come_already]
    )
    material = StringField(
        lazy_gettext("Material"), [Enter(N_("Enter what was received")), AtMost(200)]
    )
    characteristic = RadioField(
        lazy_gettext("Characteristic"), [Enter(N_("Choose what the material is"))]
    )
    supplier = StringField(
        lazy_gettext("Reference of the supplier"),
        [Enter(N_("Enter the reference of the supplier")), Number()],
    )
    gross = ExactField(
        lazy_gettext("Gross mass"),
        [Enter(N_("Enter the gross mass, like 24.9995")), some_mass],
        decimals=6,
    )
    unit = UnitField(lazy_gettext("Unit of the gross mass"))
    assay = ExactField(
        lazy_gettext("Copper by assay (%)"),
        [Enter(N_("Enter the copper assay, like 22.4")), a_percentage],
        decimals=3,
    )
    weight_ticket = StringField(
        lazy_gettext("Number of the weight ticket"),
        [Enter(N_("Enter the number of the weight ticket")), Number()],
    )
    assay_report = StringField(
        lazy_gettext("Number of the assay report"),
        [Enter(N_("Enter the number of the assay report")), Number()],
    )
    also_used_in = StringField(
        lazy_gettext("Counted in another figure or scheme"), [Leave(), AtMost(200)]
    )
    late = BooleanField(lazy_gettext("Book it in the open period, if its own period is closed"))

    def offer(self, sites: Iterable[SiteRow], today: date) -> None:
        self.today = today
        self.site.choices = [
            SelectChoice("", gettext("Choose a site")),
            *(SelectChoice(each.code, in_language(each.name)) for each in sites),
        ]
        none = {NO_CHARACTERISTIC: gettext("No characteristic: it brings in no credits")}
        self.characteristic.choices = characteristic_choices(**none)

    @property
    def receipt(self) -> Receipt:
        assert self.received_on.data is not None, "the form is filled in well"
        assert self.assay.data is not None, "the form is filled in well"
        said = self.characteristic.data
        return Receipt(
            row=1,
            receipt_no=self.receipt_no.data,
            site_code=self.site.data,
            received_on=self.received_on.data,
            material=self.material.data,
            characteristic=None if said == NO_CHARACTERISTIC else Characteristic(said),
            supplier_ref=self.supplier.data,
            gross=Mass.of(self.gross.data or 0, self.unit.data),
            unit=self.unit.data,
            assay_percent=self.assay.data,
            weight_ticket=self.weight_ticket.data,
            assay_report=self.assay_report.data,
            also_used_in=self.also_used_in.data or None,
        )


class DisallowForm(PortalForm):
    """Why an input is not eligible; its number is typed, so that nobody does this by a slip."""

    note = TextAreaField(
        lazy_gettext("Why it is not eligible"),
        [Enter(N_("Enter why the input is not eligible")), AtMost(400)],
    )
    number = StringField(
        lazy_gettext("Type the receipt number to confirm"),
        [Enter(N_("Type the receipt number")), AtMost(200)],
    )

    def expect(self, receipt_no: str) -> None:
        self.receipt_no = receipt_no

    def validate_number(self, field: Any) -> None:
        if matching_key(field.data) != matching_key(self.receipt_no):
            raise StopValidation(
                gettext("This is not %(number)s. Type the number of this receipt.")
                % {"number": self.receipt_no}
            )


class ProductionForm(PortalForm):
    """What production records say of a period. What is left empty keeps its earlier figure."""

    output = ExactField(lazy_gettext("Output of copper (t)"), [Leave(), a_mass], decimals=6)
    physical_stock = ExactField(
        lazy_gettext("Physical stock at the end of the period (t)"), [Leave(), a_mass], decimals=6
    )
    measured_yield = ExactField(lazy_gettext("Measured yield"), [Leave(), a_share], decimals=6)

    @classmethod
    def showing(cls, posted: Any, record: ProductionRecordRow | None) -> ProductionForm:
        """Filled in with what is booked already."""
        if record is None or posted:
            return cls(posted)
        output, stock = record.output, record.physical_stock
        return cls(
            output=None if output is None else output.in_unit("t"),
            physical_stock=None if stock is None else stock.in_unit("t"),
            measured_yield=record.measured_yield,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Nothing at all is no record."""
        if not super().validate(extra_validators):
            return False
        if all(field.data is None for field in self):
            self.form_errors.append(gettext("Enter at least one of the figures"))
            return False
        return True

    def production(self, period: PeriodRow) -> Production:
        return Production(
            row=1,
            boundary=period.boundary,
            first_day=period.first_day,
            output=mass_of(self.output.data, "t"),
            physical_stock=mass_of(self.physical_stock.data, "t"),
            measured_yield=self.measured_yield.data,
        )


class ReturnForm(PortalForm):
    """Goods of a declared shipment that came back."""

    number = StringField(
        lazy_gettext("Number of the declaration"),
        [Enter(N_("Enter the number of the declaration, like RM-2026-000001")), AtMost(64)],
    )
    mass = ExactField(
        lazy_gettext("Net mass that came back"),
        [Enter(N_("Enter the net mass that came back")), some_mass],
        decimals=6,
    )
    unit = UnitField(lazy_gettext("Unit of the net mass"))
    returned_on = DayField(
        lazy_gettext("Returned on"), [Enter(N_("Enter the day of the return")), come_already]
    )
    reference = StringField(
        lazy_gettext("Reference of the return"),
        [Enter(N_("Enter the number of the return note")), AtMost(200)],
    )
    today: date

    @property
    def net_mass(self) -> Mass:
        return Mass.of(self.mass.data or 0, self.unit.data)

    @property
    def day(self) -> date:
        assert self.returned_on.data is not None, "the form is filled in well"
        return self.returned_on.data


class OnwardUseForm(PortalForm):
    """A buyer's word that they have relied on a declaration."""

    number = StringField(
        lazy_gettext("Number of the declaration"),
        [Enter(N_("Enter the number of the declaration, like RM-2026-000001")), AtMost(64)],
    )
    confirmed_on = DayField(
        lazy_gettext("Confirmed on"), [Enter(N_("Enter the day of the confirmation")), come_already]
    )
    confirmed_by = StringField(
        lazy_gettext("Confirmed by"),
        [Enter(N_("Enter who confirmed it for the buyer")), AtMost(200)],
    )
    today: date

    @property
    def day(self) -> date:
        assert self.confirmed_on.data is not None, "the form is filled in well"
        return self.confirmed_on.data


class TransferForm(PortalForm):
    """Credits of one characteristic, from one boundary to another."""

    source = SelectField(lazy_gettext("From boundary"), [Enter(N_("Choose the boundary"))])
    target = SelectField(lazy_gettext("To boundary"), [Enter(N_("Choose the boundary"))])
    characteristic = RadioField(
        lazy_gettext("Characteristic"), [Enter(N_("Choose the characteristic"))]
    )
    kilograms = WholeField(
        lazy_gettext("Credits (kg)"), [Enter(N_("Enter the credits in whole kilograms"))]
    )

    def offer(self, boundaries: Iterable[str]) -> None:
        names = [SelectChoice(each, each) for each in boundaries]
        choices = [SelectChoice("", gettext("Choose a boundary")), *names]
        self.source.choices = self.target.choices = choices
        self.characteristic.choices = characteristic_choices()

    def validate_target(self, field: Any) -> None:
        if field.data == self.source.data:
            raise StopValidation(gettext("Choose another boundary than the one they come from"))

    @property
    def transfer(self) -> dict[str, Any]:
        return {
            "source": self.source.data,
            "target": self.target.data,
            "characteristic": Characteristic(self.characteristic.data),
            "kilograms": self.kilograms.whole,
        }
