"""What staff fill in for a new version of the ledger's policy."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from wtforms import Field, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import StopValidation

from remine_portal.domain.catalog import Text
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.errors import N_
from remine_portal.domain.policy import CAP_NAMES, CarryOverCap, Guideline, Policy
from remine_portal.persistence.policies import PolicyRow
from remine_portal.services.policy_file import BOUNDARY
from remine_portal.web.credits.fields import WholeField, a_share
from remine_portal.web.credits.showing import METAL
from remine_portal.web.forms import AtMost, DayField, Enter, ExactField, PortalForm
from remine_portal.web.languages import gettext, lazy_gettext

NOTHING, ALLOWED, FORBIDDEN = "nothing", "allowed", "forbidden"
Terms = dict[str, Any]


class NotAbove:
    """A whole number, and no larger than a ledger can be kept by."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: Any, field: Field) -> None:
        if field.data is not None and field.data > self.most:
            raise StopValidation(gettext("Enter at most %(n)s") % {"n": self.most})


def words(label: str, most: int = 200) -> TextAreaField:
    """Words that a declaration prints."""
    required = [Enter(N_("Enter the words; they are printed on declarations")), AtMost(most)]
    return TextAreaField(lazy_gettext(label), required)


class PolicyForm(PortalForm):
    """Every term of a policy."""

    name = StringField(
        lazy_gettext("Name of the policy"), [Enter(N_("Enter the name of the policy")), AtMost(64)]
    )
    effective_from = DayField(
        lazy_gettext("In force from"), [Enter(N_("Enter the first day it is in force"))]
    )
    factor = ExactField(
        lazy_gettext("Conversion factor for copper"),
        [Enter(N_("Enter the factor, like 0.970")), a_share],
        decimals=6,
    )
    period_months = WholeField(
        lazy_gettext("Balance period (months)"), [Enter(N_("Enter the months")), NotAbove(12)]
    )
    validity_months = WholeField(
        lazy_gettext("Validity of credits (months)"), [Enter(N_("Enter the months")), NotAbove(120)]
    )
    reservation_days = WholeField(
        lazy_gettext("Drafts reserve credits for (days)"),
        [Enter(N_("Enter the days")), NotAbove(90)],
    )
    carry_over = RadioField(
        lazy_gettext("Carry-over into the next period"),
        [Enter(N_("Choose what is carried over"))],
        choices=[
            SelectChoice(NOTHING, lazy_gettext("Nothing: the balance expires")),
            *(SelectChoice(cap.value, lazy_gettext(name)) for cap, name in CAP_NAMES.items()),
        ],
    )
    transfers = RadioField(
        lazy_gettext("Transfers between boundaries"),
        [Enter(N_("Choose whether transfers are allowed"))],
        choices=[
            SelectChoice(FORBIDDEN, lazy_gettext("Not allowed")),
            SelectChoice(ALLOWED, lazy_gettext("Allowed")),
        ],
    )
    boundaries = TextAreaField(
        lazy_gettext("System boundaries and their sites"),
        [Enter(N_("Enter a boundary a line, like NAOSHIMA: NAOSHIMA")), AtMost(2000)],
    )
    title_en = words(N_("Title of the guideline in English"))
    title_ja = words(N_("Title of the guideline in Japanese"))
    version = StringField(
        lazy_gettext("Version of the guideline"), [Enter(N_("Enter the version")), AtMost(64)]
    )
    verified_by_en = words(N_("Guideline verified by, in English"))
    verified_by_ja = words(N_("Guideline verified by, in Japanese"))
    standards = TextAreaField(
        lazy_gettext("Standards with their years"),
        [Enter(N_("Enter a standard a line, like ISO 22095:2020")), AtMost(1000)],
    )
    recycled_en = words(N_("Definition of recycled material in English"), 400)
    recycled_ja = words(N_("Definition of recycled material in Japanese"), 400)
    elv_en = words(N_("Definition of material from end-of-life vehicles in English"), 400)
    elv_ja = words(N_("Definition of material from end-of-life vehicles in Japanese"), 400)
    sample: bool

    @classmethod
    def after(cls, posted: Any, rows: list[PolicyRow]) -> PolicyForm:
        """Filled in with the newest terms, but for their name and first day.

        What follows a sample policy is a sample as well, for the books behind it are.
        """
        newest = rows[0].policy if rows else None
        form = cls(posted) if posted or newest is None else cls(**_terms(newest))
        form.sample = newest is not None and newest.sample
        return form

    def validate_boundaries(self, field: Field) -> None:
        named = boundaries_in(field.data)
        clear = all(BOUNDARY.fullmatch(name) and sites for name, sites in named.items())
        if not clear or len(named) < len(lines_of(field.data)):
            raise StopValidation(
                gettext(
                    "Write a boundary a line, in capital letters, like NAOSHIMA: NAOSHIMA, IKUNO"
                )
            )

    @property
    def policy(self) -> Policy:
        carry_over = self.carry_over.data
        assert self.effective_from.data is not None, "the form is filled in well"
        assert self.factor.data is not None, "the form is filled in well"
        return Policy(
            name=self.name.data,
            effective_from=self.effective_from.data,
            period_months=self.period_months.whole,
            validity_months=self.validity_months.whole,
            reservation_days=self.reservation_days.whole,
            conversion_factors={METAL: self.factor.data},
            carry_over=carry_over != NOTHING,
            carry_over_cap=CarryOverCap.NONE if carry_over == NOTHING else CarryOverCap(carry_over),
            transfers=self.transfers.data == ALLOWED,
            boundaries=boundaries_in(self.boundaries.data),
            guideline=Guideline(self._text("title"), self.version.data, self._text("verified_by")),
            standards=tuple(lines_of(self.standards.data)),
            characteristics={each: self._text(each.value) for each in Characteristic},
            sample=self.sample,
        )

    def _text(self, name: str) -> Text:
        return Text(en=self[f"{name}_en"].data, ja=self[f"{name}_ja"].data)


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def boundaries_in(text: str) -> Mapping[str, tuple[str, ...]]:
    """`NAOSHIMA: NAOSHIMA, IKUNO`, a boundary a line; no sites where none are named."""
    named = {}
    for line in lines_of(text):
        name, _, sites = line.partition(":")
        named[name.strip()] = tuple(each.strip() for each in sites.split(",") if each.strip())
    return named


def _terms(policy: Policy) -> Terms:
    """A policy as the form shows it."""
    guideline = policy.guideline
    texts = {
        "title": guideline.title,
        "verified_by": guideline.verified_by,
        **{each.value: text for each, text in policy.characteristics.items()},
    }
    sites = (f"{name}: {', '.join(codes)}" for name, codes in policy.boundaries.items())
    return {
        "factor": policy.conversion_factors[METAL],
        "period_months": Decimal(policy.period_months),
        "validity_months": Decimal(policy.validity_months),
        "reservation_days": Decimal(policy.reservation_days),
        "carry_over": policy.carry_over_cap.value if policy.carry_over else NOTHING,
        "transfers": ALLOWED if policy.transfers else FORBIDDEN,
        "boundaries": "\n".join(sites),
        "version": guideline.version,
        "standards": "\n".join(policy.standards),
        **{f"{name}_en": text.en for name, text in texts.items()},
        **{f"{name}_ja": text.ja for name, text in texts.items()},
    }
