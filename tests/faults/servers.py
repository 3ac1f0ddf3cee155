"""Servers on the loopback interface, for what the simulator is too well-behaved to do."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sinch import SinchClient

BATCH = b'{"id": "b", "type": "mt_text"}'


def answer(content: bytes = BATCH, status: str = "200 OK", headers: str = "") -> bytes:
    """Return an answer of JSON; each of the further headers ends with a line break."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n{headers}\r\n"
    return head.encode() + content


@contextmanager
def serving(handle: Callable[[socket.socket], None], family: socket.AddressFamily = socket.AF_INET) -> Iterator[int]:
    """Listen on a port, and hand every connection to `handle` in a thread of its own."""
    listener = socket.create_server(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0), family=family)
    threads: list[threading.Thread] = []

    def guarded(connection: socket.socket) -> None:
        with connection:
            connection.settimeout(5)
            try:
                handle(connection)
            except OSError:
                pass

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threads.append(threading.Thread(target=guarded, args=(connection,)))
            threads[-1].start()

    acceptor = threading.Thread(target=serve)
    acceptor.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        acceptor.join()
        for thread in threads:
            thread.join()


def read_head(connection: socket.socket) -> bytes:
    """Receive up to the end of a head; nothing when the connection ended."""
    head = b""
    while b"\r\n\r\n" not in head:
        part = connection.recv(65536)
        if not part:
            return b""
        head += part
    return head


def read_request(connection: socket.socket) -> bytes:
    """Receive a whole request; nothing when the connection ended."""
    request = read_head(connection)
    head, _, body = request.partition(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
    length = int(fields.get(b"content-length", 0))
    while len(body) < length:
        part = connection.recv(65536)
        if not part:
            return b""
        body += part
        request += part
    return request


def reset(connection: socket.socket) -> None:
    """Close a connection with a reset instead of an orderly end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def client_of(origin: str | int, **options: Any) -> SinchClient:
    """Return a client with a service plan, of an origin or of a port of this machine, that repeats nothing."""
    return SinchClient(
        service_plan_id="plan",
        sms_api_token="s3cret",
        sms_region="us",
        sms_origin_with_service_plan_id=f"http://127.0.0.1:{origin}" if isinstance(origin, int) else origin,
        **{"max_retries": 0, "timeout": 10, **options},
    )
