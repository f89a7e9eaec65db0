"""What administrators fill in about people and companies."""

from __future__ import annotations

from collections.abc import Iterable
from operator import itemgetter

from wtforms import (
    EmailField,
    HiddenField,
    RadioField,
    SelectChoice,
    StringField,
    TextAreaField,
)

from remine_portal.domain.errors import N_
from remine_portal.domain.people import ROLE_NAMES, Role
from remine_portal.persistence.audit import DownloadFilter
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.people import PersonRow
from remine_portal.services.companies import CompanyFacts
from remine_portal.web.admin.events import EVENT_NAMES
from remine_portal.web.forms import AtMost, DayField, Enter, Leave, PortalForm
from remine_portal.web.languages import gettext, in_language, lazy_gettext
from remine_portal.web.listing import FilterField

DUTIES = {
    Role.BUYER: N_("Reads the company's shipments, downloads its declarations, makes requests."),
    Role.PROCUREMENT: N_(
        "As a buyer, and collects documents for many orders: coverage, packs, yearly statements."
    ),
    Role.COMPANY_ADMINISTRATOR: N_(
        "As procurement, and looks after the company's people, and reads who did what."
    ),
    Role.SALES: N_("Prepares and issues declarations, and imports from the ERP."),
    Role.CREDITS: N_("Keeps evidence, verifications and credits, and imports from the ERP."),
    Role.AUDITOR: N_("Reads everything, and changes nothing."),
    Role.ADMINISTRATOR: N_("Looks after companies and people, and sees no shipments."),
}


class SearchForm(PortalForm):
    """Read from the address."""

    q = StringField(lazy_gettext("Search"), [AtMost(200)])
    after = HiddenField(validators=[AtMost(254)])

    def narrowed(self) -> tuple[str, str]:
        """The words to look for, and the place to begin behind; nothing where they are no words."""
        return (self.q.data or "", self.after.data or "") if self.validate() else ("", "")


class RoleForm(PortalForm):
    role = RadioField(
        lazy_gettext("Role"),
        [Enter(N_("Choose a role"))],
    )

    def offer(self, roles: Iterable[Role]) -> None:
        """Only what the actor may give; another role is no choice."""
        self.role.choices = [SelectChoice(role.value, gettext(ROLE_NAMES[role])) for role in roles]

    @property
    def wanted(self) -> Role:
        return Role(self.role.data)

    @property
    def duties(self) -> dict[str, str]:
        """What each role may do, in words."""
        return {role.value: gettext(duty) for role, duty in DUTIES.items()}


class InvitationForm(RoleForm):
    """Who is invited, as what. Company administrators are not asked for a company."""

    email = EmailField(
        lazy_gettext("Email address"), [Enter(N_("Enter an email address")), AtMost(254)]
    )
    company = StringField(lazy_gettext("Code of the company"), [Leave(), AtMost(64)])


class CompanyForm(PortalForm):
    name_ja = StringField(
        lazy_gettext("Name in Japanese"), [Enter(N_("Enter the name in Japanese")), AtMost(200)]
    )
    name_en = StringField(
        lazy_gettext("Name in English"), [Enter(N_("Enter the name in English")), AtMost(200)]
    )
    address = TextAreaField(lazy_gettext("Postal address"), [Leave(), AtMost(400)])

    @property
    def facts(self) -> CompanyFacts:
        return CompanyFacts(
            name_en=self.name_en.data,
            name_ja=self.name_ja.data,
            address=self.address.data or None,
        )


class NewCompanyForm(CompanyForm):
    code = StringField(
        lazy_gettext("Code of the company"),
        [Enter(N_("Enter the code that the ERP uses")), AtMost(64)],
    )


DOCUMENT_NAMES = {
    "declaration:downloaded": N_("Declaration"),
    "certificate:downloaded": N_("Third-party certificate"),
    "pack:downloaded": N_("Pack of documents"),
    "statement:downloaded": N_("Yearly statement"),
}


class DownloadFilterForm(PortalForm):
    """Read from the address. What it says badly is said at its field, and narrows nothing."""

    q = StringField(lazy_gettext("Search"), [AtMost(200)])
    event = FilterField(lazy_gettext("Document"))
    person = FilterField(lazy_gettext("Person"))
    company = FilterField(lazy_gettext("Company"))
    first_day = DayField(lazy_gettext("Downloaded from"))
    last_day = DayField(lazy_gettext("Downloaded until"))

    def offer(self, people: Iterable[PersonRow], companies: Iterable[CustomerRow]) -> None:
        """Fill the choices, and look at what is chosen."""
        self.companies = {each.code: each for each in companies}
        self.event.offer(
            gettext("All documents"),
            {event: gettext(name) for event, name in DOCUMENT_NAMES.items()},
        )
        self.person.offer(gettext("Everybody"), {each.email: each.name for each in people})
        self.company.offer(
            gettext("All companies"),
            {code: in_language(each.name) for code, each in self.companies.items()},
        )
        self.validate()

    def wanted(self) -> DownloadFilter:
        company = self.companies.get(self.company.data)
        return DownloadFilter(
            text=self.q.data if not self.q.errors else None,
            event=self.event.data or None,
            person=self.person.data or None,
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            customer_id=company.id if company else None,
        )


class AuditFilterForm(PortalForm):
    """Read from the address; an event that nobody knows counts as none."""

    event = FilterField(lazy_gettext("Event"))
    q = StringField(lazy_gettext("Who, or to what"), [AtMost(200)])

    def offer(self) -> None:
        named = {event: gettext(name) for event, name in EVENT_NAMES.items()}
        self.event.offer(gettext("All events"), dict(sorted(named.items(), key=itemgetter(1))))

    def words(self) -> str:
        return self.q.data or "" if self.validate() else ""
