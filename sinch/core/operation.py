"""Operations as data: `Operation` is what never changes about one, `PreparedCall` is one use of it, ready to be sent.

Nothing here does I/O. Generated functions prepare calls; a client sends them. What a prepared call holds is exactly
what goes over the wire, so tests may assert on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

from sinch.core.exceptions import ArgumentError
from sinch.core.http import check_header_value
from sinch.core.kinds import ANY, STRING
from sinch.core.lazy import Generic
from sinch.core.redact import redact
from sinch.core.suggestions import given_twice, unexpected_keyword, unknown_name
from sinch.core.unset import UNSET
from sinch.core.urls import QueryPairs, check_path, encode_query, encode_segment, query_text

if TYPE_CHECKING:
    from typing import Literal

    from sinch.core.kinds import Kind
    from sinch.core.model import Ref
    from sinch.core.service import ServiceDefinition

    Retry: TypeAlias = Literal["safe", "idempotent", "ambiguous"]
    """Whether an operation may be repeated when its outcome is unknown: an ambiguous one never is."""

T = TypeVar("T")


class Parameter:
    """A parameter in the path, the query or the headers.

    Args:
        wire: the name that the API has for it.
        arg: the name of the argument.
        kind: how its values are checked and sent.
        required: whether a call must have it.
        joined: whether a list, or the keys and values of an object, are one comma-joined value, as they always are in
            a header; else the key of a list is repeated, and the items of an object are parameters of their own.
        deep: whether each item of an object is sent as `name[key]`.
        aliases: further names of the argument.

    """

    __slots__ = ("aliases", "arg", "deep", "joined", "kind", "required", "wire")

    def __init__(
        self,
        wire: str,
        arg: str,
        kind: Kind,
        required: bool = False,
        joined: bool = False,
        deep: bool = False,
        aliases: tuple[str, ...] = (),
    ) -> None:
        self.wire: str = wire
        self.arg: str = arg
        self.kind: Kind = kind
        self.required: bool = required
        self.joined: bool = joined
        self.deep: bool = deep
        self.aliases: tuple[str, ...] = aliases


class PageNumber:
    """Paging by a zero-based page number, the end known from the total.

    Args:
        items: attribute of the response that has the items; the other names are those on the wire.
        page: query parameter of the number.
        size: query parameter of the items per page.
        total: key of the number of all items.

    """

    __slots__ = ("items", "page", "size", "total")

    def __init__(self, items: str, page: str, size: str, total: str) -> None:
        self.items: str = items
        self.page: str = page
        self.size: str = size
        self.total: str = total


class PageToken:
    """Paging by a token that each page gives for the next; the last one gives none, or an empty one.

    Args:
        items: attribute of the response that has the items; the other names are those on the wire.
        token: query parameter of the token.
        next: key of the token of the next page.

    """

    __slots__ = ("items", "next", "token")

    def __init__(self, items: str, token: str, next: str) -> None:
        self.items: str = items
        self.token: str = token
        self.next: str = next


class PageLink:
    """Paging by the address of the next page, which the last page does not have.

    Only its query is used: where a call goes, and with it the token, no response decides.

    Args:
        items: attribute of the response that has the items.
        link: keys that lead to the address, on the wire.

    """

    __slots__ = ("items", "link")

    def __init__(self, items: str, link: tuple[str, ...]) -> None:
        self.items: str = items
        self.link: tuple[str, ...] = link


class SinglePage:
    """A list that comes whole.

    Args:
        items: attribute of the response that has the items; None where the response is a bare array.

    """

    __slots__ = ("items",)

    def __init__(self, items: str | None) -> None:
        self.items: str | None = items


Paging: TypeAlias = "PageNumber | PageToken | PageLink | SinglePage"

NEW_KEY = "{new key}"
"""Stands for an idempotency key that is made anew each time a call is sent, and kept over its attempts."""


class Operation:
    """One operation of an API: everything that does not change from call to call."""

    __slots__ = (
        "authenticated",
        "body",
        "body_required",
        "checked",
        "errors",
        "header_params",
        "id",
        "idempotency",
        "mask",
        "media_type",
        "method",
        "other_results",
        "paging",
        "path",
        "path_params",
        "query_params",
        "result",
        "retry",
        "service",
    )

    def __init__(
        self,
        id: str,
        method: str,
        path: str,
        *,
        retry: Retry,
        result: Kind | None = None,
        other_results: Mapping[int, Kind | None] | None = None,
        errors: Mapping[int | None, Kind] | None = None,
        path_params: tuple[Parameter, ...] = (),
        query_params: tuple[Parameter, ...] = (),
        header_params: tuple[Parameter, ...] = (),
        body: Kind | None = None,
        body_required: bool = True,
        checked: bool = False,
        media_type: str = "application/json",
        mask: str | None = None,
        idempotency: str | None = None,
        paging: Paging | None = None,
        authenticated: bool = True,
        service: ServiceDefinition | None = None,
    ) -> None:
        self.id: str = id
        self.method: str = method
        self.path: str = path
        """The template. Names that are not among `path_params` are bound by the client's configuration."""
        self.retry: Retry = retry
        self.result: Kind | None = result
        """The kind of a 2xx response; None where it has no content."""
        self.other_results: Mapping[int, Kind | None] = other_results or {}
        """The same for each status whose response is of another kind."""
        self.errors: Mapping[int | None, Kind] = errors or {}
        """The kind of an error body by status; 4 and 5 stand for the others of a range, None for every other one."""
        self.path_params: tuple[Parameter, ...] = path_params
        self.query_params: tuple[Parameter, ...] = query_params
        self.header_params: tuple[Parameter, ...] = header_params
        self.body: Kind | None = body
        self.body_required: bool = body_required
        """Whether a body is sent even if nothing is given for it."""
        self.checked: bool = checked
        """Whether the body is checked in every part; else the server judges what is in its objects."""
        self.media_type: str = media_type
        """How the body is written: as JSON, or as a form."""
        self.mask: str | None = mask
        """The query parameter that names the fields of the body which the server writes; the others it leaves alone."""
        self.idempotency: str | None = idempotency
        """The header whose key lets the server recognise a repeated request, so that nothing is done twice."""
        self.paging: Paging | None = paging
        self.authenticated: bool = authenticated
        self.service: ServiceDefinition | None = service
        """Where it is; None for an endpoint that no spec describes."""

    @property
    def ambiguous(self) -> bool:
        """Whether a call must not be repeated when its outcome is unknown."""
        return self.retry == "ambiguous"

    def prepare(
        self,
        *,
        path: tuple[Any, ...] = (),
        query: tuple[Any, ...] = (),
        header: tuple[Any, ...] = (),
        body: Any = UNSET,
        fields: Mapping[str, Any] | None = None,
        variant: Ref | None = None,
        aliases: Mapping[str, Any] | None = None,
    ) -> PreparedCall[Any]:
        """Check the arguments of a call and encode them.

        Args:
            path: values of `path_params`, in their order.
            query: values of `query_params`, in their order.
            header: values of `header_params`, in their order.
            body: the body as a whole, for a body that is given as one argument.
            fields: the body by attribute names, for a body whose fields are arguments of their own.
            variant: the variant that `fields` describe, where the body is a union.
            aliases: arguments that were given under another of their names.

        """
        try:
            return self._prepared(path, query, header, body, fields, variant or self.body, aliases)
        except (ArgumentError, TypeError) as error:
            path = query = header = ()  # no frame of the exception has the arguments but the caller's own
            body = fields = aliases = None
            raise error.with_traceback(None) from None

    def _prepared(
        self,
        path: tuple[Any, ...],
        query: tuple[Any, ...],
        header: tuple[Any, ...],
        body: Any,
        fields: Mapping[str, Any] | None,
        kind: Any,
        aliases: Mapping[str, Any] | None,
    ) -> PreparedCall[Any]:
        if aliases:
            path, query, header, fields = self._with_aliases(path, query, header, fields, kind, aliases)
        target = self.path
        for parameter, value in zip(self.path_params, path, strict=True):
            if parameter.kind is not STRING and value is not UNSET:
                value = query_text(parameter.kind.check(parameter.arg, value))
            target = target.replace(f"{{{parameter.wire}}}", encode_segment(parameter.arg, value), 1)
        if fields is not None:
            body = self._body_of(kind, fields)
            if self.mask is not None:
                query = self._with_mask(query, fields, kind, body)
        pairs: list[tuple[str, str | tuple[str, ...]]] = []
        for parameter, value in zip(self.query_params, query, strict=True):
            if _is_given(parameter, value):
                pairs.extend(self._query_pairs(parameter, parameter.kind.check(parameter.arg, value)))
        headers: tuple[tuple[str, str], ...] = ()
        if self.header_params:
            headers = tuple(
                (parameter.wire, _header_text(parameter, parameter.kind.check(parameter.arg, value)))
                for parameter, value in zip(self.header_params, self._with_key(header), strict=True)
                if _is_given(parameter, value)
            )
        if fields is not None:
            if not body and not self.body_required:
                body = UNSET
        elif body is None:
            if self.body_required:
                raise ArgumentError("body is required and must not be None")
            body = UNSET
        elif body is not UNSET:
            body = _check_nested(kind, "body", body) if self.checked else kind.check("body", body)
        return PreparedCall(self, target, tuple(pairs), body, headers)

    def _body_of(self, kind: Ref, fields: Mapping[str, Any]) -> dict[str, Any]:
        if self.checked:
            body: dict[str, Any] = _check_nested(kind, "", fields)
            return body
        return kind.model.to_wire(fields, keep_none=self.mask is not None)

    def _with_aliases(
        self,
        path: tuple[Any, ...],
        query: tuple[Any, ...],
        header: tuple[Any, ...],
        fields: Mapping[str, Any] | None,
        kind: Any,
        aliases: Mapping[str, Any],
    ) -> tuple[tuple[Any, ...], tuple[Any, ...], tuple[Any, ...], Mapping[str, Any] | None]:
        """Put what was given under other names where it belongs."""
        parameters = (*self.path_params, *self.query_params, *self.header_params)
        values = [*path, *query, *header]
        merged = None if fields is None else dict(fields)
        for alias, value in aliases.items():
            index = next((index for index, each in enumerate(parameters) if alias in each.aliases), None)
            if index is not None:
                if values[index] is not UNSET:
                    raise given_twice(alias, parameters[index].arg)
                values[index] = value
                continue
            field = None if merged is None else kind.model.field_of(alias)
            if field is None or merged is None or field.attr not in merged:
                raise unexpected_keyword(self.id, alias, [*(each.arg for each in parameters), *(fields or ())])
            if merged[field.attr] is not UNSET:
                raise given_twice(alias, field.attr)
            merged[field.attr] = value
        in_path, in_address = len(path), len(path) + len(query)
        return tuple(values[:in_path]), tuple(values[in_path:in_address]), tuple(values[in_address:]), merged

    def _with_key(self, header: tuple[Any, ...]) -> tuple[Any, ...]:
        """Ask for a new idempotency key where none is given; None is not UNSET, and sends none."""
        if self.idempotency is None:
            return header
        return tuple(
            NEW_KEY if value is UNSET and parameter.wire == self.idempotency else value
            for parameter, value in zip(self.header_params, header, strict=True)
        )

    def _with_mask(
        self, query: tuple[Any, ...], fields: Mapping[str, Any], kind: Any, body: Mapping[str, Any]
    ) -> tuple[Any, ...]:
        """Put the mask into the query: the fields that the caller has named in it, else those in the body."""
        index = next(index for index, each in enumerate(self.query_params) if each.wire == self.mask)
        parameter, given = self.query_params[index], query[index]
        mask = list(body)
        if given is not UNSET and given is not None:
            mask = []
            for name in parameter.kind.check(parameter.arg, given):
                field = kind.model.field_of(name)
                if field is None or field.attr not in fields:
                    raise unknown_name(f"{parameter.arg} names {name!r}, which cannot be updated", name, fields)
                mask.append(field.wire)
        if not mask:
            raise ArgumentError(f"nothing to update: pass at least one of {', '.join(fields)}")
        return (*query[:index], list(dict.fromkeys(mask)), *query[index + 1 :])

    def _query_pairs(self, parameter: Parameter, value: Any) -> Iterator[tuple[str, str | tuple[str, ...]]]:
        """Return what a checked value is in a query: one value, a list, or the items of an object."""
        if isinstance(value, dict):
            items = _items(parameter, value)
            if parameter.deep:
                yield from ((f"{parameter.wire}[{key}]", text) for key, text in items)
            elif parameter.joined:
                yield parameter.wire, tuple(each for item in items for each in item)
            else:
                for key, text in items:
                    if any(each.wire == key for each in self.query_params):
                        raise ArgumentError(f"{parameter.arg} must not hold {key!r}: that is a parameter of its own")
                    yield key, text
        elif not isinstance(value, list):
            yield parameter.wire, query_text(value)
        elif parameter.joined:
            yield parameter.wire, tuple(map(query_text, value))
        else:
            yield from ((parameter.wire, query_text(entry)) for entry in value)

    def __repr__(self) -> str:
        return redact(f"Operation({self.id}: {self.method} {self.path})")

    def __reduce__(self) -> Any:
        return _operation, tuple(getattr(self, name) for name in self.__slots__)


def _check_nested(kind: Kind, name: str, value: Any) -> Any:
    from sinch.core.nested import check_nested  # which most programs never need

    return check_nested(kind, name, value)


def _is_given(parameter: Parameter, value: object) -> bool:
    """Return whether a value is sent. Raises ArgumentError where it must be."""
    if value is not UNSET and value is not None:
        return True
    if parameter.required:
        raise ArgumentError(f"{parameter.arg} is required: pass {parameter.arg}=...")
    return False


def _items(parameter: Parameter, value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Return the items of an object as texts."""
    for key, item in value.items():
        for entry in item if isinstance(item, list) else (item,):
            if isinstance(entry, (dict, list)):
                raise ArgumentError(f"{parameter.arg} must not hold {key!r}: objects and lists cannot be nested there")
            if entry is not None:
                yield key, query_text(entry)


def _header_text(parameter: Parameter, value: Any) -> str:
    text = ",".join(map(query_text, value)) if isinstance(value, list) else query_text(value)
    return check_header_value(parameter.wire, text)


def _operation(*values: Any) -> Operation:
    operation = Operation.__new__(Operation)
    for name, value in zip(Operation.__slots__, values, strict=True):
        setattr(operation, name, value)
    return operation


class PreparedCall(Generic[T]):
    """One use of an operation: what will be sent, and how its response of type T is read. Immutable."""

    __slots__ = ("body", "headers", "operation", "path", "query")
    operation: Operation
    path: str
    """Percent-encoded; names bound by the configuration still stand in braces."""
    query: QueryPairs
    """Names and values before encoding; a tuple is sent comma-joined."""
    body: Any
    """JSON value, or UNSET where nothing is sent. A form is an object, too."""
    headers: tuple[tuple[str, str], ...]
    """Names and values of its own header parameters."""

    def __init__(
        self,
        operation: Operation,
        path: str,
        query: QueryPairs = (),
        body: Any = UNSET,
        headers: tuple[tuple[str, str], ...] = (),
    ) -> None:
        put = object.__setattr__
        put(self, "operation", operation)
        put(self, "path", path)
        put(self, "query", query)
        put(self, "body", body)
        put(self, "headers", headers)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a PreparedCall is immutable: {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a PreparedCall is immutable: {name} cannot be deleted")

    def with_value(self, name: str, value: str) -> PreparedCall[T]:
        """Return the same call with another value of a query parameter, or of a field of the body."""
        if all(parameter.wire != name for parameter in self.operation.query_params):
            body = {**(self.body or {}), name: value}
            return PreparedCall(self.operation, self.path, self.query, body, self.headers)
        kept = [pair for pair in self.query if pair[0] != name]
        return PreparedCall(self.operation, self.path, (*kept, (name, value)), self.body, self.headers)

    def with_query(self, query: QueryPairs) -> PreparedCall[T]:
        """Return the same call with another query."""
        return PreparedCall(self.operation, self.path, query, self.body, self.headers)

    def value(self, name: str) -> str | None:
        """Return the text of a query parameter that is sent once, or of a field of the body."""
        given = [value for key, value in self.query if key == name]
        found = given[0] if given else self.body.get(name) if isinstance(self.body, dict) else None
        return found if isinstance(found, str) else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PreparedCall) and self._state() == other._state()

    def __hash__(self) -> int:
        return hash((self.operation.id, self.path, self.query))

    def _state(self) -> tuple[Any, ...]:
        return self.operation.id, self.path, self.query, self.body, self.headers

    def __reduce__(self) -> Any:
        return PreparedCall, (self.operation, self.path, self.query, self.body, self.headers)

    def __repr__(self) -> str:
        query = encode_query(self.query, errors="replace")
        body = ""
        if self.body is not UNSET:
            body = f", body of {len(self.body)} fields" if isinstance(self.body, dict) else ", body"
        target = self.path + (query and "?" + query)
        return redact(f"PreparedCall({self.operation.id}: {self.operation.method} {target}{body})")


class Execute(Protocol):
    """Whatever sends a prepared call and returns its parsed response: `client.sms.execute`, for one."""

    def __call__(self, call: PreparedCall[T], /) -> T:
        """Send a call."""
        ...


class OperationGroup:
    """Operations that are called on an executor: the base of the generated low-level clients."""

    def __init__(self, execute: Execute) -> None:
        self._execute = execute


def raw_call(method: str, path: str, body: Any = None, service: ServiceDefinition | None = None) -> PreparedCall[Any]:
    """Prepare a call of an endpoint that no spec describes, from a percent-encoded path."""
    if not isinstance(method, str) or not method.isascii() or not method.isalpha():
        raise ArgumentError(f"method must be an HTTP method such as GET, not {method!r}")
    check_path(path)
    method = method.upper()
    retry: Retry = "safe" if method in ("GET", "HEAD") else "ambiguous"
    operation = Operation(f"{method} {path}", method, path, retry=retry, result=ANY, service=service)
    return PreparedCall(operation, path, (), UNSET if body is None else ANY.dump(body))
