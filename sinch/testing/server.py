"""The HTTP side of the simulator: connections that stay open, and that can be broken on purpose.

It is built on the request parser of `http.server`. Every connection has a thread; closing the server ends them all.
"""

from __future__ import annotations

import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from socketserver import BaseServer
from typing import cast

from sinch.testing.faults import Fault
from sinch.testing.records import Headers

_BACKLOG = 512
_MAX_LINE = 65536
_STREAM_TIMEOUT = 10
_MAX_BODY = 64 * 1024 * 1024
_LENGTH = re.compile(r"[0-9]{1,10}")
_REASONS = {int(status): status.phrase for status in HTTPStatus}


@dataclass(frozen=True)
class Request:
    """A request as it was received."""

    method: str
    target: str
    headers: Headers
    body: bytes
    connection: int


@dataclass
class Reply:
    """What to send back, and which fault to simulate on the way."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    fault: Fault | None = None
    stream: Iterator[bytes] | None = None
    """A body without an end, instead of `body`."""


class Server:
    """Listens on a port of this machine and passes each request to `respond`."""

    def __init__(self, respond: Callable[[Request], Reply], host: str, port: int) -> None:
        self.respond = respond
        self.closing: threading.Event = threading.Event()
        self.opened: int = 0
        self._lock = threading.Lock()
        self._conversations: dict[socket.socket, threading.Thread] = {}
        self._listener = socket.create_server((host, port), backlog=_BACKLOG)
        self.address: tuple[str, int] = self._listener.getsockname()[:2]
        self._thread = threading.Thread(target=self._accept, name="sinch-simulator", daemon=True)
        self._thread.start()

    @property
    def open_connections(self) -> int:
        """How many connections are open now."""
        return len(self._conversations)

    def close(self) -> None:
        """Close every connection and wait for every thread to end."""
        if self.closing.is_set():
            return
        self.closing.set()
        socket.create_connection(self.address).close()  # wakes the thread that waits for connections
        self._thread.join()
        self._listener.close()
        with self._lock:
            conversations = dict(self._conversations)
        for connection in conversations:
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # closed a moment ago
        for thread in conversations.values():
            if thread is not threading.current_thread():
                thread.join()

    def _accept(self) -> None:
        while True:
            connection, address = self._listener.accept()
            if self.closing.is_set():
                connection.close()
                return
            thread = threading.Thread(target=self._converse, args=(connection, address), daemon=True)
            thread.name = f"sinch-simulator-{address[1]}"
            with self._lock:
                self.opened += 1
                self._conversations[connection] = thread
            thread.start()

    def _converse(self, connection: socket.socket, address: tuple[str, int]) -> None:
        try:
            _Conversation(connection, address, self)
        except OSError:
            pass  # the client closed the connection, or the server is closing
        finally:
            with self._lock:
                del self._conversations[connection]
            connection.close()


class _Conversation(BaseHTTPRequestHandler):
    """The requests of one connection, one after the other."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, connection: socket.socket, address: tuple[str, int], server: Server) -> None:
        self._owner = server
        super().__init__(connection, address, cast("BaseServer", server))

    def handle_one_request(self) -> None:
        self.raw_requestline = self.rfile.readline(_MAX_LINE + 1)
        if len(self.raw_requestline) > _MAX_LINE:
            self._send(Reply(414), close=True)
        elif not self.raw_requestline:
            self.close_connection = True
        elif self.parse_request():
            self._exchange()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        self._send(Reply(code, [("Content-Type", "text/plain")], f"{message or _REASONS[code]}\n".encode()), close=True)

    def _exchange(self) -> None:
        if "Transfer-Encoding" in self.headers:
            self.send_error(411, "the simulator needs a Content-Length")
            return
        lengths = [text.strip() for text in self.headers.get_all("Content-Length", ["0"])]
        if len(lengths) > 1 or not _LENGTH.fullmatch(lengths[0]) or int(lengths[0]) > _MAX_BODY:
            self.send_error(400, f"Content-Length must be a single number of bytes up to {_MAX_BODY}")
            return
        length = int(lengths[0])
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True  # the client disconnected before it had sent everything
            return
        headers = Headers(self.headers.items())
        reply = self._owner.respond(Request(self.command, self.path, headers, body, self.client_address[1]))
        if reply.stream is not None:
            self._stream(reply, reply.stream)
        elif reply.fault is None:
            self._send(reply, close=self.close_connection)
        else:
            self._misbehave(reply, reply.fault)

    def _stream(self, reply: Reply, stream: Iterator[bytes]) -> None:
        self.close_connection = True
        self.connection.settimeout(_STREAM_TIMEOUT)  # for clients that stop to read
        self.connection.sendall(self._bytes(reply, close=True))
        for part in stream:
            self.connection.sendall(part)

    def _misbehave(self, reply: Reply, fault: Fault) -> None:
        if fault.delay and self._owner.closing.wait(fault.delay):
            self.close_connection = True
        elif fault.reset in ("before", "after"):
            self._reset()
        elif fault.reset == "mid_response" or fault.truncate:
            whole = self._bytes(reply, close=False)
            self.connection.sendall(whole[: len(whole) - (len(reply.body) + 1) // 2])
            self.close_connection = True
            if fault.reset is not None:
                self._reset()
        elif fault.drip:
            whole = self._bytes(reply, close=self.close_connection)
            for index in range(len(whole)):
                self.connection.sendall(whole[index : index + 1])
                if self._owner.closing.wait(fault.drip):
                    self.close_connection = True
                    return
        else:
            self._send(reply, close=self.close_connection)

    def _reset(self) -> None:
        """Make the connection, which is closed next, end with a reset instead of an orderly shutdown."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True

    def _send(self, reply: Reply, *, close: bool) -> None:
        self.close_connection = close
        self.connection.sendall(self._bytes(reply, close=close))

    @staticmethod
    def _bytes(reply: Reply, *, close: bool) -> bytes:
        lines = [f"HTTP/1.1 {reply.status} {_REASONS.get(reply.status, 'Simulated')}"]
        if not any(name.lower() == "date" for name, _ in reply.headers):  # a fault may set a clock wrong
            lines.append(f"Date: {formatdate(usegmt=True)}")
        lines += [f"{name}: {value}" for name, value in reply.headers]
        if reply.status != 204 and reply.stream is None:
            lines.append(f"Content-Length: {len(reply.body)}")
        if close:
            lines.append("Connection: close")
        return "\r\n".join([*lines, "", ""]).encode("latin-1") + reply.body

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the simulator records its requests."""
