"""Sinch events: webhook signatures and the typed reading of event bodies. Works without a client and without I/O."""

from __future__ import annotations

import hmac
import json
import re
import time
from binascii import b2a_base64
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, TypeVar

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
    _names: ClassVar[dict[str, str]]
    """The signature's headers, in lower case, by what they are for."""
    _needed: ClassVar[frozenset[str]]
    """The roles without which nothing is valid."""
    _signed: ClassVar[bytes]
    """What is signed, as a template."""
    _digest: ClassVar[str]
    _name: ClassVar[str]
    """What the algorithm is called in a header."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "signature" in vars(cls):
            scheme = cls.signature
            cls._names = {role: name.lower() for role, name in scheme["headers"].items()}
            cls._needed = frozenset(cls._names) - {"algorithm"}
            cls._signed = _PLACE.sub(rb"%(\1)s", scheme["signed"].replace("%", "%%").encode())
            cls._digest = scheme["algorithm"].removeprefix("hmac-")
            cls._name = f"Hmac{cls._digest.upper()}"

    def __init__(self, secret: str | None = None, *, now: Callable[[], float] = time.time) -> None:
        self._secret: bytes = (secret or "").encode("utf-8", "surrogatepass")
        self._keyed = hmac.new(self._secret, digestmod=self._digest)
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
                It has no effect where the product signs no time stamp.

        Returns:
            True for a genuine event; False for everything else, a missing secret or header included.

        Raises:
            ArgumentError: the tolerance is no number.

        """
        if tolerance is not None and (isinstance(tolerance, bool) or not isinstance(tolerance, (int, float))):
            raise ArgumentError(f"tolerance must be a number of seconds, not {type(tolerance).__name__}")
        if not self._secret or not isinstance(json_payload, (str, bytes, bytearray)):
            return False
        fields = _fields(headers)
        values = {role: fields[name].strip() for role, name in self._names.items() if name in fields}
        if not self._needed <= values.keys():
            return False
        announced = values.get("algorithm")
        if announced and announced != self._name and announced.lower().replace("-", "") != self._name.lower():
            return False
        if tolerance is not None and "timestamp" in values:
            try:
                age = abs(self._now() - float(values["timestamp"]))
            except ValueError:
                return False
            if not age <= tolerance:
                return False
        expected = self._compute(json_payload, values.get("nonce", ""), values.get("timestamp", ""))
        try:
            return hmac.compare_digest(expected, values["signature"])
        except TypeError:  # a signature that is not ASCII
            return False

    def _validate_signature(
        self, payload: str | bytes, headers: Any, callback_secret: str | None = None, *, tolerance: float | None = None
    ) -> bool:
        """Like `validate_authentication_header`, the body first; `callback_secret` stands in for the handler's."""
        handler = self if callback_secret is None else self(callback_secret)
        return handler.validate_authentication_header(headers, payload, tolerance=tolerance)

    def _compute(self, body: str | bytes, nonce: str, timestamp: str) -> str:
        parts = {
            b"body": body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body,
            b"nonce": nonce.encode("utf-8", "surrogatepass"),
            b"timestamp": timestamp.encode("utf-8", "surrogatepass"),
        }
        mac = self._keyed.copy()
        mac.update(self._signed % parts)
        digest = mac.digest()
        if self.signature["encoding"] == "hex":
            return digest.hex()
        return b2a_base64(digest, newline=False).decode("ascii")

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
            "algorithm": self._name,
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
        if isinstance(event_body, (str, bytes, bytearray)):
            data = _decode(event_body, headers)
        elif isinstance(event_body, Mapping):
            data = dict(event_body)
        else:
            raise EventError(f"an event body must be text, bytes or a dictionary, not {type(event_body).__name__}")
        if type(data) is not dict:
            raise EventError(f"an event must be a JSON object, not {type(data).__name__}")
        event: E = self.kind.load(data)
        return event if isinstance(event, Model) else Model.wrap(data)  # type: ignore[return-value]

    def __getstate__(self) -> tuple[str, Callable[[], float]]:
        return self._secret.decode("utf-8", "surrogatepass"), self._now  # a keyed MAC cannot be copied or pickled

    def __setstate__(self, state: tuple[str, Callable[[], float]]) -> None:
        self.__init__(state[0], now=state[1])  # type: ignore[misc]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'with' if self._secret else 'without'} a secret)"


_PLACE = re.compile(rb"{(\w+)}")


def _fields(headers: Any) -> dict[str, str]:
    """Return header values as text by name in lower case, from a mapping or pairs; repeated ones joined by commas."""
    if headers.__class__ is dict:
        fields = {name.lower(): value for name, value in headers.items() if name.__class__ is value.__class__ is str}
        if len(fields) == len(headers):
            return fields
    found: dict[str, list[str]] = {}
    given = headers.items() if hasattr(headers, "items") else headers
    for pair in given if isinstance(given, Iterable) else ():
        try:
            name, value = pair
        except (TypeError, ValueError):
            continue
        values = value if isinstance(value, (list, tuple)) else (value,)
        found.setdefault(_text(name).lower(), []).extend(map(_text, values))
    return {name: ", ".join(values) for name, values in found.items()}


def _text(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, (bytes, bytearray)) else str(value)


def _decode(body: str | bytes | bytearray, headers: Any) -> Any:
    if len(body) > MAX_BODY:
        raise EventError(f"the body of {len(body)} characters is too large to be an event")
    try:
        if isinstance(body, str):
            text = body
        else:
            # ASCII reads the same in every charset, and a wider encoding of it has NULs
            plain = body.isascii() and 0 not in body
            text = body.decode("ascii") if plain else body.decode(_charset(headers)).removeprefix("\ufeff")
        text = text.strip(" \t\r\n")
        data, end = _read_json(text)
        if end != len(text):
            raise ValueError
    except (ValueError, LookupError, RecursionError) as error:
        raise EventError(f"the body is not JSON: {type(error).__name__}") from None
    # the brackets are counted first, which is quick and settles it for nearly every event
    if text.count("{") + ("[" in text and text.count("[")) > MAX_DEPTH and _depth_exceeds(data, MAX_DEPTH):
        raise EventError(f"the body is nested more than {MAX_DEPTH} levels deep")
    return data


def _charset(headers: Any) -> str:
    _, mark, rest = _fields(headers).get("content-type", "").lower().partition("charset=")
    charset = rest.split(";")[0].split(",")[0].strip().strip('"') if mark else "utf-8"
    if charset not in _CHARSETS:
        raise LookupError(charset)
    return charset


# The header is not signed, and some codecs of Python take time that grows with the square of the text.
_CHARSETS = frozenset(
    {"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "utf-32", "us-ascii", "ascii", "iso-8859-1", "windows-1252"}
)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_read_json = json.JSONDecoder(parse_constant=_refuse_constant).raw_decode


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
