"""Checking attributions: what drafts hold, and what declarations say of their credits."""

from __future__ import annotations

from collections.abc import Iterator

from remine_portal.domain.attributed_declarations import StatedAttribution, attribution_in
from remine_portal.domain.attribution import Attribution
from remine_portal.domain.declarations import Status
from remine_portal.domain.differences import Difference, difference
from remine_portal.domain.errors import N_
from remine_portal.domain.mass import Mass
from remine_portal.persistence import attribution_audits
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


def check_declarations(work: UnitOfWork) -> Iterator[Difference]:
    """What every declaration says it takes is what its entries attribute, less what came back.

    Goods returned leave their share (rule 35), a revocation before the buyer relied on it leaves
    nothing (rule 36), and a superseded version may keep less than it took (rule 34).
    """
    attributed = attribution_audits.attributed_kg(work)
    entries = attribution_audits.attributing_entries(work)
    returned = attribution_audits.returned_mass(work)
    relied_on = attribution_audits.relied_on(work)
    for number, status, draft, snapshot in attribution_audits.declarations(work):
        found = attributed.pop(draft, {})
        said = attribution_in(snapshot)
        stands = _stands_for(said, returned.get(draft))
        for account in sorted(found.keys() | stands.keys()):
            least, most = _bounds(status, stands.get(account, 0), relied_on=draft in relied_on)
            shown = found.get(account, 0)
            if not least <= shown <= most:
                facts = {"number": number, "account": account}
                yield difference(ATTRIBUTED_OTHERWISE, **facts, expected=most, entries=shown)
        if entries.get(draft, set()) != set(said.entries):
            yield difference(OTHER_ENTRIES_NAMED, number=number)
    for draft, of_draft in attributed.items():
        for account, kilograms in of_draft.items():
            where = {"draft": draft, "account": account}
            yield difference(ATTRIBUTED_WITHOUT_DECLARATION, **where, kilograms=kilograms)


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


def _bounds(status: Status, stands_for: int, *, relied_on: bool) -> tuple[int, int]:
    """The least and the most that may be attributed still."""
    if status is Status.ISSUED:
        return stands_for, stands_for
    if status is Status.REVOKED and not relied_on:
        return 0, 0
    return 0, stands_for
