"""Who may use the control API and the page: this machine, or who has the token; and no page of another site."""

from __future__ import annotations

import hmac
import re
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from sinch.testing.events import is_loopback
from sinch.testing.server import Request

COOKIE = "sinch_simulator"
MAX_BODY = 1024 * 1024
"""The largest body of a request, in bytes."""
_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?")


class Stopped(Exception):
    """Raised for a request that the control API rejects."""

    def __init__(self, status: int, text: str, field: str | None = None) -> None:
        super().__init__(text)
        self.status = status
        self.text = text
        self.field = field
        """What is wrong in the request."""


def check(request: Request, token: str | None) -> None:
    """Reject what does not come from where it may.

    Without a token the host must be this machine, so that no page can reach it under a name of its own. The headers
    that browsers add tell requests that other sites cause; what changes something must be JSON, which other sites
    cannot send unasked.
    """
    host = request.headers.get("host", "")
    match = _HOST.fullmatch(host)
    if match is None or (token is None and not is_loopback(match[1].strip("[]"))):
        raise Stopped(403, f"Host: {host!r} is not this machine")
    if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        raise Stopped(403, "Sec-Fetch-Site: other sites may not use this")
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != host:
        raise Stopped(403, f"Origin: {origin} may not use this")
    if token is not None and not hmac.compare_digest(_given(request).encode(), token.encode()):
        raise Stopped(401, "Authorization: this needs the token that the simulator printed, as Bearer")
    if len(request.body) > MAX_BODY:
        raise Stopped(413, f"the body has more than {MAX_BODY} bytes")
    if request.method not in ("GET", "POST"):
        raise Stopped(405, f"{request.method} is not allowed here")
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and kind != "application/json":
        raise Stopped(415, "Content-Type: must be application/json")


def _given(request: Request) -> str:
    """Return the token of a request, from its header or its cookie."""
    scheme, _, value = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    try:
        cookie = SimpleCookie(request.headers.get("cookie", ""))
    except CookieError:
        return ""
    return cookie[COOKIE].value if COOKIE in cookie else ""
