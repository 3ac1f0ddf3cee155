"""Logging of exchanges: one DEBUG line per attempt, with nothing in it that must not leave the process."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from sinch.core.redact import one_line, redact

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable

    from sinch.core.http import HTTPResponse, Request, TransportFailure

LOGGER_NAME = "Sinch"
_SHOWN_HEADERS = ("content-type", "retry-after", "date")


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

    @property
    def enabled(self) -> bool:
        """Whether anybody listens; a program that never imported `logging` set up no handler."""
        return "logging" in sys.modules and self.logger.isEnabledFor(10)

    def exchange(
        self, template: str, request: Request, attempt: int, outcome: HTTPResponse | TransportFailure, seconds: float
    ) -> None:
        """Log one attempt: method, path template, status, duration, attempt, request id."""
        status = getattr(outcome, "status_code", None)
        if status is None:
            result: Any = f"no answer ({one_line(str(outcome))})"
        else:
            headers = outcome.headers  # type: ignore[union-attr]
            shown = ", ".join(f"{name}: {one_line(headers[name], 100)}" for name in _SHOWN_HEADERS if name in headers)
            request_id = one_line(outcome.request_id or "none", 200)  # type: ignore[union-attr]
            result = f"{status} [{shown}] request id {request_id}"
        self.logger.debug(
            "%s %s -> %s in %.0f ms, attempt %d", request.method, redact(template), result, seconds * 1000, attempt
        )
