"""Fiscal years: twelve months that begin with whichever month a company chooses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True, slots=True)
class FiscalYear:
    """Twelve months from the first day of one on; both days inclusive, calendar days in Japan."""

    first_day: date

    def __post_init__(self) -> None:
        if self.first_day.day != 1:
            raise ValueError(f"a fiscal year begins with a month, not on {self.first_day}")

    @classmethod
    def beginning(cls, year: int, month: int) -> FiscalYear:
        return cls(date(year, month, 1))

    @classmethod
    def around(cls, day: date, month: int) -> FiscalYear:
        """The one that holds a day, where years begin with this month."""
        return cls.beginning(day.year if day.month >= month else day.year - 1, month)

    @property
    def last_day(self) -> date:
        return self.first_day.replace(year=self.first_day.year + 1) - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day
