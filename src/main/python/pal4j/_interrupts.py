"""Ctrl-C in a long call: the child is told to stop, the reply awaited, and only then KeyboardInterrupt raised."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any


class Deferred:
    """Holds SIGINT back while its block runs in the main thread; anywhere else it does nothing.

    A first Ctrl-C calls ``on_first`` and waits until the end of the block. A second one does not wait.
    """

    _active = False

    def __init__(self, on_first: Callable[[], None]) -> None:
        self._on_first = on_first
        self._count = 0
        self._old: Any = None

    def __enter__(self) -> Deferred:
        if threading.current_thread() is threading.main_thread() and not Deferred._active:
            old = signal.getsignal(signal.SIGINT)
            # SIG_IGN and SIG_DFL are no Python functions, and raise nothing.
            if callable(old) and not isinstance(old, signal.Handlers):
                Deferred._active = True
                signal.signal(signal.SIGINT, self._on)
                self._old = old
        return self

    def _on(self, number: int, frame: FrameType | None) -> None:
        self._count += 1
        if self._count == 1:
            self._on_first()
        else:
            raise KeyboardInterrupt

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._old is not None:
            old = self._old
            self._old = None
            signal.signal(signal.SIGINT, old)
            Deferred._active = False
            if self._count and error is None:
                old(signal.SIGINT, None)
