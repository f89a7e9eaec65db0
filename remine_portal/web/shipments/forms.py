"""What a list of shipments can be narrowed to."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import StringField

from remine_portal.persistence.catalog import ProductRow
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.shipment_search import ShipmentFilter
from remine_portal.web.forms import AtMost, DayField, PortalForm
from remine_portal.web.languages import gettext, in_language, lazy_gettext
from remine_portal.web.listing import FilterField


class ShipmentFilterForm(PortalForm):
    """Read from the address. What it says badly is said at its field, and narrows nothing."""

    q = StringField(lazy_gettext("Search"), [AtMost(200)])
    product = FilterField(lazy_gettext("Product"))
    declared = FilterField(lazy_gettext("Declaration"))
    company = FilterField(lazy_gettext("Company"))
    shipped_from = DayField(lazy_gettext("Shipped from"))
    shipped_to = DayField(lazy_gettext("Shipped until"))

    def offer(self, products: Iterable[ProductRow], companies: Iterable[CustomerRow]) -> None:
        """Fill the choices, and look at what is chosen."""
        self.companies = {each.code: each for each in companies}
        self.product.offer(
            gettext("All products"), {each.code: in_language(each.name) for each in products}
        )
        self.declared.offer(
            gettext("All shipments"),
            {"yes": gettext("Declared"), "no": gettext("Without declaration")},
        )
        self.company.offer(
            gettext("All companies"),
            {code: in_language(each.name) for code, each in self.companies.items()},
        )
        self.validate()

    def wanted(self) -> ShipmentFilter:
        company = self.companies.get(self.company.data)
        return ShipmentFilter(
            text=self.q.data if not self.q.errors else None,
            product_code=self.product.data or None,
            shipped_from=self.shipped_from.data,
            shipped_to=self.shipped_to.data,
            declared={"yes": True, "no": False}.get(self.declared.data),
            customer_id=company.id if company else None,
        )
