"""Deeds in the words of whoever reads of them: customers learn what the staff did, and not who."""

from __future__ import annotations

import re
from dataclasses import dataclass

from remine_portal.domain.people import ROLE_NAMES, VISITOR, Actor, Role
from remine_portal.persistence import people
from remine_portal.persistence.audit import AuditEventRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.web.languages import gettext

ADDRESS = re.compile(r"[^\s@;,]+@[^\s@;,]+")
ROLE = re.compile(rf"\b(?:{'|'.join(Role)})\b")
OF_ROLES = ("invitation:accepted", "person:invited", "person:role-changed")


@dataclass(frozen=True)
class Telling:
    """`own` are the addresses of the reader's company; None for the staff, who read all."""

    own: frozenset[str] | None

    @classmethod
    def to(cls, reader: Actor, work: UnitOfWork) -> Telling:
        if reader.customer_id is None:
            return cls(None)
        return cls(people.addresses_of(work, reader.customer_id))

    def by(self, done_by: str) -> str:
        """Who did it: one's own people by their address."""
        if self.own is None or done_by in self.own:
            return done_by
        if done_by == VISITOR.name:
            return gettext("Somebody who was not signed in")
        return gettext("Mitsubishi Materials")

    def detail(self, event: AuditEventRow) -> str:
        """What is known beyond the deed, roles in words."""
        said = event.detail or ""
        if event.event in OF_ROLES:
            said = ROLE.sub(lambda found: gettext(ROLE_NAMES[Role(found[0])]), said)
        return said if self.own is None else ADDRESS.sub(self._known, said)

    def _known(self, address: re.Match[str]) -> str:
        return self.by(address[0])
