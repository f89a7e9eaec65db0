"""What a list of declarations can be narrowed to."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import StringField

from remine_portal.domain.declarations import STATUS_NAMES, Status
from remine_portal.persistence.catalog import ProductRow
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.declaration_search import DeclarationFilter
from remine_portal.web.forms import AtMost, PortalForm
from remine_portal.web.languages import gettext, in_language, lazy_gettext
from remine_portal.web.listing import FilterField

CURRENT = (Status.ISSUED,)
"""What has ended is not what a reader looks for first; it is never gone (DESIGN.md D.8)."""


class DeclarationFilterForm(PortalForm):
    """Read from the address. What it says badly narrows nothing."""

    q = StringField(lazy_gettext("Search"), [AtMost(200)])
    status = FilterField(lazy_gettext("Status"))
    product = FilterField(lazy_gettext("Product"))
    company = FilterField(lazy_gettext("Company"))

    def offer(self, products: Iterable[ProductRow], companies: Iterable[CustomerRow]) -> None:
        """Fill the choices, and look at what is chosen."""
        self.companies = {each.code: each for each in companies}
        ended = {each.value: gettext(STATUS_NAMES[each]) for each in Status if each not in CURRENT}
        self.status.offer(gettext(STATUS_NAMES[Status.ISSUED]), {"all": gettext("All"), **ended})
        self.product.offer(
            gettext("All products"), {each.code: in_language(each.name) for each in products}
        )
        self.company.offer(
            gettext("All companies"),
            {code: in_language(each.name) for code, each in self.companies.items()},
        )
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
        return (Status(self.status.data),) if self.status.data else CURRENT
