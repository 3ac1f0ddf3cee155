"""The SDK's own HTTP types, so that no HTTP library shows through: `Request`, `HTTPResponse`, `Headers`, `Transport`.

A transport sends one request and returns its response whatever the status. It raises `TransportFailure` when there is
none, and says there whether the request may have reached the server: everything about safe repetition depends on it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from sinch.core.exceptions import ArgumentError
from sinch.core.redact import redact

_REQUEST_ID_HEADERS = ("x-request-id", "request-id", "x-correlation-id", "traceparent")


class Headers(Mapping[str, str]):
    """Header fields by case-insensitive name. Repeated ones are joined by a comma; `get_all` has them apart."""

    __slots__ = ("_index", "_pairs")

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._pairs: Iterable[tuple[str, str]] | None = pairs
        self._index: dict[str, list[str]] = {}

    def _fields(self) -> dict[str, list[str]]:
        # read late: most responses are never asked for a header
        pairs = self._pairs
        if pairs is not None:
            index: dict[str, list[str]] = {}
            for name, value in pairs:
                index.setdefault(name.lower(), []).append(value)
            self._index, self._pairs = index, None
        return self._index

    def get_all(self, name: str) -> list[str]:
        """Return every value of a header, in order."""
        return list(self._fields().get(name.lower(), ()))

    def __getitem__(self, name: str) -> str:
        return ", ".join(self._fields()[name.lower()])

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields())

    def __len__(self) -> int:
        return len(self._fields())

    def __repr__(self) -> str:
        return f"Headers({', '.join(self)})"

    def __reduce__(self) -> Any:
        return Headers, ([(name, value) for name, values in self._fields().items() for value in values],)


def check_header_value(name: str, value: str) -> str:
    """Return the value of a header. Raises ArgumentError for one that would break out of its line."""
    if any((char < " " and char != "\t") or char == "\x7f" for char in value):
        raise ArgumentError(f"the header {name} must not hold line breaks or other control characters")
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        raise ArgumentError(f"the header {name} must not hold characters outside Latin-1") from None
    return value


class Request:
    """One HTTP request, complete with credentials. Its `repr` shows of headers the names, and no phone number."""

    __slots__ = (
        "body",
        "connect_timeout",
        "deadline",
        "headers",
        "method",
        "origin",
        "read_timeout",
        "secrets",
        "target",
    )

    def __init__(
        self,
        method: str,
        origin: str,
        target: str,
        headers: dict[str, str],
        body: bytes | None,
        *,
        connect_timeout: float,
        read_timeout: float,
        deadline: float | None = None,
    ) -> None:
        self.method: str = method
        self.origin: str = origin
        """Scheme, host and port, without a path."""
        self.target: str = target
        """Path and query, percent-encoded."""
        self.headers: dict[str, str] = headers
        self.body: bytes | None = body
        self.connect_timeout: float = connect_timeout
        """Seconds."""
        self.read_timeout: float = read_timeout
        """Seconds without a byte from the server."""
        self.deadline: float | None = deadline
        """The reading of `time.monotonic()` at which the whole exchange must be over."""
        self.secrets: tuple[str, ...] = ()
        """What must not be shown if a server repeats it."""

    @property
    def url(self) -> str:
        """The absolute address."""
        return self.origin + self.target

    def __repr__(self) -> str:
        size = 0 if self.body is None else len(self.body)
        return f"Request({self.method} {redact(self.url)}, headers={list(self.headers)}, body={size} bytes)"


class HTTPResponse:
    """Status, headers and content of a response."""

    __slots__ = ("_body", "content", "headers", "status_code")
    status_code: int
    headers: Headers
    content: bytes
    """The raw bytes; empty once they became the result that this response belongs to, unless the call was made with
    `options={"keep_content": True}`."""

    def __init__(self, status_code: int, headers: Headers, content: bytes) -> None:
        if status_code.__class__ is not int or headers.__class__ is not Headers or content.__class__ is not bytes:
            status_code, headers, content = int(status_code), _as_headers(headers), bytes(memoryview(content))
        self.status_code = status_code
        self.headers = headers
        self.content = content
        self._body: Any = None

    @property
    def body(self) -> Any:
        """The decoded JSON of the response, its text where it is not JSON, None where it is empty."""
        if self._body is None and self.content:
            self._body = decode_leniently(self.content)
        return self._body

    @property
    def request_id(self) -> str | None:
        """The id under which the server knows this exchange, if it says one; quote it to support."""
        for name in _REQUEST_ID_HEADERS:
            value = self.headers.get(name)
            if value:
                return value
        return None

    def __repr__(self) -> str:
        # no header, since a server may write there what it was sent
        return f"HTTPResponse(status_code={self.status_code}, content={len(self.content)} bytes)"

    def __getstate__(self) -> tuple[int, Headers, bytes, Any]:
        return self.status_code, self.headers, self.content, self._body

    def __setstate__(self, state: tuple[int, Headers, bytes, Any]) -> None:
        self.status_code, self.headers, self.content, self._body = state


def _as_headers(headers: Any) -> Headers:
    """Return what a transport of the user's own took for headers: a mapping or pairs."""
    return Headers(list(headers.items() if isinstance(headers, Mapping) else headers))


def decode_leniently(content: bytes) -> Any:
    """Decode JSON; return the text of content that is something else."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return content.decode("utf-8", "replace")


class TransportFailure(Exception):
    """Raised by a transport when a request got no complete response. Never reaches the caller of a product's method."""

    def __init__(
        self,
        reason: str,
        *,
        sent: bool,
        timed_out: bool = False,
        response: HTTPResponse | None = None,
        final: bool = False,
        unresolved: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        """One human-readable line."""
        self.sent = sent
        """Whether the server may have seen the request, or a part of it."""
        self.timed_out = timed_out
        self.response = response
        """Status and headers, when those arrived and the content broke off."""
        self.final = final
        """Whether trying again is pointless, such as after a certificate that does not verify."""
        self.unresolved = unresolved
        """Whether the name of the host is not known."""


class Transport(Protocol):
    """Anything that can send a request. Assign one to `client.configuration.transport` to use another HTTP library."""

    name: str
    """Named in the User-Agent."""

    def send(self, request: Request) -> HTTPResponse:
        """Send a request once, following no redirect, and return its response. Raises TransportFailure alone."""
        ...

    def close(self) -> None:
        """Close all connections. The transport stays usable and opens new ones."""
        ...


class AsyncTransport(Protocol):
    """Whatever can send a request on an event loop, to use another HTTP library with `AsyncSinchClient`."""

    name: str
    """Named in the User-Agent."""

    async def send(self, request: Request) -> HTTPResponse:
        """Send a request once, following no redirect, and return its response. Raises TransportFailure alone.

        One that is cancelled before anything was sent can say so with `note_cancellation`.
        """
        ...

    async def aclose(self) -> None:
        """Close all connections. The transport stays usable and opens new ones."""
        ...


def note_cancellation(error: BaseException, *, sent: bool) -> None:
    """Write on an exception that ended an exchange from outside whether its request had been sent."""
    error.sinch_request_sent = sent  # type: ignore[attr-defined]


def sent_before_cancellation(error: BaseException) -> bool:
    """Tell whether the server may have seen the request of a `send` that ended by this `CancelledError`.

    True where nothing is known, as after the cancellation of another library's exchange.
    """
    return bool(getattr(error, "sinch_request_sent", True))
