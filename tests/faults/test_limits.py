"""What is small on the wire stays small in memory and time; and what arrived whole before the deadline counts."""

from __future__ import annotations

import gzip
import select
import socket
import threading
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

import sinch
from sinch import SinchClient
from sinch.core.content import TooLargeError, decode_content
from sinch.core.urllib3_transport import Urllib3Transport
from sinch.core.urllib3_transport.connection import (
    DeadlineConnection,
    DeadlinePassedError,
    _TimedReader,
    exchange,
)
from sinch.domains.sms import SmsSinchEvent
from tests.faults.servers import BATCH, PATIENCE, client_of, eventually, read_request, response, serving

MB = 1024 * 1024


@contextmanager
def at_most(memory: float, cpu: float) -> Iterator[None]:
    """Bound the memory of this process, in MB, and the time of the processor that this thread takes."""
    tracemalloc.start()
    started = time.thread_time()
    try:
        yield
        assert time.thread_time() - started < cpu
        assert tracemalloc.get_traced_memory()[1] < memory * MB
    finally:
        tracemalloc.stop()


@contextmanager
def server_of(raw: bytes | Callable[[socket.socket], None], **options: Any) -> Iterator[SinchClient]:
    def handle(connection: socket.socket) -> None:
        while read_request(connection):
            if callable(raw):
                raw(connection)
            else:
                connection.sendall(raw)

    with serving(handle) as port, client_of(port, **options) as client:
        yield client


def objects(size: int, item: bytes = b"{},") -> bytes:
    """Return JSON that becomes as many objects as its size allows."""
    return b'{"a":[' + item * (size // len(item)) + b"0]}"


GZIP = "Content-Encoding: gzip\r\n"
BOMBS: dict[str, Callable[[], bytes]] = {
    "objects": lambda: gzip.compress(objects(60 * MB), 9),
    "spaces": lambda: gzip.compress(BATCH + b" " * (60 * MB), 9),
    "twice": lambda: gzip.compress(gzip.compress(b" " * (60 * MB), 9), 9),
    "raw": lambda: zlib.compress(objects(60 * MB), 9),
}


@pytest.mark.parametrize("name", BOMBS)
def test_unrequested_compression_cannot_fill_the_memory(name: str) -> None:
    bomb = BOMBS[name]()
    assert len(bomb) < 300_000
    with server_of(response(bomb, headers=GZIP)) as client, at_most(memory=120, cpu=20):
        with pytest.raises(sinch.ResponseError):
            client.sms.batches.get("b")


@pytest.mark.parametrize("name", BOMBS)
def test_a_compressed_error_response_cannot_fill_the_memory(name: str) -> None:
    with server_of(response(BOMBS[name](), "400 Bad Request", GZIP)) as client, at_most(memory=10, cpu=20):
        with pytest.raises(sinch.BadRequestError) as caught:
            client.sms.batches.get("b")
        assert len(repr(caught.value.http_response) + repr(caught.value) + repr(caught.value.body)) < 100_000


@pytest.mark.parametrize(
    ("item", "size"), [(b"{},", 8 * MB - 100), *((item, MB) for item in (b"{},", b"[],", b'{"":0},', b'"",'))]
)
def test_the_largest_response_that_is_taken_costs_a_multiple_of_its_size(size: int, item: bytes) -> None:
    with server_of(response(objects(size, item))) as client, at_most(memory=60 * size / MB + 10, cpu=20):
        assert len(client.sms.batches.get("b")["a"]) > size // 8  # type: ignore[typeddict-item, index]


def test_one_byte_more_is_rejected() -> None:
    for length, fits in ((1000, True), (1001, False)):
        for raw in (
            response(BATCH.ljust(length)),
            b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + BATCH.ljust(length),
        ):

            def handle(connection: socket.socket, raw: bytes = raw) -> None:
                read_request(connection)
                connection.sendall(raw)

            with serving(handle) as port:
                with client_of(port, max_response_size=1000) as client:
                    if fits:
                        assert client.sms.batches.get("b").id == "b"
                    else:
                        with pytest.raises(sinch.ResponseError, match="larger than max_response_size"):
                            client.sms.batches.get("b")


@pytest.mark.parametrize("options", [{}, {"max_error_size": 1000}, {"max_error_size": 200_000}])
def test_of_an_error_no_more_is_kept_than_is_set(options: dict[str, int]) -> None:
    limit = options.get("max_error_size", 64 * 1024)
    for size in (limit - 50, 30 * MB):
        with server_of(response(b'{"text":"' + b"x" * size + b'"}', "400 Bad Request"), **options) as client:
            with at_most(memory=10, cpu=20), pytest.raises(sinch.BadRequestError) as caught:
                client.sms.batches.get("b")
        kept: Any = caught.value.http_response
        assert len(kept.content) <= limit
        assert isinstance(caught.value.body, dict) == (size < limit)
    with pytest.raises(sinch.ConfigurationError, match="max_error_size"):
        SinchClient(max_error_size=0)


def test_an_event_that_is_too_large_is_not_even_verified(monkeypatch: pytest.MonkeyPatch) -> None:
    handler = SmsSinchEvent("s3cret", max_size=1000)
    headers = handler.sign("x" * 1001)
    monkeypatch.setattr(type(handler).scheme.__class__, "compute", lambda *_: pytest.fail("it was"))
    assert handler.validate_authentication_header(headers, "x" * 1001) is False
    with pytest.raises(sinch.SignatureError, match="its body of 1001 characters is too large"):
        handler.verify_and_parse(headers, b"x" * 1001)
    with pytest.raises(sinch.EventError, match="too large"):
        handler.parse_event(b"x" * 1001)


def test_the_largest_event_costs_a_multiple_of_its_size() -> None:
    handler = SmsSinchEvent("s3cret")
    body = objects(MB - 100)
    headers = handler.sign(body)
    with at_most(memory=80, cpu=10):
        handler.verify_and_parse(headers, body)


@pytest.mark.parametrize(("size", "encoded"), [(MB, True), (MB + 1, False)])
def test_up_to_a_size_the_ratio_does_not_matter(size: int, encoded: bool) -> None:
    content = gzip.compress(b" " * size, 9)
    if encoded:
        assert len(decode_content(content, "gzip", 8 * MB)) == size
    else:
        with pytest.raises(TooLargeError):
            decode_content(content, "gzip", 8 * MB)


ENDLESS = {
    "chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "trailers": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"),
    "extensions": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1;x=" + b"y" * 1000),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n"),
    "a header": (b"HTTP/1.1 200 OK\r\nX: ", b"y"),
    "interim responses": (b"", b"HTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n"),
    "content": (b"HTTP/1.1 200 OK\r\n\r\n", b" "),
    "content of an error": (b"HTTP/1.1 500 Oops\r\n\r\n", b" "),
    "a status": (b"HTTP/1.1 200 ", b"O"),
}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_never_ends_is_given_up_after_so_many_bytes(name: str) -> None:
    begin, part = ENDLESS[name]
    sent = 0

    def stream(connection: socket.socket) -> None:
        nonlocal sent
        connection.sendall(begin)
        many = part * (MB // 8 // len(part))
        while True:
            connection.sendall(many)
            sent += len(many)

    with server_of(stream) as client, at_most(memory=80, cpu=30), pytest.raises(sinch.SinchException):
        client.sms.batches.get("b")
    assert sent < 40 * MB  # 8 are read; the rest is in the buffers of the system


@contextmanager
def read_late(monkeypatch: pytest.MonkeyPatch, ready: Callable[[], bool]) -> Iterator[None]:
    """Let the process be stopped between sending a request and reading its response, until the deadline has passed."""
    requests: list[Any] = []
    genuine_send, genuine_read = Urllib3Transport.send, DeadlineConnection.getresponse

    def send(self: Any, request: Any) -> Any:
        requests.append(request)
        return genuine_send(self, request)

    def getresponse(self: Any) -> Any:
        assert eventually(ready)
        select.select([self.sock], [], [], PATIENCE)
        exchange.deadline = requests[-1].deadline = time.monotonic() - 1
        return genuine_read(self)

    with monkeypatch.context() as patched:
        patched.setattr(Urllib3Transport, "send", send)
        patched.setattr(DeadlineConnection, "getresponse", getresponse)
        yield


def send(client: SinchClient) -> Any:
    return client.sms.batches.send_sms(to=["+12025550123"], body="Hi")


@pytest.mark.parametrize("size", [100, 60_000])
def test_a_response_that_arrived_in_time_is_returned_however_late_it_is_read(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = threading.Event()

    def respond(connection: socket.socket) -> None:
        connection.sendall(response(BATCH.ljust(size)))
        sent.set()

    with server_of(respond) as client:
        for _ in range(2):  # on a new connection, and on one that was kept
            with read_late(monkeypatch, sent.is_set):
                assert send(client).id == "b"
            sent.clear()
        assert send(client).id == "b"


@pytest.mark.parametrize("part", [10, 130, -1])
def test_one_that_had_not_arrived_whole_is_a_timeout_that_says_what_is_known(
    part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = threading.Event()

    def respond(connection: socket.socket) -> None:
        connection.sendall(response(BATCH.ljust(100))[:part])
        sent.set()

    with server_of(respond) as client, read_late(monkeypatch, sent.is_set):
        with pytest.raises(sinch.OutcomeUnknownError) as unknown:
            send(client)
        with pytest.raises(sinch.RequestTimeoutError):
            client.sms.batches.get("b")
    assert unknown.value.outcome_unknown
    expected = "may have been carried out" if part == 10 else "was taken, with status 200"
    assert expected in str(unknown.value)


def test_after_the_deadline_a_server_cannot_go_on_for_ever() -> None:
    """Its bytes count as arrived in time only as far as the system can have kept them."""
    ours, theirs = socket.socketpair()
    stop = threading.Event()

    def stream() -> None:
        theirs.settimeout(0.2)
        while not stop.is_set():
            try:
                theirs.send(b"x" * 65536)
            except TimeoutError:
                pass

    thread = threading.Thread(target=stream)
    thread.start()
    ours.settimeout(PATIENCE)
    reader = _TimedReader(ours)
    most = ours.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF)
    exchange.deadline = time.monotonic() - 1
    received = 0
    try:
        with pytest.raises(DeadlinePassedError):
            while True:
                received += reader.readinto(bytearray(8192)) or 0
    finally:
        exchange.deadline = None
        stop.set()
        thread.join()
        reader.close()
        ours.close()
        theirs.close()
    assert received <= most + 8192
