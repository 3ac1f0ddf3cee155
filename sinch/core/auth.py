"""Authentication: how requests are signed in, and the tokens for which access keys are exchanged.

An `Auth` is a pure function from an attempt to its headers. The token of an account is fetched by a flow without I/O,
which runs through the same attempts as any call; who fetches while others wait is the business of the driver.
"""

from __future__ import annotations

import base64
import json
from abc import ABC, abstractmethod
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from sinch.core.exceptions import AuthenticationError
from sinch.core.flow import Context, attempts
from sinch.core.http import HTTPResponse, Request
from sinch.core.operation import Operation
from sinch.core.redact import MASK, Secret
from sinch.core.retry import http_date

if TYPE_CHECKING:
    import hmac
    from typing import TypeGuard

    from sinch.core.flow import Flow
    from sinch.core.service import Service
    from sinch.core.signing import SignatureScheme

_MARGIN = 60.0
"""Seconds before its end from which a token is replaced; a quarter of its life where that is shorter.

In the first half of them it still serves those who do not fetch the new one.
"""
_SKEW = 30.0
"""Seconds between the clocks of two machines from which a rejected signature may be due to them."""
_EARLY_FETCH = 5.0
"""Seconds that a call waits for a new token while the old one serves, and those between such attempts that failed."""
_LONGEST_TOKEN = 16384
"""Characters that servers take in a header."""
_GET_ACCESS_TOKEN = Operation("getAccessToken", "POST", "/oauth2/token", retry="idempotent")


class Auth(ABC):
    """A way to sign in."""

    account: Account | None = None
    """Whose token `authorize` needs."""
    secrets: tuple[str, ...] = ()
    """What must not be shown if a server repeats it; the token of an account comes to it."""

    @abstractmethod
    def authorize(self, request: Request, token: str | None, now: float) -> None:
        """Put the credentials of one attempt, which begins at a Unix time, into the headers of its request."""

    def explain_rejection(self, response: HTTPResponse, now: float) -> str:
        """Return what may be the cause of a 401; nothing where it can only be the credentials."""
        return ""


class BearerAuth(Auth):
    """The token of an account, which is fetched with an access key and does not live long."""

    def __init__(self, account: Account) -> None:
        self.account: Account | None = account
        self.secrets: tuple[str, ...] = account.auth.secrets

    def authorize(self, request: Request, token: str | None, now: float) -> None:
        """Add the token that was fetched."""
        request.headers["Authorization"] = Secret(f"Bearer {token}")


class TokenAuth(Auth):
    """A token that does not expire, such as that of a service plan."""

    def __init__(self, token: str) -> None:
        self._value = Secret(f"Bearer {token}")
        self.secrets: tuple[str, ...] = (Secret(token),)

    def authorize(self, request: Request, token: str | None, now: float) -> None:
        """Add the token."""
        request.headers["Authorization"] = self._value


class BasicAuth(Auth):
    """A name and a secret."""

    def __init__(self, name: str, secret: str) -> None:
        encoded = Secret(base64.b64encode(f"{name}:{secret}".encode()).decode("ascii"))
        self._value = Secret(f"Basic {encoded}")
        self.secrets: tuple[str, ...] = (encoded, Secret(secret), Secret(name))

    def authorize(self, request: Request, token: str | None, now: float) -> None:
        """Add both."""
        request.headers["Authorization"] = self._value


class SignedAuth(Auth):
    """The key and the secret of an application, with which each attempt is signed anew.

    Args:
        key: of the application.
        keyed: a MAC that has its secret.
        secret: the text of it.
        scheme: what is signed, and how.

    """

    def __init__(self, key: str, keyed: hmac.HMAC, secret: str, scheme: SignatureScheme) -> None:
        self._key = Secret(key)
        self._keyed = keyed
        self._scheme = scheme
        self.secrets: tuple[str, ...] = (Secret(secret), Secret(key))

    def authorize(self, request: Request, token: str | None, now: float) -> None:
        """Add the time and the signature of an attempt."""
        scheme, headers = self._scheme, request.headers
        timestamp = datetime.fromtimestamp(now, timezone.utc).isoformat(timespec="microseconds")[:-6] + "Z"
        signature = scheme.compute(
            self._keyed,
            request.body or b"",
            timestamp=timestamp,
            method=request.method,
            path=request.target.partition("?")[0],
            content_type=next((value for name, value in headers.items() if name.lower() == "content-type"), ""),
        )
        request.secrets += (Secret(signature),)
        headers[scheme.headers["timestamp"]] = timestamp
        headers[scheme.headers["signature"]] = Secret(f"{scheme.scheme} {self._key}:{signature}")

    def explain_rejection(self, response: HTTPResponse, now: float) -> str:
        """Return how far the clock of this machine is from the server's, if a signature may be rejected for that."""
        at = http_date(response.headers.get("date"))
        if at is None or abs(now - at) < _SKEW:
            return ""
        where = "ahead of" if now > at else "behind"
        return (
            f"the clock of this machine is {abs(now - at):.0f} seconds {where} that of the server, "
            "and a signature is only good at about the time that it names"
        )


class Account:
    """An access key, and the service that exchanges it for tokens; known by its `identity`."""

    __slots__ = ("auth", "identity", "service")

    def __init__(self, service: Service, key_id: str, key_secret: str) -> None:
        self.service: Service = service
        self.auth: Auth = BasicAuth(key_id, key_secret)
        self.identity: tuple[str, ...] = (service.origin + service.prefix, Secret(key_id), Secret(key_secret))

    def __repr__(self) -> str:
        return f"Account({MASK})"


class Token:
    """A bearer token and the monotonic times from which it is replaced.

    `refresh_at` is when a new one is fetched while this one still serves, `expires_at` when it serves no more, and
    `replaceable_at` when it is old enough for another one to fare better.
    """

    __slots__ = ("expires_at", "refresh_at", "replaceable_at", "value")

    def __init__(self, value: str, expires_at: float, refresh_at: float, replaceable_at: float) -> None:
        self.value: Secret = Secret(value)
        self.expires_at: float = expires_at
        self.refresh_at: float = refresh_at
        self.replaceable_at: float = replaceable_at

    @classmethod
    def lasting(cls, value: str, lifetime: float, started: float) -> Token:
        """Return a token for which the fetch started at a monotonic time. Raises ValueError for what cannot be one."""
        if not _can_be_token(value) or not 0 < lifetime < 1e7:
            raise ValueError
        margin = min(_MARGIN, lifetime / 4)
        return cls(value, started + lifetime - margin / 2, started + lifetime - margin, started + _MARGIN)

    def __repr__(self) -> str:
        return f"Token({MASK})"


class TokenStore:
    """The current token of an account, and the rules by which it is replaced."""

    __slots__ = ("_renewed_at", "_token")

    def __init__(self) -> None:
        self._token: Token | None = None
        self._renewed_at = float("-inf")

    def get(self, now: float) -> Token | None:
        """Return the token that serves now, if there is one."""
        token = self._token
        return None if token is None or now >= token.expires_at else token

    def put(self, token: Token) -> None:
        """Keep a new token."""
        self._token = token

    def fetch_deadline(self, now: float, deadline: float) -> float:
        """Return when a fetch must be over, so that a call which has a good token still has time for itself."""
        return deadline if self.get(now) is None else min(deadline, now + min(_EARLY_FETCH, (deadline - now) / 2))

    def keep(self, token: Token, now: float) -> None:
        """Go on with a token for which no new one was to be had, and leave the other calls alone for a while."""
        token.refresh_at = now + _EARLY_FETCH

    def reject(self, value: str, now: float) -> None:
        """Forget a token that an API rejected as expired.

        One that is new is only replaced once a minute: if the next is rejected as well, it is for another reason, and
        fetching one for each call would help nobody.
        """
        token = self._token
        if token is None or token.value != value:
            return
        if now >= token.replaceable_at or now - self._renewed_at >= _MARGIN:
            self._token = None
            self._renewed_at = now

    def expire_soon(self, value: str) -> None:
        """Replace a token that was rejected without a reason, unless it is so new that another would fare no better."""
        token = self._token
        if token is not None and token.value == value:
            token.expires_at = min(token.expires_at, token.replaceable_at)


def fetch_token(account: Account, context: Context, deadline: float) -> Flow:
    """Exchange an access key for a `Token`, or raise."""
    service, settings = account.service, context.settings
    request = Request(
        _GET_ACCESS_TOKEN.method,
        service.origin,
        service.prefix + _GET_ACCESS_TOKEN.path,
        {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "User-Agent": context.user_agent,
        },
        b"grant_type=client_credentials",
        connect_timeout=settings.connect_timeout,
        read_timeout=settings.read_timeout,
        deadline=deadline,
    )
    response, started = yield from attempts(_GET_ACCESS_TOKEN, request, account.auth, service, context)
    return _read_token(response, started)


def _can_be_token(value: object) -> TypeGuard[str]:
    """Tell whether something is visible ASCII, and not too long."""
    return (
        isinstance(value, str)
        and 0 < len(value) <= _LONGEST_TOKEN
        and value.isascii()
        and value.isprintable()
        and " " not in value
    )


def _read_token(response: HTTPResponse, started: float) -> Token:
    try:
        body = json.loads(response.content)
    except (ValueError, RecursionError):
        body = None
    value = body.get("access_token") if isinstance(body, dict) else None
    if not _can_be_token(value):
        body = value = None  # no frame of an exception has them, nor has it the content: they may hold a credential
        raise AuthenticationError(
            "the token endpoint responded without an access_token",
            http_response=HTTPResponse(response.status_code, response.headers, b""),
            operation_id=_GET_ACCESS_TOKEN.id,
        )
    lifetime = body.get("expires_in") if isinstance(body, dict) else None
    if isinstance(lifetime, bool) or not isinstance(lifetime, (int, float)) or not 0 < lifetime < 1e7:
        lifetime = 3600
    return Token.lasting(value, lifetime, started)
