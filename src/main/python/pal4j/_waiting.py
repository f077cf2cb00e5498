"""Waiting for the child: awake for a moment when a reply comes soon, otherwise asleep."""

from __future__ import annotations

import math
import os
import select
import time
from collections.abc import Callable

_SOON = 1e-3
"""Seconds. When the last reply to such a request came as soon as this, the next one comes soon, too."""
_AWAKE = 100e-6
"""Seconds for which a reply that comes soon is awaited without sleep. Waking up takes longer than a step."""
_MOST_REST = 1 << 12
"""So many replies at most are awaited asleep after one that did not come in time."""


class _Pace:
    """How soon replies to one kind of request come, and whether it pays to be awake then."""

    __slots__ = ("last", "rest", "resting")

    def __init__(self) -> None:
        self.last = math.inf
        self.rest = 0
        self.resting = 0


class Waiting:
    """Waits for bytes of a pipe."""

    def __init__(self, pipe: int) -> None:
        self._poll = select.poll()
        self._poll.register(pipe, select.POLLIN)
        self._paces: dict[str, _Pace] = {}
        self._alone = _processors() == 1

    def read(self, kind: str, read: Callable[[], bytes]) -> bytes:
        """Returns what ``read`` returns, which waits for bytes. Stays awake before, if replies of this kind come soon."""
        pace = self._paces.get(kind)
        if pace is None:
            pace = self._paces.setdefault(kind, _Pace())
        start = time.perf_counter()
        if pace.last < _SOON and not self._alone:
            if pace.resting:
                pace.resting -= 1
            elif self._comes(start + _AWAKE):
                pace.rest //= 2
            else:
                # The child may be waiting for this very processor.
                pace.rest = min(2 * pace.rest + 1, _MOST_REST)
                pace.resting = pace.rest
        data = read()
        pace.last = time.perf_counter() - start
        return data

    def _comes(self, until: float) -> bool:
        while not self._poll.poll(0):
            if time.perf_counter() > until:
                return False
            os.sched_yield()
        return True


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
