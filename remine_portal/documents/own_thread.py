"""pyHanko signs and checks as coroutines; whoever asks it here may run an event loop already."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Result = TypeVar("Result")


def to_its_end(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """What it comes to, in a thread of its own, which has no loop yet."""
    with ThreadPoolExecutor(1) as own_thread:
        return own_thread.submit(asyncio.run, coroutine).result()
