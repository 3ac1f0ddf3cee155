"""Who is told of the attempts of calls: the log, by one DEBUG line for each, and the observers of a client."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sinch.core.options import checked_headers

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable

    from sinch.core.flow import Send
    from sinch.core.http import HTTPResponse, TransportFailure
    from sinch.core.observation import Exchange, Observer

LOGGER_NAME = "Sinch"


def say_that_it_raised(who: str, error: Exception) -> None:
    """Tell on standard error, as `logging` itself does it, what a log handler or an observer of the program raised.

    It must not hide what became of a message, and so it goes no further.
    """
    import logging

    if logging.raiseExceptions and sys.stderr is not None:
        try:
            sys.stderr.write(f"sinch: {who} raised {type(error).__name__}; the call goes on\n")
        except (OSError, ValueError):
            pass  # closed, so that there is nowhere left to tell it


class Log:
    """Writes to a logger. A program without logging does not import it.

    Args:
        logger: returns it; called for every exchange, since that may change.

    """

    __slots__ = ("_logger",)

    def __init__(self, logger: Callable[[], logging.Logger]) -> None:
        self._logger = logger

    def is_on(self) -> bool:
        """Tell whether anybody reads what is logged."""
        if "logging" not in sys.modules:  # a program that never imported it set up no handler
            return False
        try:
            return self._logger().isEnabledFor(10)
        except Exception as error:
            say_that_it_raised("the logger", error)
            return False

    def exchange(self, exchange: Exchange) -> None:
        """Log one attempt: method, path template, status, duration, attempt, request id."""
        if exchange.failure is None:
            shown = ", ".join(f"{name}: {value}" for name, value in exchange.headers.items())
            result = f"{exchange.status_code} [{shown}] request id {exchange.request_id or 'none'}"
        else:
            result = f"no response ({exchange.failure})"
        try:
            self._logger().debug(
                "%s %s -> %s in %.0f ms, attempt %d",
                exchange.method,
                exchange.path,
                result,
                exchange.seconds * 1000,
                exchange.attempt,
            )
        except Exception as error:
            say_that_it_raised("the logger", error)


class Observation:
    """Tells the log and the observers of a client about its exchanges. What they raise changes no outcome."""

    __slots__ = ("log", "observers")

    def __init__(self, log: Log, observers: tuple[Observer, ...] = ()) -> None:
        self.log: Log = log
        self.observers: tuple[Observer, ...] = observers

    def begin(self, step: Send) -> Exchange | None:
        """Return the exchange that is about to start; None if nobody wants to know of it.

        Those observers that want to know it ahead are asked, and the headers that their `before` returns are sent with
        the request.
        """
        if not self.observers and not self.log.is_on():
            return None
        from sinch.core.observation import Exchange  # before anything is sent, since loading it may fail

        exchange = Exchange(step)
        for observer in self.observers:
            before = getattr(observer, "before", None)
            if before is not None:
                try:
                    step.request.headers.update(checked_headers(before(exchange) or {}))
                except Exception as error:
                    say_that_it_raised("an observer", error)
        return exchange

    def end(
        self,
        exchange: Exchange | None,
        step: Send,
        outcome: HTTPResponse | TransportFailure,
        seconds: float,
        cancelled: bool = False,
    ) -> None:
        """Tell what came of the attempt for which `begin` returned the exchange."""
        if exchange is None:
            return
        exchange._end(step, outcome, seconds, cancelled)
        if self.log.is_on():
            self.log.exchange(exchange)
        for observer in self.observers:
            try:
                observer(exchange)
            except Exception as error:
                say_that_it_raised("an observer", error)
