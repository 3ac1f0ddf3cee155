"""Faults on demand: what a simulator does instead of responding as usual."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Any, Literal

Reset = Literal["before", "after", "mid_response"]


@dataclass(eq=False)
class Fault:
    """One kind of misbehaviour for the next `times` matching requests; see `Simulator.fail`."""

    operation_id: str | None = None
    times: int | None = 1
    status: int | None = None
    retry_after: float | datetime | None = None
    delay: float = 0
    reset: Reset | None = None
    body: bytes | None = None
    truncate: bool = False
    drip: float = 0
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str | None = None
    used: int = 0
    """How many requests it has affected."""
    index: int = 0
    """Its number: the first fault has 1."""

    def __post_init__(self) -> None:
        if self.reset not in (None, "before", "after", "mid_response"):
            raise ValueError(f"reset must be 'before', 'after' or 'mid_response', not {self.reset!r}")
        if self.retry_after is not None and self.status is None:
            self.status = 429

    @property
    def active(self) -> bool:
        """Whether it will affect more requests."""
        return self.times is None or self.used < self.times

    def stop(self) -> None:
        """Do not affect any more requests."""
        self.times = self.used

    @property
    def response_headers(self) -> list[tuple[str, str]]:
        """The headers that it adds to a response."""
        pairs = list(self.headers.items())
        if isinstance(self.retry_after, datetime):
            pairs.append(("Retry-After", format_datetime(self.retry_after, usegmt=True)))
        elif self.retry_after is not None:
            pairs.append(("Retry-After", f"{self.retry_after:g}"))
        return pairs


class Faults:
    """The faults of a simulator in the order in which they were added."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()
        self._last = 0

    @property
    def active(self) -> list[Fault]:
        """Those that will affect more requests."""
        with self._lock:
            return [fault for fault in self._faults if fault.active]

    def add(self, fault: Fault) -> Fault:
        """Add a fault for requests that no earlier fault matches."""
        with self._lock:
            self._last += 1
            fault.index = self._last
            self._faults.append(fault)
        return fault

    def take(self, operation_id: str, *, named_only: bool) -> Fault | None:
        """Return the fault for this request; `named_only` ignores those meant for any operation."""
        if not self._faults:
            return None
        with self._lock:
            self._faults = [fault for fault in self._faults if fault.active]
            for fault in self._faults:
                if fault.operation_id == operation_id or (fault.operation_id is None and not named_only):
                    fault.used += 1
                    return fault
        return None

    def state(self) -> Any:
        """Return what is kept in a file: the faults that will affect more requests."""
        return {"last": self._last, "faults": self.active}

    def restore(self, state: Any) -> None:
        """Take over what was kept."""
        self._last, self._faults = state["last"], state["faults"]

    def clear(self) -> None:
        """Remove all faults."""
        with self._lock:
            self._faults.clear()
