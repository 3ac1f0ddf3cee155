"""Connections of urllib3 that keep to the deadline of a call, and note whether a server can have seen its request."""

from __future__ import annotations

import http.client
import io
import re
import socket
import threading
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError, TimeoutError

_SMALL = 16 * 1024
"""Bytes that fit in the buffers of the system, so that sending them does not wait."""


class _Exchange(threading.local):
    """What a connection must know of the request it carries; one per thread, which no request leaves."""

    sent = False
    """Whether the server may have seen a byte of the request."""
    deadline: float | None = None
    """The reading of `time.monotonic()` at which everything must be over."""


exchange: _Exchange = _Exchange()


def _time_left() -> float:
    deadline = exchange.deadline
    return threading.TIMEOUT_MAX if deadline is None else max(deadline - time.monotonic(), 0.001)


class _TimedReader(socket.SocketIO):
    """The receiving end of a socket, which never waits beyond the deadline of the exchange."""

    def __init__(self, sock: Any) -> None:
        super().__init__(sock, "r")
        # as `makefile` does, so that the socket outlives its closing until all is read; TLS within TLS wraps a socket
        getattr(sock, "socket", sock)._io_refs += 1
        self._timeout = sock.gettimeout()

    def readinto(self, b: Any) -> int | None:
        deadline = exchange.deadline
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise OSError(None, "the deadline of the call has passed") from TimeoutError()
            if self._timeout is None or left < self._timeout:
                self._sock.settimeout(left)  # type: ignore[attr-defined]
        count: int = self._sock.recv_into(b)  # type: ignore[attr-defined]
        return count


class _TimedSocket:
    """What a response asks of a socket."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_TimedReader(self._sock))


class _TimedResponse(http.client.HTTPResponse):
    """A response that reads its head and content on the deadline."""

    def __init__(self, sock: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(_TimedSocket(sock), *args, **kwargs)  # type: ignore[arg-type]

    def begin(self, **_: Any) -> None:
        """Read the head of the answer, past all interim ones.

        http.client skips those of status 100 alone, so that another would pass for the answer. It also reads all
        headers with the e-mail package, which is a quarter of what a call costs. Otherwise this does what it does.
        """
        if self.headers is not None:
            return
        while (head := self._read_status())[1] < 200:  # pyright: ignore[reportAttributeAccessIssue]
            read_headers(self.fp)
        version, status, reason = head
        if not version.startswith("HTTP/1.") and version != "HTTP/0.9":
            raise http.client.UnknownProtocol(version)
        self.version = 10 if version in ("HTTP/1.0", "HTTP/0.9") else 11
        self.code = self.status = status
        self.reason = reason.strip()
        self.headers = self.msg = headers = read_headers(self.fp)
        chunked = headers.get("transfer-encoding", "").lower() == "chunked"
        announced = None
        try:
            announced = int(headers.get("content-length", ""))
        except ValueError:
            pass
        empty = status in (204, 304) or self._method == "HEAD"  # pyright: ignore[reportAttributeAccessIssue]
        self.chunked = chunked and not empty
        self.chunk_left = None
        self.length = 0 if empty else None if chunked or announced is None or announced < 0 else announced
        # without a length, the content ends where the connection does; after none, it must not pass for an answer
        unclear = (self.length is None and not chunked) or (status == 204 and (chunked or bool(announced)))
        self.will_close = unclear or self._check_close()  # pyright: ignore[reportAttributeAccessIssue]


_FIELD = re.compile(r"^([!-9;-~]+):[ \t]*([^\r\n]*)\r\n", re.MULTILINE)
_USUAL = 64


def read_headers(file: Any) -> http.client.HTTPMessage:
    """Read header fields as `http.client.parse_headers` does, which is left to do it when there is anything unusual."""
    lines, end, _ = file.peek().partition(b"\r\n\r\n")
    text = (lines + b"\r\n").decode("latin-1")
    fields = _FIELD.findall(text)
    # not all there yet, folded lines, odd names or line ends, very many
    if not end or len(fields) != text.count("\n") or len(fields) > _USUAL:
        return http.client.parse_headers(file)
    file.read(len(lines) + len(end))
    headers = http.client.HTTPMessage()
    for name, value in fields:
        headers.set_raw(name, value)
    return headers


class Tracked:
    """Notes the moment from which the server may have seen something. Head and body leave in one piece."""

    sock: Any
    _head: Any = None
    """What waits to be sent together with what comes next."""
    _answer: http.client.HTTPResponse | None = None
    """What is being read."""

    def _new_conn(self) -> socket.socket:
        # as urllib3's, but with a deadline for all addresses of a host together
        try:
            host = self._dns_host.strip("[]")  # type: ignore[attr-defined]
            found = socket.getaddrinfo(host, self.port, 0, socket.SOCK_STREAM)  # type: ignore[attr-defined]
        except (socket.gaierror, UnicodeError) as error:
            raise NameResolutionError(self.host, self, error) from error  # type: ignore[attr-defined,arg-type]
        failure: OSError | None = None
        for family, kind, protocol, _, address in found:
            try:
                connection = socket.socket(family, kind, protocol)
            except OSError as error:  # of a family that this machine does not have
                failure = error
                continue
            try:
                for option in self.socket_options or ():  # type: ignore[attr-defined]
                    connection.setsockopt(*option)
                connection.settimeout(self._time_to_connect())
                connection.connect(address)
                connection.settimeout(self._time_to_connect())  # for the handshake of TLS
                return connection
            except OSError as error:
                connection.close()
                failure = error
            except BaseException:
                connection.close()
                raise
        if isinstance(failure, socket.timeout):
            raise ConnectTimeoutError(self, "no connection in time") from failure
        raise NewConnectionError(self, "no connection") from failure  # type: ignore[arg-type]

    def _time_to_connect(self) -> float:
        return min(self.timeout, _time_left())  # type: ignore[attr-defined,no-any-return]

    def response_class(self, *args: Any, **kwargs: Any) -> http.client.HTTPResponse:
        """Make the response to read; http.client takes this for a class."""
        answer = self._answer = _TimedResponse(*args, **kwargs)
        return answer

    def getresponse(self) -> Any:
        """Read the head of the answer."""
        return self._reading(super().getresponse)  # type: ignore[misc]

    def _tunnel(self) -> None:
        self._reading(super()._tunnel)  # type: ignore[misc]
        self.sock.settimeout(self._time_to_connect())

    def _reading(self, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except BaseException:
            if self._answer is not None:  # it would hold the socket until it is found to be garbage
                self._answer.close()
            raise
        finally:
            self._answer = None

    @property
    def is_connected(self) -> bool:
        """Whether the connection can carry another request: nothing must have arrived that nobody asked for."""
        pending = getattr(self.sock, "pending", None)  # what TLS has decrypted already shows on no socket
        return super().is_connected and not (pending and pending())  # type: ignore[misc]

    def connect(self) -> None:
        """Connect; what is said to a proxy on the way does not count as sent."""
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
        exchange.sent = True
        if len(data) > _SMALL:
            self.sock.settimeout(_time_left())  # pyright: ignore[reportOptionalMemberAccess]
        super().send(data)  # type: ignore[misc]


_AWAITED = object()


@cache
def _tracked(plain: type) -> type:
    return type(plain.__name__, (Tracked, plain), {})


def connection_class(standing: type) -> type:
    """Return our kind of urllib3's connection class; a class that a recorder such as vcrpy put there goes first.

    It is asked for when a connection is made, since the recorder may have been there when this module was imported.
    """
    return _tracked(standing) if standing.__module__ == "urllib3.connection" else standing
