"""`Exchange`: what the log and the observers of a client are told of one attempt of a call."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from sinch.core.exceptions import ConfigurationError
from sinch.core.http import HTTPResponse
from sinch.core.redact import one_line, redact

if TYPE_CHECKING:
    from sinch.core.flow import Send
    from sinch.core.http import TransportFailure

_SHOWN_HEADERS = ("content-type", "retry-after", "date")


class Exchange:
    """One attempt of a call: a request and what came of it. It has neither contents nor credentials nor phone numbers.

    Attributes:
        operation_id: of the API's spec, such as "SendSMS".
        method: "POST".
        path: the template, such as "/xms/v1/{service_plan_id}/batches".
        origin: scheme, host and port.
        attempt: 1, and more for each repetition.
        ambiguous: whether the operation must not be repeated when its outcome is unknown.
        started: seconds since 1970.
        seconds: how long the exchange took; 0.0 until it is over.
        status_code: of the response; None if none came.
        request_id: under which the server knows the exchange, if it said one.
        headers: `content-type`, `retry-after` and `date` of the response, where it had them.
        failure: why there is no complete response; None if there is one.
        sent: whether the server may have seen the request.
        cancelled: whether the task of the call was cancelled meanwhile.
        outcome_unknown: whether the server may have carried out something that must not be repeated, such as sending a
            message, while no response says so.

    """

    __slots__ = (
        "__weakref__",
        "ambiguous",
        "attempt",
        "cancelled",
        "failure",
        "headers",
        "method",
        "operation_id",
        "origin",
        "outcome_unknown",
        "path",
        "request_id",
        "seconds",
        "sent",
        "started",
        "status_code",
    )

    def __init__(self, step: Send) -> None:
        operation = step.operation
        self.operation_id: str = redact(operation.id)
        self.method: str = operation.method
        self.path: str = redact(operation.path)
        self.origin: str = step.request.origin
        self.attempt: int = step.attempt
        self.ambiguous: bool = operation.ambiguous
        self.started: float = time.time()
        self.seconds: float = 0.0
        self.status_code: int | None = None
        self.request_id: str | None = None
        self.headers: dict[str, str] = {}
        self.failure: str | None = None
        self.sent: bool = False
        self.cancelled: bool = False
        self.outcome_unknown: bool = False

    def _end(self, step: Send, outcome: HTTPResponse | TransportFailure, seconds: float, cancelled: bool) -> None:
        secrets = step.request.secrets
        self.seconds = seconds
        self.cancelled = cancelled
        response: HTTPResponse | None
        if isinstance(outcome, HTTPResponse):
            self.sent = True
            response = outcome
        else:
            self.sent = outcome.sent
            self.failure = one_line(str(outcome), secrets=secrets)
            response = outcome.response
        if response is not None:
            self.status_code = response.status_code
            self.headers = {
                name: one_line(response.headers[name], 100, secrets)
                for name in _SHOWN_HEADERS
                if name in response.headers
            }
            request_id = response.request_id
            self.request_id = one_line(request_id, 200, secrets) if request_id else None
        status = self.status_code or 0
        known = 300 <= status < 500 or (200 <= status < 300 and self.failure is None)
        self.outcome_unknown = self.ambiguous and self.sent and not known

    def __repr__(self) -> str:
        outcome = self.failure or self.status_code or "under way"
        return f"Exchange({self.operation_id}, attempt {self.attempt}: {outcome})"


Observer: TypeAlias = Callable[[Exchange], object]


def check_observers(observers: Iterable[Observer]) -> tuple[Observer, ...]:
    """Return the observers given to a client. Raises ConfigurationError."""
    if callable(observers) or isinstance(observers, (str, bytes, Mapping)):
        raise ConfigurationError("observers must be a list of functions, each called with an Exchange")
    checked = tuple(observers)
    for observer in checked:
        if not callable(observer):
            raise ConfigurationError(f"an observer must be a function of an Exchange, not {type(observer).__name__}")
        if any(_is_coroutine_function(each) for each in (observer, getattr(observer, "__call__", None))):  # noqa: B004
            raise ConfigurationError("an observer must be an ordinary function: nothing would await a coroutine")
    return checked


def _is_coroutine_function(function: Any) -> bool:
    from inspect import iscoroutinefunction

    return iscoroutinefunction(function)
