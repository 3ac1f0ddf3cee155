"""Addresses: how path segments, queries and origins are encoded and checked."""

from __future__ import annotations

from typing import TypeAlias
from urllib.parse import quote

from sinch.core.exceptions import ArgumentError, ConfigurationError
from sinch.core.unset import UNSET
from sinch.core.values import plain

QueryPairs: TypeAlias = "tuple[tuple[str, str | tuple[str, ...]], ...]"
"""Names and values before encoding; a tuple of values is sent comma-joined."""

_UNSAFE_IN_PATH = frozenset(' "<>\\^`|?#')


def encode_segment(name: str, value: object) -> str:
    """Percent-encode a value so that it is exactly one path segment. Raises ArgumentError for what cannot be one."""
    if not isinstance(value, str):
        if value is UNSET:
            raise ArgumentError(f"{name} is required: pass {name}=...")
        member = plain(value)
        if not isinstance(member, str):
            raise ArgumentError(f"{name} must be a string, not {type(value).__name__}")
        value = member
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


def encode_query(pairs: QueryPairs, errors: str = "strict") -> str:
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


def check_path(path: object) -> None:
    """Reject what cannot be a percent-encoded path. Raises ArgumentError."""
    if not isinstance(path, str) or not path.startswith("/") or path.startswith("//"):
        raise ArgumentError("path must start with one slash, as in /v1/projects/{project_id}/...")
    if not path.isascii() or not path.isprintable() or _UNSAFE_IN_PATH & set(path):
        raise ArgumentError("path must be percent-encoded and without a query: pass query={...}")
    if {".", ".."} & set(path.lower().replace("%2e", ".").split("/")):
        raise ArgumentError("path must not hold . or .. segments")


def split_origin(origin: str) -> tuple[str, str]:
    """Split `https://host[:port][/prefix]` into the origin and the prefix. Raises ConfigurationError."""
    scheme, separator, rest = origin.partition("://")
    host, slash, prefix = rest.partition("/")
    if (
        scheme not in ("https", "http")
        or not separator
        or not host
        or set(host + prefix) & set("@?#\\ \r\n\t")
        or not origin.isascii()
    ):
        shown = "***@" + origin.rpartition("@")[2] if "@" in origin else origin  # a password may stand before it
        raise ConfigurationError(f"{shown!r} is not a valid host: write it as https://host or https://host:port")
    return f"{scheme}://{host}", (slash + prefix).rstrip("/")
