"""Policies of the credit ledger: entered or loaded by staff, versioned by their first day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from remine_portal.domain.claim_lint import refuse_banned_wording
from remine_portal.domain.errors import N_, NotFound, Refusal
from remine_portal.domain.policy import Policy
from remine_portal.domain.policy_terms import written_terms
from remine_portal.persistence import audit, catalog, credit_entries, policies
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.policies import PolicyRow
from remine_portal.services.cataloguing import NEW, UNCHANGED, LoadedCounts
from remine_portal.services.json_entries import Entry
from remine_portal.services.policy_file import policy_in


class PolicyTooEarly(Refusal):
    """What has been booked was booked by the terms of its day (DOMAIN.md rule 31)."""

    sentence = N_(
        "Policy {name} begins on {last}, and a policy is never put before or in place of another. "
        "Enter a later first day."
    )


class BookedByThen(PolicyTooEarly):
    sentence = N_(
        "The ledger has entries up to {last}, and a policy never changes what has been booked. "
        "Enter a later first day."
    )


class BoundariesUnclear(Refusal):
    sentence = N_(
        "Every boundary needs at least one site, and a site belongs to one boundary. "
        "Correct the sites of {boundary}."
    )


def enter_policy(work: UnitOfWork, policy: Policy) -> PolicyRow:
    """Put a policy on file, from its first day on; nothing booked before changes (rule 31).

    Refuses a first day that is not later than every other policy's and every entry's, unknown
    sites, a site in two boundaries, and texts that claim too much (rules 44, 45): they are printed.
    """
    _refuse_too_early(work, policy)
    _refuse_unclear_boundaries(work, policy)
    for words in _printed(policy):
        refuse_banned_wording(words)
    row = PolicyRow(
        name=policy.name,
        effective_from=policy.effective_from,
        terms=written_terms(policy),
        sample=policy.sample,
        entered_by=work.actor.email or work.actor.name,
        entered_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    audit.record(work, "policy:entered", row.name, detail=f"from {row.effective_from}")
    return row


def load_policies(work: UnitOfWork, raw: object, sample: bool = False) -> LoadedCounts:
    """Take over a file of policies, whole or not at all; one that is on file is left."""
    entries = Entry(raw, "file").entries("policies")
    return LoadedCounts.of(_take(work, entries, sample=sample))


def _take(work: UnitOfWork, entries: list[Entry], *, sample: bool) -> Iterator[str]:
    known = {row.effective_from: row.terms for row in policies.policy_rows(work)}
    for entry in entries:
        policy = replace(policy_in(entry), sample=sample)
        if known.get(policy.effective_from) == written_terms(policy):
            yield UNCHANGED
        else:
            enter_policy(work, policy)
            yield NEW


def _printed(policy: Policy) -> Iterator[str]:
    """Every word of a policy that a declaration prints."""
    guideline = policy.guideline
    yield from (policy.name, guideline.version, *policy.standards)
    for text in (guideline.title, guideline.verified_by, *policy.characteristics.values()):
        yield from (text.en, text.ja)


def _refuse_too_early(work: UnitOfWork, policy: Policy) -> None:
    rows = policies.policy_rows(work)
    if rows and policy.effective_from <= rows[0].effective_from:
        raise PolicyTooEarly(name=rows[0].name, last=rows[0].effective_from)
    last = credit_entries.last_day_posted_for(work)
    if last is not None and policy.effective_from <= last:
        raise BookedByThen(last=last)


def _refuse_unclear_boundaries(work: UnitOfWork, policy: Policy) -> None:
    known = catalog.sites_by_code(work)
    seen: set[str] = set()
    for boundary, sites in policy.boundaries.items():
        if not sites or seen & set(sites) or len(set(sites)) < len(sites):
            raise BoundariesUnclear(boundary=boundary)
        seen |= set(sites)
    for site in sorted(seen):
        if site not in known:
            raise NotFound(thing=site)
