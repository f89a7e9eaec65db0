"""Why a lot has no figure or no declaration, in the few words that a customer needs."""

from __future__ import annotations

from collections.abc import Mapping

from remine_portal.domain.catalog import DeclaredByAttribution
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.periods import NoPeriod, ShippedInClosedPeriod
from remine_portal.domain.policy import NoPolicy, OutsideBoundary
from remine_portal.domain.recycled_content import (
    BelowVerifiedFloor,
    EntityNotKnown,
    NoVerifiedFigure,
    OutsideVerification,
    SiteNotKnown,
)
from remine_portal.web.languages import gettext

REASONS: Mapping[type[Refusal], str] = {
    DeclaredByAttribution: N_("Declared by attribution, not by content"),
    NoVerifiedFigure: N_("No verified figure on file"),
    SiteNotKnown: N_("Production site not on file"),
    EntityNotKnown: N_("Producing entity not on file"),
    OutsideVerification: N_("No verification in force on the production date"),
    BelowVerifiedFloor: N_("Not covered by the verified figure"),
    NoPolicy: N_("No balance period is open for the ship date"),
    NoPeriod: N_("Shipped before the first balance period"),
    ShippedInClosedPeriod: N_("The balance period of the ship date is closed"),
    OutsideBoundary: N_("From a site where no mass balance is applied"),
}
"""Staff read the refusal itself, which says what to do; customers can do nothing about it."""


def reason_in_short(refusal: Refusal) -> str:
    return gettext(REASONS[type(refusal)])
