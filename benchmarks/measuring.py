"""Two things measured by turns, so that whatever else the machine does meets both."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

Work = Callable[[], object]


@dataclass(frozen=True)
class Ratio:
    """What a thing costs as a multiple of its floor; `reach` is the bar, `aim` the wish."""

    name: str
    floor: str
    floor_ms: float
    subject_ms: float
    reach: float
    aim: float

    @property
    def ratio(self) -> float:
        return self.subject_ms / self.floor_ms

    def as_row(self) -> dict[str, object]:
        return {**asdict(self), "ratio": round(self.ratio, 2), "reached": self.ratio <= self.reach}

    def __str__(self) -> str:
        verdict = "OVER" if self.ratio > self.reach else "reach"
        if self.ratio <= self.aim:
            verdict = "aim"
        return (
            f"{self.name:46} {self.ratio:7.2f}x of {self.floor:34} "
            f"({self.subject_ms:8.3f} / {self.floor_ms:8.3f} ms; reach {self.reach:g}x, "
            f"aim {self.aim:g}x)  {verdict}"
        )


def compare(
    name: str,
    *,
    floor: tuple[str, Work],
    subject: Work,
    reach: float,
    aim: float,
    rounds: int = 15,
    times: int = 20,
) -> Ratio:
    """The medians of `rounds` rounds by turns, each of `times` calls, after one to warm up."""
    floor_name, floor_work = floor
    floor_work()
    subject()
    floors, subjects = [], []
    for _ in range(rounds):
        floors.append(_mean_ms(floor_work, times))
        subjects.append(_mean_ms(subject, times))
    return Ratio(
        name, floor_name, statistics.median(floors), statistics.median(subjects), reach, aim
    )


def _mean_ms(work: Work, times: int) -> float:
    gc.collect()
    begin = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - begin) * 1000 / times
