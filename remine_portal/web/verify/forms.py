"""What is printed on a document to check it by."""

from wtforms import StringField

from remine_portal.domain.errors import N_
from remine_portal.web.forms import AtMost, Enter, PortalForm
from remine_portal.web.languages import lazy_gettext


class VerifyForm(PortalForm):
    """Read from the address, so that nothing has to be remembered between two pages."""

    number = StringField(
        lazy_gettext("Declaration number"), [Enter(N_("Enter the declaration number")), AtMost(40)]
    )
    code = StringField(lazy_gettext("Check code"), [Enter(N_("Enter the check code")), AtMost(40)])
