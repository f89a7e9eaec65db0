"""Checking attributions: what drafts hold, and what declarations say of their credits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from remine_portal.domain.attributed_declarations import StatedAttribution, attribution_in
from remine_portal.domain.attribution import Attribution
from remine_portal.domain.declarations import Status
from remine_portal.domain.differences import Difference, difference
from remine_portal.domain.errors import N_
from remine_portal.domain.mass import Mass
from remine_portal.persistence import attribution_audits
from remine_portal.persistence.attribution_audits import Attributing
from remine_portal.persistence.database import UnitOfWork

HELD_BELOW_ZERO = N_(
    "Draft {draft} released or attributed {kilograms} kg more of batch {batch} than it reserved."
)
HELD_WITHOUT_RIGHT = N_(
    "Draft {draft} holds {kilograms} kg of batch {batch}, and has no reservation that stands."
)
ATTRIBUTED_OTHERWISE = N_(
    "Declaration {number} stands for {expected} kg of {account}, and its entries attribute "
    "{entries} kg."
)
ATTRIBUTED_WITHOUT_DECLARATION = N_(
    "{kilograms} kg of {account} are attributed for draft {draft}, from which nothing was issued."
)
OTHER_ENTRIES_NAMED = N_(
    "Declaration {number} names other entries than those that attribute its credits."
)


def check_drafts(work: UnitOfWork) -> Iterator[Difference]:
    """Only an open draft holds credits, and until a day (DOMAIN.md rule 38)."""
    for each in attribution_audits.held(work):
        facts = {"draft": each.draft_id, "batch": each.batch_id}
        ended = each.withdrawn_at is not None or each.number is not None
        if each.kilograms < 0:
            yield difference(HELD_BELOW_ZERO, **facts, kilograms=-each.kilograms)
        elif ended or each.reserved_until is None:
            yield difference(HELD_WITHOUT_RIGHT, **facts, kilograms=each.kilograms)


@dataclass
class Chain:
    """A declaration with the versions before it: entries, and what the earlier ones stood for."""

    entries: list[Attributing] = field(default_factory=list)
    stood: dict[str, int] = field(default_factory=dict)
    relied_on: bool = False

    def attributed(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for each in self.entries:
            found[each.account] = found.get(each.account, 0) + each.kilograms
        return found

    def then(self, stands: dict[str, int]) -> Chain:
        """As the version that replaces it takes it over."""
        stood = {
            account: self.stood.get(account, 0) + stands.get(account, 0)
            for account in self.stood.keys() | stands.keys()
        }
        return Chain(list(self.entries), stood, self.relied_on)


def check_declarations(work: UnitOfWork) -> Iterator[Difference]:
    """What every declaration says it takes is what its entries attribute, less what came back.

    A new version goes on with entries of those before it, and stands for all of them (rule 34).
    Goods returned leave their share (rule 35), and a revocation before the buyer relied on it
    leaves nothing (rule 36).
    """
    entries = attribution_audits.attributing_entries(work)
    returned = attribution_audits.returned_mass(work)
    relied_on = attribution_audits.relied_on(work)
    successors = attribution_audits.successors(work)
    chains: dict[UUID, Chain] = {}
    for number, status, draft, snapshot in attribution_audits.declarations(work):
        said = attribution_in(snapshot)
        stands = _stands_for(said, returned.get(draft))
        chain, own = chains.pop(draft, Chain()), entries.pop(draft, [])
        chain.entries += own
        chain.relied_on |= draft in relied_on
        if status is Status.SUPERSEDED and draft in successors:
            chains[successors[draft]] = chain.then(stands)
        else:
            yield from _standing_otherwise(number, status, chain, stands)
        if not _names_its_entries(said, status, chain, own):
            yield difference(OTHER_ENTRIES_NAMED, number=number)
    for draft, of_draft in entries.items():
        for account, kilograms in Chain(of_draft).attributed().items():
            where = {"draft": draft, "account": account}
            yield difference(ATTRIBUTED_WITHOUT_DECLARATION, **where, kilograms=kilograms)


def _standing_otherwise(
    number: str, status: Status, chain: Chain, stands: dict[str, int]
) -> Iterator[Difference]:
    """Where a declaration stands for something else than what its chain attributes."""
    found = chain.attributed()
    for account in sorted(found.keys() | stands.keys()):
        least, most = _bounds(status, stands.get(account, 0), chain, account)
        shown = found.get(account, 0)
        if not least <= shown <= most:
            facts = {"number": number, "account": account}
            yield difference(ATTRIBUTED_OTHERWISE, **facts, expected=most, entries=shown)


def _names_its_entries(
    said: StatedAttribution, status: Status, chain: Chain, own: list[Attributing]
) -> bool:
    """Its own entries, and all that it goes on with; none of another declaration."""
    needed = {each.name for each in own}
    if status is Status.ISSUED:
        needed |= {each.name for each in chain.entries if each.kilograms}
    return needed <= set(said.entries) <= {each.name for each in chain.entries}


def _stands_for(said: StatedAttribution, returned: Mass | None) -> dict[str, int]:
    """Credits by account that a declaration takes, for the goods that the customer kept."""
    if returned is None:
        return {share.account: share.debit_kg for share in said.shares}
    kept = said.net_mass - returned
    return {
        share.account: min(
            share.debit_kg, Attribution(share.characteristic, share.percent).debit_kg(kept)
        )
        for share in said.shares
    }


def _bounds(status: Status, stands_for: int, chain: Chain, account: str) -> tuple[int, int]:
    """The least and the most that may be attributed still.

    After onward use of any version, nothing of what it took goes back.
    """
    most = stands_for + (chain.stood.get(account, 0) if chain.relied_on else 0)
    if status is Status.ISSUED:
        return stands_for, most
    if status is Status.REVOKED and not chain.relied_on:
        return 0, 0
    return 0, most
