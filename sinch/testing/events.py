"""Sinch events: signing them as the products do, and delivering them to listeners."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
import json
import queue
import re
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import urllib3

from sinch.testing import openapi
from sinch.testing.clock import format_time
from sinch.testing.journal import Journal
from sinch.testing.records import Headers

_KEPT_BODY = 65536
_FILED = 1_000
_DIGESTS = {"hmac-sha256": (hashlib.sha256, "HmacSHA256"), "hmac-sha1": (hashlib.sha1, "HmacSHA1")}


def sign(
    body: bytes | str,
    secret: str,
    product: str = "sms",
    nonce: str | None = None,
    timestamp: int | str | datetime | None = None,
    *,
    path: str = "/",
    method: str = "POST",
    content_type: str = "application/json",
    key: str = "",
) -> dict[str, str]:
    """Return the headers with which Sinch would sign an event.

    Use it to test your own event handler without a simulator::

        body = b'{"type": "mo_text", ...}'
        response = my_app.post("/sinch-events", data=body, headers=sign(body, "my secret"))

    Args:
        body: The request body, exactly as it will be posted.
        secret: The secret that your handler verifies with.
        product: `sms`, `conversation`, `numbers`, `verification` or `voice-v2`; each signs in its own way.
        nonce: Unique text for this delivery; random if left out. Not used by `numbers`.
        timestamp: When it is posted, in Unix seconds or as a time; now if left out. Not used by `numbers`.
        path: Where it is posted; only `verification` and `voice-v2` sign it.
        method: How it is posted; only these sign it.
        content_type: Of the body; only these sign it.
        key: The key of the application, or the id of the service, which only these name.
    """
    scheme = openapi.load(product).signature
    raw = body.encode() if isinstance(body, str) else body
    if timestamp is None:
        timestamp = datetime.now(timezone.utc)
    if isinstance(timestamp, datetime):
        timestamp = format_time(timestamp) if "{path}" in scheme["signed"] else int(timestamp.timestamp())
    values = {
        "nonce": secrets.token_hex(13) if nonce is None else nonce,
        "timestamp": str(timestamp),
        "path": path,
        "method": method,
        "content_type": content_type,
    }
    signature = compute_signature(scheme, secret, raw, values)
    values["signature"] = f"{scheme['scheme']} {key}:{signature}" if "scheme" in scheme else signature
    values["algorithm"] = _DIGESTS[scheme["algorithm"]][1]
    return {name: values[role] for role, name in scheme["headers"].items()}


def compute_signature(scheme: Mapping[str, Any], secret: str, body: bytes, values: Mapping[str, str]) -> str:
    """Return the signature of a body under a scheme of a spec, `values` being what else is signed."""
    digest = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()) if body else b""
    parts = {**{name: value.encode() for name, value in values.items()}, "body": body, "content_md5": digest}
    pieces = re.split(r"{(\w+)}", scheme["signed"])
    signed = b"".join(parts[piece] if index % 2 else piece.encode() for index, piece in enumerate(pieces))
    key = base64.b64decode(secret, validate=True) if scheme.get("secret") == "base64" else secret.encode()
    code = hmac.new(key, signed, _DIGESTS[scheme["algorithm"]][0])
    return base64.b64encode(code.digest()).decode() if scheme["encoding"] == "base64" else code.hexdigest()


@dataclass(frozen=True)
class Delivery:
    """An event that was posted to a URL, and the response."""

    url: str
    status: int | None
    """`None` without a response."""
    text: str
    """The beginning of the response's body, or why there is no response."""
    seconds: float


@dataclass(frozen=True)
class Signature:
    """What an event is signed with, wherever it is posted."""

    product: str
    body: bytes
    secret: str
    nonce: str
    at: datetime
    key: str
    content_type: str = "application/json"
    attributes: tuple[tuple[str, str], ...] = ()
    """Headers that are not signed."""

    def __call__(self, path: str) -> Headers:
        """Return the headers of the event for a path."""
        signed: dict[str, str] = {}
        if self.secret:
            signed = sign(
                *(self.body, self.secret, self.product, self.nonce, self.at),
                path=path,
                content_type=self.content_type,
                key=self.key,
            )
        return Headers([("Content-Type", self.content_type), *self.attributes, *signed.items()])


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
    deliveries: list[Delivery] = field(default_factory=list)
    """Where it was posted to, and the responses."""
    index: int = 0
    """Its number: the first event has 1."""
    at: datetime | None = None
    """The simulated time when it was signed."""
    headers_for: Signature | None = field(default=None, repr=False)
    """Gives the headers for a path, where that is signed; `headers` are those for `/`."""

    def headers_at(self, url: str) -> Headers:
        """Return the headers with which it is posted to a URL, whose path some products sign."""
        return self.headers if self.headers_for is None else self.headers_for(urlsplit(url).path or "/")

    @property
    def json(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.body)


class EventReply(NamedTuple):
    """The reply to an event that wants one."""

    value: Any = None
    problem: str | None = None
    """Why there is none, where somebody was asked who should have replied."""


Listener = Callable[[Event], object]
"""What it returns is the reply to an event that wants one, unless that is `None`."""


class Mail:
    """The listeners for events, and the delivery of events to them."""

    def __init__(self, journal: Journal, allow_remote: bool, later: bool = False) -> None:
        self.journal = journal
        self._allow_remote = allow_remote
        self._later = later
        self._targets: list[tuple[str, Listener | str]] = []
        self._last = 0
        self._waiting: queue.SimpleQueue[tuple[Event, str, Headers] | None] = queue.SimpleQueue()
        self._poster: threading.Thread | None = None
        self._lock = threading.Lock()
        self._pool = urllib3.PoolManager(retries=False, timeout=10)
        self.events: list[Event] = []

    def listen(self, product: str, target: Listener | str) -> Callable[[], None]:
        """Deliver all later events of `product` to `target`; call the result to stop that."""
        if isinstance(target, str):
            self._check(target)
        entry = (product, target)
        self._targets.append(entry)

        def stop() -> None:
            if entry in self._targets:
                self._targets.remove(entry)

        return stop

    def deliver(self, event: Event) -> Event:
        """Deliver `event` to its callback URL and to every listener, one after the other.

        It happens in this thread, unless the mail is posted later.
        """
        event = self.keep(event)
        for url, headers in self._addressed(event).items():
            self._put(event, url, headers)
        for product, target in list(self._targets):
            if product != event.product:
                continue
            if callable(target):
                target(event)
            else:
                self._put(event, target, event.headers_at(target))
        return event

    def ask(self, event: Event, limit: float) -> EventReply:
        """Deliver an event that wants a reply, in this thread, and return the first, or why there is none.

        A reply that takes more seconds than `limit` is none. A function that listens need not reply.
        """
        event = self.keep(event)
        replies = [_reply(self.post(event, url, headers), limit) for url, headers in self._addressed(event).items()]
        for product, target in list(self._targets):
            if product != event.product:
                continue
            if callable(target):
                started = time.monotonic()
                value = target(event)
                seconds = time.monotonic() - started
                replies.append(EventReply() if value is None else _in_time(value, seconds, limit))
            else:
                replies.append(_reply(self.post(event, target, event.headers_at(target)), limit))
        given = [reply for reply in replies if reply.value is not None] or [each for each in replies if each.problem]
        return given[0] if given else EventReply()

    def _addressed(self, event: Event) -> dict[str, Headers]:
        """Return the headers with which an event is posted to the addresses that it is for itself."""
        posted = dict(event.copies)
        if event.callback_url is not None:
            posted.setdefault(event.callback_url, event.headers_at(event.callback_url))
        return {url: headers for url, headers in posted.items() if self.reachable(url)}

    def keep(self, event: Event) -> Event:
        """Give an event its number and remember it."""
        with self._lock:
            self._last += 1
            event = replace(event, index=self._last)
            self.events.append(event)
        self._tell("event", event)
        return event

    def targets(self, product: str) -> list[str]:
        """Return the URLs that listen to a product."""
        return [target for name, target in self._targets if name == product and isinstance(target, str)]

    def listens(self, product: str) -> bool:
        """Whether anybody listens to a product."""
        return any(name == product for name, _ in self._targets)

    def set_targets(self, product: str, urls: list[str]) -> None:
        """Let these URLs, and no others, listen to a product."""
        for url in urls:
            self._check(url)
        others = [entry for entry in self._targets if entry[0] != product or callable(entry[1])]
        self._targets[:] = [*others, *((product, url) for url in urls)]

    def state(self) -> Any:
        """Return what is kept in a file: the newest events, and the URLs that listen."""
        targets = [entry for entry in list(self._targets) if isinstance(entry[1], str)]
        return {"last": self._last, "events": self.events[-_FILED:], "targets": targets}

    def restore(self, state: Any) -> None:
        """Take over what was kept."""
        self._last, self.events = state["last"], state["events"]
        self._targets = [entry for entry in state["targets"] if self.reachable(entry[1])]

    def clear(self) -> None:
        """Forget all listeners and events."""
        self._targets.clear()
        self.events.clear()

    def close(self) -> None:
        """Close the connections, when what is being posted has been."""
        if self._poster is not None:
            self._waiting.put(None)
            self._poster.join()
        self._pool.clear()

    def _put(self, event: Event, url: str, headers: Headers) -> None:
        if not self._later:
            delivery = self.post(event, url, headers)
            if delivery.status is None:
                raise ConnectionError(f"the event of {event.product} could not be posted to {url}: {delivery.text}")
            return
        with self._lock:
            if self._poster is None:
                self._poster = threading.Thread(target=self._post_later, name="sinch-simulator-mail", daemon=True)
                self._poster.start()
        self._waiting.put((event, url, headers))

    def _post_later(self) -> None:
        while (waiting := self._waiting.get()) is not None:
            self.post(*waiting)

    def post(self, event: Event, url: str, headers: Headers) -> Delivery:
        """Post an event to a URL, and note the response or why there is none."""
        started = time.monotonic()
        try:
            response = self._pool.request("POST", url, body=event.body, headers=dict(headers.pairs), redirect=False)
        except urllib3.exceptions.HTTPError as error:
            delivery = Delivery(url, None, str(error), time.monotonic() - started)
        else:
            text = response.data[:_KEPT_BODY].decode(errors="replace")
            delivery = Delivery(url, response.status, text, time.monotonic() - started)
            event.statuses[url] = response.status
        event.deliveries.append(delivery)
        self._tell("delivery", event)
        return delivery

    def _tell(self, what: str, event: Event) -> None:
        self.journal.tell(what, event.index)

    def _check(self, url: str) -> None:
        if not self.reachable(url):
            raise ValueError(f"{url} is not an address of this machine; see allow_remote_callbacks")

    def reachable(self, url: str) -> bool:
        """Whether events may be posted there: nothing leaves this machine unless allowed."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return False
        return self._allow_remote or is_loopback(parts.hostname)


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine and nothing else."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _reply(delivery: Delivery, limit: float) -> EventReply:
    """Return the JSON of a response, or its text if it is none."""
    if delivery.status is None:
        return EventReply(problem=f"there was no reply: {delivery.text}")
    if not 200 <= delivery.status < 300:
        return EventReply(problem=f"there was no reply, but status {delivery.status}")
    if not delivery.text:
        return EventReply(problem="there was no reply")
    try:
        return _in_time(json.loads(delivery.text), delivery.seconds, limit)
    except ValueError:
        return _in_time(delivery.text, delivery.seconds, limit)


def _in_time(value: Any, seconds: float, limit: float) -> EventReply:
    if seconds <= limit:
        return EventReply(value)
    return EventReply(problem=f"the reply came after {seconds:.3g} seconds; {limit:g} are allowed")
