"""Requests: a prepared call and what the client knows become the one HTTP request that is sent."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from sinch.core.exceptions import ArgumentError
from sinch.core.http import Request
from sinch.core.operation import NEW_KEY
from sinch.core.redact import Secret
from sinch.core.unset import UNSET
from sinch.core.urls import QueryPairs, encode_query, query_text
from sinch.core.values import dump_scalar

if TYPE_CHECKING:
    from sinch.core.operation import PreparedCall
    from sinch.core.options import Settings
    from sinch.core.service import Service

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=dump_scalar, allow_nan=False).encode

FORM = "application/x-www-form-urlencoded"

_CREDENTIAL = "(?i)auth|cookie|key|secret|token"
"""Names of headers whose values are not shown."""


def build_request(
    call: PreparedCall[Any],
    service: Service,
    settings: Settings,
    user_agent: str,
    deadline: float,
    extra_query: Mapping[str, Any],
    extra_body: Mapping[str, Any],
) -> Request:
    """Return the request of a call, complete but for its credentials. Raises ArgumentError for what cannot be sent."""
    headers = {"Accept": "application/json", "User-Agent": user_agent}
    content = _content(call, extra_body)
    if content is not None:
        headers["Content-Type"] = call.operation.media_type
    secrets: list[str] = []
    for name, value in (*map(_with_key, call.headers), *settings.headers.items()):
        for standing in [key for key in headers if key.lower() == name.lower()]:
            del headers[standing]
        headers["Authorization" if name.lower() == "authorization" else name] = value
        if re.search(_CREDENTIAL, name):
            secrets += (value, value.rpartition(" ")[2])
    request = Request(
        call.operation.method,
        service.origin,
        _target(call, service, extra_query),
        headers,
        content,
        connect_timeout=settings.connect_timeout,
        read_timeout=settings.read_timeout,
        deadline=deadline,
    )
    request.secrets = tuple(map(Secret, secrets))
    return request


def _with_key(header: tuple[str, str]) -> tuple[str, str]:
    """Return a header, with a new key where one is wanted."""
    name, value = header
    return name, os.urandom(16).hex() if value == NEW_KEY else value


def _target(call: PreparedCall[Any], service: Service, extra: Mapping[str, Any]) -> str:
    path = call.path
    for name, segment in service.bound.items():
        path = path.replace(name, segment)
    if service.literal_plus:
        path = path.replace("%2B", "+")
    target = service.prefix + path
    query = call.query
    if extra:
        query = (*query, *_pairs(extra, _query_value))
    if not query:
        return target
    try:
        return f"{target}?{encode_query(query)}"
    except UnicodeEncodeError:
        raise ArgumentError("the query holds a lone surrogate, which cannot be sent") from None


def _pairs(values: Mapping[str, Any], text: Callable[[Any], str]) -> QueryPairs:
    """Return the names and texts of a query or a form; a list repeats its name."""
    return tuple(
        (str(name), text(entry))
        for name, value in values.items()
        for entry in (value if isinstance(value, (list, tuple)) else (value,))
    )


def _query_value(value: Any) -> str:
    return query_text(dump_scalar(value))


def _form_value(value: Any) -> str:
    """Return the text of a value in a form, where null is empty and an object is JSON."""
    return _encode(value) if isinstance(value, (dict, list)) else "" if value is None else _query_value(value)


def _content(call: PreparedCall[Any], extra: Mapping[str, Any]) -> bytes | None:
    body = call.body
    if extra:
        if body is not UNSET and not isinstance(body, dict):
            raise ArgumentError('options["body"] only goes with operations whose body is an object')
        body = {**(body if isinstance(body, dict) else {}), **extra}
    if body is UNSET:
        return None
    try:
        if call.operation.media_type == FORM:
            return encode_query(_pairs(body, _form_value)).encode()
        return _encode(body).encode()
    except UnicodeEncodeError:
        raise ArgumentError("the body holds a lone surrogate, which cannot be sent") from None
    except (ValueError, TypeError, RecursionError) as error:
        raise ArgumentError(f"the body cannot be written as JSON: {error}") from None
