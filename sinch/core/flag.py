"""`Flag`: what threads wait for. Unlike `threading.Event` it survives an exception raised in any of them at any moment.

Such exceptions come from outside: job queues and time limits raise them in a thread (`PyThreadState_SetAsyncExc`), and
so do handlers of signals. One that arrives while an event takes its lock leaves that lock held by nobody, for ever.
"""

from __future__ import annotations

import threading
import time

GLANCE = 0.25
"""Seconds after which whoever waits looks again."""


class Flag:
    """Is set once."""

    __slots__ = ("_gate", "is_set")

    def __init__(self) -> None:
        self.is_set: bool = False
        self._gate = threading.Lock()
        self._gate.acquire()

    def set(self) -> None:
        """Let all go on that wait."""
        self.is_set = True
        self._open_gate()

    def _open_gate(self) -> None:
        try:
            self._gate.release()
        except RuntimeError:
            pass  # another thread was faster

    def wait(self, seconds: float) -> bool:
        """Wait until it is set or the time is over; tell whether it is set."""
        until = time.monotonic() + seconds
        while not self.is_set:
            left = until - time.monotonic()
            if left <= 0:
                break
            if self._gate.acquire(timeout=min(left, GLANCE)):
                self._open_gate()  # for the next in line
        return self.is_set
