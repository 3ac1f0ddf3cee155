"""Sinch events: webhook signatures and the typed reading of event bodies. Works without a client and without I/O."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from sinch.core.exceptions import ArgumentError, EventError
from sinch.core.model import Model

if TYPE_CHECKING:
    from typing_extensions import Self

    from sinch.core.codec import Kind

E = TypeVar("E")

MAX_BODY = 8 * 1024 * 1024
"""Bytes. A larger body is no event of Sinch."""
MAX_DEPTH = 64
"""Levels of nesting in an event body."""


class EventHandler(Generic[E]):
    """Verifies and parses the events that a product posts to your server.

    Subclasses say what they handle. Call a handler with a secret to get one that has it: `sinch_events(secret)`.
    """

    kind: ClassVar[Kind]
    signature: ClassVar[Mapping[str, Any]]

    def __init__(self, secret: str | None = None, *, now: Callable[[], float] = time.time) -> None:
        self._secret = secret
        self._now = now

    def __call__(self, secret: str | None = None) -> Self:
        """Return a handler that verifies with this secret."""
        return type(self)(secret, now=self._now)

    def validate_authentication_header(
        self, headers: Any, json_payload: str | bytes, *, tolerance: float | None = None
    ) -> bool:
        """Tell whether an event is signed with the handler's secret.

        Args:
            headers: the headers of the request: a mapping or pairs, in any casing.
            json_payload: the body exactly as it was received. Parsed and written again, its signature no longer fits.
            tolerance: how many seconds the signed time stamp may lie from now, against replays; None accepts any age.
            It has no
                effect where the product signs no time stamp.

        Returns:
            True for a genuine event; False for everything else, a missing secret or header included.

        """
        if not self._secret or not isinstance(json_payload, (str, bytes, bytearray)):
            return False
        fields = _header_fields(headers)
        names: Mapping[str, str] = self.signature["headers"]
        values: dict[str, str] = {}
        for role, name in names.items():
            found = fields.get(name.lower(), [])
            if len(found) > 1 or (not found and role != "algorithm"):
                return False
            values[role] = found[0].strip() if found else ""
        announced = values.get("algorithm", "").lower().replace("-", "")
        if announced and announced != self.signature["algorithm"].replace("-", ""):
            return False
        if tolerance is not None and "timestamp" in names:
            try:
                age = abs(self._now() - float(values["timestamp"]))
            except ValueError:
                return False
            if not age <= tolerance:
                return False
        return self._validate_signature(
            json_payload, values["signature"], nonce=values.get("nonce", ""), timestamp=values.get("timestamp", "")
        )

    def _validate_signature(
        self, json_payload: str | bytes, signature: str, *, nonce: str = "", timestamp: str = ""
    ) -> bool:
        """Tell whether a signature fits a body, in constant time."""
        if not self._secret:
            return False
        expected = self._compute(json_payload, nonce, timestamp)
        try:
            return hmac.compare_digest(expected.encode(), signature.encode())
        except UnicodeEncodeError:
            return False

    def _compute(self, body: str | bytes, nonce: str, timestamp: str) -> str:
        content = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else bytes(body)
        before, _, after = self.signature["signed"].partition("{body}")
        signed = b"".join(
            (
                _fill(before, nonce, timestamp),
                content,
                _fill(after, nonce, timestamp),
            )
        )
        digest = hmac.new(
            (self._secret or "").encode("utf-8", "surrogatepass"),
            signed,
            hashlib.sha1 if self.signature["algorithm"] == "hmac-sha1" else hashlib.sha256,
        )
        return (
            digest.hexdigest()
            if self.signature["encoding"] == "hex"
            else base64.b64encode(digest.digest()).decode("ascii")
        )

    def sign(
        self, body: str | bytes, *, nonce: str = "01JEXAMPLENONCE00000000001", timestamp: int | str | None = None
    ) -> dict[str, str]:
        """Return the headers with which Sinch would post a body, for tests of your own handler."""
        if not self._secret:
            raise ArgumentError("a secret is needed to sign: call the handler with one, sinch_events(secret)")
        at = str(int(self._now()) if timestamp is None else timestamp)
        roles = {
            "signature": self._compute(body, nonce, at),
            "nonce": nonce,
            "timestamp": at,
            "algorithm": "HmacSHA1" if self.signature["algorithm"] == "hmac-sha1" else "HmacSHA256",
        }
        return {name: roles[role] for role, name in self.signature["headers"].items()}

    def parse_event(self, event_body: str | bytes | Mapping[str, Any], headers: Any = None) -> E:
        """Read an event body into its typed event.

        An event of a kind that this SDK does not know comes back as a generic one: a `Model` with everything that was
        sent.

        Args:
            event_body: the body as received, or the dictionary decoded from it.
            headers: the headers of the request, for its charset; UTF-8 is assumed without them.

        Raises:
            EventError: the body is not JSON, is not an object, or is too large or too deep to be an event.

        """
        data = dict(event_body) if isinstance(event_body, Mapping) else _decode(event_body, headers)
        if type(data) is not dict:
            raise EventError(f"an event must be a JSON object, not {type(data).__name__}")
        event: E = self.kind.load(data)
        return event if isinstance(event, Model) else Model.wrap(data)  # type: ignore[return-value]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'with' if self._secret else 'without'} a secret)"


def _fill(template: str, nonce: str, timestamp: str) -> bytes:
    return template.replace("{nonce}", nonce).replace("{timestamp}", timestamp).encode("utf-8", "surrogatepass")


def _header_fields(headers: Any) -> dict[str, list[str]]:
    """Return header values by lower-case name, from a mapping or pairs, of text or bytes."""
    fields: dict[str, list[str]] = {}
    if headers is None:
        return fields
    pairs: Iterable[Any] = headers.items() if hasattr(headers, "items") else headers
    for pair in pairs:
        try:
            name, value = pair
        except (TypeError, ValueError):
            continue
        for entry in value if isinstance(value, (list, tuple)) else (value,):
            fields.setdefault(_text(name).lower(), []).append(_text(entry))
    return fields


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, (bytes, bytearray)) else str(value)


def _decode(body: Any, headers: Any) -> Any:
    if not isinstance(body, (str, bytes, bytearray)):
        raise EventError(f"an event body must be text, bytes or a dictionary, not {type(body).__name__}")
    if len(body) > MAX_BODY:
        raise EventError(f"the body of {len(body)} characters is too large to be an event")
    try:
        text = body if isinstance(body, str) else bytes(body).decode(_charset(headers))
        data = json.loads(text)
    except (ValueError, LookupError, RecursionError) as error:
        raise EventError(f"the body is not JSON: {type(error).__name__}") from None
    if _depth_exceeds(data, MAX_DEPTH):
        raise EventError(f"the body is nested more than {MAX_DEPTH} levels deep")
    return data


def _charset(headers: Any) -> str:
    content_type = next(iter(_header_fields(headers).get("content-type", [])), "")
    _, mark, rest = content_type.lower().partition("charset=")
    return rest.split(";")[0].strip().strip('"') if mark else "utf-8"


def _depth_exceeds(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [
            child
            for entry in level
            if isinstance(entry, (dict, list))
            for child in (entry.values() if isinstance(entry, dict) else entry)
        ]
        if not level:
            return False
    return any(isinstance(entry, (dict, list)) for entry in level)
