"""One declaration beside a plain WeasyPrint render of the same page."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.measuring import Ratio, compare
from benchmarks.portal import Portal


def ratios(portal: Portal) -> Iterator[Ratio]:
    raise NotImplementedError
