"""Every stall ends at its limit, and what was not sent by the deadline is never sent."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sinch.core.asyncio_transport import AsyncioTransport
from sinch.core.http import TransportFailure
from tests.asyncio_transport.helpers import (
    BODY,
    LOOPS,
    OK,
    assert_all_back,
    closing,
    failing,
    on,
    once,
    once_failing,
    pools,
    request,
    settle,
)
from tests.faults.servers import PATIENCE, read_request, serving

MARGIN = 10
"""Seconds by which a busy machine may be late."""


def silent(connection: socket.socket) -> None:
    while connection.recv(65536):
        pass


@contextmanager
def timed(limit: float) -> Iterator[None]:
    started = time.monotonic()
    yield
    waited = time.monotonic() - started
    assert limit - 0.01 <= waited < limit + MARGIN


@contextmanager
def accepting_nothing() -> Iterator[tuple[str, int]]:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:  # the backlog is full after these
            filler.setblocking(False)
            filler.connect_ex(full.getsockname())
        yield full.getsockname()
        for filler in fillers:
            filler.close()


def resolving_to(monkeypatch: pytest.MonkeyPatch, *addresses: Any) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)


def test_a_deadline_that_has_passed_sends_nothing_and_costs_no_connection() -> None:
    def handle(connection: socket.socket) -> None:
        while read_request(connection):
            connection.sendall(OK)

    async def main(port: int) -> None:
        transport = AsyncioTransport()
        await transport.send(request(port))
        failed = await failing(transport, request(port, timeout=-1))
        assert failed.reason == "the time given to the call ran out"
        assert (failed.sent, failed.timed_out, failed.final) == (False, True, True)
        assert pools(transport)[0].idle == 1
        await transport.aclose()

    with serving(handle) as port:
        asyncio.run(main(port))


@pytest.mark.parametrize("loop", LOOPS)
def test_a_name_server_that_does_not_respond(loop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolved = threading.Event()
    received: list[bytes] = []

    def slow(*args: Any, **kwargs: Any) -> list[Any]:
        resolved.wait(20)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    def handle(connection: socket.socket) -> None:
        received.append(connection.recv(65536))

    async def main() -> None:
        transport = AsyncioTransport()
        with timed(0.3):
            failed = await failing(transport, request(f"http://slow.example:{port}", timeout=0.3))
        assert (failed.sent, failed.timed_out, failed.final) == (False, True, True)
        with timed(0.2):
            failed = await failing(transport, request(f"http://slow.example:{port}", connect_timeout=0.2))
        assert failed.reason == f"no connection from http://slow.example:{port} within 0.2 s"
        assert (failed.sent, failed.timed_out, failed.final) == (False, True, False)
        assert_all_back(transport)
        resolved.set()
        await asyncio.sleep(0.1)
        await transport.aclose()

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    with serving(handle) as port:
        on(loop, main())
    assert received == [], "nobody waited for the name any more"


@pytest.mark.parametrize("loop", LOOPS)
def test_a_server_that_accepts_nothing(loop: str) -> None:
    async def main() -> None:
        with accepting_nothing() as (_, port):
            transport = AsyncioTransport()
            with timed(0.3):
                failed = await failing(transport, request(port, connect_timeout=0.3))
            assert failed.reason == f"no connection from http://127.0.0.1:{port} within 0.3 s"
            with timed(0.2):
                failed = await failing(transport, request(port, timeout=0.2))
            assert (failed.sent, failed.timed_out, failed.final) == (False, True, True)
            assert_all_back(transport)
            await transport.aclose()

    on(loop, main())


def test_the_limit_holds_for_all_addresses_together(monkeypatch: pytest.MonkeyPatch) -> None:
    with accepting_nothing() as address:
        resolving_to(monkeypatch, *[address] * 30)  # separately, they would take 18 seconds
        with timed(0.6):
            assert not once_failing("http://thirty.example", connect_timeout=0.6).sent


@pytest.mark.parametrize("first", ["is closed", "does not respond", "has no such family"])
def test_another_address_takes_over(first: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def handle(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(OK)

    with serving(handle) as port, accepting_nothing() as full, socket.create_server(("127.0.0.1", 0)) as unused:
        closed = unused.getsockname()
        unused.close()
        address = {"is closed": closed, "does not respond": full, "has no such family": closed}[first]
        resolving_to(monkeypatch, address, ("127.0.0.1", port))
        if first == "has no such family":
            found = socket.getaddrinfo("x", 1)
            found[0] = (socket.AF_APPLETALK, *found[0][1:])
        assert once("http://two.example", connect_timeout=1).content == BODY


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("limit", ["deadline", "read_timeout"])
def test_a_server_that_says_nothing(limit: str, loop: str) -> None:
    async def main(port: int) -> None:
        transport = AsyncioTransport()
        options: Any = {"timeout": 0.3} if limit == "deadline" else {"read_timeout": 0.3, "timeout": None}
        for _ in range(2):
            with timed(0.3):
                failed = await failing(transport, request(port, **options))
            assert (failed.sent, failed.timed_out, failed.final) == (True, True, limit == "deadline")
            if limit == "read_timeout":
                assert failed.reason == f"no response from http://127.0.0.1:{port} within 0.3 s"
        assert_all_back(transport)
        await transport.aclose()

    with serving(silent) as port:
        on(loop, main(port))


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("dripping", ["head", "content", "chunks", "interim"])
def test_a_server_that_drips_outlasts_no_deadline(dripping: str, loop: str) -> None:
    first, piece = {
        "head": (b"HTTP/1.1 200 OK\r\nX: ", b"y"),
        "content": (b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b" "),
        "chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        "interim": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    }[dripping]

    def handle(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(first)
        while True:
            connection.sendall(piece)
            time.sleep(0.01)

    async def main(port: int) -> None:
        transport = AsyncioTransport()
        with timed(0.4):
            failed = await failing(transport, request(port, timeout=0.4, read_timeout=0.3))
        assert (failed.sent, failed.timed_out, failed.final) == (True, True, True)
        assert (failed.response is not None) == (dripping in ("content", "chunks"))
        assert_all_back(transport)
        await transport.aclose()

    with serving(handle) as port:
        on(loop, main(port))


def test_the_read_timeout_begins_anew_with_every_byte() -> None:
    def handle(connection: socket.socket) -> None:
        read_request(connection)
        for byte in OK:
            connection.sendall(bytes([byte]))
            time.sleep(0.01)

    with serving(handle) as port:
        assert once(port, read_timeout=0.6).content == BODY


def test_a_silence_within_the_content_counts_too() -> None:
    def handle(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(OK[:-1])
        silent(connection)

    with serving(handle) as port, timed(0.2):
        failed = once_failing(port, read_timeout=0.2)
    assert (failed.reason, failed.timed_out, failed.final) == ("did not arrive in time", True, False)
    assert failed.response is not None


@pytest.mark.parametrize("loop", LOOPS)
def test_a_server_that_reads_nothing(loop: str) -> None:
    done = threading.Event()

    def handle(connection: socket.socket) -> None:
        done.wait(5)

    async def main(port: int) -> None:
        transport = AsyncioTransport()
        with timed(0.4):
            failed = await failing(transport, request(port, body=b"x" * 30_000_000, timeout=0.4))
        assert (failed.sent, failed.timed_out) == (True, True)
        assert_all_back(transport)
        await transport.aclose()
        done.set()

    with serving(handle) as port:
        on(loop, main(port))


def test_a_slow_upload_is_not_a_failed_connection() -> None:
    def handle(connection: socket.socket) -> None:
        connection.recv(10)
        time.sleep(0.4)
        if read_request(connection):
            connection.sendall(OK)

    with serving(handle) as port:
        assert once(port, connect_timeout=0.2, body=b"x" * 20_000_000).content == BODY


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("parts", [1, 10])
def test_a_response_that_arrived_in_time_counts_though_the_loop_was_busy(parts: int, loop: str) -> None:
    """Even if it takes more than one turn of the loop to read it."""
    content = b"x" * 50_000 * parts
    read, busy, responded = threading.Event(), threading.Event(), threading.Event()

    def handle(connection: socket.socket) -> None:
        read_request(connection)
        read.set()
        busy.wait(PATIENCE)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(content) + content)
        responded.set()
        silent(connection)

    async def main(port: int) -> None:
        transport = AsyncioTransport()
        passed = time.monotonic() + 1
        asked = asyncio.ensure_future(transport.send(request(port, timeout=1)))
        while not read.is_set():
            await asyncio.sleep(0.01)
        busy.set()
        responded.wait(PATIENCE)  # which holds the loop up, until the deadline has passed
        time.sleep(max(0, passed - time.monotonic()) + 0.05)
        assert (await asked).content == content
        await transport.aclose()

    with serving(handle) as port:
        on(loop, main(port))


@pytest.mark.parametrize("loop", LOOPS)
@pytest.mark.parametrize("moment", range(1, 12))
def test_nothing_is_sent_after_the_deadline_wherever_the_program_was_held_up(moment: int, loop: str) -> None:
    received: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        while part := connection.recv(65536):
            received.append(part)
            connection.sendall(OK)

    async def hold_up() -> None:
        for _ in range(moment):
            await asyncio.sleep(0)
        time.sleep(0.15)

    async def main(port: int) -> None:
        transport = AsyncioTransport()
        asked, held = request(f"http://localhost:{port}", timeout=0.1), asyncio.ensure_future(hold_up())
        try:
            response = await transport.send(asked)
        except TransportFailure as failure:
            if not failure.sent:
                await asyncio.sleep(0.1)
                assert received == []
        else:
            assert response.content == BODY
        await held
        assert_all_back(transport)
        await transport.aclose()

    with serving(handle) as port:
        on(loop, main(port))


@pytest.mark.parametrize("used", [False, True])
def test_the_deadline_is_looked_at_last_before_the_first_byte(used: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock passes the deadline while the request is put together."""
    received: list[bytes] = []

    def handle(connection: socket.socket) -> None:
        while part := connection.recv(65536):
            received.append(part)
            connection.sendall(OK)

    async def main(port: int) -> None:
        from sinch.core.asyncio_transport import transport as module

        transport = AsyncioTransport()
        if used:
            await transport.send(request(port))
        before = len(received)
        genuine = module.encode

        def slow(*args: Any) -> Any:
            data = genuine(*args)
            time.sleep(0.3)
            return data

        monkeypatch.setattr(module, "encode", slow)
        failed = await failing(transport, request(port, timeout=0.2))
        assert (failed.sent, failed.timed_out, failed.final) == (False, True, True)
        await asyncio.sleep(0.1)
        assert len(received) == before
        await transport.aclose()

    with serving(handle) as port:
        asyncio.run(main(port))


def test_a_place_in_line_costs_the_time_of_the_call() -> None:
    async def main(port: int) -> None:
        transport = AsyncioTransport(pool_size=1)
        first = asyncio.ensure_future(failing(transport, request(port, timeout=0.6)))
        await asyncio.sleep(0.05)
        with timed(0.2):
            failed = await failing(transport, request(port, timeout=0.2))
        assert failed.reason.startswith("the time given to the call ran out while it waited for one of 1 connections")
        assert (failed.sent, failed.timed_out, failed.final) == (False, True, True)
        assert pools(transport)[0].waiting == 0
        await first
        assert_all_back(transport)
        await closing(transport, settle())

    with serving(silent) as port:
        asyncio.run(main(port))
