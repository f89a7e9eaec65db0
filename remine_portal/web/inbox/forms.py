"""How the inbox is narrowed, and what comes by mail."""

from __future__ import annotations

from wtforms import SelectChoice, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from remine_portal.domain.notices import TITLES, NoticeKind, kinds_for
from remine_portal.domain.people import Role
from remine_portal.web.forms import PortalForm
from remine_portal.web.languages import gettext, lazy_gettext
from remine_portal.web.listing import FilterField


class InboxFilterForm(PortalForm):
    """Read from the address; what nobody knows counts as no filter."""

    kind = FilterField(lazy_gettext("About"))
    state = FilterField(lazy_gettext("Status"))

    def offer(self, role: Role | None) -> None:
        """Only what somebody in that role may be told."""
        self.kind.offer(gettext("All notices"), _named(kinds_for(role)))
        states = {"unread": gettext("Unread"), "read": gettext("Read")}
        self.state.offer(gettext("Unread and read"), states)

    @property
    def wanted(self) -> NoticeKind | None:
        return NoticeKind(self.kind.data) if self.kind.data else None

    @property
    def unread(self) -> bool | None:
        return self.state.data == "unread" if self.state.data else None


class ChooseKinds(SelectMultipleField):
    """A checkbox a kind. None at all is a choice as well."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class MailChoiceForm(PortalForm):
    kinds = ChooseKinds(lazy_gettext("Also by email"), choices=[], validate_choice=False)

    def offer(self, kinds: list[NoticeKind]) -> None:
        self.kinds.choices = [SelectChoice(value, words) for value, words in _named(kinds).items()]

    @property
    def wanted(self) -> set[NoticeKind]:
        """Those chosen; what is no kind is left out."""
        return {kind for kind in NoticeKind if kind.value in (self.kinds.data or ())}


def _named(kinds: list[NoticeKind]) -> dict[str, str]:
    return {kind.value: gettext(TITLES[kind]) for kind in kinds}
