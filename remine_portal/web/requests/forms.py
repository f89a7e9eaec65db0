"""What a request is asked for, a form a question; and what a list of requests is narrowed to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from wtforms import RadioField, SelectChoice, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from remine_portal.domain.declarations import (
    DOCUMENT_LANGUAGE_NAMES,
    DocumentLanguage,
    Recipient,
)
from remine_portal.domain.errors import N_
from remine_portal.domain.requests import (
    ONE_PER_NAMES,
    OPEN,
    REQUEST_KIND_NAMES,
    REQUEST_STATUS_NAMES,
    OnePer,
    RequestKind,
    RequestStatus,
)
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.request_drafts import RequestDraftRow
from remine_portal.persistence.request_search import RequestFilter
from remine_portal.services.request_drafting import Document
from remine_portal.web.forms import AtMost, Enter, PortalForm
from remine_portal.web.languages import gettext, in_language, lazy_gettext
from remine_portal.web.listing import FilterField

LONGEST_LIST = 20_000
"""Characters of a list of numbers: twice the shipments that one request may name."""


class OneOf(RadioField):
    """One of an enumeration's values; `chosen` is it. Asks with our sentence."""

    def __init__(
        self, label: Any, kind: type[StrEnum], names: Mapping[Any, str], sentence: str, **more: Any
    ) -> None:
        super().__init__(
            label,
            [Enter(sentence)],
            choices=[SelectChoice(each.value, lazy_gettext(names[each])) for each in kind],
            validate_choice=False,
            **more,
        )
        self.kind = kind
        self.sentence = sentence

    def post_validate(self, form: Any, validation_stopped: bool) -> None:
        if not validation_stopped and self.data not in set(self.kind):
            raise ValidationError(gettext(self.sentence))


class Several(SelectMultipleField):
    """A checkbox each; what is not offered is the view's to look for."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PurposeForm(PortalForm):
    """The first question."""

    kind = OneOf(
        lazy_gettext("What do you need?"),
        RequestKind,
        REQUEST_KIND_NAMES,
        N_("Choose what you need"),
    )

    @property
    def chosen(self) -> RequestKind:
        return RequestKind(self.kind.data)


class ShipmentsForm(PortalForm):
    """Some of the newest to tick, and a field for the numbers of others."""

    newest = Several(
        lazy_gettext("Newest shipments without a declaration"), choices=[], validate_choice=False
    )
    numbers = TextAreaField(lazy_gettext("Shipment numbers"), [AtMost(LONGEST_LIST)])

    @property
    def typed(self) -> list[str]:
        return [*(self.newest.data or []), self.numbers.data or ""]


class CertificateForm(PortalForm):
    """Which certificate; and for staff, for which company."""

    companies: dict[str, CustomerRow]

    certificate = RadioField(
        lazy_gettext("Certificate"),
        [Enter(N_("Choose the certificate"))],
        choices=[],
        validate_choice=False,
    )
    company = FilterField(lazy_gettext("Company"))

    def offer(self, companies: Iterable[CustomerRow]) -> None:
        self.companies = {each.code: each for each in companies}
        self.company.flags.required = bool(self.companies)
        self.company.offer(
            gettext("Choose the company"),
            {code: in_language(each.name) for code, each in self.companies.items()},
        )

    def validate_certificate(self, field: RadioField) -> None:
        if field.data not in {choice.value for choice in self.certificate.choices}:
            raise ValidationError(gettext("Choose the certificate"))

    def validate_company(self, field: FilterField) -> None:
        if self.companies and not field.data:
            raise ValidationError(gettext("Choose the company"))

    @property
    def chosen(self) -> int:
        return int(self.certificate.data)


class DocumentForm(PortalForm):
    """How the document is made out."""

    recipient_name = StringField(
        lazy_gettext("Recipient's name, as printed"),
        [Enter(N_("Enter the recipient's name")), AtMost(200)],
    )
    recipient_address = TextAreaField(lazy_gettext("Recipient's address"), [AtMost(400)])
    language = OneOf(
        lazy_gettext("Document language"),
        DocumentLanguage,
        DOCUMENT_LANGUAGE_NAMES,
        N_("Choose the document language"),
    )

    @property
    def document(self) -> Document:
        return Document(
            recipient=Recipient(self.recipient_name.data, self.recipient_address.data or None),
            language=DocumentLanguage(self.language.data),
        )


class DeclarationsForm(DocumentForm):
    """The same for declarations, which carry a reference and may be many."""

    po_reference = StringField(lazy_gettext("Your reference"), [AtMost(100)])
    one_per = OneOf(
        lazy_gettext("How many documents?"),
        OnePer,
        ONE_PER_NAMES,
        N_("Choose one declaration for each shipment or for each lot"),
    )

    @property
    def document(self) -> Document:
        return Document(
            recipient=Recipient(self.recipient_name.data, self.recipient_address.data or None),
            language=DocumentLanguage(self.language.data),
            po_reference=self.po_reference.data or None,
            one_per=OnePer(self.one_per.data),
        )


class ContactForm(PortalForm):
    """Whom the sales desk may ask, and anything it should know."""

    contact = StringField(
        lazy_gettext("Who can we contact?"),
        [Enter(N_("Enter a name with an email address or telephone number")), AtMost(200)],
    )
    note = TextAreaField(lazy_gettext("Note to the sales desk"), [AtMost(2000)])


class ReplyForm(PortalForm):
    """An answer to the question of the sales desk."""

    reply = TextAreaField(lazy_gettext("Your reply"), [Enter(N_("Enter your reply")), AtMost(2000)])


class WithdrawalForm(PortalForm):
    """A request is taken back, with or without a reason."""

    reason = TextAreaField(lazy_gettext("Reason"), [AtMost(500)])


class RequestFilterForm(PortalForm):
    """Read from the address. What it says badly narrows nothing."""

    q = StringField(lazy_gettext("Search"), [AtMost(200)])
    status = FilterField(lazy_gettext("Status"))
    kind = FilterField(lazy_gettext("What is requested"))
    company = FilterField(lazy_gettext("Company"))

    def offer(self, companies: Iterable[CustomerRow]) -> None:
        """Fill the choices, and look at what is chosen."""
        self.companies = {each.code: each for each in companies}
        statuses = {each.value: gettext(name) for each, name in REQUEST_STATUS_NAMES.items()}
        kinds = {each.value: gettext(name) for each, name in REQUEST_KIND_NAMES.items()}
        self.status.offer(gettext("All"), {"open": gettext("Open"), **statuses})
        self.kind.offer(gettext("All"), kinds)
        self.company.offer(
            gettext("All companies"),
            {code: in_language(each.name) for code, each in self.companies.items()},
        )
        self.validate()

    def wanted(self) -> RequestFilter:
        company = self.companies.get(self.company.data)
        return RequestFilter(
            text=self.q.data if not self.q.errors else None,
            kind=RequestKind(self.kind.data) if self.kind.data else None,
            statuses=self._statuses(),
            customer_id=company.id if company else None,
        )

    def _statuses(self) -> frozenset[RequestStatus] | None:
        if self.status.data == "open":
            return OPEN
        return frozenset({RequestStatus(self.status.data)}) if self.status.data else None


def beginning_of(draft: RequestDraftRow) -> dict[str, Any]:
    """What the form about the document begins with: the answers, or what is on file."""
    customer = draft.customer
    answers: dict[str, Any] = {
        "recipient_name": draft.recipient_name,
        "recipient_address": draft.recipient_address,
        "language": draft.language.value if draft.language else None,
        "po_reference": draft.po_reference,
        "one_per": draft.one_per.value,
    }
    if draft.recipient_name is None and customer is not None:
        japanese = customer.name_ja != customer.name_en
        language = DocumentLanguage.JAPANESE if japanese else DocumentLanguage.ENGLISH
        answers |= {
            "recipient_name": customer.name.in_language("ja" if japanese else "en"),
            "recipient_address": customer.address,
            "language": answers["language"] or language.value,
        }
    return answers
