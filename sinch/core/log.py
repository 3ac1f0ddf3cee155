"""Logging of exchanges: one DEBUG line per attempt, with nothing in it that must not leave the process."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from sinch.core.redact import one_line, redact

if TYPE_CHECKING:
    import logging

    from sinch.core.http import HTTPResponse, Request, TransportFailure

LOGGER_NAME = "Sinch"
_SHOWN_HEADERS = ("content-type", "retry-after", "date")


class Log:
    """Writes to the logger `Sinch`, or to the one given. A program without logging does not import it."""

    __slots__ = ("_logger", "name")

    def __init__(self, logger: logging.Logger | None = None, name: str | None = None) -> None:
        self._logger = logger
        self.name: str = name or LOGGER_NAME

    @property
    def logger(self) -> logging.Logger:
        """The logger."""
        if self._logger is None:
            import logging

            self._logger = logging.getLogger(self.name)
        return self._logger

    @property
    def enabled(self) -> bool:
        """Whether anybody listens; a program that never imported `logging` set up no handler."""
        return (self._logger is not None or "logging" in sys.modules) and self.logger.isEnabledFor(10)

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

    def __reduce__(self) -> Any:
        return Log, (None, self._logger.name if self._logger is not None else self.name)
