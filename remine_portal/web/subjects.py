"""What a message to us can be about, in words for the contact page and for staff."""

from __future__ import annotations

from collections.abc import Mapping

from remine_portal.domain.errors import N_

SUBJECTS: Mapping[str, str] = {
    "product": N_("A product or its recycled content"),
    "copper": N_("The copper cathode service"),
    "certificate": N_("A third-party certificate"),
    "shipment": N_("A shipment or declaration"),
    "portal": N_("Signing in and using the portal"),
    "other": N_("Something else"),
}
