"""How certificates stand today, in words: in force, about to end, ended."""

from __future__ import annotations

from datetime import date

from remine_portal.domain.certificates import Certificate, warning_due
from remine_portal.web.languages import gettext, ngettext


def state_of(certificate: Certificate, today: date) -> tuple[str, str]:
    """Look and word for a certificate on a day; one that ends soon says in how many days."""
    if today < certificate.valid_from:
        return "new", gettext("Not yet in force")
    days_left = certificate.days_left(today)
    if days_left is not None and days_left < 0:
        return "past", gettext("Ended")
    if days_left is None or warning_due(days_left) is None:
        return "done", gettext("In force")
    if days_left == 0:
        return "ask", gettext("Expires today")
    sentence = ngettext("Expires in %(n)s day", "Expires in %(n)s days", days_left)
    return "ask", sentence % {"n": days_left}
