"""Options: what a call may set for itself, and what the client sets for all calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from sinch.core.exceptions import ArgumentError, ConfigurationError
from sinch.core.http import check_header_value

if TYPE_CHECKING:
    from typing import TypedDict

    class CallOptions(TypedDict, total=False):
        """Options for all calls of a client or of `client.with_options(...)`."""

        timeout: float
        """Seconds for the whole call: attempts, backoff and Retry-After together."""
        connect_timeout: float
        """Seconds to open a connection."""
        read_timeout: float
        """Seconds without a byte from the server."""
        max_retries: int
        """How often the request is repeated, at most, if repeating is safe."""
        headers: Mapping[str, str]
        """Further headers; a header that the SDK sets itself is replaced, Authorization included."""
        keep_content: bool
        """Whether the raw bytes of a good response stay in `http_response.content` of its result; by default they do
        not, since they take as much memory again."""

    class RequestOptions(CallOptions, total=False):
        """Options for a single call: `client.sms.batches.send_sms(..., options={"timeout": 5})`."""

        query: Mapping[str, Any]
        """Further query parameters of the API that this SDK does not know yet."""
        body: Mapping[str, Any]
        """Further body fields, by their API names, that this SDK does not know yet."""
else:
    RequestOptions = dict


class _Hidden(dict[str, Any]):
    """Options of a call that show nothing of themselves in the frames of an exception."""

    def __repr__(self) -> str:
        return f"options({', '.join(map(str, self))})"


def hidden(options: Any) -> Any:
    """Return the same options in a form that shows nothing of itself, nor of the query and body in it."""
    if not options or type(options) is not dict:
        return options
    return _Hidden((name, _Hidden(value) if type(value) is dict else value) for name, value in options.items())


class Settings:
    """The options that hold for every call of a client; immutable.

    `DEFAULTS` is where they are declared: whatever has options of calls takes their names from there.
    """

    DEFAULTS: ClassVar[Mapping[str, Any]] = {
        "timeout": 60.0,
        "connect_timeout": 5.0,
        "read_timeout": 30.0,
        "max_retries": 3,
        "headers": None,
        "keep_content": False,
    }
    __slots__ = tuple(DEFAULTS)
    timeout: float
    connect_timeout: float
    read_timeout: float
    max_retries: int
    headers: dict[str, str]
    keep_content: bool

    def __init__(self, **values: Any) -> None:
        """Check and keep options. Raises ConfigurationError or ArgumentError."""
        for name, default in self.DEFAULTS.items():
            setattr(self, name, _CHECKS[name](name, values.get(name, default)))

    def replace(self, **changes: Any) -> Settings:
        """Return settings with some of them changed; headers are added to those that there are."""
        values = {name: getattr(self, name) for name in self.DEFAULTS}
        headers = {**self.headers, **(changes.pop("headers", None) or {})}
        return Settings(**{**values, **changes, "headers": headers})


_OF_ONE_CALL = ("query", "body")


def merged(settings: Settings, options: Mapping[str, Any]) -> tuple[Settings, Mapping[str, Any], Mapping[str, Any]]:
    """Return the settings of one call, its further query parameters and its further body fields."""
    if not isinstance(options, Mapping):
        raise ArgumentError(f"options must be a dictionary, not {type(options).__name__}")
    for name in options:
        if name not in Settings.DEFAULTS and name not in _OF_ONE_CALL:
            raise ArgumentError(
                f"options has no {name!r}; it has {', '.join(sorted({*Settings.DEFAULTS, *_OF_ONE_CALL}))}"
            )
    query, body = options.get("query") or {}, options.get("body") or {}
    for name, value in (("query", query), ("body", body)):
        if not isinstance(value, Mapping):
            raise ArgumentError(f'options["{name}"] must be a dictionary, not {type(value).__name__}')
    changes = {name: value for name, value in options.items() if name not in _OF_ONE_CALL}
    return settings.replace(**changes), query, body


_FRAMING = frozenset({"content-length", "host", "transfer-encoding"})


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Reject headers that would break out of their line, and those by which a request is told from the next."""
    for name, value in headers.items():
        if not isinstance(name, str) or not isinstance(value, str):
            raise ArgumentError(f"headers must be strings; that of {name!r} is {type(value).__name__}")
        if not name or not name.isascii() or not all(char.isalnum() or char in "!#$%&'*+-.^_`|~" for char in name):
            raise ArgumentError(f"{name!r} cannot be the name of a header")
        if name.lower() in _FRAMING:
            raise ArgumentError(f"the header {name} follows from the request and cannot be set")
        check_header_value(name, value)
    return dict(headers)


def check_seconds(name: str, value: float) -> float:
    """Return a number of seconds. Raises ConfigurationError."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < 1e7:
        raise ConfigurationError(f"{name} must be a number of seconds above 0, not {value!r}")
    return float(value)


def _count(name: str, value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ConfigurationError(f"{name} must be an integer of 0 or more, not {value!r}")
    return value


def _flag(name: str, value: bool) -> bool:
    if not isinstance(value, bool):
        raise ConfigurationError(f"{name} must be True or False, not {value!r}")
    return value


_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "timeout": check_seconds,
    "connect_timeout": check_seconds,
    "read_timeout": check_seconds,
    "max_retries": _count,
    "headers": lambda _, value: checked_headers(value or {}),
    "keep_content": _flag,
}
