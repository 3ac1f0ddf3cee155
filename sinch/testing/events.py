"""Sinch events: signing them as the products do, and delivering them to listeners."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import urllib3

from sinch.testing import openapi
from sinch.testing.records import Headers

_DIGESTS = {"hmac-sha256": (hashlib.sha256, "HmacSHA256"), "hmac-sha1": (hashlib.sha1, "HmacSHA1")}


def sign(
    body: bytes | str,
    secret: str,
    product: str = "sms",
    nonce: str | None = None,
    timestamp: int | str | datetime | None = None,
) -> dict[str, str]:
    """Return the headers with which Sinch would sign an event.

    Use it to test your own event handler without a simulator::

        body = b'{"type": "mo_text", ...}'
        response = my_app.post("/sinch-events", data=body, headers=sign(body, "my secret"))

    Args:
        body: The request body, exactly as it will be posted.
        secret: The secret that your handler verifies with.
        product: `sms`, `conversation` or `numbers`; each signs in its own way.
        nonce: Unique text for this delivery; random if left out. Not used by `numbers`.
        timestamp: When it is posted, in Unix seconds or as a time; now if left out. Not used by `numbers`.
    """
    scheme = openapi.load(product).signature
    raw = body.encode() if isinstance(body, str) else body
    if isinstance(timestamp, datetime):
        timestamp = int(timestamp.timestamp())
    elif timestamp is None:
        timestamp = int(time.time())
    values = {"nonce": secrets.token_hex(13) if nonce is None else nonce, "timestamp": str(timestamp)}
    before, _, after = scheme["signed"].partition("{body}")
    digest, algorithm = _DIGESTS[scheme["algorithm"]]
    signed = before.format(**values).encode() + raw + after.format(**values).encode()
    code = hmac.new(secret.encode(), signed, digest)
    values["signature"] = (
        base64.b64encode(code.digest()).decode() if scheme["encoding"] == "base64" else code.hexdigest()
    )
    values["algorithm"] = algorithm
    return {name: values[role] for role, name in scheme["headers"].items()}


@dataclass(frozen=True, eq=False)
class Event:
    """A Sinch event as it arrives at a customer's server."""

    product: str
    """The name of its spec, such as `sms` or `numbers`."""
    body: bytes
    """The request body, exactly as signed."""
    headers: Headers
    """The request headers, with case-insensitive names."""
    callback_url: str | None = None
    """The callback URL of the resource that it is about, if it has one."""
    copies: tuple[tuple[str, Headers], ...] = ()
    """URLs that it is posted to with headers of their own, as each has its own secret."""
    statuses: dict[str, int] = field(default_factory=dict)
    """The status returned by each URL that it was posted to."""

    @property
    def json(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.body)


Listener = Callable[[Event], object]


class Mail:
    """The listeners for events, and the delivery of events to them."""

    def __init__(self, allow_remote: bool) -> None:
        self._allow_remote = allow_remote
        self._targets: list[tuple[str, Listener | str]] = []
        self._pool = urllib3.PoolManager(retries=False, timeout=10)
        self.events: list[Event] = []

    def listen(self, product: str, target: Listener | str) -> Callable[[], None]:
        """Deliver all later events of `product` to `target`; call the result to stop that."""
        if isinstance(target, str) and not self._reachable(target):
            raise ValueError(f"{target} is not an address of this machine; see allow_remote_callbacks")
        entry = (product, target)
        self._targets.append(entry)

        def stop() -> None:
            if entry in self._targets:
                self._targets.remove(entry)

        return stop

    def deliver(self, event: Event) -> None:
        """Deliver `event` to its callback URL and to every listener, one after the other, in this thread."""
        self.events.append(event)
        posted = dict(event.copies)
        if event.callback_url is not None:
            posted.setdefault(event.callback_url, event.headers)
        for url, headers in posted.items():
            if self._reachable(url):
                self._post(event, url, headers)
        for product, target in list(self._targets):
            if product != event.product:
                continue
            if callable(target):
                target(event)
            else:
                self._post(event, target, event.headers)

    def clear(self) -> None:
        """Forget all listeners and events."""
        self._targets.clear()
        self.events.clear()

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()

    def _post(self, event: Event, url: str, headers: Headers) -> None:
        try:
            response = self._pool.request("POST", url, body=event.body, headers=dict(headers.pairs), redirect=False)
        except urllib3.exceptions.HTTPError as error:
            raise ConnectionError(f"the event of {event.product} could not be posted to {url}: {error}") from error
        event.statuses[url] = response.status

    def _reachable(self, url: str) -> bool:
        """Whether events may be posted there: nothing leaves this machine unless allowed."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return False
        if self._allow_remote or parts.hostname == "localhost":
            return True
        try:
            return ipaddress.ip_address(parts.hostname).is_loopback
        except ValueError:
            return False
