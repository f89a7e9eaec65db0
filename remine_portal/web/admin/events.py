"""The events of the audit trail, in words."""

from __future__ import annotations

from remine_portal.domain.errors import N_
from remine_portal.web.languages import gettext

EVENT_NAMES = {
    "catalog:loaded": N_("Catalogue loaded"),
    "certificate:downloaded": N_("Third-party certificate downloaded"),
    "certificate:entered": N_("Third-party certificate entered"),
    "certificate:released": N_("Third-party certificate released"),
    "company:changed": N_("Company changed"),
    "company:created": N_("Company added"),
    "company:disabled": N_("Company disabled"),
    "company:enabled": N_("Company enabled"),
    "company-name:accepted": N_("Company name accepted"),
    "company-name:dismissed": N_("Company name dismissed"),
    "company-name:proposed": N_("Company name proposed by an import"),
    "credits:transferred": N_("Credits transferred"),
    "declaration:downloaded": N_("Declaration downloaded"),
    "declaration:issued": N_("Declaration issued"),
    "declaration:revoked": N_("Declaration revoked"),
    "declaration:superseded": N_("Declaration superseded"),
    "draft:handed-over": N_("Draft handed over"),
    "draft:prepared": N_("Draft prepared"),
    "draft:withdrawn": N_("Draft withdrawn"),
    "electricity:entered": N_("Electricity evidence entered"),
    "fact:published": N_("Fact published"),
    "goods:returned": N_("Goods returned"),
    "import:applied": N_("Import applied"),
    "import:handed-in": N_("File handed in"),
    "input:disallowed": N_("Input disallowed"),
    "invitation:accepted": N_("Invitation accepted"),
    "invitation:withdrawn": N_("Invitation withdrawn"),
    "issuer-statement:entered": N_("Statement of the issuer entered"),
    "message:answered": N_("Message answered"),
    "message:received": N_("Message received"),
    "news:changed": N_("News changed"),
    "news:published": N_("News published"),
    "notice:acknowledged": N_("Notice of an ended declaration acknowledged"),
    "onward-use:confirmed": N_("Onward use confirmed"),
    "password-link:made": N_("Link for a new password made"),
    "password-link:used": N_("New password set by a link"),
    "period:closed": N_("Balance period closed"),
    "period:closing-proposed": N_("Closing of a balance period proposed"),
    "person:disabled": N_("Account disabled"),
    "person:enabled": N_("Account enabled"),
    "person:invited": N_("Person invited"),
    "person:password-changed": N_("Password changed"),
    "person:role-changed": N_("Role changed"),
    "person:sessions-ended": N_("Signed out everywhere"),
    "person:signed-in": N_("Signed in"),
    "person:signed-out": N_("Signed out"),
    "policy:entered": N_("Policy entered"),
    "production:booked": N_("Production booked"),
    "receipt:booked": N_("Receipt booked"),
    "revocation:proposed": N_("Revocation proposed"),
    "revocation:withdrawn": N_("Revocation withdrawn"),
    "shipment:customer-changed": N_("Shipment moved to another company"),
    "sign-in:slowed-down": N_("Sign-in slowed down after wrong passwords"),
    "verification:entered": N_("Verification entered"),
}


def name_event(event: str) -> str:
    """The event in words; one without words by its code."""
    return gettext(EVENT_NAMES[event]) if event in EVENT_NAMES else event
