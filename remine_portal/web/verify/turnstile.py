"""How often somebody may ask: nobody finds an id or a code by trying (QUALITY.md item 59).

Counted in the process, because reading a page writes nothing into the database; so each worker has
a turnstile of its own.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

MINUTE = 60.0
MOST_OF_ONE = 30
MOST_OF_ALL = 600


@dataclass
class Turnstile:
    """Counts the checks of the last minute, by where they come from."""

    most_of_one: int = MOST_OF_ONE
    most_of_all: int = MOST_OF_ALL
    _passed: deque[tuple[float, str]] = field(default_factory=deque)
    _lock: Lock = field(default_factory=Lock)

    def wait(self, network: str, now: float | None = None) -> float:
        """Seconds that somebody from there must wait; 0 lets them pass, and counts it."""
        now = monotonic() if now is None else now
        with self._lock:
            while self._passed and self._passed[0][0] <= now - MINUTE:
                self._passed.popleft()
            own = [when for when, whose in self._passed if whose == network]
            if len(own) >= self.most_of_one:
                return own[-self.most_of_one] + MINUTE - now
            if len(self._passed) >= self.most_of_all:
                return self._passed[-self.most_of_all][0] + MINUTE - now
            self._passed.append((now, network))
            return 0
