"""What free text must never say: every “never state” of DOMAIN.md section 5, in both languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from remine_portal.domain import never_stated
from remine_portal.domain.catalog import Series
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.never_stated import Claim


class BannedWording(Refusal):
    """DOMAIN.md rule 44, with the words of section 5."""

    code = "BANNED_WORDING"
    sentence = N_(
        "“{words}” must not stand here, because it is vague, absolute or more than "
        "the evidence shows. Say what was measured instead."
    )


class ClaimBeyondEvidence(BannedWording):
    """Words that are harmless one by one, and claim too much when they meet in a sentence."""

    sentence = N_(
        "“{words}” claims more than there is evidence for. Credits are attributed once, to one "
        "shipment. They are no content of the metal and have no carbon figure, and renewable "
        "electricity is stated by its own note alone. Leave this out."
    )


class VerifierWording(Refusal):
    """DOMAIN.md rule 45: who verified what."""

    code = "VERIFIER_WORDING"
    sentence = N_(
        "“{words}” says that somebody verified what they did not. JLCAF verified the guideline, "
        "SGS Japan the recycled content of the ISO 14021 Series. Write “guideline verified by”."
    )


_SENTENCE_ENDS = re.compile(r"[。!?;]|(?<!inc)(?<!ltd)(?<!co)(?<!no)(?<!corp)\.(?!\d)")
_UNSEEN = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
"""What Unicode calls ignorable: signs between letters that no reader sees."""

_BROKEN_WORD = re.compile(
    r"(?<=\w)[-\u2010]\s*\n\s*(?=\w)|(?<=[\u3040-\u30ff\u4e00-\u9fff])\s+(?=[\u3040-\u30ff\u4e00-\u9fff])"
)
"""A word goes on in the next line after a hyphen, and in Japanese after nothing at all."""


def refuse_banned_wording(free_text: str, *, series: Series | None = None) -> None:
    """Refuse free text that claims what DOMAIN.md section 5 forbids (rules 44 and 45).

    Full-width and mixed-case letters are read as what they mean, signs that nobody sees are not
    read, and a line's end is no end of a word or sentence. With the ISO 22095 Series every
    sentence is taken to be about copper and its credits; otherwise one that names them, or that
    stands beside one that does and names no other metal.
    """
    text = never_stated.MASS_BALANCE_DENIED.sub("", _read(free_text))
    names_credits = bool(never_stated.COPPER_OR_CREDITS.search(text))
    _refuse(text, never_stated.BANNED, BannedWording)
    for sentence in _SENTENCE_ENDS.split(text):
        of_credits = series is Series.ISO_22095 or (
            names_credits and not _is_of_another_metal(sentence)
        )
        _refuse(_without_the_guideline(sentence), never_stated.OF_VERIFIERS, VerifierWording)
        _refuse(sentence, never_stated.OF_ANY_METAL, ClaimBeyondEvidence)
        if of_credits:
            _refuse(sentence, never_stated.OF_CREDITS, ClaimBeyondEvidence)


def _read(typed: str) -> str:
    """What a reader sees, in one line: small letters of one width, and nothing invisible."""
    seen = unicodedata.normalize("NFKC", _UNSEEN.sub("", typed)).casefold()
    return " ".join(_BROKEN_WORD.sub("", seen).split())


def _refuse(said: str, claims: Iterable[Claim], refusal: type[Refusal]) -> None:
    for claim in claims:
        if words := claim.made_in(said):
            raise refusal(words=words)


def _is_of_another_metal(sentence: str) -> bool:
    return bool(never_stated.OTHER_METALS.search(sentence)) and not (
        never_stated.COPPER_OR_CREDITS.search(sentence)
    )


def _without_the_guideline(sentence: str) -> str:
    """What is left of a sentence when it has said that the guideline was verified."""
    for name, title in never_stated.GUIDELINE_TITLES.items():
        sentence = re.sub(title, name, sentence)
    return never_stated.GUIDELINE_VERIFIED.sub(" ", sentence)
