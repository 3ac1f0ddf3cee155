"""What can go wrong in an exchange, and the `TransportFailure` that says it: never bytes of a response or secrets."""

from __future__ import annotations

import os
import ssl
import time

from sinch.core.content import ContentError, RejectedContentError
from sinch.core.http import HTTPResponse, Request, TransportFailure
from sinch.core.redact import one_line


class Problem(Exception):
    """Something that only this transport can find wrong. It carries no text: `failure` has the words."""


class Broken(Problem):
    """The connection ended before the response was whole."""


class Malformed(Problem):
    """What arrived is not a valid HTTP/1.1 response, or not certain in its length."""


class UnknownName(Problem):
    """The name of the host was not found."""

    def __init__(self, *, final: bool) -> None:
        super().__init__()
        self.final = final
        """Whether the name does not exist, in contrast to a name server that did not respond."""


class TunnelRejected(Problem):
    """The proxy does not open a tunnel."""

    def __init__(self, status: int) -> None:
        super().__init__()
        self.status = status


class Unsendable(Problem):
    """The request has a character or a header that would make it another request."""


class NoPlace(Problem):
    """The deadline passed in the line for a connection."""

    def __init__(self, pool_size: int) -> None:
        super().__init__()
        self.pool_size = pool_size


_TIME_IS_UP = "the time given to the call ran out"


def failure(
    request: Request,
    problem: Exception,
    *,
    sent: bool,
    proxied: bool = False,
    begun: HTTPResponse | None = None,
) -> TransportFailure:
    """Return the failure for a problem; `begun` is the response as far as its head, if that arrived."""
    expired = request.deadline is not None and time.monotonic() >= request.deadline
    timed_out = expired or isinstance(problem, TimeoutError)
    if begun is not None:
        final = expired or isinstance(problem, RejectedContentError)
        flaw = str(problem) if isinstance(problem, ContentError) else "breaks off"
        reason = "did not arrive in time" if timed_out else flaw
        return TransportFailure(reason, sent=True, timed_out=timed_out, response=begun, final=final)
    where = f"{request.origin} through the proxy" if proxied and not sent else request.origin
    final = expired
    if isinstance(problem, NoPlace):
        reason = f"{_TIME_IS_UP} while it waited for one of {problem.pool_size} connections (pool_size)"
    elif isinstance(problem, Unsendable):
        reason, final = "the request has a header or address that cannot be sent", True
    elif expired:
        reason = _TIME_IS_UP
    elif isinstance(problem, UnknownName):
        reason, final = f"the name of the host in {where} is not known", problem.final
    elif isinstance(problem, ssl.SSLError) and not sent:
        reason = f"TLS to {where} failed: {explanation(problem)}"
        final = not isinstance(problem, (ssl.SSLEOFError, ssl.SSLZeroReturnError))  # those break off
    elif timed_out:
        seconds = request.read_timeout if sent else request.connect_timeout
        reason = f"{'no response' if sent else 'no connection'} from {where} within {seconds:g} s"
    elif sent:
        reason = f"the connection to {where} broke"
    elif isinstance(problem, TunnelRejected):
        reason = f"no connection to {where}: it responded {problem.status}"
    else:
        reason = f"no connection to {where}: {explanation(problem)}"
    unresolved = isinstance(problem, UnknownName)
    found = TransportFailure(reason, sent=sent, timed_out=timed_out, final=final, unresolved=unresolved)
    if isinstance(problem, OSError):
        # for its number; the frames and exceptions behind it hold what was to be sent
        problem.__context__ = problem.__cause__ = None
        found.__cause__ = problem.with_traceback(None)
    return found


def explanation(error: Exception) -> str:
    """Return the system's words for an error of it."""
    if isinstance(error, (Broken, Malformed)):
        return "it broke off"
    text = getattr(error, "verify_message", None) or ""
    if not text and isinstance(error, ssl.SSLError):
        text = str(getattr(error, "reason", None) or error.strerror or "")
    if not text and isinstance(error, OSError):
        # asyncio puts the address into strerror
        text = os.strerror(error.errno) if error.errno else str(error)
    return one_line(text or str(error)) or type(error).__name__
