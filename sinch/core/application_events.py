"""Events that are signed, as requests are, over method and path: with the key of an application, or of a service."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from typing import TYPE_CHECKING, ClassVar, TypeVar

from sinch.core.events import MAX_BODY, BaseEventHandler
from sinch.core.exceptions import ArgumentError, SignatureError
from sinch.core.values import load_datetime

if TYPE_CHECKING:
    from typing import Any

    from typing_extensions import Self

E = TypeVar("E")


class KeyedEventHandler(BaseEventHandler[E]):
    """Verifies and parses events whose signature names the key of a secret, and covers method and path.

    Args:
        secret: in Base64; while it is being replaced, both.
        key: what an event must name; any by default.
        now: returns the Unix time.
        max_size: bytes of a body; a larger one cannot be an event.

    """

    _stamp: ClassVar[str] = "a date-time"
    _named: ClassVar[str]
    """The argument that is the key."""

    def __init__(
        self,
        secret: str | Sequence[str] | None,
        key: str | None,
        now: Callable[[], float],
        max_size: int,
    ) -> None:
        super().__init__(secret, now=now, max_size=max_size)
        self._key = key

    def verify_and_parse(
        self, headers: Any, body: str | bytes, *, path: str, method: str = "POST", tolerance: float | None = 300
    ) -> E:
        """Return the typed event of a request, after verifying that Sinch sent it recently, and to this address.

        Args:
            headers: the headers of the request: a mapping or pairs, in any casing, or the environment of WSGI.
            body: the body exactly as it was received.
            path: of the address that Sinch posts to, as it is in the dashboard; a whole address may be given, of which
                the path alone counts. Escapes in it may be decoded. Behind a proxy that takes a prefix away, put that
                back.
            method: of the request.
            tolerance: how many seconds the signed time stamp may differ from now, against replays; None accepts any
                age.

        Raises:
            SignatureError: the signature is not valid, or too old; the message says why.
            EventError: the signature is valid, but the event cannot be read.
            ArgumentError: the body is not text or bytes, or the tolerance is not a number.

        """
        problem = self._problem_of_request(method, path, headers, body, tolerance)
        if problem is not None:
            raise SignatureError(problem)
        return self.parse_event(body, headers)

    def sign(
        self,
        body: str | bytes,
        *,
        path: str,
        method: str = "POST",
        content_type: str = "application/json",
        timestamp: str | None = None,
    ) -> dict[str, str]:
        """Return the headers with which Sinch would post a body, for tests of your own server.

        Args:
            body: as it is posted.
            path: of the address that it is posted to.
            method: of the request.
            content_type: of the body.
            timestamp: ISO 8601; the present by default.

        Raises:
            ArgumentError: the handler has no secret, or one that is not Base64; or no key.

        """
        if not self._keyed:
            raise ArgumentError(f"a secret is needed to sign: {self._no_key()}")
        if self._key is None:
            raise ArgumentError(f"a key is needed to sign: call the handler with one, {self._named}=...")
        scheme = self.scheme
        if timestamp is None:
            timestamp = datetime.fromtimestamp(self._now(), timezone.utc).isoformat().replace("+00:00", "Z")
        signature = scheme.compute(
            self._keyed[0],
            body,
            timestamp=timestamp,
            method=method.upper(),
            path=_path_of(path),
            content_type=content_type,
        )
        return {
            "Content-Type": content_type,
            scheme.headers["timestamp"]: timestamp,
            scheme.headers["signature"]: f"{scheme.scheme} {self._key}:{signature}",
        }

    def _seconds(self, timestamp: str) -> float:
        return load_datetime(timestamp).timestamp()

    def _signature(self, value: str) -> str | None:
        word, _, credentials = value.partition(" ")
        key, _, signature = credentials.strip().rpartition(":")
        if word.lower() != (self.scheme.scheme or "").lower() or not key or (self._key and key != self._key):
            return None
        return signature

    def _problem_of_request(
        self, method: str, path: str, headers: Any, body: str | bytes, tolerance: float | None
    ) -> str | None:
        """Return what is wrong with the signature of a request, if anything."""
        return self._problem(headers, body, tolerance, method.upper(), _spellings(_path_of(path)))

    def __getstate__(self) -> tuple[list[str], str | None, Callable[[], float], int]:
        return list(map(str, self._secrets)), self._key, self._now, self._max_size

    def __setstate__(self, state: tuple[list[str], str | None, Callable[[], float], int]) -> None:
        KeyedEventHandler.__init__(self, *state)


class ApplicationEventHandler(KeyedEventHandler[E]):
    """Verifies and parses the events that are posted for an application, and replies to those that want one.

    That of a client has the key and the secret of its configuration. Call it to get one with others.

    Args:
        secret: of the application, in Base64; while it is being replaced, both.
        application_key: the key that an event must name; any by default.
        now: returns the Unix time.
        max_size: bytes of a body; a larger one cannot be an event.

    """

    _named: ClassVar[str] = "application_key"

    def __init__(
        self,
        secret: str | Sequence[str] | None = None,
        *,
        application_key: str | None = None,
        now: Callable[[], float] = time.time,
        max_size: int = MAX_BODY,
    ) -> None:
        super().__init__(secret, application_key, now, max_size)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Return a handler with the key and the secret of a configuration, as far as they are there."""
        return cls(values.get("application_secret"), application_key=values.get("application_key"))

    def __call__(self, secret: str | Sequence[str] | None = None, *, application_key: str | None = None) -> Self:
        """Return a handler that verifies with this secret, or with each of several, and for this key."""
        return type(self)(secret, application_key=application_key, now=self._now, max_size=self._max_size)

    def validate_authentication_header(
        self,
        headers: Any,
        json_payload: str | bytes,
        path: str,
        method: str = "POST",
        *,
        tolerance: float | None = None,
    ) -> bool:
        """Return whether an event is signed with the secret of the application, for this address.

        Args:
            headers: the headers of the request: a mapping or pairs, in any casing, or the environment of WSGI.
            json_payload: the body exactly as it was received.
            path: as for `verify_and_parse`.
            method: of the request.
            tolerance: how many seconds the signed time stamp may differ from now, against replays; None accepts any
                age.

        Returns:
            True for a valid signature; False for everything else, including a missing header and a secret that is not
            Base64. The reason goes to the logger "Sinch" at level DEBUG.

        Raises:
            ArgumentError: the body is not text or bytes, or the tolerance is not a number.

        """
        return self._problem_of_request(method, path, headers, json_payload, tolerance) is None


def _path_of(address: Any) -> str:
    """Return the path of an address, or of what is a path already, with or without a query.

    Frameworks have it as text, as bytes, or as an object of their own.
    """
    address = address.decode() if isinstance(address, bytes) else str(address)
    _, found, rest = address.partition("://")
    if found:
        address = "/" + rest.partition("/")[2]
    path: str = address.partition("?")[0].partition("#")[0]
    return path


def _spellings(path: str) -> Sequence[str]:
    """Return a path as it is, and also with escapes and without: many frameworks decode what was signed."""
    if re.fullmatch(r"[\w/.~:@!$&'()*+,;=-]*", path, re.ASCII):
        return (path,)
    from urllib.parse import quote, unquote

    decoded = unquote(path)
    return (path, quote(decoded, safe="/:@!$&'()*+,;="), decoded)
