"""OAuth tokens: fetched with the access key, kept until shortly before they expire, shared by all threads.

`TokenStore` is the state and its rules; it does no I/O. `fetch` is the flow that gets a new token.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

from sinch.core.exceptions import AuthenticationError
from sinch.core.flow import Clock, Pause, Send, heard, refuse
from sinch.core.http import HTTPResponse, Request
from sinch.core.operation import Endpoint, Operation
from sinch.core.redact import MASK

if TYPE_CHECKING:
    from sinch.core.flow import Flow
    from sinch.core.options import Settings
    from sinch.core.retry import RetryConfiguration
    from sinch.core.service import Service

_MARGIN = 60.0
_ENDPOINT = Endpoint("getAccessToken", "POST", "/oauth2/token", retry="idempotent")


class Token:
    """A bearer token and the readings of the monotonic clock from which it is replaced: at its end, and if doubted."""

    __slots__ = ("expires_at", "replaceable_at", "value")

    def __init__(self, value: str, expires_at: float, replaceable_at: float = 0.0) -> None:
        self.value: str = value
        self.expires_at: float = expires_at
        self.replaceable_at: float = replaceable_at

    def __repr__(self) -> str:
        return f"Token({MASK})"


class TokenStore:
    """The current token of one access key."""

    __slots__ = ("_token",)

    def __init__(self) -> None:
        self._token: Token | None = None

    def get(self, now: float, rejected: str | None = None) -> str | None:
        """Return a token that is good for a while yet and is not the rejected one, or None when a new one is needed."""
        token = self._token
        if token is None or token.value == rejected or now >= token.expires_at:
            return None
        return token.value

    def put(self, token: Token) -> None:
        """Keep a new token."""
        self._token = token

    def drop(self, rejected: str | None = None) -> None:
        """Forget the token, or only if it is the rejected one."""
        if rejected is None or (self._token is not None and self._token.value == rejected):
            self._token = None

    def doubt(self, value: str) -> None:
        """Replace a token that was refused without a reason, unless it is so new that another would fare no better."""
        token = self._token
        if token is not None and token.value == value:
            token.expires_at = min(token.expires_at, token.replaceable_at)


def fetch(
    service: Service, key_id: str, key_secret: str, settings: Settings, retries: RetryConfiguration, clock: Clock,
    user_agent: str, deadline: float,
) -> Flow:  # fmt: skip
    """Exchange the access key for a `Token`, or raise."""
    basic = base64.b64encode(f"{key_id}:{key_secret}".encode()).decode("ascii")
    operation: Operation[Any] = Operation(_ENDPOINT, _ENDPOINT.path)
    attempt = 1
    while True:
        started = clock.monotonic()
        request = Request(
            "POST",
            service.origin,
            service.prefix + _ENDPOINT.path,
            {
                "Accept": "application/json",
                "Authorization": f"Basic {basic}",
                "Content-Type": "application/x-www-form-urlencoded",
                "User-Agent": user_agent,
            },
            b"grant_type=client_credentials",
            connect_timeout=settings.connect_timeout,
            read_timeout=settings.read_timeout,
            deadline=deadline,
        )
        outcome = heard((yield Send(request, attempt)))
        if 200 <= getattr(outcome, "status_code", 0) < 300:
            return _token(outcome, started)
        pause = None
        if attempt <= settings.max_retries:
            pause = retries.pause("idempotent", attempt, outcome, random=clock.random, now=clock.time)
        if pause is None or clock.monotonic() + pause >= deadline:
            refuse(operation, service, outcome)
        yield Pause(pause)
        attempt += 1


def _token(response: HTTPResponse, started: float) -> Token:
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        body = None
    value = body.get("access_token") if isinstance(body, dict) else None
    if not isinstance(value, str) or not value or not value.isascii() or any(char.isspace() for char in value):
        # the content is left out: it may hold a credential
        raise AuthenticationError(
            "the token endpoint answered without an access_token",
            http_response=HTTPResponse(response.status_code, response.headers, b""),
            operation_id=_ENDPOINT.id,
        )
    lifetime = body.get("expires_in") if isinstance(body, dict) else None
    if isinstance(lifetime, bool) or not isinstance(lifetime, (int, float)) or not 0 < lifetime < 1e7:
        lifetime = 3600
    return Token(value, started + lifetime - min(_MARGIN, lifetime / 4), started + _MARGIN)
