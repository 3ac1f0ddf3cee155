"""The options of an `AsyncioTransport`."""

from __future__ import annotations

import ssl


class Settings:
    """What all connections of a transport have in common. Its `repr` shows nothing, for the sake of the proxy's."""

    __slots__ = ("ca_certs", "idle_timeout", "max_error_size", "max_response_size", "pool_size", "proxy", "ssl_context")

    def __init__(
        self,
        pool_size: int,
        proxy: str | None,
        ca_certs: str | None,
        ssl_context: ssl.SSLContext | None,
        idle_timeout: float,
        max_response_size: int,
        max_error_size: int,
    ) -> None:
        self.pool_size: int = pool_size
        self.proxy: str | None = proxy
        self.ca_certs: str | None = ca_certs
        self.ssl_context: ssl.SSLContext | None = ssl_context
        self.idle_timeout: float = idle_timeout
        self.max_response_size: int = max_response_size
        self.max_error_size: int = max_error_size
