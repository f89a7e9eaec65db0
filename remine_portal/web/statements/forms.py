"""What is asked for a yearly statement, and what a list of them can be narrowed to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wtforms import SelectChoice, SelectField

from remine_portal.domain.errors import N_
from remine_portal.domain.fiscal_years import FiscalYear
from remine_portal.persistence.customers import CustomerRow
from remine_portal.web.forms import Enter, PortalForm
from remine_portal.web.languages import gettext, in_language, language, lazy_gettext
from remine_portal.web.listing import FilterField

APRIL = 4
MONTHS = range(1, 13)


class StatementForm(PortalForm):
    """Whose year, and when it begins. Who has but one company is not asked whose."""

    company = SelectField(lazy_gettext("Company"), [Enter(N_("Choose a company"))])
    month = SelectField(
        lazy_gettext("First month of the fiscal year"),
        [Enter(N_("Choose a month"))],
        default=str(APRIL),
    )
    year = SelectField(lazy_gettext("Year in which it begins"), [Enter(N_("Choose a year"))])

    def offer(self, companies: Iterable[CustomerRow], years: Iterable[int]) -> None:
        """The companies that the actor may choose from, and the years of their shipments."""
        self.names = {each.code: f"{in_language(each.name)} ({each.code})" for each in companies}
        if len(self.names) == 1:
            del self.company
        else:
            self.company.choices = [SelectChoice(*each) for each in self.names.items()]
        self.month.choices = [SelectChoice(str(month), month_name(month)) for month in MONTHS]
        self.year.choices = [SelectChoice(str(year), str(year)) for year in years]

    @property
    def company_code(self) -> str:
        return str(self.company.data) if "company" in self else next(iter(self.names))

    @property
    def fiscal_year(self) -> FiscalYear:
        return FiscalYear.beginning(int(self.year.data), int(self.month.data))


class StatementFilterForm(PortalForm):
    """Read from the address; a company that is not offered counts as none."""

    company = FilterField(lazy_gettext("Company"))

    def offer(self, companies: Iterable[CustomerRow]) -> None:
        self.companies = {each.code: each for each in companies}
        self.company.offer(
            gettext("All companies"),
            {code: in_language(each.name) for code, each in self.companies.items()},
        )

    @property
    def customer_id(self) -> int | None:
        chosen = self.companies.get(self.company.data)
        return chosen.id if chosen else None


def month_name(month: int) -> str:
    """April, or 4月."""
    return f"{month}月" if language() == "ja" else f"{date(2000, month, 1):%B}"
