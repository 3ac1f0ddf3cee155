"""Servers on the loopback interface, for misbehaviour that the simulator does not offer."""

from __future__ import annotations

import socket
import struct
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sinch import SinchClient
from tests.both_colours import connected

BATCH = b'{"id": "b", "type": "mt_text"}'
PATIENCE = 60
"""Seconds after which a test is stuck, however busy the machine is."""


def response(content: bytes = BATCH, status: str = "200 OK", headers: str = "") -> bytes:
    """Return a JSON response; each of the further headers ends with a line break."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n{headers}\r\n"
    return head.encode() + content


@contextmanager
def serving(handle: Callable[[socket.socket], None], family: socket.AddressFamily = socket.AF_INET) -> Iterator[int]:
    """Listen on a port, and pass every connection to `handle` in a new thread."""
    listener = socket.create_server(("::1" if family == socket.AF_INET6 else "127.0.0.1", 0), family=family)
    threads: list[threading.Thread] = []

    def guarded(connection: socket.socket) -> None:
        with connection:
            connection.settimeout(PATIENCE)
            try:
                handle(connection)
            except OSError:
                pass  # the client hung up

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


@contextmanager
def closed_port() -> Iterator[int]:
    """Reserve a port on which nothing listens, and which no other program can get meanwhile."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


@contextmanager
def full_port() -> Iterator[int]:
    """Keep a port that accepts no connections because its queue is full."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        try:
            for connection in waiting:
                connection.setblocking(False)
                connection.connect_ex(listener.getsockname())
            yield listener.getsockname()[1]
        finally:
            for connection in waiting:
                connection.close()


def read_head(connection: socket.socket) -> bytes:
    """Receive up to the end of a head; nothing if the connection ended."""
    head = b""
    while b"\r\n\r\n" not in head:
        part = connection.recv(65536)
        if not part:
            return b""
        head += part
    return head


def read_request(connection: socket.socket) -> bytes:
    """Receive a whole request; nothing if the connection ended."""
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
    """Close a connection with a reset instead of an orderly shutdown."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def eventually(condition: Callable[[], object]) -> bool:
    """Wait until another thread has made something true; False if it never does."""
    until = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.005)
    return True


def ends_within(seconds: float, work: Callable[[], object]) -> bool:
    """Do some work until it takes less than so many seconds; a busy machine is late now and then, but not each time."""
    for _ in range(10):
        started = time.monotonic()
        work()
        if time.monotonic() - started < seconds:
            return True
    return False


def know_no_invalid_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make names below `.invalid` unknown, even if the machine's resolver cannot be reached."""
    genuine = socket.getaddrinfo

    def look_up(host: Any, *args: Any, **options: Any) -> Any:
        if host.endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return genuine(host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def client_of(origin: str | int, colour: str = "synchronous", **options: Any) -> SinchClient:
    """Return a client with a service plan, for an origin or a port of this machine, that does not retry."""
    address = f"http://127.0.0.1:{origin}" if isinstance(origin, int) else origin
    account = {
        "service_plan_id": "plan",
        "sms_api_token": "s3cret",
        "sms_region": "us",
        "sms_origin_with_service_plan_id": address,
    }
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".* is plain http")
        client: SinchClient = connected(colour, {**account, "max_retries": 0, "timeout": PATIENCE, **options})
    return client
