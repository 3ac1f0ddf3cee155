"""Posting an event to a program of the user's own."""

from __future__ import annotations

import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from sinch.cli.shell import one_line
from sinch.core.http import HTTPResponse, Request, TransportFailure
from sinch.core.urllib3_transport import Urllib3Transport

_TIMEOUT = 30.0
"""Seconds."""
_OF_THE_CONNECTION = ("host", "connection", "content-length", "transfer-encoding")


class NotReachedError(Exception):
    """Nothing responded there; the message says why."""


def post(url: str, headers: Mapping[str, str], body: bytes) -> HTTPResponse:
    """Post a body, and return the response. Raises NotReachedError."""
    parts = urlsplit(url)
    kept = {name: value for name, value in headers.items() if name.lower() not in _OF_THE_CONNECTION}
    request = Request(
        "POST",
        f"{parts.scheme}://{parts.netloc}",
        (parts.path or "/") + (parts.query and f"?{parts.query}"),
        kept,
        body,
        connect_timeout=_TIMEOUT,
        read_timeout=_TIMEOUT,
        deadline=time.monotonic() + _TIMEOUT,
    )
    transport = Urllib3Transport(pool_size=1)
    try:
        return transport.send(request)
    except TransportFailure as failure:
        raise NotReachedError(f"{url} was not reached: {one_line(failure)}") from None
    finally:
        transport.close()
