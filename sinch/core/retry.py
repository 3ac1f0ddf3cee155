"""Retries: what is repeated, how often, and after how long; decided without a clock, randomness or I/O of its own.

The contract: 429 and a failure to connect are repeated for every operation, since nothing was accepted. 502, 503, 504,
lost connections and read timeouts are repeated only for operations that are safe or idempotent. An ambiguous one, that
sends or bills, is never repeated once it may have been accepted, unless the request has an idempotency key, and then
only for as long as the server remembers that.
"""

from __future__ import annotations

from datetime import timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, ClassVar

from sinch.core.exceptions import ConfigurationError
from sinch.core.http import TransportFailure

if TYPE_CHECKING:
    from collections.abc import Callable

    from sinch.core.http import HTTPResponse
    from sinch.core.operation import Retry

RETRY_AFTER_CAP = 60.0
"""Seconds. A server that asks for a longer pause gets no retry: the caller gets the error instead."""
KEY_LIFETIME = 9 * 60.0
"""Seconds from the first attempt to the last with the same idempotency key, which servers remember for 10 minutes: a
request may be on its way for a while."""
_LONGEST = 10
"""Repeats after which pauses no longer grow."""
_REPEATABLE_STATUSES = frozenset({502, 503, 504})


class RetryConfiguration:
    """How retries are spaced.

    Args:
        retry_policy: `RetryPolicy.DEFAULT` honours Retry-After and backs off without it; `RETRY_AFTER` repeats a 429
            only if the server names a time; `BACKOFF` ignores what the server names; `NONE` repeats nothing.
        max_retries: how often a request is repeated at most.
        backoff_growth: the factor between the ceilings of one pause and the next.

    """

    __slots__ = ("backoff_growth", "max_retries", "retry_policy")

    def __init__(self, retry_policy: str = "default", max_retries: int = 3, backoff_growth: float = 4) -> None:
        self.retry_policy: str = str(getattr(retry_policy, "value", retry_policy)).lower()
        if self.retry_policy not in ("default", "retry_after", "backoff", "none"):
            raise ConfigurationError(f"retry_policy must be one of RetryPolicy, not {retry_policy!r}")
        self.max_retries: int = max_retries
        if (
            isinstance(backoff_growth, bool)
            or not isinstance(backoff_growth, (int, float))
            or not 0 < backoff_growth < 1e4
        ):
            raise ConfigurationError(f"backoff_growth must be a number above 0, not {backoff_growth!r}")
        self.backoff_growth: float = float(backoff_growth)

    def pause(
        self,
        retry: Retry,
        attempt: int,
        outcome: HTTPResponse | TransportFailure,
        *,
        random: Callable[[], float],
        now: Callable[[], float],
    ) -> float | None:
        """Return the seconds to wait before the next attempt, or None if it must not be repeated.

        Args:
            retry: the class of the operation.
            attempt: how many attempts were made.
            outcome: the response or failure of the last one.
            random: returns a number from 0 to 1.
            now: returns the time as a Unix time stamp.

        """
        if self.retry_policy == "none":
            return None
        repeats = min(attempt - 1, _LONGEST)
        backoff: float = random() * 0.5 * 2**repeats
        if isinstance(outcome, TransportFailure):
            return None if outcome.final or (outcome.sent and retry == "ambiguous") else backoff
        status = outcome.status_code
        if status != 429 and (status not in _REPEATABLE_STATUSES or retry == "ambiguous"):
            return None
        wanted = None if self.retry_policy == "backoff" else retry_after(outcome.headers.get("retry-after"), now)
        if wanted is not None:
            return wanted + 0.25 * random() if wanted <= RETRY_AFTER_CAP else None
        if status == 429:
            ceiling: float = self.backoff_growth**repeats
            return None if self.retry_policy == "retry_after" else random() * ceiling
        return backoff

    def __repr__(self) -> str:
        return f"RetryConfiguration({self.retry_policy!r}, {self.max_retries}, {self.backoff_growth})"


class RetryBudget:
    """What the retries of one client may cost together, so that an outage is not met with a multiple of the load.

    A bucket of `SIZE` retries that refills with `PER_SECOND`. A retry for which the server named the time takes none.
    """

    SIZE: ClassVar[float] = 50.0
    PER_SECOND: ClassVar[float] = 1.0
    __slots__ = ("_left", "_since")

    def __init__(self) -> None:
        self._left: float = self.SIZE
        self._since: float = 0.0

    def spend(self, now: float) -> bool:
        """Take one retry at a reading of the monotonic clock; False if none is left."""
        # threads that do this at once may take one for both, which does no harm
        left = min(self.SIZE, self._left + max(0.0, now - self._since) * self.PER_SECOND)
        self._since = now
        self._left = left - 1 if left >= 1 else left
        return left >= 1


def asked_to_wait(outcome: HTTPResponse | TransportFailure) -> bool:
    """Return whether the server itself named the time of the next attempt."""
    return not isinstance(outcome, TransportFailure) and outcome.status_code == 429 and "retry-after" in outcome.headers


def retry_after(value: str | None, now: Callable[[], float]) -> float | None:
    """Return the seconds that a Retry-After header asks to wait, whether it has seconds or a date."""
    if not value:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:12])
    at = http_date(value)
    return None if at is None else max(0.0, at - now())


def http_date(value: str | None) -> float | None:
    """Return the Unix time of a date in a header; None for what is not one."""
    if not value:
        return None
    try:
        at = parsedate_to_datetime(value)
        return (at if at.tzinfo else at.replace(tzinfo=timezone.utc)).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
