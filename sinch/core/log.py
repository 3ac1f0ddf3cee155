"""Logging of exchanges: one DEBUG line per attempt, with nothing in it that must not leave the process."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from sinch.core.http import HTTPResponse
from sinch.core.redact import one_line, redact

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable

    from sinch.core.flow import Send
    from sinch.core.http import TransportFailure

LOGGER_NAME = "Sinch"
_SHOWN_HEADERS = ("content-type", "retry-after", "date")


def say_that_logging_raised(error: Exception) -> None:
    """Tell on standard error, as `logging` itself does it, what a handler, filter or formatter of the program raised.

    It must not hide what became of a message, and so it goes no further.
    """
    import logging

    if logging.raiseExceptions and sys.stderr is not None:
        try:
            sys.stderr.write(f"sinch: the logger raised {type(error).__name__}; the call goes on\n")
        except (OSError, ValueError):
            pass  # closed, so that there is nowhere left to tell it


class Log:
    """Writes to the logger that the program gave, or to one by name. A program without logging does not import it.

    Args:
        given: returns the logger of the program, if it gave one; called for every exchange, since that may change.
        name: of the logger otherwise; "Sinch" by default.

    """

    __slots__ = ("_by_name", "_given", "name")

    def __init__(self, given: Callable[[], logging.Logger | None], name: str | None = None) -> None:
        self._given = given
        self._by_name: logging.Logger | None = None
        self.name: str = name or LOGGER_NAME

    @property
    def logger(self) -> logging.Logger:
        """The logger."""
        logger = self._given() or self._by_name
        if logger is None:
            import logging

            logger = self._by_name = logging.getLogger(self.name)
        return logger

    def exchange(self, step: Send, outcome: HTTPResponse | TransportFailure, seconds: float) -> None:
        """Log one attempt: method, path template, status, duration, attempt, request id."""
        if "logging" not in sys.modules:  # a program that never imported it set up no handler
            return
        try:
            if self.logger.isEnabledFor(10):
                self._write(step, outcome, seconds)
        except Exception as error:
            say_that_logging_raised(error)

    def _write(self, step: Send, outcome: HTTPResponse | TransportFailure, seconds: float) -> None:
        secrets = step.request.secrets
        if isinstance(outcome, HTTPResponse):
            headers = outcome.headers
            shown = ", ".join(
                f"{name}: {one_line(headers[name], 100, secrets)}" for name in _SHOWN_HEADERS if name in headers
            )
            request_id = one_line(outcome.request_id or "none", 200, secrets)
            result = f"{outcome.status_code} [{shown}] request id {request_id}"
        else:
            result = f"no response ({one_line(str(outcome), secrets=secrets)})"
        self.logger.debug(
            "%s %s -> %s in %.0f ms, attempt %d",
            step.request.method,
            redact(step.operation.path),
            result,
            seconds * 1000,
            step.attempt,
        )
