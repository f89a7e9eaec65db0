"""What only an attributed declaration prints: each share by itself, and how it was reckoned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from remine_portal.documents import attributed_wording as credit_words
from remine_portal.documents import wording
from remine_portal.documents.attributed_wording import written_kilograms
from remine_portal.documents.declared_lots import PER_LOT, differing
from remine_portal.documents.pictures import Bar, attributed_bar
from remine_portal.documents.wording import filled, written_date, written_percent, written_range
from remine_portal.domain.attributed_declarations import (
    AttributedShare,
    AttributedSnapshot,
    FactorNamed,
)
from remine_portal.domain.buyers_claims import may_say
from remine_portal.domain.catalog import Text
from remine_portal.domain.claims import NO_DOUBLE_CLAIM, NOT_PHYSICAL
from remine_portal.domain.series_wording import CREDIT_METHOD
from remine_portal.domain.written import listed, within_a_sentence

Row = tuple[Text, Text | str]


@dataclass(frozen=True)
class PrintedShare:
    """A share with its bar. Each bar is the whole net mass; no bar is of several shares."""

    share: AttributedShare
    bar: Bar

    @property
    def said(self) -> Text:
        """That it is attributed, and as what."""
        return filled(credit_words.SHARE_OF, characteristic=within_a_sentence(self.share.name))


def attributed_facts(snapshot: AttributedSnapshot) -> dict[str, Any]:
    """What `attributed.html` needs beside what every declaration says."""
    return {
        "title": credit_words.DECLARATION,
        "credit_words": credit_words,
        "differ": differing(snapshot.lines, PER_LOT),
        "shares": _shares(snapshot),
        "not_physical": NOT_PHYSICAL,
        "how_made": [*_rules(snapshot), *_reckoning(snapshot), *_credits(snapshot)],
        "no_double_claim": NO_DOUBLE_CLAIM,
        "may_say": may_say(snapshot.canonical()),
    }


def _shares(snapshot: AttributedSnapshot) -> list[PrintedShare]:
    size = "paper" if len(snapshot.shares) == 1 else "column"
    language = snapshot.language.printed[0]
    return [
        PrintedShare(each, _bar(each, language=language, size=size)) for each in snapshot.shares
    ]


def _bar(share: AttributedShare, *, language: str, size: str) -> Bar:
    """The bar of a share, which names its characteristic to who cannot see it."""
    said = filled(
        credit_words.SHARE_DRAWN, characteristic=share.name, percent=written_percent(share.percent)
    )
    return attributed_bar(
        share.percent, language=language, size=size, label=said.in_language(language)
    )


def _rules(snapshot: AttributedSnapshot) -> Iterator[Row]:
    """By which rules: the standards name the model, the guideline sets the requirements."""
    guideline = snapshot.guideline
    yield credit_words.CHAIN_OF_CUSTODY, CREDIT_METHOD
    yield wording.STANDARD, ", ".join(snapshot.standards)
    yield (
        credit_words.GUIDELINE,
        filled(
            credit_words.GUIDELINE_NAMED,
            title=guideline.title,
            version=guideline.version,
            verifier=guideline.verified_by,
        ),
    )
    for share in snapshot.shares:
        yield (
            credit_words.CHARACTERISTIC,
            filled(credit_words.DEFINED, characteristic=share.name, definition=share.definition),
        )


def _reckoning(snapshot: AttributedSnapshot) -> Iterator[Row]:
    """For which period and sites, under which policy, and by which factors."""
    yield wording.FORMULA, credit_words.RECKONING_IN_WORDS
    yield (
        credit_words.BALANCE_PERIOD,
        written_range(snapshot.period_first_day, snapshot.period_last_day),
    )
    yield (
        credit_words.BOUNDARY,
        filled(
            credit_words.BOUNDARY_NAMED,
            boundary=snapshot.boundary,
            sites=listed(snapshot.boundary_sites),
        ),
    )
    if snapshot.policy not in {each.policy for each in snapshot.factors}:
        yield (
            credit_words.POLICY,
            filled(
                credit_words.POLICY_NAMED,
                policy=snapshot.policy,
                day=written_date(snapshot.policy_from),
            ),
        )
    yield credit_words.FACTOR, listed(map(_factor, snapshot.factors))


def _credits(snapshot: AttributedSnapshot) -> Iterator[Row]:
    """Whence the credits came: each account, and the entries that an auditor looks up."""
    for share in snapshot.shares:
        yield credit_words.ACCOUNT, f"{share.account}, {written_kilograms(share.debit_kg)}"
    yield credit_words.ENTRIES, _by_account(snapshot.entries) or credit_words.NAMED_AT_ISSUE
    yield wording.SCOPE, wording.METAL_ONLY


def _by_account(entries: Iterable[str]) -> str:
    """`ACCOUNT 1, ACCOUNT 2` with each account named once: a shipment may draw on many batches."""
    numbers: dict[str, list[str]] = {}
    for entry in entries:
        account, _, number = entry.rpartition(" ")
        numbers.setdefault(account, []).append(number)
    return "; ".join(f"{account} {', '.join(each)}" for account, each in numbers.items())


def _factor(named: FactorNamed) -> Text:
    return filled(
        credit_words.FACTOR_NAMED,
        factor=wording.written_number(named.factor),
        policy=named.policy,
        day=written_date(named.effective_from),
    )
