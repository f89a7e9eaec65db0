"""Refusal: the one base of every "no" that a rule says."""

from typing import ClassVar


def N_(sentence: str) -> str:  # noqa: N802 - the mark that gettext's tools look for
    """Mark an English sentence for translation where it is written; the page translates it."""
    return sentence


class Refusal(Exception):
    """A rule said no, in a sentence that tells the user what happened and what to do.

    `sentence` is English with {named} places, and the key of its translations; the facts fill the
    places. `code` is the name by which other programs know the refusal (INTERFACES.md).
    """

    code: ClassVar[str] = "INVALID"
    sentence: ClassVar[str] = N_("This cannot be done. Check what you entered and try again.")

    def __init__(self, **facts: object) -> None:
        super().__init__(facts)
        self.facts = facts

    def __str__(self) -> str:
        return self.sentence.format(**self.facts)


class NotFound(Refusal):
    """What was asked for is not there, or is not yours: the answer is the same (rule 40)."""

    code = "NOT_FOUND"
    sentence = N_("{thing} was not found. Check the number and try again.")
