"""Operations as data: `Endpoint` describes one operation of an API, `Operation` is one call of it, ready to be sent.

Nothing here does I/O. Generated functions make operations; a client executes them. What an operation holds is exactly
what goes over the wire, so tests may assert on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar
from urllib.parse import quote

from sinch.core.exceptions import ArgumentError
from sinch.core.redact import redact
from sinch.core.unset import UNSET

if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from typing_extensions import ParamSpec

    from sinch.core.codec import Kind, Ref

    Retry: TypeAlias = Literal["safe", "idempotent", "ambiguous"]
    """Whether an operation may be repeated when its outcome is unknown: an ambiguous one never is."""

    P = ParamSpec("P")
else:
    P = TypeVar("P")  # ParamSpec in everything but name, for Generic

T = TypeVar("T")


class Parameter(NamedTuple):
    """A path or query parameter."""

    wire: str
    arg: str
    kind: Kind
    required: bool = False
    joined: bool = False
    """Whether a list is sent as one comma-joined value; else the key is repeated."""


class PageNumber(NamedTuple):
    """Paging by a zero-based page number, the end known from the total."""

    items: str
    """Attribute of the answer that has the items; the other names are those on the wire."""
    page: str
    size: str
    total: str


class PageToken(NamedTuple):
    """Paging by a token that each page gives for the next; the last one gives none, or an empty one."""

    items: str
    token: str
    next: str


class SinglePage(NamedTuple):
    """A list that comes whole. `items` is None where the answer is a bare array."""

    items: str | None


Paging: TypeAlias = "PageNumber | PageToken | SinglePage"


class Endpoint:
    """One operation of an API: everything that does not change from call to call."""

    __slots__ = (
        "authenticated",
        "body",
        "body_required",
        "errors",
        "id",
        "method",
        "paging",
        "path",
        "path_params",
        "query_params",
        "result",
        "retry",
    )

    def __init__(
        self,
        id: str,
        method: str,
        path: str,
        *,
        retry: Retry,
        result: Kind | None = None,
        errors: Mapping[int, Kind] | None = None,
        path_params: tuple[Parameter, ...] = (),
        query_params: tuple[Parameter, ...] = (),
        body: Kind | None = None,
        body_required: bool = True,
        paging: Paging | None = None,
        authenticated: bool = True,
    ) -> None:
        self.id: str = id
        self.method: str = method
        self.path: str = path
        """The template. Names that are not among `path_params` are bound by the client's configuration."""
        self.retry: Retry = retry
        self.result: Kind | None = result
        """The kind of a 2xx answer; None where it has no content."""
        self.errors: Mapping[int, Kind] = errors or {}
        """The kind of an error body by status; 0 stands for every other status."""
        self.path_params: tuple[Parameter, ...] = path_params
        self.query_params: tuple[Parameter, ...] = query_params
        self.body: Kind | None = body
        self.body_required: bool = body_required
        """Whether a body is sent even if nothing is given; else there is none then."""
        self.paging: Paging | None = paging
        self.authenticated: bool = authenticated

    def __call__(
        self,
        *,
        path: tuple[Any, ...] = (),
        query: tuple[Any, ...] = (),
        body: Any = UNSET,
        fields: Mapping[str, Any] | None = None,
        variant: Ref | None = None,
    ) -> Operation[Any]:
        """Check the arguments of a call and make its operation.

        Args:
            path: values of `path_params`, in their order.
            query: values of `query_params`, in their order.
            body: the body as a whole, for a body that is given as one argument.
            fields: the body by attribute names, for a body whose fields are arguments of their own.
            variant: the variant that `fields` describe, where the body is a union.

        """
        target = self.path
        for parameter, value in zip(self.path_params, path, strict=True):
            target = target.replace(f"{{{parameter.wire}}}", encode_segment(parameter.arg, value), 1)
        pairs: list[tuple[str, str | tuple[str, ...]]] = []
        for parameter, value in zip(self.query_params, query, strict=True):
            if value is UNSET or value is None:
                if parameter.required:
                    raise ArgumentError(f"{parameter.arg} is required: pass {parameter.arg}=...")
                continue
            value = parameter.kind.check(parameter.arg, value)
            if not isinstance(value, list):
                pairs.append((parameter.wire, query_text(value)))
            elif parameter.joined:
                pairs.append((parameter.wire, tuple(map(query_text, value))))
            else:
                pairs.extend((parameter.wire, query_text(entry)) for entry in value)
        if fields is not None:
            body = (variant or self.body).build(fields)  # type: ignore[union-attr]
            if not body and not self.body_required:
                body = UNSET
        elif body is None:
            if self.body_required:
                raise ArgumentError("body is required and must not be None")
            body = UNSET
        elif body is not UNSET:
            body = self.body.check("body", body)  # type: ignore[union-attr]
        return Operation(self, target, tuple(pairs), body)

    def __repr__(self) -> str:
        return f"Endpoint({self.id}: {self.method} {self.path})"

    def __reduce__(self) -> Any:
        return _endpoint, tuple(getattr(self, name) for name in self.__slots__)


def _endpoint(*values: Any) -> Endpoint:
    endpoint = Endpoint.__new__(Endpoint)
    for name, value in zip(Endpoint.__slots__, values, strict=True):
        setattr(endpoint, name, value)
    return endpoint


class Operation(Generic[T]):
    """One call of an endpoint: what will be sent, and how its answer of type T is read. Immutable."""

    __slots__ = ("body", "endpoint", "path", "query")
    endpoint: Endpoint
    path: str
    """Percent-encoded; names bound by the configuration still stand in braces."""
    query: tuple[tuple[str, str | tuple[str, ...]], ...]
    """Names and values before encoding; a tuple is sent comma-joined."""
    body: Any
    """JSON value, or UNSET where nothing is sent."""

    def __init__(
        self,
        endpoint: Endpoint,
        path: str,
        query: tuple[tuple[str, str | tuple[str, ...]], ...] = (),
        body: Any = UNSET,
    ) -> None:
        put = object.__setattr__
        put(self, "endpoint", endpoint)
        put(self, "path", path)
        put(self, "query", query)
        put(self, "body", body)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an Operation is immutable: {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"an Operation is immutable: {name} cannot be deleted")

    def with_value(self, name: str, value: str) -> Operation[T]:
        """Return the same call with another value of a query parameter, or of a field of the body."""
        if all(parameter.wire != name for parameter in self.endpoint.query_params):
            return Operation(self.endpoint, self.path, self.query, {**(self.body or {}), name: value})
        kept = [pair for pair in self.query if pair[0] != name]
        return Operation(self.endpoint, self.path, (*kept, (name, value)), self.body)

    def value(self, name: str) -> str | None:
        """Return the text of a query parameter that is sent once, or of a field of the body."""
        given = [value for key, value in self.query if key == name]
        found = given[0] if given else self.body.get(name) if isinstance(self.body, dict) else None
        return found if isinstance(found, str) else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Operation) and self._state() == other._state()

    def __hash__(self) -> int:
        return hash((self.endpoint.id, self.path, self.query))

    def _state(self) -> tuple[Any, ...]:
        return self.endpoint.id, self.path, self.query, self.body

    def __reduce__(self) -> Any:
        return Operation, (self.endpoint, self.path, self.query, self.body)

    def __repr__(self) -> str:
        query = encode_query(self.query, errors="replace")
        body = (
            ""
            if self.body is UNSET
            else f", body of {len(self.body)} fields"
            if isinstance(self.body, dict)
            else ", body"
        )
        return (
            f"Operation({self.endpoint.id}: {self.endpoint.method} {redact(self.path + (query and '?' + query))}{body})"
        )


class Execute(Protocol):
    """Whatever sends an operation and returns its parsed answer: `client.sms.execute`, for one."""

    def __call__(self, operation: Operation[T], /) -> T:
        """Send an operation."""
        ...


class Group:
    """Operations that are called on an executor: the base of the generated low-level clients."""

    def __init__(self, execute: Execute) -> None:
        self._execute = execute


class call(Generic[P, T]):
    """Make a method of a `Group` from a function that makes an operation: same arguments, parsed answer."""

    def __init__(self, make: Callable[P, Operation[T]]) -> None:
        self.make = make
        self.__doc__ = make.__doc__

    def __get__(self, group: Group, owner: type | None = None) -> Callable[P, T]:
        if group is None:
            return self
        make, execute = self.make, group._execute

        def method(*args: P.args, **kwargs: P.kwargs) -> T:
            return execute(make(*args, **kwargs))

        method.__doc__ = self.__doc__
        return method


def encode_segment(name: str, value: object) -> str:
    """Percent-encode a value so that it is exactly one path segment. Raises ArgumentError for what cannot be one."""
    if not isinstance(value, str):
        plain = getattr(value, "value", None)  # of an enum's member
        if not isinstance(plain, str):
            raise ArgumentError(f"{name} must be a string, not {type(value).__name__}")
        value = plain
    if value in ("", ".", ".."):
        raise ArgumentError(
            f"{name} must not be {value!r}: it is a part of the address, and this would change where it leads"
        )
    if value.isascii() and value.isalnum():
        return value
    try:
        return quote(value, safe="")
    except UnicodeEncodeError:
        raise ArgumentError(f"{name} holds a lone surrogate, which cannot be sent") from None


def encode_query(pairs: tuple[tuple[str, str | tuple[str, ...]], ...], errors: str = "strict") -> str:
    """Percent-encode a query; a tuple of values is joined by commas."""
    encoded: list[str] = []
    for name, value in pairs:
        entries = (value,) if isinstance(value, str) else value
        encoded.append(f"{quote(name, '')}={','.join([quote(entry, '', errors=errors) for entry in entries])}")
    return "&".join(encoded)


def query_text(value: object) -> str:
    """Return the text of a checked scalar in a query."""
    if value is True:
        return "true"
    if value is False:
        return "false"
    return str(value)


_UNSAFE_IN_PATH = frozenset(' "<>\\^`|?#')


def raw_operation(method: str, path: str, body: Any = None) -> Operation[Any]:
    """Make an operation for an endpoint that is not described, from a percent-encoded path."""
    from sinch.core.codec import ANY

    if not isinstance(method, str) or not method.isascii() or not method.isalpha():
        raise ArgumentError(f"method must be an HTTP method such as GET, not {method!r}")
    if not isinstance(path, str) or not path.startswith("/") or path.startswith("//"):
        raise ArgumentError("path must start with one slash, as in /v1/projects/{project_id}/...")
    if not path.isascii() or not path.isprintable() or _UNSAFE_IN_PATH & set(path):
        raise ArgumentError("path must be percent-encoded and without a query: pass query={...}")
    if {".", ".."} & set(path.lower().replace("%2e", ".").split("/")):
        raise ArgumentError("path must not hold . or .. segments")
    method = method.upper()
    retry: Retry = "safe" if method in ("GET", "HEAD") else "ambiguous"
    endpoint = Endpoint(f"{method} {path}", method, path, retry=retry, result=ANY)
    return Operation(endpoint, path, (), UNSET if body is None else ANY.dump(body))
