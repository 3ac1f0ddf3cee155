"""`Service`: what the core must know of a product to call it: host, credentials, what stands in its paths."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sinch.core.exceptions import ConfigurationError
from sinch.core.operation import encode_segment

if TYPE_CHECKING:
    from sinch.core.exceptions import APIError


class Service:
    """A product as the configuration has it at the moment of a call; immutable.

    Args:
        origin: `https://host[:port]`, with a path prefix if the API lies below one.
        bound: path values from the configuration, by the name that stands in braces in the templates.
        token: a static bearer token; None to use the OAuth token of the project.
        errors: the product's own exception for each status exception of the core.

    """

    __slots__ = ("bound", "errors", "origin", "prefix", "token")
    origin: str
    prefix: str

    def __init__(
        self,
        origin: str,
        *,
        bound: Mapping[str, str] | None = None,
        token: str | None = None,
        errors: Mapping[type[APIError], type[APIError]] | None = None,
    ) -> None:
        self.origin, self.prefix = split_origin(origin)
        self.bound: dict[str, str] = {
            f"{{{name}}}": encode_segment(name, value) for name, value in (bound or {}).items()
        }
        self.token: str | None = token
        self.errors: Mapping[type[APIError], type[APIError]] = errors or {}

    def __repr__(self) -> str:
        return f"Service({self.origin}{self.prefix})"


def split_origin(origin: str) -> tuple[str, str]:
    """Split `https://host[:port][/prefix]` into the origin and the prefix. Raises ConfigurationError."""
    scheme, mark, rest = origin.partition("://")
    host, slash, prefix = rest.partition("/")
    if (
        scheme not in ("https", "http")
        or not mark
        or not host
        or set(host + prefix) & set("@?#\\ \r\n\t")
        or not origin.isascii()
    ):
        shown = "***@" + origin.rpartition("@")[2] if "@" in origin else origin  # a password may stand before it
        raise ConfigurationError(f"{shown!r} is no host: write it as https://host or https://host:port")
    return f"{scheme}://{host}", (slash + prefix).rstrip("/")
