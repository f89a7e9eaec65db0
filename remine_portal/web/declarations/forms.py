"""What a list of declarations can be narrowed to."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import SelectField, StringField

from remine_portal.domain.declarations import STATUS_NAMES, Status
from remine_portal.persistence.catalog import ProductRow
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.declaration_search import DeclarationFilter
from remine_portal.web.forms import AtMost, PortalForm
from remine_portal.web.languages import gettext, in_language, lazy_gettext

NOT_SUPERSEDED = tuple(status for status in Status if status is not Status.SUPERSEDED)
"""A superseded document is not what a reader looks for first; it is never gone (DESIGN.md D.8)."""


class DeclarationFilterForm(PortalForm):
    """Read from the address. What it says badly narrows nothing."""

    q = StringField(lazy_gettext("Search"), [AtMost(200)])
    status = SelectField(lazy_gettext("Status"), choices=[], validate_choice=False)
    product = SelectField(lazy_gettext("Product"), choices=[], validate_choice=False)
    company = SelectField(lazy_gettext("Company"), choices=[], validate_choice=False)

    def offer(self, products: Iterable[ProductRow], companies: Iterable[CustomerRow]) -> None:
        """Fill the choices; a choice that is not offered counts as none."""
        self.status.choices = [("", gettext("All but superseded")), ("all", gettext("All"))] + [
            (each.value, gettext(STATUS_NAMES[each])) for each in Status
        ]
        self.product.choices = [("", gettext("All products"))] + [
            (each.code, in_language(each.name)) for each in products
        ]
        self.companies = {each.code: each for each in companies}
        self.company.choices = [("", gettext("All companies"))] + [
            (code, in_language(each.name)) for code, each in self.companies.items()
        ]
        for field in (self.status, self.product, self.company):
            if field.data not in dict(field.choices):
                field.data = ""
        self.validate()

    def wanted(self) -> DeclarationFilter:
        company = self.companies.get(self.company.data)
        return DeclarationFilter(
            text=self.q.data if not self.q.errors else None,
            statuses=self._statuses(),
            product_code=self.product.data or None,
            customer_id=company.id if company else None,
        )

    def _statuses(self) -> tuple[Status, ...] | None:
        if self.status.data == "all":
            return None
        return (Status(self.status.data),) if self.status.data else NOT_SUPERSEDED
