"""Time and identifiers of the simulator: the same in every run."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

START = datetime(2026, 3, 2, 10, 0, tzinfo=timezone.utc)
_TICK = timedelta(milliseconds=1)
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?(Z|z|[+-]\d\d:?\d\d)?")


class Clock:
    """A clock that stands still unless it is read or advanced, or let run.

    Each reading is one millisecond later than the one before, so that no two things happen at the same time and sorting
    by time gives the order in which they happened.
    """

    def __init__(self, start: datetime = START) -> None:
        if start.tzinfo is None:
            raise ValueError("start has no time zone")
        self._time = start.astimezone(timezone.utc)
        self._lock = threading.Lock()
        self._running_since: float | None = None
        self._stopped_at: datetime | None = None
        self.moved: Callable[[], object] = lambda: None
        """Called after it was advanced."""

    @property
    def time(self) -> datetime:
        """The current time, without advancing a clock that stands still."""
        with self._lock:
            return self._current()

    def run(self) -> None:
        """Let it run from now on, as real time does; one that was restored has run on meanwhile."""
        with self._lock:
            if self._stopped_at is not None:
                self._time += max(timedelta(0), datetime.now(timezone.utc) - self._stopped_at)
            self._running_since, self._stopped_at = time.monotonic(), None

    def state(self) -> Any:
        """Return what is kept in a file: the time, and when that was."""
        return {"time": self.time, "stopped_at": datetime.now(timezone.utc)}

    def restore(self, state: Any) -> None:
        """Take over what was kept."""
        self._time, self._stopped_at = state["time"], state["stopped_at"]

    def _current(self) -> datetime:
        if self._running_since is not None:
            now = time.monotonic()
            self._time += timedelta(seconds=now - self._running_since)
            self._running_since = now
        return self._time

    def now(self) -> datetime:
        """Read the clock, which advances it by a millisecond."""
        with self._lock:
            self._time = self._current() + _TICK
            return self._time

    def advance(self, seconds: float | timedelta) -> datetime:
        """Move the clock forward and return the new time."""
        step = seconds if isinstance(seconds, timedelta) else timedelta(seconds=seconds)
        if step < timedelta(0):
            raise ValueError("the clock only moves forward")
        with self._lock:
            self._time = moved_to = self._current() + step
        self.moved()
        return moved_to


class Ids:
    """Makes identifiers that look like the API's and come in the same order in every run."""

    def __init__(self, clock: Clock, seed: int) -> None:
        self._clock = clock
        self._random = random.Random(seed)
        self._lock = threading.Lock()

    def state(self) -> Any:
        """Return what is kept in a file, so that no identifier is made twice."""
        return self._random.getstate()

    def restore(self, state: Any) -> None:
        """Take over what was kept."""
        self._random.setstate(state)

    def ulid(self) -> str:
        """Return 26 characters that sort by time: 48 bits of milliseconds, 80 random bits."""
        with self._lock:
            value = int(self._clock.time.timestamp() * 1000) << 80 | self._random.getrandbits(80)
        return "".join(_CROCKFORD[value >> shift & 31] for shift in range(125, -1, -5))

    def hex(self, digits: int = 32) -> str:
        """Return `digits` random hexadecimal digits."""
        with self._lock:
            return f"{self._random.getrandbits(4 * digits):0{digits}x}"


def parse_time(text: str) -> datetime:
    """Read an ISO 8601 time with any number of fractional digits; without an offset it is UTC."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not an ISO 8601 time")
    day, clock_time, fraction, offset = match.groups()
    zone = "+00:00" if offset in (None, "Z", "z") else f"{offset[:3]}:{offset[-2:]}"
    micros = ((fraction or "") + "000000")[:6]
    seconds = ":00" if len(clock_time) == 5 else ""
    return datetime.fromisoformat(f"{day}T{clock_time}{seconds}.{micros}{zone}").astimezone(timezone.utc)


def format_time(moment: datetime, timespec: str = "milliseconds") -> str:
    """Write a time as the APIs do: UTC with a Z."""
    return moment.astimezone(timezone.utc).replace(tzinfo=None).isoformat(timespec=timespec) + "Z"
