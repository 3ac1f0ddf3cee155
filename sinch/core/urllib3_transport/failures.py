"""Failures: what urllib3, the system and TLS raise, as a `TransportFailure` that tells what is known of the request."""

from __future__ import annotations

import socket
import ssl
import time
from typing import Any

from urllib3.exceptions import (
    ConnectTimeoutError,
    NameResolutionError,
    NewConnectionError,
    ProxyError,
    SSLError,
    TimeoutError,
)

from sinch.core.content import ContentError, RejectedContentError
from sinch.core.http import Headers, HTTPResponse, Request, TransportFailure
from sinch.core.redact import one_line
from sinch.core.urllib3_transport.connection import DeadlineConnection, exchange


def transport_failure(
    request: Request, error: Exception, cause: BaseException, response: Any, connection: type
) -> TransportFailure:
    """Return what is known of a request that brought no complete response; closes the response.

    Args:
        request: what was to be sent.
        error: what was raised.
        cause: what that began with.
        response: urllib3's response, if its head arrived.
        connection: the class of the connections that were used.

    """
    where = request.origin
    if isinstance(error, ProxyError):
        error, where = error.original_error, f"{where} through the proxy"
    expired = request.deadline is not None and time.monotonic() >= request.deadline
    timed_out = expired or (isinstance(error, TimeoutError) and not isinstance(error, NewConnectionError))
    if response is not None:
        received = HTTPResponse(response.status, Headers(list(response.headers.items())), b"")
        response.close()
        final = expired or isinstance(error, RejectedContentError)
        flaw = str(error) if isinstance(error, ContentError) else "breaks off"
        reason = "did not arrive in time" if timed_out else flaw
        return TransportFailure(reason, sent=True, timed_out=timed_out, response=received, final=final)
    # of connections that are not ours, such as a recorder's, it is only known when they were never open
    foreign = not issubclass(connection, DeadlineConnection)
    sent = exchange.sent or (foreign and not isinstance(error, (ConnectTimeoutError, NewConnectionError)))
    final = expired
    if expired:
        reason = "the time given to the call ran out"
    elif isinstance(error, NameResolutionError):
        reason = f"the name of the host in {where} is not known"
        final = getattr(cause, "errno", None) != socket.EAI_AGAIN  # a name that does not exist will not do so soon
    elif isinstance(error, (SSLError, ssl.SSLError)) and not sent:
        reason = f"TLS to {where} failed: {_explanation(cause, request)}"
        final = not isinstance(cause, (ssl.SSLEOFError, ssl.SSLZeroReturnError))  # those break off
    elif timed_out:
        seconds = request.read_timeout if sent else request.connect_timeout
        reason = f"{'no response' if sent else 'no connection'} from {where} within {seconds:g} s"
    elif sent:
        reason = f"the connection to {where} broke"
    else:
        reason = f"no connection to {where}: {_explanation(cause, request)}"
    unresolved = isinstance(error, NameResolutionError)
    return TransportFailure(reason, sent=sent, timed_out=timed_out, final=final, unresolved=unresolved)


def origin_of(error: BaseException, handled: BaseException | None) -> BaseException:
    """Return what an error began with, short of an exception that was being handled before."""
    while (cause := error.__cause__ or error.__context__) is not None and cause is not handled:
        error = cause
    return error


def is_of_the_system(error: BaseException) -> bool:
    """Tell whether an error is in the words of the system or of Python; others quote what came from outside."""
    return isinstance(error, OSError) and (error.errno is not None or type(error) is not OSError)


def without_frames(error: BaseException, handled: BaseException | None) -> BaseException:
    """Take the frames out of an error and of all that it came from: they have the request with its credentials."""
    link: BaseException | None = error
    while link is not None and link is not handled:
        link.__traceback__ = None
        link = link.__cause__ or link.__context__
    return error


def _explanation(error: BaseException, request: Request) -> str:
    text = getattr(error, "strerror", None) or getattr(error, "verify_message", None) or str(error)
    return one_line(text, secrets=request.secrets) or type(error).__name__
