"""Which of the answers a page shows: those of one kind, or all, and some hundred at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request

from remine_portal.domain.coverage import Answer, Coverage, ReferenceAnswer

ON_A_PAGE = 500


@dataclass(frozen=True)
class Turn:
    """The answers wanted, and where among them the page begins."""

    answer: Answer | None
    wanted: Sequence[ReferenceAnswer]
    begin: int

    @classmethod
    def asked_for(cls, coverage: Coverage) -> Turn:
        """By the button that was pressed; whatever that says badly, the first page of all."""
        name, _, begin = request.form.get("show", "").partition(".")
        answer = next((each for each in Answer if each == name), None)
        wanted = [each for each in coverage.references if answer in (None, each.answer)]
        starts = {str(start): start for start in range(0, len(wanted), ON_A_PAGE)}
        return cls(answer, wanted, starts.get(begin, 0))

    @property
    def end(self) -> int:
        return min(self.begin + ON_A_PAGE, len(self.wanted))

    @property
    def shown(self) -> Sequence[ReferenceAnswer]:
        return self.wanted[self.begin : self.end]

    @property
    def before(self) -> str | None:
        """What the button for the page before says; None on the first."""
        return self._at(self.begin - ON_A_PAGE) if self.begin else None

    @property
    def after(self) -> str | None:
        return self._at(self.end) if self.end < len(self.wanted) else None

    @property
    def here(self) -> str:
        return self._at(self.begin)

    def _at(self, begin: int) -> str:
        return f"{self.answer or ''}.{begin}"
