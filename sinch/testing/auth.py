"""Simulated authentication: the token endpoint, and the credentials that every product accepts."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, ClassVar
from urllib.parse import unquote

from sinch.testing.clock import format_time, parse_time
from sinch.testing.events import compute_signature
from sinch.testing.openapi import Operation
from sinch.testing.product import Call, Credentials, Product, Rejected, handles
from sinch.testing.records import RecordedRequest

LIFETIME = timedelta(seconds=3600)
FRESH = timedelta(minutes=5)
"""How far the time stamp of a signed request may be from now, by the clock of this machine."""
_SIGNED = "x-request-signature"
_BOUND = ("project_id", "projectId", "service_plan_id")
_NOT_KNOWN = 'Bearer error="invalid_token", error_description="Jwt is not known"'


class Auth(Product):
    """The token endpoint and the tokens it has issued."""

    name = "auth"
    accepts: ClassVar[tuple[str, ...]] = ("key",)

    def clear(self) -> None:
        """Forget every token."""
        self._tokens: dict[str, datetime] = {}

    def error(self, rejected: Rejected) -> Any:
        """Return an OAuth error."""
        usual = {400: "invalid_request", 401: "invalid_client"}.get(rejected.status, "server_error")
        return {"error": rejected.code or usual, "error_description": rejected.text}

    @handles("getAccessToken")
    def _issue(self, call: Call) -> dict[str, Any]:
        now = self.world.clock.now()
        token = f"simulated.{self.world.ids.ulid()}"
        self._tokens[token] = now + LIFETIME
        seconds = int(LIFETIME.total_seconds())
        return {"access_token": token, "expires_in": seconds - 1, "scope": "", "token_type": "bearer"}

    def expire(self) -> None:
        """Expire all tokens issued so far: APIs respond with a 401 that says so."""
        with self.world.changing():
            now = self.world.clock.now()
            self._tokens = {token: min(end, now) for token, end in self._tokens.items()}

    def revoke(self) -> None:
        """Revoke all tokens issued so far: APIs respond with a 401 that does not say expired."""
        with self.world.changing():
            self._tokens.clear()

    def check_token(self, token: str) -> None:
        """Reject a token that is unknown or expired."""
        end = self._tokens.get(token)
        if end is None:
            raise _unauthorized("the access token is not known", _NOT_KNOWN)
        if end <= self.world.clock.time:
            said = f"Jwt expired at {format_time(end, 'seconds')}"
            uri = "https://tools.ietf.org/html/rfc6750#section-3.1"
            challenge = f'Bearer error="invalid_token", error_description="{said}", error_uri="{uri}"'
            raise _unauthorized("the access token has expired", challenge)


class Gate:
    """Decides whether a host of a product accepts a request's credentials."""

    def __init__(self, auth: Auth, product: Product, kinds: frozenset[str]) -> None:
        self._auth = auth
        self._kinds = kinds
        self._default = product.spec.document.get("security", [])
        schemes = product.spec.security_schemes
        self._signed = next((scheme[_SIGNED] for scheme in schemes.values() if _SIGNED in scheme), None)
        """How requests of an application are signed."""
        self._kind_of = {name: _kind(scheme, self._signed is not None) for name, scheme in schemes.items()}

    def check(self, operation: Operation, request: RecordedRequest, raw_path: Mapping[str, str]) -> None:
        """Reject a request without valid credentials, or with those of another project or service plan."""
        wanted = self._default if operation.security is None else operation.security
        kinds = {self._kind_of[name] for alternative in wanted for name in alternative} & self._kinds
        if not kinds:
            return
        credentials = self._auth.world.credentials
        if self._signed is not None:
            _check_application(self._signed, kinds, request, credentials)
            return
        scheme, _, value = request.headers.get("authorization", "").partition(" ")
        owner = credentials.project_id
        if scheme.lower() == "basic" and "key" in kinds:
            _check_key(value, credentials)
        elif scheme.lower() == "bearer" and "token" in kinds:
            self._auth.check_token(value)
        elif scheme.lower() == "bearer" and "plan" in kinds:
            if not hmac.compare_digest(value.encode(), credentials.sms_api_token.encode()):
                raise _unauthorized("the API token does not belong to the service plan", 'Bearer realm="sinch"')
            owner = credentials.service_plan_id
        else:
            names = {"key": "Basic (access key)", "token": "Bearer (access token)", "plan": "Bearer (API token)"}
            expected = " or ".join(names[kind] for kind in sorted(kinds))
            challenge = "Basic" if kinds == {"key"} else "Bearer"
            raise _unauthorized(f"the Authorization header is not {expected}", f'{challenge} realm="sinch"')
        for name in _BOUND:
            if name in raw_path and unquote(raw_path[name]) != owner:
                text = f"{name}: these credentials are not for {unquote(raw_path[name])}"
                raise Rejected(403, text, code="PERMISSION_DENIED")


def _kind(scheme: Mapping[str, Any], of_application: bool) -> str:
    if scheme["type"] == "oauth2":
        return "token"
    if _SIGNED in scheme:
        return "signed"
    if scheme.get("scheme") == "basic":
        return "application" if of_application else "key"
    return "plan" if scheme.get("scheme") == "bearer" else "unknown"


def _check_application(
    scheme: Mapping[str, Any], kinds: set[str], request: RecordedRequest, credentials: Credentials
) -> None:
    """Reject a request that is neither signed with the secret of the application nor, where allowed, has it."""
    word, _, value = request.headers.get("authorization", "").partition(" ")
    if word.lower() == "basic" and "application" in kinds:
        pair = base64.b64encode(f"{credentials.application_key}:{credentials.application_secret}".encode())
        if not hmac.compare_digest(value.encode(), pair):
            raise Rejected(401, "wrong application key or secret", code="40107")
        return
    key, _, signature = value.rpartition(":")
    if word.lower() != scheme["scheme"].lower() or not key:
        raise Rejected(401, f"the Authorization header is not {scheme['scheme']} key:signature", code="40100")
    timestamp = request.headers.get(scheme["headers"]["timestamp"], "")
    try:
        age = abs(datetime.now(timezone.utc) - parse_time(timestamp))
    except ValueError:
        raise Rejected(401, "x-timestamp is missing or not ISO 8601", code="40101") from None
    if age > FRESH:
        raise Rejected(401, f"x-timestamp is off by {age.total_seconds():.0f} seconds", code="40101")
    values = {
        "method": request.method,
        "path": request.full_path,
        "content_type": request.headers.get("content-type", ""),
        "timestamp": timestamp,
    }
    expected = compute_signature(scheme, credentials.application_secret, request.body, values)
    if key != credentials.application_key or not hmac.compare_digest(signature.encode(), expected.encode()):
        raise Rejected(401, "the signature does not fit", code="40102")


def _check_key(value: str, credentials: Credentials) -> None:
    try:
        given = base64.b64decode(value, validate=True)
    except binascii.Error:
        given = b""
    expected = f"{credentials.key_id}:{credentials.key_secret}".encode()
    if not hmac.compare_digest(given, expected):
        raise _unauthorized("the client could not be authenticated", 'Basic realm="sinch"')


def _unauthorized(text: str, challenge: str) -> Rejected:
    return Rejected(401, text, headers=[("www-authenticate", challenge)])
