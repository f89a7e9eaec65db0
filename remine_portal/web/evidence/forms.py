"""What staff fill in when they put evidence on file. Rules answer as refusals."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import RadioField, SelectChoice, SelectField, StringField, TextAreaField

from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.errors import N_
from remine_portal.domain.published_facts import TOPICS, PublishedFact, topics_of
from remine_portal.domain.recycled_content import Figure, Operator, Verification
from remine_portal.domain.renewable import ElectricityRecord
from remine_portal.persistence.catalog import ProductRow, SiteRow
from remine_portal.web.forms import AtMost, DayField, Enter, ExactField, Leave, PortalForm
from remine_portal.web.languages import gettext, in_language, lazy_gettext

OPERATORS = [
    SelectChoice(Operator.EXACTLY.value, lazy_gettext("exactly this share")),
    SelectChoice(Operator.AT_LEAST.value, lazy_gettext("this share or more")),
]


def site_choices(sites: Iterable[SiteRow]) -> list[SelectChoice]:
    return [
        SelectChoice("", gettext("Choose a site")),
        *(SelectChoice(site.code, in_language(site.name)) for site in sites),
    ]


class VerificationForm(PortalForm):
    """What a third party verified, as its statement says it."""

    product = SelectField(lazy_gettext("Product"), [Enter(N_("Choose the product"))])
    site = SelectField(lazy_gettext("Site"), [Enter(N_("Choose the site"))])
    operator = RadioField(
        lazy_gettext("What was verified"),
        [Enter(N_("Choose whether the share is exact or a minimum"))],
        choices=OPERATORS,
    )
    percent = ExactField(
        lazy_gettext("Recycled content (%)"),
        [Enter(N_("Enter the verified percentage, like 99.6"))],
        decimals=3,
    )
    pre_consumer_percent = ExactField(
        lazy_gettext("Of which pre-consumer material (%)"), [Leave()], decimals=3
    )
    post_consumer_percent = ExactField(
        lazy_gettext("Of which post-consumer material (%)"), [Leave()], decimals=3
    )
    standard_edition = StringField(
        lazy_gettext("Edition of ISO 14021"),
        [Enter(N_("Enter the year of the edition, like 2016")), AtMost(4)],
    )
    verifier = StringField(lazy_gettext("Verifier"), [Enter(N_("Enter the verifier")), AtMost(200)])
    reference = StringField(
        lazy_gettext("Reference of the verification"),
        [Enter(N_("Enter the reference that the verifier gave")), AtMost(100)],
    )
    valid_from = DayField(
        lazy_gettext("Valid from"), [Enter(N_("Enter the first day it is valid"))]
    )
    valid_to = DayField(lazy_gettext("Valid to"), [Enter(N_("Enter the last day it is valid"))])
    basis = StringField(lazy_gettext("Basis of the calculation"), [Leave(), AtMost(400)])
    period_from = DayField(lazy_gettext("Calculation period from"), [Leave()])
    period_to = DayField(lazy_gettext("Calculation period to"), [Leave()])

    def offer(self, products: Iterable[ProductRow], sites: Iterable[SiteRow]) -> None:
        """Products of the ISO 14021 Series only: the others have no recycled content (rule 1)."""
        self.product.choices = [
            SelectChoice("", gettext("Choose a product")),
            *(
                SelectChoice(product.code, in_language(product.name))
                for product in products
                if product.series is Series.ISO_14021
            ),
        ]
        self.site.choices = site_choices(sites)

    @property
    def verification(self) -> Verification:
        assert self.percent.data is not None, "the form is filled in well"
        assert self.valid_from.data is not None, "the form is filled in well"
        assert self.valid_to.data is not None, "the form is filled in well"
        return Verification(
            reference=self.reference.data,
            product_code=self.product.data,
            site_code=self.site.data,
            figure=Figure(
                operator=Operator(self.operator.data),
                percent=self.percent.data,
                pre_consumer_percent=self.pre_consumer_percent.data,
                post_consumer_percent=self.post_consumer_percent.data,
            ),
            standard_edition=self.standard_edition.data,
            verifier=self.verifier.data,
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            basis=self.basis.data or None,
            period_from=self.period_from.data,
            period_to=self.period_to.data,
        )


class ElectricityForm(PortalForm):
    """What a facility consumed, and the certificates that cover it."""

    site = SelectField(lazy_gettext("Site"), [Enter(N_("Choose the site"))])
    first_day = DayField(
        lazy_gettext("First day"), [Enter(N_("Enter the first day of the period"))]
    )
    last_day = DayField(lazy_gettext("Last day"), [Enter(N_("Enter the last day of the period"))])
    consumed_mwh = ExactField(
        lazy_gettext("Electricity used (MWh)"),
        [Enter(N_("Enter the electricity used, like 12000.5"))],
        decimals=3,
    )
    covered_mwh = ExactField(
        lazy_gettext("Covered by certificates or contracts (MWh)"),
        [Enter(N_("Enter the electricity covered, like 11400"))],
        decimals=3,
    )
    instrument = StringField(
        lazy_gettext("Kind of certificates or contract"),
        [Enter(N_("Enter the kind, like non-fossil certificates with tracking")), AtMost(100)],
    )
    certificate_ids = TextAreaField(
        lazy_gettext("Numbers of the certificates or contracts"),
        [Enter(N_("Enter the numbers, so that nobody counts them twice")), AtMost(1000)],
    )
    retired_on = DayField(lazy_gettext("Retired on"), [Leave()])
    document = StringField(lazy_gettext("Document kept"), [Leave(), AtMost(400)])

    def offer(self, sites: Iterable[SiteRow]) -> None:
        self.site.choices = site_choices(sites)

    @property
    def record(self) -> ElectricityRecord:
        assert self.first_day.data is not None, "the form is filled in well"
        assert self.last_day.data is not None, "the form is filled in well"
        assert self.consumed_mwh.data is not None, "the form is filled in well"
        assert self.covered_mwh.data is not None, "the form is filled in well"
        return ElectricityRecord(
            site_code=self.site.data,
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            consumed_mwh=self.consumed_mwh.data,
            covered_mwh=self.covered_mwh.data,
            instrument=self.instrument.data,
            certificate_ids=self.certificate_ids.data,
            retired_on=self.retired_on.data,
            document=self.document.data or None,
        )


class FactForm(PortalForm):
    """A published fact: a statement, or a percentage with its operator."""

    topic = SelectField(lazy_gettext("Topic"), [Enter(N_("Choose the topic"))])
    statement_en = TextAreaField(lazy_gettext("Statement in English"), [Leave(), AtMost(1000)])
    statement_ja = TextAreaField(lazy_gettext("Statement in Japanese"), [Leave(), AtMost(1000)])
    percent = ExactField(lazy_gettext("Share (%)"), [Leave()], decimals=3)
    operator = SelectField(lazy_gettext("The share is"), [Leave()])
    as_of = StringField(lazy_gettext("As of"), [Leave(), AtMost(100)])
    source = StringField(
        lazy_gettext("Source"), [Enter(N_("Enter where it is published")), AtMost(200)]
    )

    def offer(self, series: Series) -> None:
        """The topics of the product's series."""
        topics = [SelectChoice(each, in_language(TOPICS[each])) for each in topics_of(series)]
        self.topic.choices = [SelectChoice("", gettext("Choose a topic")), *topics]
        self.operator.choices = [SelectChoice("", gettext("No share")), *OPERATORS]

    @property
    def fact(self) -> PublishedFact:
        return PublishedFact(
            topic=self.topic.data,
            source=self.source.data,
            statement_en=self.statement_en.data or None,
            statement_ja=self.statement_ja.data or None,
            operator=Operator(self.operator.data) if self.operator.data else None,
            percent=self.percent.data,
            as_of=self.as_of.data or None,
        )


class IssuerForm(PortalForm):
    """The issuer's lines, each in both languages; what is empty is not printed."""

    contact_en = StringField(lazy_gettext("Contact in English"), [Leave(), AtMost(400)])
    contact_ja = StringField(lazy_gettext("Contact in Japanese"), [Leave(), AtMost(400)])
    retention_en = StringField(
        lazy_gettext("How long records are kept, in English"), [Leave(), AtMost(200)]
    )
    retention_ja = StringField(
        lazy_gettext("How long records are kept, in Japanese"), [Leave(), AtMost(200)]
    )

    @property
    def contact(self) -> Text:
        return Text(en=self.contact_en.data or "", ja=self.contact_ja.data or "")

    @property
    def retention(self) -> Text:
        return Text(en=self.retention_en.data or "", ja=self.retention_ja.data or "")
