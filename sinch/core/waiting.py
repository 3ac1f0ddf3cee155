"""Waiting: a flow that asks for the state of something until it is settled, with growing pauses, inside a deadline."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from sinch.core.exceptions import ArgumentError, RequestTimeoutError, WaitTimeoutError
from sinch.core.flow import Pause
from sinch.core.options import hidden

if TYPE_CHECKING:
    from sinch.core.flow import Calls, Step
    from sinch.core.operation import PreparedCall

T = TypeVar("T")

FIRST_PAUSE = 0.5
"""Seconds between the first two calls."""
LONGEST_PAUSE = 30.0
"""Seconds; pauses grow by half each until then."""


class Waiting:
    """The calls of one wait, all of which must be over at its deadline.

    Args:
        calls: makes the calls.
        timeout: seconds for the whole wait.
        options: of each call.

    """

    def __init__(self, calls: Calls, timeout: float, options: Mapping[str, Any] | None) -> None:
        if isinstance(timeout, bool) or not isinstance(timeout, (int, float)) or not 0 < timeout < 1e7:
            raise ArgumentError(f"timeout must be a number of seconds above 0, not {timeout!r}")
        self._calls = calls
        self._timeout = timeout
        self._options: Mapping[str, Any] = hidden(options) or {}
        self._deadline = calls.context.clock.monotonic() + timeout

    def ask(self, call: PreparedCall[T]) -> Generator[Step, Any, T]:
        """Make one call within what is left of the time. Raises WaitTimeoutError."""
        left = self._left()
        if left <= 0:
            raise self._timed_out(None)
        timeout = min(left, self._options.get("timeout", self._calls.context.settings.timeout))
        try:
            result: T = yield from self._calls.make(call, hidden({**self._options, "timeout": timeout}))
        except RequestTimeoutError as error:
            if self._left() <= 0:
                raise self._timed_out(None) from error
            raise
        return result

    def until(
        self, settled: Callable[[T], bool], ask: Callable[[], Generator[Step, Any, T | None]]
    ) -> Generator[Step, Any, T]:
        """Return the first state that is settled; None is one that is not known yet. Raises WaitTimeoutError."""
        random = self._calls.context.clock.random
        pause = FIRST_PAUSE
        last: T | None = None
        while True:
            try:
                last = yield from ask()
            except WaitTimeoutError as error:
                error.result = last
                raise
            if last is not None and settled(last):
                return last
            left = self._left()
            if left <= 0:
                raise self._timed_out(last)
            yield Pause(min(pause * (0.8 + 0.4 * random()), left))
            pause = min(pause * 1.5, LONGEST_PAUSE)

    def _left(self) -> float:
        return self._deadline - self._calls.context.clock.monotonic()

    def _timed_out(self, result: object) -> WaitTimeoutError:
        return WaitTimeoutError(f"it has not happened within {self._timeout:g} seconds", result)
