"""Options: what a call may set for itself, and what the client sets for all calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sinch.core.exceptions import ArgumentError, ConfigurationError

if TYPE_CHECKING:
    from typing import TypedDict

    class RequestOptions(TypedDict, total=False):
        """What one call may set for itself: `client.sms.batches.send_sms(..., options={"timeout": 5})`."""

        timeout: float
        """Seconds for the whole call: attempts, backoff and Retry-After together."""
        connect_timeout: float
        """Seconds to open a connection."""
        read_timeout: float
        """Seconds without a byte from the server."""
        max_retries: int
        """How often the request is repeated, at most, where repeating is safe."""
        headers: Mapping[str, str]
        """Further headers; a header that the SDK sets itself is replaced, Authorization included."""
        query: Mapping[str, Any]
        """Further query parameters, for what the API knows and this SDK does not yet."""
        body: Mapping[str, Any]
        """Further body fields under their API names, for what the API knows and this SDK does not yet."""
else:
    RequestOptions = dict


class Settings:
    """The options that hold for every call of a client; immutable."""

    __slots__ = ("connect_timeout", "headers", "max_retries", "read_timeout", "timeout")

    def __init__(
        self,
        timeout: float = 60.0,
        connect_timeout: float = 5.0,
        read_timeout: float = 30.0,
        max_retries: int = 3,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.timeout: float = _seconds("timeout", timeout)
        self.connect_timeout: float = _seconds("connect_timeout", connect_timeout)
        self.read_timeout: float = _seconds("read_timeout", read_timeout)
        if isinstance(max_retries, bool) or not isinstance(max_retries, int) or max_retries < 0:
            raise ConfigurationError(f"max_retries must be an integer of 0 or more, not {max_retries!r}")
        self.max_retries: int = max_retries
        self.headers: dict[str, str] = checked_headers(headers or {})

    def replace(self, **changes: Any) -> Settings:
        """Return settings with some of them changed."""
        values = {name: getattr(self, name) for name in self.__slots__}
        headers = {**self.headers, **(changes.pop("headers", None) or {})}
        return Settings(**{**values, **changes, "headers": headers})


_NAMES = frozenset({"timeout", "connect_timeout", "read_timeout", "max_retries", "headers", "query", "body"})


def merged(settings: Settings, options: Mapping[str, Any]) -> tuple[Settings, Mapping[str, Any], Mapping[str, Any]]:
    """Return the settings of one call, its further query parameters and its further body fields."""
    if not isinstance(options, Mapping):
        raise ArgumentError(f"options must be a dictionary, not {type(options).__name__}")
    for name in options:
        if name not in _NAMES:
            raise ArgumentError(f"options has no {name!r}; it has {', '.join(sorted(_NAMES))}")
    query, body = options.get("query") or {}, options.get("body") or {}
    for name, value in (("query", query), ("body", body)):
        if not isinstance(value, Mapping):
            raise ArgumentError(f'options["{name}"] must be a dictionary, not {type(value).__name__}')
    return (
        settings.replace(**{name: value for name, value in options.items() if name not in ("query", "body")}),
        query,
        body,
    )


_FRAMING = frozenset({"content-length", "host", "transfer-encoding"})


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Refuse headers that would break out of their line, and those by which a request is told from the next."""
    for name, value in headers.items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise ArgumentError(f"headers must be strings; that of {name!r} is {type(value).__name__}")
        if not name or not name.isascii() or not all(char.isalnum() or char in "!#$%&'*+-.^_`|~" for char in name):
            raise ArgumentError(f"{name!r} is no name of a header")
        if name.lower() in _FRAMING:
            raise ArgumentError(f"the header {name} follows from the request and cannot be set")
        if any(char in value for char in "\r\n\0"):
            raise ArgumentError(f"the header {name} must not hold line breaks")
        try:
            value.encode("latin-1")
        except UnicodeEncodeError:
            raise ArgumentError(f"the header {name} must not hold characters outside Latin-1") from None
    return dict(headers)


def _seconds(name: str, value: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1e7:
        raise ConfigurationError(f"{name} must be a number of seconds above 0, not {value!r}")
    return float(value)
