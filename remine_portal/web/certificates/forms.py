"""What staff fill in when they put a certificate on file. Rules answer as refusals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import FileStorage
from wtforms import (
    FileField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput, ListWidget

from remine_portal.documents.received_pdf import UnfitFile
from remine_portal.domain.catalog import Series
from remine_portal.domain.certificates import KIND_NAMES, Certificate, CertificateKind
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.policy import Policy
from remine_portal.persistence.catalog import ProductRow, SiteRow
from remine_portal.persistence.evidence import VerificationRow
from remine_portal.web.formats import say
from remine_portal.web.forms import AtMost, DayField, Enter, Leave, PortalForm
from remine_portal.web.languages import gettext, in_language, lazy_gettext

BETWEEN = "@"
"""Product and site of a checkbox, as it is sent: REM-SN@IKUNO."""


class ChooseReceived:
    """A browser sends a nameless file where none was chosen."""

    def __init__(self) -> None:
        self.field_flags = {"required": True}

    def __call__(self, _form: PortalForm, field: Any) -> None:
        if not isinstance(field.data, FileStorage) or not field.data.filename:
            raise StopValidation(gettext("Choose the PDF that you received"))


class ChooseScope(SelectMultipleField):
    """A checkbox for each product at its site."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class CertificateForm(PortalForm):
    """A third party's document, as it says of itself."""

    file = FileField(lazy_gettext("PDF as received"), [ChooseReceived()])
    kind = RadioField(
        lazy_gettext("What is the certificate about?"),
        [Enter(N_("Choose what the certificate is about"))],
        choices=[SelectChoice(each.value, lazy_gettext(KIND_NAMES[each])) for each in KIND_NAMES],
    )
    scope = ChooseScope(lazy_gettext("Products and sites it covers"), [Leave()], choices=[])
    guideline = SelectField(lazy_gettext("Version of the guideline"), [Leave()])
    issuer = StringField(
        lazy_gettext("Issuer"), [Enter(N_("Enter who issued the certificate")), AtMost(200)]
    )
    reference = StringField(
        lazy_gettext("Certificate no."),
        [Enter(N_("Enter the number that the issuer gave")), AtMost(100)],
    )
    title = StringField(
        lazy_gettext("Title"), [Enter(N_("Enter the title of the document")), AtMost(300)]
    )
    valid_from = DayField(
        lazy_gettext("Valid from"), [Enter(N_("Enter the first day it is valid"))]
    )
    valid_to = DayField(lazy_gettext("Valid to"), [Leave()])

    def offer(
        self,
        products: Iterable[ProductRow],
        sites: Mapping[str, SiteRow],
        verifications: Iterable[VerificationRow],
    ) -> None:
        """Each product of the ISO 14021 Series at the sites that catalogue or evidence name."""
        named = {(each.product_code, each.site_code) for each in verifications}
        self.scope.choices = [
            SelectChoice(
                f"{product.code}{BETWEEN}{code}",
                f"{in_language(product.name)} · {in_language(sites[code].name)}",
            )
            for product in products
            if product.series is Series.ISO_14021
            for code in sites
            if code == product.site_code or (product.code, code) in named
        ]

    def offer_guidelines(self, policies: Iterable[Policy]) -> None:
        """The versions of the guideline by which the ledger has been kept."""
        guidelines = {each.guideline.version: each.guideline for each in policies}
        self.guideline.choices = [
            SelectChoice("", gettext("None: it is about products")),
            *(
                SelectChoice(version, f"{in_language(each.title)} · {version}")
                for version, each in guidelines.items()
            ),
        ]

    def validate_file(self, field: Any) -> None:
        """Read it once; whether it may be kept is the service's to say."""
        self.content: bytes = field.data.read()
        field.data.close()

    def show(self, refusal: Refusal) -> None:
        """What is wrong with the file stands beside it."""
        if isinstance(refusal, UnfitFile):
            self.file.errors = [say(refusal)]
        else:
            super().show(refusal)

    @property
    def file_name(self) -> str:
        return str(self.file.data.filename)

    @property
    def certificate(self) -> Certificate:
        assert self.valid_from.data is not None, "the form is filled in well"
        pairs = [each.partition(BETWEEN) for each in self.scope.data or ()]
        return Certificate(
            kind=CertificateKind(self.kind.data),
            issuer=self.issuer.data,
            reference=self.reference.data,
            title=self.title.data,
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            scope=frozenset((product, site) for product, _, site in pairs),
            guideline_version=self.guideline.data or None,
        )
