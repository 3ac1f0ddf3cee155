"""Sinch events: webhook signatures and the typed reading of event bodies. Works without a client and without I/O."""

from __future__ import annotations

import hmac
import json
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NoReturn, TypeVar

from sinch.core.exceptions import ArgumentError, EventError, SignatureError
from sinch.core.log import LOGGER_NAME, say_that_it_raised
from sinch.core.model import Model
from sinch.core.redact import Secret
from sinch.core.signing import SignatureScheme as SignatureScheme
from sinch.core.suggestions import given_twice, unexpected_keyword

if TYPE_CHECKING:
    from typing import TypedDict

    from typing_extensions import Self, Unpack

    from sinch.core.kinds import Kind

    class SecretAliases(TypedDict, total=False):
        """Further names of the argument `secret`."""

        callback_secret: str | Sequence[str] | None
        sinch_event_secret: str | Sequence[str] | None
        app_secret: str | Sequence[str] | None


E = TypeVar("E")

MAX_BODY = 1024 * 1024
"""Bytes. A larger body cannot be an event of Sinch."""
MAX_DEPTH = 64
"""Levels of nesting in an event body."""


_SECRET_ALIASES = ("callback_secret", "sinch_event_secret", "app_secret")


def _secret(where: str, secret: Any, aliases: Mapping[str, Any]) -> Any:
    """Return the secret of a handler, whichever of its names it was given under."""
    for name in aliases:
        if name not in _SECRET_ALIASES:
            raise unexpected_keyword(where, name, ("secret", *_SECRET_ALIASES))
        if secret is not None:
            raise given_twice(name, "secret")
        secret = aliases[name]
    return secret


class BaseEventHandler(Generic[E]):
    """What all handlers of events have in common: secrets, the check of a signature, and the reading of a body.

    Args:
        secret: one or several; each event must be signed with one of them.
        now: returns the Unix time.
        max_size: bytes of a body; a larger one cannot be an event.

    """

    kind: ClassVar[Kind]
    scheme: ClassVar[SignatureScheme]
    _stamp: ClassVar[str] = "a number"
    """What a time stamp must be."""

    def __init__(
        self,
        secret: str | Sequence[str] | None = None,
        *,
        now: Callable[[], float] = time.time,
        max_size: int = MAX_BODY,
    ) -> None:
        given = [secret] if isinstance(secret, str) else list(secret or ())
        if not all(isinstance(text, str) for text in given):
            raise ArgumentError("secret must be text, or a list of texts")
        self._secrets: list[Secret] = [Secret(text.strip()) for text in given if text.strip()]
        made = [self.scheme.keyed(text) for text in self._secrets]
        self._keyed = [keyed for keyed in made if keyed is not None]
        self._now = now
        self._max_size = max_size

    def _problem(
        self,
        headers: Any,
        body: str | bytes,
        tolerance: float | None,
        method: str = "",
        paths: Sequence[str] = ("",),
    ) -> str | None:
        """Return what is wrong with the signature of an event, if anything; quotes nothing of it.

        The path may be spelled in several ways, of which one must be signed.
        """
        if tolerance is not None and (isinstance(tolerance, bool) or not isinstance(tolerance, (int, float))):
            raise ArgumentError(f"tolerance must be a number of seconds, not {type(tolerance).__name__}")
        if not isinstance(body, (str, bytes, bytearray)):
            raise ArgumentError(
                f"the body must be text or bytes as they were received, not {type(body).__name__}: "
                "the signature is over the bytes, which parsing loses"
            )
        problem = self._signature_problem(headers, body, tolerance, method, paths)
        if problem is not None and "logging" in sys.modules:
            import logging

            try:
                logging.getLogger(LOGGER_NAME).debug("an event was rejected: %s", problem)
            except Exception as error:
                say_that_it_raised("the logger", error)
        return problem

    def _signature_problem(
        self, headers: Any, body: str | bytes, tolerance: float | None, method: str, paths: Sequence[str]
    ) -> str | None:
        if not self._keyed:
            return self._no_key()
        if len(body) > self._max_size:
            return f"its body of {len(body)} characters is too large to be an event"
        scheme = self.scheme
        fields = _fields(headers)
        values: dict[str, str] = {}
        for role, name, in_wsgi in scheme.lookup:
            value = fields.get(name)
            if value is None:
                value = fields.get(in_wsgi)
            if value is not None:
                values[role] = value.strip()
            elif role in scheme.required:
                return f"the header {name} is missing"
        announced = values.get("algorithm")
        if announced and announced != scheme.name and announced.lower().replace("-", "") != scheme.name.lower():
            return f"it is not signed with {scheme.name}"
        if tolerance is not None and "timestamp" in values:
            try:
                age = self._now() - self._seconds(values["timestamp"])
            except ValueError:
                return f"its time stamp is not {self._stamp}"
            if not abs(age) <= tolerance:
                if age != age:
                    return f"its time stamp is not {self._stamp}"
                late = "old" if age > 0 else "ahead of this machine's clock"
                return f"it is {abs(age):.0f} seconds {late}; {tolerance:g} are tolerated"
        nonce, timestamp = values.get("nonce", ""), values.get("timestamp", "")
        signature = self._signature(values["signature"])
        if signature is None:
            return "its signature is not of this application: the scheme or the key differs"
        content_type = (fields.get("content-type") or fields.get("content_type", "")) if scheme.of_request else ""
        try:
            for keyed in self._keyed:
                for path in paths:
                    expected = scheme.compute(
                        keyed, body, nonce, timestamp, method=method, path=path, content_type=content_type
                    )
                    if hmac.compare_digest(expected, signature):
                        return None
                    if "," in signature and any(
                        hmac.compare_digest(expected, each.strip()) for each in signature.split(",")
                    ):
                        return None
        except TypeError:  # a signature that is not ASCII
            pass
        of_request = ", or method, path or Content-Type are not" if scheme.of_request else ""
        return f"its signature is another one: the secret differs, or the body is not{of_request} as it was received"

    def _no_key(self) -> str:
        if self._secrets:
            return "the secret of the handler is not Base64: copy it as the Sinch dashboard shows it"
        return "the handler has no secret: call it with one, sinch_events(secret)"

    def _seconds(self, timestamp: str) -> float:
        """Return the Unix time of a time stamp. Raises ValueError."""
        return float(timestamp)

    def _signature(self, value: str) -> str | None:
        """Return the signature in the value of its header; None if it cannot be meant for this handler."""
        return value

    def parse_event(self, event_body: str | bytes | Mapping[str, Any], headers: Any = None) -> E:
        """Read an event body into its typed event.

        An event of a kind that this SDK does not know is a generic one: a `Model` with everything that was sent.

        Args:
            event_body: the body as received, or the dictionary decoded from it.
            headers: the headers of the request, for its charset; UTF-8 is assumed without them.

        Raises:
            EventError: the body is not JSON, is not an object, or is too large or too deep to be an event.

        """
        if isinstance(event_body, (str, bytes, bytearray)):
            try:
                data = _decode(event_body, headers, self._max_size)
            except EventError as error:
                raise error.with_traceback(None) from None  # its frames have the body
        elif isinstance(event_body, Mapping):
            data = dict(event_body)
        else:
            raise EventError(f"an event body must be text, bytes or a dictionary, not {type(event_body).__name__}")
        if type(data) is not dict:
            raise EventError(f"an event must be a JSON object, not {type(data).__name__}")
        event: E = self.kind.load(data)
        return event if isinstance(event, Model) else Model.wrap(data)  # type: ignore[return-value]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({'with' if self._keyed else 'without'} a secret)"


class EventHandler(BaseEventHandler[E]):
    """Verifies and parses the events that a product posts to your server.

    Subclasses define what they handle. Call a handler with a secret to get one that uses it: `sinch_events(secret)`.
    While a secret is being replaced, give both: `sinch_events([new, old])`.

    Args:
        secret: one or several; each event must be signed with one of them.
        now: returns the Unix time.
        max_size: bytes of a body; a larger one cannot be an event.

    """

    def __init__(
        self,
        secret: str | Sequence[str] | None = None,
        *,
        now: Callable[[], float] = time.time,
        max_size: int = MAX_BODY,
        **aliases: Unpack[SecretAliases],
    ) -> None:
        super().__init__(_secret(type(self).__name__, secret, aliases), now=now, max_size=max_size)

    def __call__(self, secret: str | Sequence[str] | None = None, **aliases: Unpack[SecretAliases]) -> Self:
        """Return a handler that verifies with this secret, or with each of several."""
        return type(self)(_secret("sinch_events", secret, aliases), now=self._now, max_size=self._max_size)

    def verify_and_parse(self, headers: Any, body: str | bytes, *, tolerance: float | None = 300) -> E:
        """Return the typed event of a request, after verifying that Sinch sent it recently.

        Args:
            headers: the headers of the request: a mapping or pairs, in any casing, or the environment of WSGI.
            body: the body exactly as it was received.
            tolerance: how many seconds the signed time stamp may differ from now, against replays; None accepts any
                age. It has no effect where the product signs no time stamp: replays then cannot be detected.

        Raises:
            SignatureError: the signature is not valid, or too old; the message says why.
            EventError: the signature is valid, but the event cannot be read.
            ArgumentError: the body is not text or bytes, or the tolerance is not a number.

        """
        problem = self._problem(headers, body, tolerance)
        if problem is not None:
            raise SignatureError(problem)
        return self.parse_event(body, headers)

    def validate_authentication_header(
        self, headers: Any, json_payload: str | bytes, *, tolerance: float | None = None
    ) -> bool:
        """Return whether an event is signed with the handler's secret.

        Args:
            headers: the headers of the request: a mapping or pairs, in any casing, or the environment of WSGI.
            json_payload: the body exactly as it was received. If parsed and serialised again, the signature no longer
                matches.
            tolerance: how many seconds the signed time stamp may differ from now, against replays; None accepts any
                age. It has no effect where the product signs no time stamp.

        Returns:
            True for a valid signature; False for everything else, including a missing secret or header. The reason goes
            to the logger "Sinch" at level DEBUG.

        Raises:
            ArgumentError: the body is not text or bytes, or the tolerance is not a number.

        """
        return self._problem(headers, json_payload, tolerance) is None

    def _validate_signature(
        self, payload: str | bytes, headers: Any, callback_secret: str | None = None, *, tolerance: float | None = None
    ) -> bool:
        """Like `validate_authentication_header`, the body first; `callback_secret` stands in for the handler's."""
        handler = self if callback_secret is None else self(callback_secret)
        return handler.validate_authentication_header(headers, payload, tolerance=tolerance)

    def sign(
        self, body: str | bytes, *, nonce: str | None = None, timestamp: int | str | None = None
    ) -> dict[str, str]:
        """Return the headers with which Sinch would post a body, for tests of your own handler.

        Args:
            body: as it is posted.
            nonce: a new one by default.
            timestamp: Unix time in seconds; the present by default.

        """
        if not self._keyed:
            raise ArgumentError(f"a secret is needed to sign: {self._no_key()}")
        from secrets import token_hex

        scheme = self.scheme
        nonce = token_hex(13) if nonce is None else nonce
        at = str(int(self._now()) if timestamp is None else timestamp)
        roles = {
            "signature": scheme.compute(self._keyed[0], body, nonce, at),
            "nonce": nonce,
            "timestamp": at,
            "algorithm": scheme.name,
        }
        return {name: roles[role] for role, name in scheme.headers.items()}

    def __getstate__(self) -> tuple[list[str], Callable[[], float], int]:
        return list(map(str, self._secrets)), self._now, self._max_size  # a keyed MAC cannot be copied or pickled

    def __setstate__(self, state: tuple[list[str], Callable[[], float], int]) -> None:
        self.__init__(state[0], now=state[1], max_size=state[2])  # type: ignore[misc]


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


def _decode(body: str | bytes | bytearray, headers: Any, max_size: int) -> Any:
    if len(body) > max_size:
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
    fields = _fields(headers)
    _, found, rest = (fields.get("content-type") or fields.get("content_type", "")).lower().partition("charset=")
    charset = rest.split(";")[0].split(",")[0].strip().strip('"') if found else "utf-8"
    if charset not in _CHARSETS:
        raise LookupError(charset)
    return charset


# The header is not signed, and some of Python's charsets take time quadratic in the length of the text.
_CHARSETS = frozenset(
    {"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "utf-32", "us-ascii", "ascii", "iso-8859-1", "windows-1252"}
)


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


_read_json = json.JSONDecoder(parse_constant=_reject_constant).raw_decode


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
