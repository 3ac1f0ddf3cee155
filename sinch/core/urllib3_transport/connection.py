"""Connections of urllib3 that keep to the deadline of a call, and know whether a server can have seen its request."""

from __future__ import annotations

import http.client
import io
import re
import socket
import ssl
import threading
import time
from functools import cache
from math import inf
from typing import Any

from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError, TimeoutError

from sinch.core.names import look_up
from sinch.core.urllib3_transport.head import read_headers

_SMALL = 16 * 1024
"""Bytes that fit in the buffers of the system, so that sending them does not wait."""
_INTERIM_RESPONSES = 16
"""Responses of status 1xx after which no final one is expected any more."""
_MOST_CHUNKS = 100_000
"""Chunks of a response; each costs far more than the bytes in it."""
_MOST_TRAILERS = 100
_CHUNK_SIZE = rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r\n"
_KEPT = r"timeout=(\d{1,9})"
"""The seconds after which a server ends a connection that is idle."""
# `re` compiles both at their first use, and keeps them.


class _Exchange(threading.local):
    """What a connection must know of the request it carries; one per thread, which no request leaves."""

    sent = False
    """Whether the server may have seen a byte of the request."""
    deadline: float | None = None
    """The reading of `time.monotonic()` at which everything must be over."""


exchange: _Exchange = _Exchange()


class DeadlinePassedError(OSError):
    """The deadline of the call has passed."""


class StaleConnectionError(OSError):
    """The server has ended a connection that was idle, and not a byte of the request has left."""


def _time_left() -> float:
    """Return the seconds until the deadline. Raises DeadlinePassedError when there are none."""
    deadline = exchange.deadline
    if deadline is None:
        return threading.TIMEOUT_MAX
    left = deadline - time.monotonic()
    if left <= 0:
        raise DeadlinePassedError
    return left


class _TimedReader(socket.SocketIO):
    """The receiving end of a socket, which never waits beyond the deadline of the exchange."""

    dry = False
    """Whether nothing more is received: only what was received already is read."""
    _late: int | None = None
    """How many more bytes are read, once the deadline has passed."""

    def __init__(self, sock: Any) -> None:
        super().__init__(sock, "r")
        # as `makefile` does, so that the socket outlives its closing until all is read; TLS within TLS wraps a socket
        getattr(sock, "socket", sock)._io_refs += 1
        self._timeout = sock.gettimeout()

    def readinto(self, b: Any) -> int | None:
        if self.dry:
            return None
        sock: Any = self._sock  # type: ignore[attr-defined]
        deadline = exchange.deadline
        if deadline is not None:
            left = deadline - time.monotonic()
            if self._timeout is None or left < self._timeout:
                # what arrived in time counts, even when the process was too busy to read it before the deadline
                sock.settimeout(max(left, 0.0))
            if left <= 0 and self._late is None:
                # which is no more than the system can have kept; else a server that does not stop could go on
                self._late = getattr(sock, "socket", sock).getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
        try:
            if self._late is not None and self._late <= 0:
                raise BlockingIOError
            count: int = sock.recv_into(b)
        except (BlockingIOError, ssl.SSLWantReadError):
            raise DeadlinePassedError from TimeoutError()
        if self._late is not None:
            self._late -= count
        return count


class _TimedSocket:
    """What a response asks of a socket."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self._sock))


class _TimedResponse(http.client.HTTPResponse):
    """A response that is read on the deadline, and whose framing is read strictly."""

    connection: DeadlineConnection | None = None
    _chunks = 0

    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(_TimedSocket(sock), *args, **kwargs)  # type: ignore[arg-type]

    def begin(self, **_: Any) -> None:
        """Read the head of the response, past all interim ones.

        http.client skips those of status 100 alone, so that another would pass for the response; and it guesses where a
        length or encoding is not valid. Otherwise this does what it does.
        """
        if self.headers is not None:
            return
        version, status, reason = self._final_status()
        if not version.startswith("HTTP/1."):
            raise http.client.UnknownProtocol(version)
        self.version = 10 if version == "HTTP/1.0" else 11
        self.code = self.status = status
        self.reason = reason.strip()
        headers, usual = read_headers(self.fp)
        self.headers = self.msg = headers
        announced = None
        for length in headers.get_all("content-length", ()):
            length = length.strip()
            if not (length.isascii() and length.isdigit() and len(length) < 19):
                raise http.client.UnknownTransferEncoding
            if announced not in (None, int(length)):
                raise http.client.UnknownTransferEncoding
            announced = int(length)
        encodings = headers.get_all("transfer-encoding", ())
        chunked = bool(encodings)
        if chunked and (len(encodings) > 1 or encodings[0].strip().lower() != "chunked"):
            raise http.client.UnknownTransferEncoding
        empty = status in (204, 304) or self._method == "HEAD"  # pyright: ignore[reportAttributeAccessIssue]
        self.chunked = chunked and not empty
        self.chunk_left = None
        self.length = 0 if empty else None if chunked else announced
        # without a length the content ends where the connection does; after an empty response, or one whose end was
        # announced in two ways, what follows must not pass for the next response
        unclear = (
            not usual
            or (self.length is None and not chunked)
            or (status == 204 and (chunked or bool(announced)))
            or (chunked and (announced is not None or encodings[0].lower() != "chunked"))
        )
        self.will_close = unclear or self._check_close()  # pyright: ignore[reportAttributeAccessIssue]
        kept = "keep-alive" in headers and re.search(_KEPT, headers["keep-alive"])
        if kept and self.connection is not None:
            self.connection.idle_timeout = min(self.connection.idle_timeout, int(kept[1]) - 1)

    def _final_status(self) -> tuple[str, int, str]:
        for _ in range(_INTERIM_RESPONSES):
            head: tuple[str, int, str] = self._read_status()  # type: ignore[attr-defined]
            if head[1] >= 200:
                return head
            read_headers(self.fp)
        raise http.client.HTTPException("too many interim responses")

    def _get_chunk_left(self) -> int | None:
        """Return what is left of the chunk, reading the size of the next one; None after the last."""
        if self.chunk_left:
            return self.chunk_left
        if self.chunk_left is not None and self.fp.read(2) != b"\r\n":
            raise http.client.IncompleteRead(b"")
        self._chunks += 1
        if self._chunks > _MOST_CHUNKS:
            raise http.client.HTTPException("too many chunks")
        size = re.fullmatch(_CHUNK_SIZE, self.fp.readline(4096))
        if size is None:
            raise http.client.IncompleteRead(b"")
        self.chunk_left = int(size[1], 16)
        if self.chunk_left == 0:
            self._read_and_discard_trailer()
            self._close_conn()
            self.chunk_left = None
        return self.chunk_left

    def _read_and_discard_trailer(self) -> None:
        for _ in range(_MOST_TRAILERS):
            if self.fp.readline(65537) in (b"\r\n", b"\n", b""):
                return
        raise http.client.HTTPException("too many trailers")

    def _close_conn(self) -> None:
        # called at the end of the content: what came with it that nobody asked for would pass for the next response
        file: Any = self.fp
        if file is not None and not file.closed:
            file.raw.dry = True
            if self.connection is not None:
                self.connection.has_surplus = bool(file.peek(1))
        super()._close_conn()  # type: ignore[misc]


class DeadlineConnection:
    """Notes the moment from which the server may have seen something. Head and body leave in one piece."""

    sock: Any
    has_surplus: bool = False
    """Whether more came than was asked for."""
    idle_since: float | None = None
    """When the connection was put back into its pool; None for one that has carried no request."""
    idle_timeout: float = threading.TIMEOUT_MAX
    _head: Any = None
    """What waits to be sent together with what comes next."""
    _response: http.client.HTTPResponse | None = None
    """What is being read."""

    def _new_conn(self) -> socket.socket:
        # as urllib3's, but with a time limit for the name and all addresses of a host together
        seconds = self._time_to_connect()
        try:
            host = self._dns_host.strip("[]")  # type: ignore[attr-defined]
            found = look_up(host, self.port, seconds)  # type: ignore[attr-defined]
        except OSError as error:
            if isinstance(error, socket.gaierror):
                raise NameResolutionError(self.host, self, error) from error  # type: ignore[attr-defined,arg-type]
            raise ConnectTimeoutError(self, "no address in time") from error
        except UnicodeError as error:
            raise NameResolutionError(self.host, self, error) from error  # type: ignore[attr-defined,arg-type]
        until = time.monotonic() + seconds
        failure: OSError | None = None
        for family, kind, protocol, _, address in found:
            try:
                connection = socket.socket(family, kind, protocol)
            except OSError as error:  # of a family that this machine does not have
                failure = error
                continue
            try:
                for option in (*(self.socket_options or ()), *_KEEPALIVE):  # type: ignore[attr-defined]
                    connection.setsockopt(*option)
                connection.settimeout(max(0.001, min(self._time_to_connect(), until - time.monotonic())))
                connection.connect(address)
                connection.settimeout(self._time_to_connect())  # for the handshake of TLS
                return connection
            except OSError as error:
                connection.close()
                failure = error
            except BaseException:
                connection.close()
                raise
        if isinstance(failure, (socket.timeout, DeadlinePassedError)):
            raise ConnectTimeoutError(self, "no connection in time") from failure
        raise NewConnectionError(self, "no connection") from failure  # type: ignore[arg-type]

    def _time_to_connect(self) -> float:
        return min(self.timeout, _time_left())  # type: ignore[attr-defined,no-any-return]

    def response_class(self, *args: Any, **kwargs: Any) -> http.client.HTTPResponse:
        """Make the response to read; http.client takes this for a class."""
        response = self._response = _TimedResponse(*args, **kwargs)
        response.connection = self
        return response

    def getresponse(self) -> Any:
        """Read the head of the response."""
        try:
            return super().getresponse()  # type: ignore[misc]
        except BaseException:
            self._drop_response()
            raise
        finally:
            self._response = None

    def _tunnel(self) -> None:
        try:
            super()._tunnel()  # type: ignore[misc]
        except BaseException:
            self._drop_response()
            raise
        finally:
            self._response = None
        self.sock.settimeout(self._time_to_connect())

    def _drop_response(self) -> None:
        if self._response is not None:  # it would hold the socket until it is found to be garbage
            self._response.close()

    @property
    def is_connected(self) -> bool:
        """Whether the connection can carry another request.

        Nothing must have arrived that nobody asked for, and it must not have been idle for so long that something on
        the way may have forgotten it.
        """
        if self.idle_since is not None and time.monotonic() - self.idle_since > self.idle_timeout:
            return False
        pending = getattr(self.sock, "pending", None)  # what TLS has decrypted already shows on no socket
        return super().is_connected and not (pending and pending())  # type: ignore[misc]

    def put_back(self) -> None:
        """Be idle from now on, or be closed where more came than was asked for."""
        self.idle_since = time.monotonic()
        if self.has_surplus:
            self.has_surplus = False
            self.close()  # type: ignore[attr-defined]

    def connect(self) -> None:
        """Connect; what is said to a proxy on the way does not count as sent."""
        self.idle_since = None
        try:
            super().connect()  # type: ignore[misc]
        finally:
            exchange.sent = False

    def request(self, *args: Any, **kwargs: Any) -> None:
        """Send a request."""
        self._head = _AWAITED
        super().request(*args, **kwargs)  # type: ignore[misc]
        if self._head is not None:
            self.send(b"")

    def send(self, data: Any) -> None:
        """Send bytes. The first ones of a request are its head, which waits for the body."""
        if self._head is _AWAITED:
            self._head = data
            return
        if self._head is not None:
            data, self._head = self._head + data, None
        if self.sock is None:
            self.connect()
        self._send_in_time(data)

    def _send_in_time(self, data: bytes) -> None:
        sock: Any = self.sock
        deadline = inf if exchange.deadline is None else exchange.deadline
        failure: OSError
        reused = self.idle_since is not None
        if reused and not self.is_connected:  # again, since it was seen when it left the pool
            raise StaleConnectionError
        view = memoryview(data)
        may_wait = len(data) > _SMALL or sock.gettimeout() == 0
        begun = False
        while view:
            if may_wait:
                sock.settimeout(_time_left())
            chunk = view[:_SMALL]
            exchange.sent = True
            try:
                # one statement with the look at the clock, so that nothing leaves after the deadline
                count = sock.send(chunk) if time.monotonic() < deadline else 0
            except (ConnectionError, ssl.SSLEOFError, ssl.SSLZeroReturnError) as error:
                # the system takes nothing of what it reports this for, and a part of a TLS record cannot be read
                failure = StaleConnectionError() if reused and not begun else error
            else:
                if count:
                    view = view[count:]
                    begun = True
                    continue
                failure = DeadlinePassedError()
            exchange.sent = begun
            raise failure


_AWAITED = object()
_KEEPALIVE = [
    (socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1),
    *(
        (socket.IPPROTO_TCP, getattr(socket, name), value)
        for name, value in (("TCP_KEEPIDLE", 30), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3))
        if hasattr(socket, name)
    ),
]
"""So that what stands on the way does not forget an idle connection, and one that is dead is found out."""


@cache
def _with_deadline(plain: type) -> type:
    return type(plain.__name__, (DeadlineConnection, plain), {})


def connection_class(standing: type) -> type:
    """Return our kind of urllib3's connection class; a class that a recorder such as vcrpy put there goes first.

    It is asked for when a connection is made, since the recorder may have been there when this module was imported.
    """
    return _with_deadline(standing) if standing.__module__ == "urllib3.connection" else standing
