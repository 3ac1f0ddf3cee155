"""Time and identifiers of the simulator: the same in every run."""

from __future__ import annotations

import random
import re
import threading
import time
from datetime import datetime, timedelta, timezone

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

    @property
    def time(self) -> datetime:
        """The current time, without advancing a clock that stands still."""
        with self._lock:
            return self._current()

    def run(self) -> None:
        """Let it run from now on, as real time does."""
        self._running_since = time.monotonic()

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
            self._time = self._current() + step
            return self._time


class Ids:
    """Makes identifiers that look like the API's and come in the same order in every run."""

    def __init__(self, clock: Clock, seed: int) -> None:
        self._clock = clock
        self._random = random.Random(seed)
        self._lock = threading.Lock()

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
