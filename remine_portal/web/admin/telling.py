"""Deeds in the words of whoever reads of them: customers learn what the staff did, and not who."""

from __future__ import annotations

import re
from dataclasses import dataclass

from remine_portal.domain.errors import N_
from remine_portal.domain.people import ROLE_NAMES, VISITOR, Actor, Role
from remine_portal.persistence import people
from remine_portal.persistence.audit import AuditEventRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.web.languages import gettext

ADDRESS = re.compile(r"[^\s@;,]+@[^\s@;,]+")
OF_PEOPLE = ("invitation:", "password-link:", "person:")
A_ROLE = f"(?:{'|'.join(Role)})"
DETAILS = {
    re.compile(rf"(?P<before>{A_ROLE}) to (?P<after>{A_ROLE})"): N_("%(before)s → %(after)s"),
    re.compile(rf"(?P<role>{A_ROLE}), invited by (?P<by>.+)"): N_("%(role)s, invited by %(by)s"),
    re.compile(r"made by (?P<by>.+)"): N_("Made for the person by %(by)s"),
}
"""How the trail notes what was done to people, and how it is said."""


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
        """What is known beyond the deed."""
        noted = event.detail or ""
        if event.event.startswith(OF_PEOPLE):
            if noted in list(Role):
                return gettext(ROLE_NAMES[Role(noted)])
            for pattern, sentence in DETAILS.items():
                if found := pattern.fullmatch(noted):
                    facts = {name: self._fact(fact) for name, fact in found.groupdict().items()}
                    return gettext(sentence) % facts
        return ADDRESS.sub(lambda address: self.by(address[0]), noted)

    def _fact(self, noted: str) -> str:
        return gettext(ROLE_NAMES[Role(noted)]) if noted in list(Role) else self.by(noted)
