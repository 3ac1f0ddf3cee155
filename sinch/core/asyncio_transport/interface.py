"""`AsyncTransport`: what the asynchronous client asks of whatever sends its requests."""

from __future__ import annotations

from typing import Protocol

from sinch.core.http import HTTPResponse, Request


class AsyncTransport(Protocol):
    """Whatever can send a request from a coroutine. Implement it to use another HTTP library."""

    name: str
    """Named in the User-Agent."""

    async def send(self, request: Request) -> HTTPResponse:
        """Send a request once, following no redirect, and return its response. Raises TransportFailure alone."""
        ...

    async def aclose(self) -> None:
        """Give up all connections. The transport stays usable and opens new ones."""
        ...


def note_cancellation(error: BaseException, *, sent: bool) -> None:
    """Write on an exception that ended an exchange from outside whether its request had been sent."""
    error.sinch_request_sent = sent  # type: ignore[attr-defined]


def sent_before_cancellation(error: BaseException) -> bool:
    """Tell whether the server may have seen the request of a `send` that ended by this `CancelledError`.

    True where nothing is known, as after the cancellation of another library's exchange.
    """
    return bool(getattr(error, "sinch_request_sent", True))
