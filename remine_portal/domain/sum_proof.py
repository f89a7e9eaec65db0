"""The proof that a declaration's credits are in the published sum, and its check.

What was attributed from an account is split into powers of two, each a leaf of its own beside those
of everybody else: whoever sees a neighbouring leaf sees a power of two, and not whose. A leaf
commits to its declaration under a random number that only its holder is told. The check needs
nothing but hashing, so that it can be done in any language.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.sum_tree import (
    HASH_BYTES,
    Side,
    Step,
    Sum,
    SumBroken,
    SumTree,
    leaf,
    parts_of,
    place_in_tree,
    root_from,
)

VERSION = 1


class SumProofMalformed(Refusal):
    sentence = N_("This is no sum proof of ours. Download it once more.")


class SumProofFails(Refusal):
    sentence = N_(
        "The proof does not show the kilograms of {declaration} in the published sum. Do not rely "
        "on it; tell the issuer."
    )


@dataclass(frozen=True, slots=True)
class Share:
    """So many whole kilograms that a declaration takes from an account in a period."""

    account: str
    first_day: date
    declaration: str
    kilograms: int

    def parts(self) -> list[Share]:
        return [replace(self, kilograms=each) for each in parts_of(self.kilograms)]

    def named(self) -> bytes:
        """What its leaf commits to, a line each."""
        named = (
            self.account,
            self.first_day.isoformat(),
            self.declaration,
            str(self.kilograms),
        )
        return "\n".join(named).encode()

    def blinding(self, secret: bytes) -> bytes:
        """Its random number, by the period's secret: without it nobody can guess a leaf."""
        return hmac.digest(secret, self.named(), "sha256")

    def leaf(self, blinding: bytes) -> Sum:
        return leaf(hashlib.sha256(blinding + self.named()).digest(), self.kilograms)


def tree_over(shares: Iterable[Share], secret: bytes) -> SumTree:
    """The tree of one account and period."""
    return SumTree(part.leaf(part.blinding(secret)) for share in shares for part in share.parts())


def inclusion(share: Share, tree: SumTree, secret: bytes) -> dict[str, Any]:
    """How one share shows itself in the tree of its account."""
    return {
        "account": share.account,
        "declaration": share.declaration,
        "kilograms": share.kilograms,
        "parts": [_part(part, tree, part.blinding(secret)) for part in share.parts()],
    }


def _part(part: Share, tree: SumTree, blinding: bytes) -> dict[str, Any]:
    path = tree.path(part.leaf(blinding).hash)
    return {
        "kilograms": part.kilograms,
        "blinding": blinding.hex(),
        "path": [
            {"side": side.value, "hash": each.hash.hex(), "kilograms": each.kilograms}
            for side, each in path
        ],
    }


@dataclass(frozen=True, slots=True)
class Shown:
    """What a proof shows of one account, where the statement with that SHA-256 is published."""

    share: Share
    sum_kg: int
    statement_sha256: str


def check_sum_proof(document: Mapping[str, Any]) -> list[Shown]:
    """What a proof shows, account by account; refuses one that does not hold together.

    Every part leads to the root and the sum of its account in the statement that the proof carries,
    no leaf counts twice, and the parts come to the kilograms named. Whether that statement is the
    published one is for its SHA-256 to say: it stands in the register, and at its address.
    """
    try:
        if document["v"] != VERSION:
            raise SumProofMalformed
        shown = [each for period in document["periods"] for each in _shown_in(period)]
    except (LookupError, TypeError, ValueError, AttributeError, RecursionError):
        raise SumProofMalformed from None
    takers = {replace(each.share, kilograms=0) for each in shown}
    if not shown or len(takers) < len(shown):
        raise SumProofMalformed
    return shown


def _shown_in(period: Mapping[str, Any]) -> list[Shown]:
    text = period["statement"]
    statement = json.loads(text)
    first_day = date.fromisoformat(statement["period_first_day"])
    roots = {
        each["account"]: Sum(bytes.fromhex(each["root"]), each["attributed_kg"])
        for each in statement["accounts"]
    }
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    shown = []
    for each in period["shares"]:
        share = Share(each["account"], first_day, each["declaration"], each["kilograms"])
        root = roots[share.account]
        if not _adds_up(share, each["parts"], root):
            raise SumProofFails(declaration=share.declaration)
        shown.append(Shown(share, root.kilograms, sha256))
    return shown


def _adds_up(share: Share, parts: Iterable[Mapping[str, Any]], root: Sum) -> bool:
    places, total = set(), 0
    for each in parts:
        part = replace(share, kilograms=each["kilograms"])
        try:
            path = [_step(step) for step in each["path"]]
            reached = root_from(part.leaf(_blinding(each["blinding"])), path)
        except SumBroken:
            return False
        if reached != root or place_in_tree(path) in places:
            return False
        places.add(place_in_tree(path))
        total += part.kilograms
    return type(share.kilograms) is int and 0 < share.kilograms == total


def _step(said: Mapping[str, Any]) -> Step:
    return Side(said["side"]), Sum(bytes.fromhex(said["hash"]), said["kilograms"])


def _blinding(said: str) -> bytes:
    """Of its one length, else some of the leaf's name could pass for it."""
    blinding = bytes.fromhex(said)
    if len(blinding) != HASH_BYTES:
        raise SumBroken(said)
    return blinding
