"""The way to an origin: its host and port, and the proxy between, by option or environment."""

from __future__ import annotations

import re
from typing import NamedTuple

from sinch.core.asyncio_transport.settings import Settings
from sinch.core.exceptions import ConfigurationError
from sinch.core.proxies import environment_proxy

_ORIGIN = re.compile(r"(https?)://(\[[0-9A-Fa-f:.]+\]|[^\s/:@?#\[\]]+)(?::([0-9]{1,5}))?", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}


class Proxy(NamedTuple):
    """An HTTP proxy. Its `repr` shows no credentials."""

    tls: bool
    host: str
    port: int
    authorization: str
    """The line of its header, or nothing."""

    def __repr__(self) -> str:
        return f"Proxy({self.host}:{self.port})"


class Route(NamedTuple):
    """All that opening a connection to an origin and writing a request for it need. Its `repr` shows no credentials."""

    tls: bool
    host: str
    port: int
    authority: str
    """As in the Host header."""
    proxy: Proxy | None
    prefix: str
    """What goes before the target: a proxy is told the whole address of plain HTTP; of TLS it only sees a tunnel."""
    lines: str
    """Header lines that every request has."""

    def __repr__(self) -> str:
        return f"Route({self.authority}, {self.proxy})"

    def tunnel(self) -> bytes:
        """Return the request for a tunnel."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        authority = f"{name}:{self.port}"
        line = self.proxy.authorization if self.proxy else ""
        return f"CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n{line}\r\n".encode("latin-1")


def find(origin: str, settings: Settings) -> Route:
    """Find the way to an origin. Raises ConfigurationError."""
    match = _ORIGIN.fullmatch(origin)
    if match is None:
        raise ConfigurationError(f"{origin!r} is not a valid host: write it as https://host or https://host:port")
    scheme, name, number = match[1].lower(), match[2], match[3]
    host = _ascii(name.strip("[]"))
    authority = f"[{host}]" if name.startswith("[") else host
    if number:
        authority = f"{authority}:{int(number)}"
    port = int(number) if number else _PORTS[scheme]
    tls = scheme == "https"
    through = _proxy(settings, scheme, authority)
    if through is _UNREADABLE:
        # not shown, since it may hold a password
        raise ConfigurationError("the address of the proxy is not valid: write it as http://host:port")
    lines = f"Host: {authority}\r\n"
    prefix = ""
    if through and not tls:
        prefix = f"http://{authority}"
        lines += through.authorization
    return Route(tls, host, port, authority, through, prefix, lines)


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    try:
        return host.encode("idna").decode()
    except UnicodeError:
        raise ConfigurationError(f"{host!r} is not the name of a host") from None


_UNREADABLE = Proxy(False, "", 0, "")


def _proxy(settings: Settings, scheme: str, authority: str) -> Proxy | None:
    # raises nothing, since the address must not stand in a frame of a traceback
    address = settings.proxy or environment_proxy(scheme, authority)
    if not address:
        return None
    import base64  # both late, for programs without a proxy
    from urllib.parse import unquote_to_bytes, urlsplit

    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        host, port = parts.hostname, parts.port
        if parts.scheme not in _PORTS or not host:
            return _UNREADABLE
        if not host.isascii():
            host = host.encode("idna").decode()
    except ValueError:
        return _UNREADABLE
    line = ""
    if parts.username is not None:
        user = unquote_to_bytes(f"{parts.username}:{parts.password or ''}")
        line = f"Proxy-Authorization: Basic {base64.b64encode(user).decode()}\r\n"
    return Proxy(parts.scheme == "https", host, port or _PORTS[parts.scheme], line)
